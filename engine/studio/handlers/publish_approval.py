"""Four-eyes approval: a second person reads the differences and approves a publish request, or refuses it.

What is approved is the version that the request has kept. Refuses to run its scenarios, which a
worker does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from engine.audit.hash_chain import CONFIGURATION
from engine.catalogue.published import published
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.routes import Route, Sender
from engine.studio.commands.publish_requests import (
    ApprovePublication,
    DeclinePublication,
    KeepScenarios,
    LookAtDifferences,
)
from engine.studio.commands.publishing import ServicePublished
from engine.studio.publishing import Act, put_into_force
from engine.studio.seals import seal
from engine.studio.standing import grounds, unknown_to
from engine.studio.store import comments, service_drafts
from engine.studio.store import publish_requests as store


class Settled(Rejected):
    """It was approved, refused or withdrawn meanwhile."""

    code = "publish.settled"


class OwnRequest(Rejected):
    """The author of a request does not approve it."""

    code = "publish.own_request"


class DifferencesNotSeen(Rejected):
    """The approver has not opened the differences."""

    code = "publish.differences_not_seen"


class ScenariosRunning(Rejected):
    """The scenarios have not come to an end."""

    code = "publish.scenarios_running"


class ScenariosFailed(Rejected):
    """Scenarios have failed, and nobody has said why it is published nevertheless."""

    code = "publish.scenarios_failed"


class NotTaken(Rejected):
    """Scenarios of a service that was never in force leave some of its elements, rows or letters untaken."""

    code = "publish.not_taken"


class CommentsOpen(Rejected):
    """Something was said of the service that must be settled before it is published."""

    code = "publish.comments_open"


class ChangedSince(Rejected):
    """Another version came into force since it was requested: what differs is something else now."""

    code = "publish.changed_since"


def look_at_differences(command: LookAtDifferences, tx: Transaction) -> None:
    """Record that somebody who may approve has opened the differences."""
    request = _request(tx, command.request_id)
    if command.group not in {group.number for group in store.groups(tx, request.id)}:
        raise NotFound
    if request.state == "open":
        _look(tx, request, command.group)


def keep_scenarios(command: KeepScenarios, tx: Transaction) -> None:
    """Keep how the scenarios came out."""
    if store.find(tx, command.request_id, is_locked=True) is None:
        raise NotFound
    store.keep_scenarios(tx, command.request_id, command.results)


def approve_publication(
    *, is_demo: bool, secret: str
) -> Callable[[ApprovePublication, Transaction], ServicePublished]:
    """Return the handler: the requested version comes into force."""

    def handle(command: ApprovePublication, tx: Transaction) -> ServicePublished:
        request = _open(tx, command.request_id)
        if request.asked_by == tx.actor.person_id:
            raise OwnRequest
        if command.seen is not None:
            _record_seen(tx, request, command.seen, secret)
        if not store.has_looked(tx, request.id):
            raise DifferencesNotSeen
        despite = _despite(request, command.despite.strip())
        _refuse_what_is_not_taken(tx, request)
        if comments.must_be_settled(tx, request.code):
            raise CommentsOpen
        if _is_otherwise(tx, request):
            raise ChangedSince
        published(tx, request.version_id)
        act = Act(
            request.asked_by,
            tx.actor.person_id,
            is_demo,
            request.law,
            municipalities=request.municipalities,
            note=request.note,
        )
        content = bytes(versions.load(tx, request.version_id).digest)
        # A request that was approved after its day counts from today.
        effective = max(request.effective_from, local_date(tx.now))
        publication_id = put_into_force(
            tx, act, request.version_id, request.code, digest=content, effective=effective
        )
        store.settle(tx, request.id, "published", reason=despite, publication_id=publication_id)
        service_drafts.set_base(tx, request.draft_id, request.version_id)
        return ServicePublished(request.code, content.hex(), effective)

    return handle


def decline_publication(command: DeclinePublication, tx: Transaction) -> None:
    """Refuse a publish request; its author withdraws it."""
    request = _open(tx, command.request_id)
    if not command.reason.strip():
        raise Rejected("publish.reason_needed")
    state = "withdrawn" if request.asked_by == tx.actor.person_id else "refused"
    store.settle(tx, request.id, state, reason=command.reason.strip())
    said = {"request": str(request.id), "service": request.code, "reason": command.reason.strip()}
    tx.log(CONFIGURATION, f"publication.{state}", **said)


def _request(tx: Transaction, request_id: UUID, *, is_locked: bool = False) -> Any:
    if not tx.actor.may_somewhere(Right.APPROVE_SERVICES):
        raise NotAllowed
    request = store.find(tx, request_id, is_locked=is_locked)
    if request is None:
        raise NotFound
    return request


def _open(tx: Transaction, request_id: UUID) -> Any:
    request = _request(tx, request_id, is_locked=True)
    if request.state != "open":
        raise Settled
    return request


def _look(tx: Transaction, request: Any, group: int) -> None:
    if store.look(tx, request.id, group):
        tx.log(CONFIGURATION, "publication.looked_at", request=str(request.id), group=group)


def _record_seen(tx: Transaction, request: Any, seen: tuple[str, ...], secret: str) -> None:
    """Note as opened what a program was told for this person; all that differs, or nothing is approved."""
    for group in store.groups(tx, request.id):
        if seal(secret, request, group, person_id=tx.actor.person_id) in seen:
            _look(tx, request, group.number)
        elif group.version_id != request.version_id:
            raise DifferencesNotSeen("publish.differences_not_named", group=group.number)


def _despite(request: Any, said: str) -> str | None:
    """Return why it is published although scenarios have failed; None where all are good."""
    if request.scenarios is None:
        raise ScenariosRunning
    if request.scenarios["is_good"]:
        return None
    if not said:
        raise ScenariosFailed
    return said


def _refuse_what_is_not_taken(tx: Transaction, request: Any) -> None:
    """Refuse a new service unless its scenarios take all of it: nobody has seen what it does to people."""
    coverage = request.scenarios["coverage"]
    if versions.is_published(tx, request.code) or (coverage and not coverage["missing"]):
        return
    raise NotTaken


def _is_otherwise(tx: Transaction, request: Any) -> bool:
    """Say whether something else is in force there now, or to come, than when it was requested."""
    then = {group.version_id: tuple(group.municipalities) for group in store.groups(tx, request.id)}
    now = {
        ground.version_id: ground.municipalities
        for ground in grounds(tx, request.code, request.municipalities)
    }
    return then != now or bool(unknown_to(tx, request, request.municipalities) - set(request.undoes))


ROUTES = (
    Route(LookAtDifferences, look_at_differences, sender=Sender.PERSON),
    Route(KeepScenarios, keep_scenarios, sender=Sender.SYSTEM),
    Route(
        ApprovePublication,
        build=lambda use: approve_publication(is_demo=use.settings.is_demo, secret=use.settings.secret),
        sender=Sender.PERSON,
        result=ServicePublished,
    ),
    Route(DeclinePublication, decline_publication, sender=Sender.PERSON),
)
