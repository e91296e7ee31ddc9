"""Publishing services: a folder becomes an immutable version, and an act puts a version into force.

The act names two people, the law and the day. An old version comes back by a new act of the same
content, read from the database and not from files. Cases keep the version they were filed under.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.audit.chain import CONFIGURATION
from engine.catalogue import snapshots
from engine.catalogue.check import check, parameters_beside
from engine.catalogue.folder import ServiceFolder, read_service
from engine.catalogue.published import published
from engine.catalogue.semantics import current
from engine.catalogue.versions import digest
from engine.clock import local_date, start_of_day
from engine.commands import PublishService, RollBackService, ServicePublished
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.publishers import NotAPublisher, holds_right
from engine.stores import people, versions


class SecondPersonNeeded(Rejected):
    """Outside demo mode two different people publish a service."""

    code = "publish.second_person"


class CasesFiledSince(Rejected):
    """Cases were filed on or after the effective date, which lies in the past, under another version."""

    code = "publish.cases_filed_since"


@dataclass(frozen=True)
class _Act:
    """Who publishes, by which law, from which day."""

    publisher_id: int | None
    second_person_id: int | None
    is_demo: bool


def publish_service(*, is_demo: bool) -> Callable[[PublishService, Transaction], ServicePublished]:
    """Return the handler. A digest that was published before is left alone."""

    def handle(command: PublishService, tx: Transaction) -> ServicePublished:
        act = _act(tx, command, is_demo=is_demo)
        folder = read_service(command.folder)
        content = digest(folder.files, current())
        if versions.find(tx, content) is None:
            versions.allow_thought(tx)
            check(folder, parameters_beside(command.folder))
            version_id = _keep(tx, folder, content)
            if version_id is not None:
                planned = date.fromisoformat(folder.settings["effective_from"])
                effective = _effective(tx, command, folder.code, planned=planned)
                law = command.law or folder.settings["law"]
                _publish(tx, act, version_id, folder.code, content=content, effective=effective, law=law)
                return ServicePublished(folder.code, content.hex(), effective)
        return ServicePublished(folder.code, content.hex(), None)

    return handle


def roll_back_service(*, is_demo: bool) -> Callable[[RollBackService, Transaction], ServicePublished]:
    """Return the handler: an old version is published again, as it lies in the database."""

    def handle(command: RollBackService, tx: Transaction) -> ServicePublished:
        act = _act(tx, command, is_demo=is_demo)
        version = snapshots.find(tx, command.service, command.digest)
        # It must still run here; that it passed the gate when it was published is enough.
        published(tx, version.id)
        content = bytes(version.digest)
        effective = _effective(tx, command, version.code, planned=local_date(tx.now))
        law = command.law or version.settings["law"]
        _publish(tx, act, version.id, version.code, content=content, effective=effective, law=law)
        return ServicePublished(version.code, content.hex(), effective)

    return handle


def _keep(tx: Transaction, folder: ServiceFolder, content: bytes) -> int | None:
    return versions.keep(
        tx,
        digest=content,
        code=folder.code,
        module=folder.module,
        settings=folder.settings,
        semantics=current().as_json(),
        files=folder.files,
    )


def _act(tx: Transaction, command: PublishService | RollBackService, *, is_demo: bool) -> _Act:
    """Say who publishes. Outside demo mode: two people who are known here and hold the right today."""
    if is_demo:
        first = people.id_of(tx, command.publisher)
        second = people.id_of(tx, command.second_person) if command.second_person else None
        return _Act(first, second if second != first else None, is_demo)
    if command.second_person in (None, command.publisher):
        raise SecondPersonNeeded
    return _Act(_publisher(tx, command.publisher), _publisher(tx, str(command.second_person)), is_demo)


def _publisher(tx: Transaction, personal_number: str) -> int:
    person_id = people.id_of(tx, personal_number)
    if person_id is None or people.person(tx, person_id).is_demo:
        raise NotAPublisher(person=personal_number)
    if not holds_right(tx, person_id):
        raise NotAPublisher(person=personal_number)
    return person_id


def _effective(
    tx: Transaction, command: PublishService | RollBackService, code: str, *, planned: date
) -> date:
    """Return the day from which new cases get the version.

    Without a word about it: the planned day, or today where that has passed. A service that is new
    may have begun in the past, because no case was filed under anything else.
    """
    today = local_date(tx.now)
    chosen = command.effective_from or planned
    if command.effective_from is None and versions.is_published(tx, code):
        chosen = max(chosen, today)
    is_past = chosen < today and not command.is_retroactive
    if is_past and versions.is_filed_since(tx, code, start_of_day(chosen)):
        raise CasesFiledSince(service=code, day=chosen.isoformat())
    return chosen


def _publish(
    tx: Transaction, act: _Act, version_id: int, code: str, *, content: bytes, effective: date, law: Any
) -> None:
    versions.publish(
        tx,
        version_id,
        code=code,
        effective_from=effective,
        publisher_id=act.publisher_id,
        second_person_id=act.second_person_id,
        is_demo=act.is_demo,
        law=law,
    )
    tx.log(
        CONFIGURATION,
        "service.published",
        service=code,
        digest=content.hex(),
        effective_from=effective.isoformat(),
        publisher=act.publisher_id,
        second_person=act.second_person_id,
        law=law,
    )
