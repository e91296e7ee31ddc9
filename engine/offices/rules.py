"""Giving somebody an office, once it is clear that it may be given: whom, by which names, for which days.

What all areas need that appoint people. Refuses to know who may give which office.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.commands.offices import GiveOffice
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.identity.contact_address import read_number
from engine.offices.people import appointee
from engine.stores import offices, people
from engine.tenancy import Actor
from engine.texts import LANGUAGES, OFFICIAL


class HeldAlready(Rejected):
    """The person holds this office already on a day of the period."""

    code = "office.held_already"


class InventedPerson(Rejected):
    """People of the demonstration hold no office anywhere else."""

    code = "office.invented_person"


class ToOneself(Rejected):
    """Nobody gives themselves an office."""

    code = "office.to_oneself"


class NamesMissing(Rejected):
    """Whoever appoints somebody says their names, so that a wrong number is noticed."""

    code = "office.names_missing"


class NameDiffers(Rejected):
    """The person of this number is called otherwise."""

    code = "office.name_differs"


def appoint(
    tx: Transaction, command: GiveOffice, municipality_id: int | None, *, giver: Actor, is_demo: bool
) -> int:
    """Enter the office; return whose it is. To be called as the engine."""
    known_person(tx, command, giver=giver, is_demo=is_demo)
    person_id = appointee(tx, command.personal_number, command.given_name, command.family_name)
    _enter(tx, person_id, municipality_id, command)
    return person_id


def known_person(
    tx: Transaction, command: GiveOffice, *, giver: Actor, is_demo: bool, is_renamed: bool = False
) -> int | None:
    """Return who is appointed, or None where nobody is known by the number yet. To be called as the engine.

    What a page sends names them too: the number alone may be mistyped. Raises what keeps them from an office.
    With `is_renamed` they may be known by another name, which is corrected beside.
    """
    given, family = command.given_name or {}, command.family_name or {}
    if not giver.is_system and not all(
        names.get(language) for names in (given, family) for language in LANGUAGES
    ):
        raise NamesMissing
    person_id = people.id_of(tx, read_number(command.personal_number))
    if person_id is None:
        return None
    if person_id == giver.person_id:
        raise ToOneself
    person = people.person(tx, person_id)
    is_asked = not giver.is_system and not is_renamed  # whoever runs the installation may name nobody
    if is_asked and not (same_name(person.given_name, given) and same_name(person.family_name, family)):
        raise NameDiffers
    if person.is_demo and not is_demo:
        raise InventedPerson
    return person_id


def same_name(known: Mapping[str, str], said: Mapping[str, str]) -> bool:
    """Say whether both are one name in the official language, however it is written."""
    return known[OFFICIAL].casefold().split() == said[OFFICIAL].casefold().split()


def _enter(tx: Transaction, person_id: int, municipality_id: int | None, command: GiveOffice) -> None:
    office: dict[str, Any] = {
        "municipality_id": municipality_id,
        "role": command.role,
        "unit": command.unit,
        "center": command.center,
        "valid_from": command.valid_from,
        "valid_until": command.valid_until,
    }
    # Of two who give it at once, the table's constraint lets one pass.
    act, is_acting = command.act.strip(), command.is_acting
    if not people.grant(tx, person_id, **office, appointed_by=act, is_acting=is_acting):
        raise HeldAlready(since=offices.overlapping(tx, person_id, **office).valid_from)
