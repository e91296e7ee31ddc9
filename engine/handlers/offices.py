"""Who holds which office of a municipality: given by an act of appointment, ended by another.

The administrator of a municipality gives its offices, the national administrator names administrators,
analysts and who works for community centres, and whoever runs the installation may give all. Nobody
gives themselves anything. What somebody did in an office stays done when it ends; what they have claimed
goes back to the list of their unit.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from engine.audit.hash_chain import CONFIGURATION
from engine.clock import local_date
from engine.commands.offices import EndOffice, GiveOffice, OfficeEnded, ReleaseClaims
from engine.db.pool import Transaction
from engine.errors import NotAllowed, Rejected
from engine.offices.administration import ChangedMeanwhile, as_the_engine
from engine.offices.rules import appoint
from engine.roles import ADMINISTRATOR, ANALYST, OF_CENTERS, OF_THE_COUNTRY, ROLES, Right
from engine.routes import Route, Sender
from engine.stores import offices, people, reference, units
from engine.tenancy import Actor


class UnknownRole(Rejected):
    """There is no such role in a municipality."""

    code = "office.unknown_role"


class OfNoMunicipality(Rejected):
    """An office of the whole country is limited to no place."""

    code = "office.of_no_municipality"


class UnknownUnit(Rejected):
    """The municipality has no such unit."""

    code = "office.unknown_unit"


class CenterNeeded(Rejected):
    """Who works for a community centre works at one of the municipality."""

    code = "office.center_needed"


class ActNeeded(Rejected):
    """An office is given and ended by an act, which has to be named."""

    code = "office.act_needed"


class PeriodEmpty(Rejected):
    """The office would end before it begins."""

    code = "office.period_empty"


class NotHeld(Rejected):
    """There is no such office to end."""

    code = "office.not_held"


class DayIsPast(Rejected):
    """What was done in the office since that day would be left without ground."""

    code = "office.day_is_past"


class LastAdministrator(Rejected):
    """Nobody would be left who administers the municipality."""

    code = "office.last_administrator"


class ActingNeedsEnd(Rejected):
    """Somebody acts for an official for a time, which has to be named."""

    code = "office.acting_needs_end"


def give_office(*, is_demo: bool) -> Callable[[GiveOffice, Transaction], None]:
    """Return the handler: check who gives, role, place, act and period, then enter the office."""

    def handle(command: GiveOffice, tx: Transaction) -> None:
        municipality_id = _checked(tx, command, on=command.valid_from)
        if command.valid_until is not None and command.valid_until <= command.valid_from:
            raise PeriodEmpty(first=command.valid_from)
        if command.is_acting and command.valid_until is None:
            raise ActingNeedsEnd
        giver = tx.actor
        with as_the_engine(tx):
            person_id = appoint(tx, command, municipality_id, giver=giver, is_demo=is_demo)
        _log(tx, "office.given", person_id, command, valid_from=command.valid_from)

    return handle


def end_office(command: EndOffice, tx: Transaction) -> OfficeEnded:
    """End the office; what was claimed in it goes back to the lists of its units."""
    today, by_hand = local_date(tx.now), tx.actor.is_system
    municipality_id = _checked(tx, command)
    if command.valid_until < today:
        raise DayIsPast(day=command.valid_until)
    with as_the_engine(tx):
        person_id = _ended(tx, command, municipality_id, by_hand=by_hand)
        released = offices.release_claims(tx, on=today)
    _log(tx, "office.ended", person_id, command)
    return OfficeEnded(released)


def release_claims(command: ReleaseClaims, tx: Transaction) -> int:
    """Put back what was claimed in offices that have ended since; return how many tasks."""
    del command
    return offices.release_claims(tx, on=local_date(tx.now))


def _checked(tx: Transaction, command: GiveOffice | EndOffice, *, on: date | None = None) -> int | None:
    """Return the id of the municipality, if this person may say who holds such an office in it.

    An office of the whole country has none. A unit has to exist on the day.
    """
    if command.role not in ROLES:
        raise UnknownRole(role=command.role, known=", ".join(ROLES))
    municipality_id = None
    if command.role not in OF_THE_COUNTRY:
        municipality_id = _place(tx, command, command.municipality or "", on=on)
    elif command.municipality or command.unit or command.center:
        raise OfNoMunicipality(role=command.role)
    if not _may_appoint(tx.actor, command.role, municipality_id):
        raise NotAllowed
    if not command.act.strip():
        raise ActNeeded
    return municipality_id


def _may_appoint(actor: Actor, role: str, municipality_id: int | None) -> bool:
    if actor.is_system:
        return True
    if role == ADMINISTRATOR and actor.may_somewhere(Right.ROLL_OUT):
        return True
    if role in OF_CENTERS or role == ANALYST:
        return actor.may_somewhere(Right.ROLL_OUT)
    return municipality_id is not None and actor.may(Right.ADMINISTER, municipality_id)


def _place(tx: Transaction, command: GiveOffice | EndOffice, code: str, *, on: date | None) -> int:
    place = reference.municipality(tx, code)
    if place is None:
        raise Rejected("person.unknown_municipality", municipality=code)
    known = units.codes(tx, place.id, on=on)
    if command.unit is not None and command.unit not in known:
        raise UnknownUnit(unit=command.unit, municipality=code, known=", ".join(known) or "–")
    centers = reference.centers(tx, code)
    if (command.role in OF_CENTERS or command.center is not None) and command.center not in centers:
        raise CenterNeeded(known=", ".join(map(str, centers)) or "–")
    return int(place.id)


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


def _log(tx: Transaction, kind: str, person_id: int, command: GiveOffice | EndOffice, **more: date) -> None:
    until = command.valid_until
    tx.log(
        CONFIGURATION,
        kind,
        person=person_id,
        role=command.role,
        municipality=command.municipality,
        unit=command.unit,
        center=command.center,
        act=command.act.strip(),
        valid_until=until and until.isoformat(),
        **{name: day.isoformat() for name, day in more.items()},
    )


ROUTES = (
    Route(
        GiveOffice, build=lambda use: give_office(is_demo=use.settings.is_demo), sender=Sender.ADMINISTRATION
    ),
    Route(EndOffice, end_office, sender=Sender.ADMINISTRATION, result=OfficeEnded),
    Route(ReleaseClaims, release_claims, sender=Sender.SYSTEM),
)
