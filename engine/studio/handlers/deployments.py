"""Publishing services: a folder becomes an immutable version, and an act puts a version into force.

The act names two people, the law and the day. An old version comes back by a new act of the same
content, read from the database and not from files; what an act has put into force is taken back by one
person with a reason. Cases keep the version they were filed under.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from engine.audit.hash_chain import CONFIGURATION
from engine.catalogue import snapshots
from engine.catalogue.check import ValidationCache, check, parameters_beside
from engine.catalogue.folder import read_service
from engine.catalogue.published import published
from engine.catalogue.semantics import current
from engine.catalogue.store import versions
from engine.catalogue.versions import digest
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, Rejected
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import people
from engine.studio.commands.publishing import (
    PublishService,
    RollBackService,
    ServicePublished,
    ServiceTakenBack,
    TakeBackPublication,
)
from engine.studio.publishers import NotAPublisher, holds_right
from engine.studio.publishing import Act, effective_day, keep, places_of, put_into_force


class SecondPersonNeeded(Rejected):
    """Outside demo mode two different people publish a service."""

    code = "publish.second_person"


class ReasonNeeded(Rejected):
    """Nothing is taken back without a reason."""

    code = "publish.reason_needed"


class NotInForce(Rejected):
    """The act is neither in force anywhere nor to come, so there is nothing to take back."""

    code = "publish.not_in_force"


def publish_service(
    *, is_demo: bool, cache: ValidationCache
) -> Callable[[PublishService, Transaction], ServicePublished]:
    """Return the handler. A digest that was published before is left alone."""

    def handle(command: PublishService, tx: Transaction) -> ServicePublished:
        act = _act(tx, command, is_demo=is_demo)
        folder = read_service(command.folder)
        content = digest(folder.files, current())
        if versions.find(tx, content) is None:
            versions.allow_thought(tx)
            check(folder, parameters_beside(command.folder), cache=cache)
            version_id = keep(tx, folder, content)
            if version_id is not None:
                planned = date.fromisoformat(folder.settings["effective_from"])
                act = replace(act, law=command.law or folder.settings["law"])
                effective = _effective(tx, command, folder.code, act, planned=planned)
                put_into_force(tx, act, version_id, folder.code, digest=content, effective=effective)
                return ServicePublished(folder.code, content.hex(), effective)
        return ServicePublished(folder.code, content.hex(), None)

    return handle


def roll_back_service(*, is_demo: bool) -> Callable[[RollBackService, Transaction], ServicePublished]:
    """Return the handler: an old version is published again, as it lies in the database."""

    def handle(command: RollBackService, tx: Transaction) -> ServicePublished:
        act = _act(tx, command, is_demo=is_demo)
        version = snapshots.find(tx, command.service, command.digest)
        # It must still run here; that it passed validation when it was published is enough.
        published(tx, version.id)
        content = bytes(version.digest)
        act = replace(act, law=command.law or version.settings["law"])
        effective = _effective(tx, command, version.code, act, planned=local_date(tx.now))
        put_into_force(tx, act, version.id, version.code, digest=content, effective=effective)
        return ServicePublished(version.code, content.hex(), effective)

    return handle


def take_back_publication(*, is_demo: bool) -> Callable[[TakeBackPublication, Transaction], ServiceTakenBack]:
    """Return the handler: from today an act counts no more, and what was in force before it does.

    One person is enough, because two have published what comes back.
    """

    def handle(command: TakeBackPublication, tx: Transaction) -> ServiceTakenBack:
        who = _who_takes_back(tx, command, is_demo=is_demo)
        if not command.reason.strip():
            raise ReasonNeeded
        today = local_date(tx.now)
        found = versions.act_to_take_back(tx, command.service, command.publication, on=today)
        if found is None or not versions.take_back(
            tx, found.id, ends_on=today, ended_by=who, is_demo=is_demo, reason=command.reason.strip()
        ):
            raise NotInForce(service=command.service)
        back = {act.version_id for act in versions.acts_in_force(tx, command.service, on=today)}
        digests = tuple(sorted(_runs_here(tx, version_id) for version_id in back))
        said = {"service": command.service, "publication": found.id, "reason": command.reason.strip()}
        tx.log(CONFIGURATION, "service.taken_back", **said, by=who, in_force=list(digests))
        return ServiceTakenBack(command.service, digests)

    return handle


def _who_takes_back(tx: Transaction, command: TakeBackPublication, *, is_demo: bool) -> int | None:
    if not tx.actor.is_system:
        if not tx.actor.may_somewhere(Right.APPROVE_SERVICES):
            raise NotAllowed
        return tx.actor.person_id
    if is_demo:
        return people.id_of(tx, command.publisher or "")
    return _publisher(tx, command.publisher or "")


def _runs_here(tx: Transaction, version_id: int) -> str:
    """Return the digest of a version that is whole and runs here. Raises `Broken` otherwise."""
    version = versions.load(tx, version_id)
    found = snapshots.find(tx, version.code, bytes(version.digest).hex())
    published(tx, found.id)
    return bytes(found.digest).hex()


def _act(tx: Transaction, command: PublishService | RollBackService, *, is_demo: bool) -> Act:
    """Say who publishes and where.

    Outside demo mode: two people who are known here and hold the right today.
    """
    if is_demo:
        first = people.id_of(tx, command.publisher)
        second = people.id_of(tx, command.second_person) if command.second_person else None
        pair = first, second if second != first else None
    elif command.second_person in (None, command.publisher):
        raise SecondPersonNeeded
    else:
        pair = _publisher(tx, command.publisher), _publisher(tx, str(command.second_person))
    where = places_of(tx, command.municipalities)
    return Act(*pair, is_demo, law=None, municipalities=where, note=command.note)


def _publisher(tx: Transaction, personal_number: str) -> int:
    person_id = people.id_of(tx, personal_number)
    if person_id is None or people.person(tx, person_id).is_demo:
        raise NotAPublisher(person=personal_number)
    if not holds_right(tx, person_id):
        raise NotAPublisher(person=personal_number)
    return person_id


def _effective(
    tx: Transaction, command: PublishService | RollBackService, code: str, act: Act, *, planned: date
) -> date:
    return effective_day(
        tx,
        code,
        command.effective_from,
        planned=planned,
        is_retroactive=command.is_retroactive,
        municipalities=act.municipalities,
    )


ROUTES = (
    Route(
        PublishService,
        build=lambda use: publish_service(
            is_demo=use.settings.is_demo, cache=ValidationCache.below(use.settings.cache_directory)
        ),
        sender=Sender.SYSTEM,
        result=ServicePublished,
    ),
    Route(
        RollBackService,
        build=lambda use: roll_back_service(is_demo=use.settings.is_demo),
        sender=Sender.SYSTEM,
        result=ServicePublished,
    ),
    Route(
        TakeBackPublication,
        build=lambda use: take_back_publication(is_demo=use.settings.is_demo),
        sender=Sender.ADMINISTRATION,
        result=ServiceTakenBack,
    ),
)
