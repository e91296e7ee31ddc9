"""Offices of a municipality: who may give and end them, where, by an act, and entering one that is given.

One that is given by itself and those of a table pass here alike. Refuses to know how it was asked for.
"""

from __future__ import annotations

from datetime import date

from engine.audit.hash_chain import CONFIGURATION
from engine.commands.offices import EndOffice, GiveOffice
from engine.db.pool import Transaction
from engine.errors import NotAllowed, Rejected
from engine.offices.administration import as_the_engine
from engine.offices.rules import appoint
from engine.roles import ADMINISTRATOR, ANALYST, OF_CENTERS, OF_THE_COUNTRY, ROLES, Right
from engine.stores import reference, units
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
    """Missing centre: whoever works for a community centre works at one of the municipality."""

    code = "office.center_needed"


class ActNeeded(Rejected):
    """An office is given and ended by an act, which has to be named."""

    code = "office.act_needed"


class PeriodEmpty(Rejected):
    """The office would end before it begins."""

    code = "office.period_empty"


class ActingNeedsEnd(Rejected):
    """Somebody acts for an official for a time, which has to be named."""

    code = "office.acting_needs_end"


def give(tx: Transaction, command: GiveOffice, *, is_demo: bool) -> None:
    """Check who gives, role, place, act and period, then enter the office and note it."""
    municipality_id, giver = refuse_ungiven(tx, command), tx.actor
    with as_the_engine(tx):
        person_id = appoint(tx, command, municipality_id, giver=giver, is_demo=is_demo)
    log(tx, "office.given", person_id, command, valid_from=command.valid_from)


def refuse_ungiven(tx: Transaction, command: GiveOffice) -> int | None:
    """Return the id of the municipality, if the actor may give this office in it for these days."""
    municipality_id = place_of(tx, command, on=command.valid_from)
    if command.valid_until is not None and command.valid_until <= command.valid_from:
        raise PeriodEmpty(first=command.valid_from)
    if command.is_acting and command.valid_until is None:
        raise ActingNeedsEnd
    return municipality_id


def place_of(tx: Transaction, command: GiveOffice | EndOffice, *, on: date | None = None) -> int | None:
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


def log(tx: Transaction, kind: str, person_id: int, command: GiveOffice | EndOffice, **more: date) -> None:
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
