"""Values of parameters that people set: by law for the country, by a council for its municipality.

What was filed keeps the law of its day, so a value begins tomorrow at the earliest.
"""

from __future__ import annotations

from typing import Any

from engine.clock import local_date
from engine.commands.municipalities import SetParameter
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected
from engine.offices.administration import (
    DayNotAhead,
    administered,
    as_the_engine,
    ground,
    of_the_country,
    refuse_unseen,
)
from engine.routes import Route, Sender
from engine.stores import parameters
from engine.value_tables.entering import NewValue, enter
from engine.value_tables.typed import checked


class PeriodEmpty(Rejected):
    """The last day lies before the first."""

    code = "parameter.period_empty"


def set_parameter(command: SetParameter, tx: Transaction) -> None:
    """Enter it. Raises `ValueUnusable`, `PeriodEmpty`, `DayNotAhead`, `ActNotNamed`, `ChangedMeanwhile`."""
    place = _place(tx, command.municipality)
    known = parameters.known(tx, command.name)
    if known is None:
        raise NotFound
    if place is not None and not known.is_settable:
        raise NotAllowed
    if command.valid_from <= local_date(tx.now):
        raise DayNotAhead
    if command.valid_until is not None and command.valid_until <= command.valid_from:
        raise PeriodEmpty
    value, rests_on = checked(known.kind, command.value), ground(command.act)
    with as_the_engine(tx):
        refuse_unseen(command.seen, parameters.last(tx, command.name, None if place is None else place.id))
    period = (command.valid_from, command.valid_until)
    enter(tx, NewValue(command.name, known.kind, known.unit, value, *period, act=rests_on), place)


def _place(tx: Transaction, municipality: str | None) -> Any:
    """Return the municipality whose council sets it, or None for the country; who sets it may."""
    if municipality is not None:
        return administered(tx, municipality)
    of_the_country(tx)
    return None


ROUTES = (Route(SetParameter, set_parameter, sender=Sender.PERSON),)
