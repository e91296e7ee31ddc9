"""The queue of a community centre: by numbers, one after the other."""

from __future__ import annotations

from uuid import uuid4

from engine.centers.commands.queue import CallNext, EndTicket, TakeTicket, TicketTaken
from engine.centers.rules.at_center import center_of
from engine.centers.store import queue_tickets
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Contended, NotFound, Rejected
from engine.offices.administration import as_the_engine
from engine.roles import Right
from engine.routes import Route, Sender

AT_ONCE = 10  # who take a number in the same moment


class NobodyWaits(Rejected):
    """There is nobody to be called."""

    code = "queue.nobody_waits"


class NotCalled(Rejected):
    """Refusal to serve somebody who was not called before, or was served already."""

    code = "queue.not_called"


def take_ticket(command: TakeTicket, tx: Transaction) -> TicketTaken:
    del command
    center, day, ticket_id = center_of(tx.actor), local_date(tx.now), uuid4()
    with as_the_engine(tx):
        for _ in range(AT_ONCE):
            number = queue_tickets.take(tx, ticket_id, center=center, day=day)
            if number is not None:
                break
        else:
            raise Contended
    return TicketTaken(ticket_id, number)


def call_next(command: CallNext, tx: Transaction) -> None:
    """Call whoever waits longest. Raises `NobodyWaits`."""
    del command
    center, by = center_of(tx.actor, Right.ASSIST), tx.actor.person_id
    with as_the_engine(tx):
        called = queue_tickets.call(tx, center=center, day=local_date(tx.now), by=by)
    if called is None:
        raise NobodyWaits


def end_ticket(command: EndTicket, tx: Transaction) -> None:
    """Note how it ended. Raises `NotFound` for a number of another centre, `NotCalled`."""
    center = center_of(tx.actor, Right.ASSIST)
    with as_the_engine(tx):
        row = queue_tickets.find(tx, command.ticket_id)
        if row is None or row.center != center:
            raise NotFound
        if command.is_served and row.called_at is None:
            raise NotCalled
        if not queue_tickets.end(tx, row.id, is_served=command.is_served):
            raise NotCalled


ROUTES = (
    Route(TakeTicket, take_ticket, sender=Sender.PERSON, result=TicketTaken),
    Route(CallNext, call_next, sender=Sender.PERSON),
    Route(EndTicket, end_ticket, sender=Sender.PERSON),
)
