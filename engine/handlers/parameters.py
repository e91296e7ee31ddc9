"""Values of parameters that people set: by law for the country, by a council for its municipality.

What was filed keeps the law of its day, so a value begins tomorrow at the earliest.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from engine.audit.hash_chain import CONFIGURATION
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
from engine.terms import Unit
from engine.texts import LANGUAGES

MOST: Final = 10**12
LONGEST_TERM: Final = 3660


class ValueUnusable(Rejected):
    """The value does not fit the parameter."""

    code = "parameter.value_invalid"


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
    by, municipality_id = tx.actor.person_id, None if place is None else place.id
    with as_the_engine(tx):
        refuse_unseen(command.seen, parameters.last(tx, command.name, municipality_id))
        parameters.add(
            tx,
            name=command.name,
            municipality_id=municipality_id,
            kind=known.kind,
            value=value,
            unit=known.unit,
            valid_from=command.valid_from,
            valid_until=command.valid_until,
            law={"act": dict.fromkeys(LANGUAGES, rests_on), "article": None},
            confidence="sourced",
            recorded_by=by,
        )
    until = command.valid_until
    tx.log(
        CONFIGURATION,
        "parameter.set",
        name=command.name,
        municipality=command.municipality,
        value=value,
        act=rests_on,
        valid_from=command.valid_from.isoformat(),
        valid_until=until and until.isoformat(),
    )


def _place(tx: Transaction, municipality: str | None) -> Any:
    """Return the municipality whose council sets it, or None for the country; who sets it may."""
    if municipality is not None:
        return administered(tx, municipality)
    of_the_country(tx)
    return None


def checked(kind: str, value: Any) -> Any:
    """Return the value as its kind has it. What decides by words changes with its services."""
    if kind == "flag" and isinstance(value, bool):
        return value
    if kind == "money" and _is_number(value) and isinstance(value, int):
        return value
    if kind == "number" and _is_number(value):
        return value
    if kind == "term" and isinstance(value, dict) and value.keys() == {"number", "unit"}:
        number, unit = value["number"], value["unit"]
        if type(number) is int and 1 <= number <= LONGEST_TERM and unit in {known.value for known in Unit}:
            return value
    raise ValueUnusable


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and 0 <= value <= MOST


ROUTES = (Route(SetParameter, set_parameter, sender=Sender.PERSON),)
