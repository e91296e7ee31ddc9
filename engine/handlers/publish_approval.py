"""A second person looks at what differs and approves what was asked for, or refuses it.

What is approved is the version that was kept when it was asked for. Refuses to play its scenarios, which a
worker does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from engine.audit.hash_chain import CONFIGURATION
from engine.catalogue.published import published
from engine.clock import local_date
from engine.commands import (
    ApprovePublication,
    DeclinePublication,
    KeepScenarios,
    LookAtDifferences,
    ServicePublished,
)
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected
from engine.publishing import Act, put_into_force
from engine.roles import Right
from engine.standing import grounds, unknown_to
from engine.stores import comments, service_drafts, versions
from engine.stores import publish_requests as store
from engine.studio.seals import seal


class Settled(Rejected):
    """It was approved, refused or withdrawn meanwhile."""

    code = "publish.settled"


class OwnAsking(Rejected):
    """Who asks does not approve."""

    code = "publish.own_asking"


class DifferencesNotSeen(Rejected):
    """Who approves has not opened what differs."""

    code = "publish.differences_not_seen"


class ScenariosRunning(Rejected):
    """The scenarios have not come to an end."""

    code = "publish.scenarios_running"


class ScenariosFailed(Rejected):
    """Scenarios have failed, and nobody has said why it is published nevertheless."""

    code = "publish.scenarios_failed"


class CommentsOpen(Rejected):
    """Something was said of the service that must be settled before it is published."""

    code = "publish.comments_open"


class ChangedSince(Rejected):
    """Another version came into force since it was asked for: what differs is something else now."""

    code = "publish.changed_since"


def look_at_differences(command: LookAtDifferences, tx: Transaction) -> None:
    """Note that somebody who may approve has opened what differs."""
    asked = _asked(tx, command.asked_id)
    if command.group not in {one.number for one in store.groups(tx, asked.id)}:
        raise NotFound
    if asked.state == "open":
        _look(tx, asked, command.group)


def keep_scenarios(command: KeepScenarios, tx: Transaction) -> None:
    """Keep how the scenarios came out."""
    if store.find(tx, command.asked_id, is_locked=True) is None:
        raise NotFound
    store.keep_scenarios(tx, command.asked_id, command.results)


def approve_publication(
    *, is_demo: bool, secret: str
) -> Callable[[ApprovePublication, Transaction], ServicePublished]:
    """Return the handler: what was asked for comes into force."""

    def handle(command: ApprovePublication, tx: Transaction) -> ServicePublished:
        asked = _open(tx, command.asked_id)
        if asked.asked_by == tx.actor.person_id:
            raise OwnAsking
        if command.seen is not None:
            _note_seen(tx, asked, command.seen, secret)
        if not store.has_looked(tx, asked.id):
            raise DifferencesNotSeen
        despite = _despite(asked, command.despite.strip())
        if comments.must_be_settled(tx, asked.code):
            raise CommentsOpen
        if _is_otherwise(tx, asked):
            raise ChangedSince
        published(tx, asked.version_id)
        act = Act(
            asked.asked_by,
            tx.actor.person_id,
            is_demo,
            asked.law,
            municipalities=asked.municipalities,
            note=asked.note,
        )
        content = bytes(versions.load(tx, asked.version_id).digest)
        # An asking that has lain past its day counts from today.
        effective = max(asked.effective_from, local_date(tx.now))
        publication_id = put_into_force(
            tx, act, asked.version_id, asked.code, digest=content, effective=effective
        )
        store.settle(tx, asked.id, "published", reason=despite, publication_id=publication_id)
        service_drafts.stand_on(tx, asked.draft_id, asked.version_id)
        return ServicePublished(asked.code, content.hex(), effective)

    return handle


def decline_publication(command: DeclinePublication, tx: Transaction) -> None:
    """Refuse what was asked for; who has asked withdraws it."""
    asked = _open(tx, command.asked_id)
    if not command.reason.strip():
        raise Rejected("publish.reason_needed")
    state = "withdrawn" if asked.asked_by == tx.actor.person_id else "refused"
    store.settle(tx, asked.id, state, reason=command.reason.strip())
    said = {"asked": str(asked.id), "service": asked.code, "reason": command.reason.strip()}
    tx.log(CONFIGURATION, f"publication.{state}", **said)


def _asked(tx: Transaction, asked_id: UUID, *, is_locked: bool = False) -> Any:
    if not tx.actor.may_somewhere(Right.APPROVE_SERVICES):
        raise NotAllowed
    asked = store.find(tx, asked_id, is_locked=is_locked)
    if asked is None:
        raise NotFound
    return asked


def _open(tx: Transaction, asked_id: UUID) -> Any:
    asked = _asked(tx, asked_id, is_locked=True)
    if asked.state != "open":
        raise Settled
    return asked


def _look(tx: Transaction, asked: Any, group: int) -> None:
    if store.look(tx, asked.id, group):
        tx.log(CONFIGURATION, "publication.looked_at", asked=str(asked.id), group=group)


def _note_seen(tx: Transaction, asked: Any, seen: tuple[str, ...], secret: str) -> None:
    """Note as opened what a program was told for this person; all that differs, or nothing is approved."""
    for group in store.groups(tx, asked.id):
        if seal(secret, asked, group, person_id=tx.actor.person_id) in seen:
            _look(tx, asked, group.number)
        elif group.version_id != asked.version_id:
            raise DifferencesNotSeen("publish.differences_not_named", group=group.number)


def _despite(asked: Any, said: str) -> str | None:
    """Return why it is published although scenarios have failed; None where all are good."""
    if asked.scenarios is None:
        raise ScenariosRunning
    if asked.scenarios["is_good"]:
        return None
    if not said:
        raise ScenariosFailed
    return said


def _is_otherwise(tx: Transaction, asked: Any) -> bool:
    """Say whether something else is in force there now, or to come, than when it was asked for."""
    then = {one.version_id: tuple(one.municipalities) for one in store.groups(tx, asked.id)}
    now = {one.version_id: one.municipalities for one in grounds(tx, asked.code, asked.municipalities)}
    return then != now or bool(unknown_to(tx, asked, asked.municipalities) - set(asked.undoes))
