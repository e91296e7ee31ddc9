"""Correcting the name of somebody who was entered by an appointment; nobody's whom the state has named.

Whom the civil registry or a file has named has a day of birth. Refuses to know where a name is shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.audit.hash_chain import CONFIGURATION
from engine.commands.offices import GiveOffice
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.formats import full_name
from engine.offices.administration import as_the_engine
from engine.stores import people


class NameConfirmed(Rejected):
    """The civil registry has said how the person is called."""

    code = "office.name_confirmed"


class NamedElsewhere(Rejected):
    """The person holds an office in another municipality too, or in none."""

    code = "office.named_elsewhere"


def other_name(tx: Transaction, office: GiveOffice) -> Mapping[str, str] | None:
    """Return how the person is called so far, None where it is as said. To be called as the engine."""
    person_id = people.id_of(tx, office.personal_number)
    if person_id is None:
        return None
    known = people.person(tx, person_id)
    said = {"given_name": office.given_name or {}, "family_name": office.family_name or {}}
    is_other = any(
        getattr(known, part).get(language, "").split() != name.split()
        for part, names in said.items()
        for language, name in names.items()
    )
    return full_name(known) if is_other else None


def refuse_renaming(tx: Transaction, office: GiveOffice) -> None:
    """Raise `NameConfirmed`, `NamedElsewhere`. To be called as the engine."""
    person_id = people.id_of(tx, office.personal_number)
    assert person_id is not None
    if people.person(tx, person_id).birth_date is not None:
        raise NameConfirmed
    if people.is_named_elsewhere(tx, person_id, municipality=office.municipality):
        raise NamedElsewhere


def rename(tx: Transaction, office: GiveOffice) -> None:
    """Correct the name, and note how it was. Raises `NameConfirmed`, `NamedElsewhere`."""
    with as_the_engine(tx):
        refuse_renaming(tx, office)
        person_id = people.id_of(tx, office.personal_number)
        assert person_id is not None
        before = people.person(tx, person_id)
        people.rename(tx, person_id, given_name=office.given_name, family_name=office.family_name)
    tx.log(
        CONFIGURATION,
        "person.renamed",
        person=person_id,
        municipality=office.municipality,
        act=office.act.strip(),
        before={"given_name": before.given_name, "family_name": before.family_name},
        after={"given_name": dict(office.given_name or {}), "family_name": dict(office.family_name or {})},
    )
