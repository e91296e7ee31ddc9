"""Keeping what the civil registry tells, and opening the proceedings that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid5

from engine.cases.ex_officio import ExOfficioOpening, open_about
from engine.catalogue.triggers import Reading, Trigger, triggered
from engine.db.pool import Transaction
from engine.documents.limits import UploadLimits
from engine.errors import NotFound
from engine.operations.operation import Operations
from engine.registers.commands.registry_events import (
    FeedSilent,
    FollowEvent,
    ReportedEvent,
    TakeRegistryEvents,
)
from engine.registers.rules.states import states_of
from engine.registers.store import registry_events
from engine.routes import Route, Sender
from engine.stores import people, reference, registers

NO_TRIGGER, NO_ENTRY, NOT_MEANT, UNDER_WAY = "no_trigger", "no_entry", "condition_not_met", "under_way"


def take_registry_events(command: TakeRegistryEvents, tx: Transaction) -> None:
    """Keep what concerns somebody, queue that it is followed, and move on; once, whoever reads the same."""
    if not command.events:
        registry_events.move(tx, start=command.after, to=command.after)
        return
    if not registry_events.move(tx, start=command.after, to=command.events[-1].number):
        return
    for event in command.events:
        _take(tx, event)


def _take(tx: Transaction, event: ReportedEvent) -> None:
    person_id = people.id_of(tx, event.personal_number)
    places = registry_events.concerned(tx, person_id) if person_id is not None else []
    if not places or person_id is None:
        return
    event_id = registry_events.id_of(event.number)
    registry_events.add(
        tx,
        id=event_id,
        number=event.number,
        kind=event.kind,
        person_id=person_id,
        happened_on=event.happened_on,
        content=event.content,
    )
    for place in places:
        registry_events.queue(tx, event_id, place, person_id=person_id)
    tx.log(f"registry-events/{event_id}", "event.taken", event=event.kind, municipalities=places)


def feed_silent(command: FeedSilent, tx: Transaction) -> None:
    registry_events.silent(tx, command.code)


def follow_event(
    operations: Operations, limits: UploadLimits
) -> Callable[[FollowEvent, Transaction], UUID | None]:
    """Return the handler: open the case that the event opens here, or note why none; return the case."""

    def handle(command: FollowEvent, tx: Transaction) -> UUID | None:
        event, place = registry_events.load(tx, command.event_id), tx.actor.municipality_id
        if event is None or place is None:
            raise NotFound
        if registry_events.is_followed(tx, event.id, place):
            return None
        opened: UUID | None = None
        hindrance: str | None = NO_TRIGGER
        for version, trigger in triggered(tx, place, event.kind):
            entry = registers.current(tx, trigger.register, place, event.personal_number)
            hindrance = _hindrance(tx, version, trigger, event, entry)
            if hindrance is None:
                opened = _open(tx, operations, limits, version, trigger, event, entry)
                break
        registry_events.followed(
            tx,
            event_id=event.id,
            municipality_id=place,
            told=command.told,
            opened=opened,
            hindrance=hindrance,
        )
        return opened

    return handle


def _hindrance(tx: Transaction, version: Any, trigger: Trigger, event: Any, entry: Any) -> str | None:
    """Return what stands against a case; None where nothing does."""
    if entry is None or entry.is_final or not _knows(version.register(trigger.register), entry):
        return NO_ENTRY
    reading = Reading(tx, entry.municipality_id, event, entry)
    if not reading.is_meant(trigger):
        return NOT_MEANT
    answers = reading.answers(trigger)
    start = version.definition.start.id
    for row in registry_events.undecided(tx, event.person_id, entry.municipality_id, version.code):
        begun: Mapping[str, Any] = row.document.get(start) or {}
        if all(begun.get(name) == answers.get(name) for name in trigger.same):
            return UNDER_WAY
    return None


def _knows(register: Mapping[str, Any], entry: Any) -> bool:
    states = states_of(register)
    return not states or entry.state in states


def _open(
    tx: Transaction,
    operations: Operations,
    limits: UploadLimits,
    version: Any,
    trigger: Trigger,
    event: Any,
    entry: Any,
) -> UUID:
    person = people.person(tx, event.person_id)
    opening = ExOfficioOpening(
        answers=Reading(tx, entry.municipality_id, event, entry).answers(trigger),
        opened_by=person.id,
        said=(f"case.opened_by_registry.{event.kind}", {"happened_on": event.happened_on.isoformat()}),
        case_id=uuid5(event.id, f"{entry.municipality_id}:{version.code}"),
    )
    municipality = reference.municipality_by_id(tx, entry.municipality_id)
    filed = open_about(
        tx, operations, limits, version=version, municipality=municipality, party=person, opening=opening
    )
    return filed.case_id


ROUTES = (
    Route(TakeRegistryEvents, take_registry_events, sender=Sender.SYSTEM),
    Route(FeedSilent, feed_silent, sender=Sender.SYSTEM),
    Route(
        FollowEvent,
        build=lambda use: follow_event(use.operations, use.settings.uploads),
        sender=Sender.SYSTEM,
        result=UUID,
    ),
)
