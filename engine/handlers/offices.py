"""Who holds which office of a municipality: given by an act of appointment, ended by another.

What somebody did in an office stays done when it ends; what they have claimed goes back to the list of their
unit. Refuses to know what a role may do.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from engine.appointees import appointee
from engine.audit.chain import CONFIGURATION
from engine.clock import local_date
from engine.commands import EndOffice, GiveOffice, ReleaseClaims
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.roles import OF_THE_COUNTRY, OPERATOR, ROLES
from engine.stores import offices, people, reference


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
    """An operator works at a community centre of the municipality."""

    code = "office.center_needed"


class ActNeeded(Rejected):
    """An office is given and ended by an act, which has to be named."""

    code = "office.act_needed"


class PeriodEmpty(Rejected):
    """The office would end before it begins."""

    code = "office.period_empty"


class HeldAlready(Rejected):
    """The person holds this office already on a day of the period."""

    code = "office.held_already"


class NotHeld(Rejected):
    """There is no such office to end."""

    code = "office.not_held"


class DayIsPast(Rejected):
    """What was done in the office since that day would be left without ground."""

    code = "office.day_is_past"


class InventedPerson(Rejected):
    """People of the demonstration hold no office anywhere else."""

    code = "office.invented_person"


def give_office(*, is_demo: bool) -> Callable[[GiveOffice, Transaction], None]:
    """Return the handler: check role, place, act and period, then enter the office."""

    def handle(command: GiveOffice, tx: Transaction) -> None:
        municipality_id = _checked(tx, command)
        if command.valid_until is not None and command.valid_until <= command.valid_from:
            raise PeriodEmpty(first=command.valid_from)
        person_id = appointee(tx, command.personal_number, command.given_name, command.family_name)
        if people.person(tx, person_id).is_demo and not is_demo:
            raise InventedPerson
        office: dict[str, Any] = {
            "municipality_id": municipality_id,
            "role": command.role,
            "unit": command.unit,
            "center": command.center,
            "valid_from": command.valid_from,
            "valid_until": command.valid_until,
        }
        # Of two who give it at once, the table's constraint lets one pass.
        if not people.grant(tx, person_id, **office, appointed_by=command.act.strip()):
            raise HeldAlready(since=offices.overlapping(tx, person_id, **office).valid_from)
        _log(tx, "office.given", person_id, command, valid_from=command.valid_from)

    return handle


def end_office(command: EndOffice, tx: Transaction) -> int:
    """End the office; return how many tasks went back to the lists of their units."""
    municipality_id, today = _checked(tx, command), local_date(tx.now)
    if command.valid_until < today:
        raise DayIsPast(day=command.valid_until)
    person_id = people.id_of(tx, command.personal_number)
    ended = person_id is not None and offices.end(
        tx,
        person_id,
        municipality_id=municipality_id,
        role=command.role,
        unit=command.unit,
        center=command.center,
        on=command.valid_until,
        ended_by=command.act.strip(),
    )
    if person_id is None or not ended:
        raise NotHeld(day=command.valid_until)
    _log(tx, "office.ended", person_id, command)
    return offices.release_claims(tx, on=today)


def release_claims(command: ReleaseClaims, tx: Transaction) -> int:
    """Put back what was claimed in offices that have ended since; return how many tasks."""
    del command
    return offices.release_claims(tx, on=local_date(tx.now))


def _checked(tx: Transaction, command: GiveOffice | EndOffice) -> int | None:
    """Return the id of the municipality, if there is such an office in it and the act is named.

    An office of the whole country has none.
    """
    if command.role not in ROLES:
        raise UnknownRole(role=command.role, known=", ".join(ROLES))
    if not command.act.strip():
        raise ActNeeded
    if command.role in OF_THE_COUNTRY:
        if command.municipality or command.unit or command.center:
            raise OfNoMunicipality(role=command.role)
        return None
    return _place(tx, command, command.municipality or "")


def _place(tx: Transaction, command: GiveOffice | EndOffice, code: str) -> int:
    place = reference.municipality(tx, code)
    if place is None:
        raise Rejected("person.unknown_municipality", municipality=code)
    units = reference.units(tx, place.id)
    if command.unit is not None and command.unit not in units:
        raise UnknownUnit(unit=command.unit, municipality=code, known=", ".join(units) or "–")
    centers = reference.centers(tx, code)
    if (command.role == OPERATOR or command.center is not None) and command.center not in centers:
        raise CenterNeeded(known=", ".join(map(str, centers)) or "–")
    return int(place.id)


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
