"""Who holds which office of a municipality: given by an act of appointment, ended by another.

The administrator of a municipality gives its offices, the national administrator names administrators,
analysts and who works for community centres, and whoever runs the installation may give all. Nobody
gives themselves anything. What somebody did in an office stays done when it ends; what they have claimed
goes back to the list of their unit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.clock import local_date
from engine.commands.offices import EndOffice, GiveOffice, OfficeEnded, ReleaseClaims
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.offices.administration import ChangedMeanwhile, as_the_engine
from engine.offices.giving import give, log, place_of
from engine.roles import ADMINISTRATOR
from engine.routes import Route, Sender
from engine.stores import offices, people


class NotHeld(Rejected):
    """There is no such office to end."""

    code = "office.not_held"


class DayIsPast(Rejected):
    """What was done in the office since that day would be left without ground."""

    code = "office.day_is_past"


class LastAdministrator(Rejected):
    """Nobody would be left who administers the municipality."""

    code = "office.last_administrator"


def give_office(*, is_demo: bool) -> Callable[[GiveOffice, Transaction], None]:
    """Return the handler: check who gives, role, place, act and period, then enter the office."""
    return lambda command, tx: give(tx, command, is_demo=is_demo)


def end_office(command: EndOffice, tx: Transaction) -> OfficeEnded:
    """End the office; what was claimed in it goes back to the lists of its units."""
    today, by_hand = local_date(tx.now), tx.actor.is_system
    municipality_id = place_of(tx, command)
    if command.valid_until < today:
        raise DayIsPast(day=command.valid_until)
    with as_the_engine(tx):
        person_id = _ended(tx, command, municipality_id, by_hand=by_hand)
        released = offices.release_claims(tx, on=today)
    log(tx, "office.ended", person_id, command)
    return OfficeEnded(released)


def release_claims(command: ReleaseClaims, tx: Transaction) -> int:
    """Put back what was claimed in offices that have ended since; return how many tasks."""
    del command
    return offices.release_claims(tx, on=local_date(tx.now))


def _ended(tx: Transaction, command: EndOffice, municipality_id: int | None, *, by_hand: bool) -> int:
    """End it; return whose it was. Whoever runs the installation has not looked at its end before."""
    person_id = people.id_of(tx, command.personal_number)
    if person_id is None:
        raise NotHeld(day=command.valid_until)
    place: dict[str, Any] = {"municipality_id": municipality_id, "role": command.role}
    if command.role == ADMINISTRATOR and not offices.is_held_by_another(
        tx, person_id, **place, on=command.valid_until
    ):
        raise LastAdministrator
    which = {**place, "unit": command.unit, "center": command.center, "on": command.valid_until}
    ends = offices.ends(tx, person_id, **which)
    if not ends:
        raise NotHeld(day=command.valid_until)
    if not by_hand and command.seen_until not in ends:
        raise ChangedMeanwhile
    offices.end(tx, person_id, **which, ended_by=command.act.strip())
    return person_id


ROUTES = (
    Route(
        GiveOffice, build=lambda use: give_office(is_demo=use.settings.is_demo), sender=Sender.ADMINISTRATION
    ),
    Route(EndOffice, end_office, sender=Sender.ADMINISTRATION, result=OfficeEnded),
    Route(ReleaseClaims, release_claims, sender=Sender.SYSTEM),
)
