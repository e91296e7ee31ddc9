"""Registers that the office opens: found in both scripts, as on a day, in its place, each look noted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from engine.errors import NotFound
from engine.queries import reads
from engine.queries.sessions import roles_of
from engine.registers import kept_registers
from engine.registers.queries import entry_card, entry_figures, entry_list
from engine.registers.queries.entry_list import EntryFilter
from engine.registers.rules.export_parts import NEWEST
from engine.stores import people, reference
from engine.tenancy import Actor, system
from tests.cohorts.kit import Residents

TODAY = date(2026, 9, 1)


@pytest.fixture
def office(register_office: Residents) -> Residents:
    return register_office


def listed(
    office: Residents, question: str = "", *, by: str = "head_of_service", on: date = TODAY, **asked: Any
) -> list[str]:
    """Return the keys of a list, all its pages together."""
    found, after = [], None
    while True:
        with office.engine.read(office.staff(by)) as tx:
            register = kept_registers.find(tx, "residents")
            part = EntryFilter(on, question, **asked)
            page = entry_list.page(tx, register, part, after=after, limit=40)
        found += [line.key[-3:].lstrip("0") for line in page.lines]
        if (after := page.after) is None:
            return found


def entry_of(office: Residents, key: int) -> Any:
    rows = office.sql("select id from register_entries where key = %(key)s", key=f"{10**10 + key}")
    return rows[0][0]


def card(office: Residents, key: int, *, on: date = TODAY) -> entry_card.EntryCard:
    with office.engine.read(office.staff("head_of_service")) as tx:
        return entry_card.card(tx, kept_registers.find(tx, "residents"), entry_of(office, key), on=on)


def looks(office: Residents, key: int) -> list[tuple[str, tuple[str, ...]]]:
    """Return what the person is shown of who looked at them."""
    with office.engine.read(system()) as tx:
        person_id = people.id_of(tx, f"{10**10 + key}")
    with office.engine.read(Actor(person_id)) as tx:
        return [(read.kind, read.roles) for read in reads.own_reads(tx).reads]


def suspend(office: Residents, key: int, on: date) -> None:
    """Let an entry end on a day and another go on in the next state, as a step writes it."""
    office.sql(
        """with before as (update register_entries set valid_until = %(on)s where key = %(key)s returning *)
        insert into register_entries (id, register, municipality_id, is_single, key, person_id, fields,
            valid_from, case_id, state, ground, recorded_at, label, words, place)
        select gen_random_uuid(), register, municipality_id, is_single, key, person_id, fields, %(on)s,
            case_id, 'suspended', 'study', now(), label, words, place from before""",
        key=f"{10**10 + key}",
        on=on,
    )


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("წყაროიძე", ["7"]),
        ("tskaroidze", ["7"]),
        ("ckaroize nino", ["7"]),
        ("Kipiani", ["8"]),
        ("ყიფიან", ["8"]),
        ("10000000007", ["7"]),
        ("100 000 000 07", ["7"]),
        ("KEDA-O-2025-00077", ["9"]),
        ("nino kipiani", []),
        ("ab", []),
        ("':*", []),
    ],
)
def test_search__in_either_script_or_by_number__finds_the_entry(
    office: Residents, question: str, keys: list[str]
) -> None:
    assert listed(office, question) == keys


def test_list__of_a_register__is_whole_over_its_pages_and_in_order(office: Residents) -> None:
    by_name = listed(office)
    newest = listed(office, order=NEWEST)

    assert len(by_name) == len(set(by_name)) == 96  # four begin only later
    assert {*by_name} == {*newest}
    assert by_name[-2:] == ["7", "8"]  # ნინო, ნოდარ after დემო


def test_list__narrowed__shows_the_part_and_its_counts(office: Residents) -> None:
    with office.engine.read(office.staff("specialist")) as tx:
        register = kept_registers.find(tx, "residents")
        counts = entry_list.counts(tx, register, EntryFilter(TODAY))

    assert {state.code: state.number for state in counts.states} == {
        "active": len(listed(office, state="active")),
        "suspended": len(listed(office, state="suspended")),
        "terminated": len(listed(office, state="terminated")),
    }
    assert counts.total == 96 and len(listed(office, state="suspended")) == 10
    assert sorted(listed(office, village="keda-demo-3")) == sorted(["1", "21", "41", "61", "81"])
    assert (counts.ending, counts.ending_within, listed(office, is_ending=True)) == (1, 14, ["13"])


def test_day__before_and_after_a_change__shows_what_held(office: Residents) -> None:
    suspend(office, 8, date(2026, 7, 1))

    before, after = date(2026, 6, 30), date(2026, 7, 1)
    assert (
        "8" in listed(office, on=before, state="active"),
        "8" in listed(office, on=after, state="active"),
    ) == (
        True,
        False,
    )
    assert "8" in listed(office, on=after, state="suspended")
    assert listed(office, on=date(2025, 2, 28)) == []
    then, now = card(office, 8, on=before), card(office, 8, on=after)
    assert then.current and now.current and then.current.state and now.current.state
    assert (then.current.state["en"], now.current.state["en"]) == ("active", "suspended")
    assert now.current.ground and now.current.ground["en"].startswith("Study")
    assert [line.valid_from for line in now.history] == [after, date(2025, 3, 1)]


def test_card__before_the_first_entry__says_that_nothing_held(office: Residents) -> None:
    found = card(office, 8, on=date(2025, 2, 28))

    assert found.current is None and found.head.name == {"ka": "ნოდარ ყიფიანი", "en": "Nodar Kipiani"}


@pytest.mark.parametrize("role", ["mayor_rep", "commission", "finance"])
def test_register__for_an_office_that_does_not_see_its_cases__is_not_there(
    office: Residents, role: str
) -> None:
    with office.engine.read(office.staff(role)) as tx:
        assert kept_registers.opened(tx) == ()
        with pytest.raises(NotFound):
            kept_registers.find(tx, "residents")


def test_register__of_another_municipality__is_not_opened(office: Residents) -> None:
    with office.engine.read(system()) as tx:
        elsewhere = int(reference.municipality(tx, "telavi").id)
        person_id = office.sql(
            """select person_id from role_grants
            where municipality_id = %(place)s and role = 'head_of_service'""",
            place=elsewhere,
        )[0][0]
        head = Actor(person_id, roles=roles_of(tx, person_id))
    mine = entry_of(office, 7)

    with office.engine.read(head) as tx:
        for register in kept_registers.opened(tx):
            assert register.municipality == "telavi"
            assert entry_list.page(tx, register, EntryFilter(TODAY, "წყაროიძე")).lines == ()
            assert entry_list.counts(tx, register, EntryFilter(TODAY)).total == 0
            with pytest.raises(NotFound):
                entry_card.card(tx, register, mine, on=TODAY)
        with pytest.raises(NotFound):
            kept_registers.find(tx, "residents", "keda")


def test_search__for_somebody__is_noted_once_and_shown_to_them(office: Residents) -> None:
    listed(office)  # a list in which nobody was looked for

    assert looks(office, 7) == []
    for _ in range(2):
        listed(office, "nino tskaroidze")
        card(office, 7)

    assert looks(office, 7) == [
        ("register.read", ("head_of_service",)),
        ("register.found", ("head_of_service",)),
    ]
    assert looks(office, 8) == []


def test_look__as_the_person_reads_it__names_register_and_municipality(office: Residents) -> None:
    card(office, 7)
    with office.engine.read(system()) as tx:
        person_id = people.id_of(tx, f"{10**10 + 7}")

    with office.engine.read(Actor(person_id)) as tx:
        read = reads.own_reads(tx).reads[0]

    assert read.municipality and read.municipality["en"].startswith("Keda")
    assert read.register_names and read.register_names["en"].startswith("Permanent residents")
    assert (read.purpose, read.case_id) == (None, None)


def test_list__taken_away__is_noted_with_each_person(office: Residents) -> None:
    with office.engine.read(office.staff("specialist")) as tx:
        register = kept_registers.find(tx, "residents")
        entry_list.page(tx, register, EntryFilter(TODAY, village="keda-demo-3"), is_export=True)

    assert looks(office, 21) == [("register.exported", ("specialist",))]
    assert looks(office, 22) == []


def test_entry__of_a_case_that_the_reader_is_recused_from__is_not_shown(office: Residents) -> None:
    head = office.staff("head_of_service")
    office.sql(
        """insert into stepped_aside (case_id, municipality_id, person_id, ground, reason, since)
        select case_id, municipality_id, %(person)s, 'declared', 'A cousin.', now()
        from register_entries limit 1""",
        person=head.person_id,
    )

    assert listed(office) == []
    with pytest.raises(NotFound):
        card(office, 7)


def test_figures__of_a_year__go_on_from_month_to_month(office: Residents) -> None:
    office.sql("update register_entries set valid_from = '2026-02-10' where key like '%%5'")
    suspend(office, 8, date(2026, 7, 1))  # neither begins nor ends anything
    office.sql("update register_entries set valid_until = '2026-05-20' where key = '10000000005'")
    with office.engine.read(office.staff("specialist")) as tx:
        register = kept_registers.find(tx, "residents")
        found = entry_figures.figures(tx, register)
        of_village = entry_figures.figures(tx, register, village="keda-demo-3")
        last_year = entry_figures.figures(tx, register, 2025)

    shown = [(figure.begun, figure.ended, figure.in_force) for figure in found.months]
    assert shown == [(0, 0, 79), (10, 0, 89), *[(0, 0, 89)] * 2, (0, 1, 88), *[(0, 0, 88)] * 4]
    assert sum(village.in_force for village in found.villages) == found.months[-1].in_force
    assert [figure.in_force for figure in of_village.months] == [5] * 9
    assert last_year.months[2].begun == 79 and len(last_year.months) == 12
    assert found.first_year == 2025 and TODAY - timedelta(1) > date(2025, 12, 31)


def test_figures__of_somebody_who_moves__end_in_one_village_and_begin_in_the_other(office: Residents) -> None:
    suspend(office, 8, date(2026, 7, 1))
    office.sql(
        """update register_entries set place = 'keda-demo-3' where key = '10000000008'
        and valid_from = '2026-07-01'"""
    )
    with office.engine.read(office.staff("specialist")) as tx:
        register = kept_registers.find(tx, "residents")
        whole = entry_figures.figures(tx, register)
        there = entry_figures.figures(tx, register, village="keda-demo-3")

    assert [(month.begun, month.ended) for month in whole.months] == [(0, 0)] * 9
    assert [month.in_force for month in there.months] == [5] * 6 + [6] * 3
    moved = {
        village.code: (village.begun, village.ended)
        for village in whole.villages
        if village.begun or village.ended
    }
    assert moved == {"keda-demo-1": (0, 1), "keda-demo-3": (1, 0)}
