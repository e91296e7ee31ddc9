"""Reading the civil registry's feed, and following what it tells in each municipality.

Cases that wait for such news hear of it first; then the proceeding is opened that the office owes. Each is
done once, however often a worker begins anew. Refuses to know what services make of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

import procrastinate

from engine import canonical
from engine.catalogue.triggers import MESSAGES
from engine.commands.messages import PublishMessage
from engine.errors import Rejected, Unavailable
from engine.registers.commands.registry_events import (
    FeedSilent,
    FollowEvent,
    ReportedEvent,
    TakeRegistryEvents,
)
from engine.registers.store import registry_events
from engine.stores import messages, reference
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

READ = "read_registry_feed"
GROUND: Final = "საქართველოს კანონი „მაღალმთიანი რეგიონების განვითარების შესახებ“, №4036-რს, მუხ. 3"
PURPOSE: Final = "რეესტრის ჩანაწერისა და განსახილველი საქმეების მოქმედება"
LIFETIME: Final = timedelta(days=30)


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the tasks of this module to the application."""

    @app.periodic(cron="*/5 * * * *")
    @app.task(name=READ, queue=queue, queueing_lock=READ)
    def read_registry_feed(timestamp: int) -> None:
        del timestamp
        while read(engine):
            pass

    @app.task(name=registry_events.TASK, queue=queue, retry=retry)
    def follow_event(event_id: str, municipality_id: int) -> None:
        follow(engine, UUID(event_id), municipality_id)


def read(engine: Engine) -> bool:
    """Take the next events of the feed; False where there are no more, or it can't be read now."""
    feed = engine.connections.registry_feed
    if feed is None:
        return False
    with engine.read(system()) as tx:
        position = registry_events.position(tx)
    try:
        events = feed.after(position, legal_ground=GROUND, purpose=PURPOSE)
    except (Unavailable, Rejected) as error:
        engine.send(FeedSilent(error.error_code), actor=system())
        return False
    reported = tuple(
        ReportedEvent(
            event.number,
            event.kind,
            personal_number=event.personal_number,
            happened_on=event.happened_on,
            content=event.content,
        )
        for event in events
    )
    engine.send(TakeRegistryEvents(position, reported), actor=system())
    return bool(events)


def follow(engine: Engine, event_id: UUID, municipality_id: int) -> UUID | None:
    """Tell the cases that wait, then open what follows; return the case that was opened."""
    actor = system(municipality_id)
    with engine.read(actor) as tx:
        event = registry_events.load(tx, event_id)
        if event is None or registry_events.is_followed(tx, event_id, municipality_id):
            return None
        name = MESSAGES[event.kind]
        waiting = messages.awaited_by_cases_of(tx, event.person_id, name)
        place = reference.municipality_by_id(tx, municipality_id)
    payload = {**event.content, "happened_on": event.happened_on.isoformat()}
    if event.kind == "death":
        payload["died_on"] = payload["happened_on"]
    for case in waiting:
        message = PublishMessage(
            place.code,
            name,
            correlation_key=case.number,
            payload=canonical.dumps(payload),
            message_id=f"{event_id}:{case.number}",
            lifetime=LIFETIME,
        )
        engine.send(message, actor=actor)
    opened: UUID | None = engine.send(FollowEvent(event_id, len(waiting)), actor=actor)
    return opened
