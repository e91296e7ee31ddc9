"""Ending an office by an act: what keeps it from ending, and entering its last day.

One that is ended by itself and those of a table pass here alike. Refuses to know how it was asked for.
"""

from __future__ import annotations

from typing import Any

from engine.clock import local_date
from engine.commands.offices import EndOffice
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.offices.administration import ChangedMeanwhile, as_the_engine
from engine.offices.giving import log, place_of
from engine.roles import ADMINISTRATOR
from engine.stores import offices, people


class NotHeld(Rejected):
    """There is no such office to end."""

    code = "office.not_held"


class DayIsPast(Rejected):
    """Refusal of a day in the past: what was done in the office since would be left without ground."""

    code = "office.day_is_past"


class LastAdministrator(Rejected):
    """Nobody would be left who administers the municipality."""

    code = "office.last_administrator"


def end(tx: Transaction, command: EndOffice) -> None:
    """Check who ends, act and day, then end the office and note it. Claims are released by the caller."""
    by_hand = tx.actor.is_system
    municipality_id = place_of(tx, command)
    if command.valid_until < local_date(tx.now):
        raise DayIsPast(day=command.valid_until)
    with as_the_engine(tx):
        person_id = _ended(tx, command, municipality_id, by_hand=by_hand)
    log(tx, "office.ended", person_id, command)


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
