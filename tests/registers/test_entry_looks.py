"""Who looked at an entry of a register: shown to heads with names, of this register alone."""

from __future__ import annotations

import pytest

from engine.errors import NotAllowed
from engine.registers import kept_registers
from engine.registers.queries import entry_card, entry_list
from engine.registers.queries.entry_list import EntryFilter
from engine.registers.queries.entry_looks import EntryLooks, entry_looks
from engine.stores import reads
from tests.cohorts.kit import Residents
from tests.registers.test_kept_registers import TODAY, entry_of


def looked(office: Residents, key: int = 7, *, by: str = "head_of_service") -> EntryLooks:
    with office.engine.read(office.staff(by)) as tx:
        return entry_looks(tx, kept_registers.find(tx, "residents"), entry_of(office, key))


def look(office: Residents, by: str, key: int = 7) -> None:
    with office.engine.read(office.staff(by)) as tx:
        entry_card.card(tx, kept_registers.find(tx, "residents"), entry_of(office, key), on=TODAY)


@pytest.fixture
def office(register_office: Residents) -> Residents:
    return register_office


def test_looks__of_several_officials__are_named_with_their_roles_newest_first(office: Residents) -> None:
    look(office, "specialist")
    with office.engine.read(office.staff("lawyer")) as tx:
        register = kept_registers.find(tx, "residents")
        entry_list.page(tx, register, EntryFilter(TODAY, "10000000007"))
    look(office, "specialist", key=8)

    found = looked(office)

    assert [(shown.kind, shown.roles) for shown in found.looks] == [
        ("register.found", ("lawyer",)),
        ("register.read", ("specialist",)),
    ]
    assert all(shown.who for shown in found.looks) and not found.is_cut
    assert looked(office).looks[0].roles == ("head_of_service",)  # who asked has looked, too


def test_looks__of_another_register_or_municipality__are_not_shown(office: Residents) -> None:
    person_id = office.sql("select person_id from register_entries where key = '10000000007'")[0][0]
    with office.engine.read(office.staff("specialist")) as tx:
        reads.record_enquiry(tx, person_id, "civil_registry")
        for register, place in (("permits", office.place), ("residents", office.place + 1)):
            said = {"register": register, "municipality": place, "roles": []}
            tx.log(f"enquiries-about/{person_id}", "register.read", **said)

    assert looked(office).looks == ()


@pytest.mark.parametrize("role", ["specialist", "lawyer", "chancellery"])
def test_looks__for_an_office_without_the_right__are_refused(office: Residents, role: str) -> None:
    with pytest.raises(NotAllowed):
        looked(office, by=role)


def test_looks__asked_of_the_database_from_elsewhere__are_none(office: Residents) -> None:
    look(office, "specialist")

    elsewhere = "select count(*) from looks_at_entry('residents', %(place)s, '10000000007', 10)"
    assert office.sql(elsewhere, place=office.place) == [(0,)]  # the owner works for no municipality
