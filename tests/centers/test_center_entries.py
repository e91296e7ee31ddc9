"""Where community centres are: a table of them, from a day, by an act, and what files may not take back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from engine.centers.center_plan import looked_at
from engine.centers.commands.center_entries import CentersEntered, EnterCenters, FollowCenterEntries
from engine.centers.queries import center_entries
from engine.centers.queries.center_entries import CenterOnDay
from engine.centers.rules.center_table import COLUMNS, CenterPlan
from engine.commands.reference import LoadReferenceData
from engine.errors import NotAllowed, Rejected
from engine.queries import places
from engine.tenancy import system
from tests.engine.kit import Office

TODAY, ACT = date(2026, 9, 1), "Order No. 12 of the Agency"
NATIONAL, NAMELESS = "00000005001", "38"
ROW = (NAMELESS, "ბერძენაული", "Berdzenauli", "", "დემო ქუჩა 1", "1 Demo Street", "+995 32 200 00 00")


def looked(office: Office, *rows: Sequence[str], first_on: date = TODAY) -> CenterPlan:
    with office.engine.read(office.person(NATIONAL)) as tx:
        return looked_at(tx, [list(COLUMNS), *rows], act=ACT, first_on=first_on)


def enter(office: Office, *rows: Sequence[str], first_on: date = TODAY, seen: str | None = None) -> Any:
    seen = looked(office, *rows, first_on=first_on).digest if seen is None else seen
    command = EnterCenters((COLUMNS, *map(tuple, rows)), ACT, first_on, seen)
    return office.engine.send(command, actor=office.person(NATIONAL))


def on(office: Office, day: date) -> dict[int, CenterOnDay]:
    with office.engine.read(office.person(NATIONAL)) as tx:
        return {center.number: center for center in center_entries.on_day(tx, day)}


def shown(office: Office, code: str) -> set[str | None]:
    with office.engine.read(system()) as tx:
        return {center.names["en"] for center in places.centers(tx, code)}


def test_center__that_had_no_georgian_name__is_named_and_found_by_its_address(office: Office) -> None:
    planned = looked(office, ROW)
    entered = enter(office, ROW)

    (change,) = planned.of("changed")
    assert set(change.changes) == {"names", "address", "phone"}
    assert entered == CentersEntered(new=0, changed=1)
    center = on(office, TODAY)[38]
    assert (center.names["ka"], center.address["en"], center.phone) == (ROW[1], ROW[5], ROW[6])
    assert (center.code, center.since, center.act) == ("kareli", TODAY, ACT)


def test_entry__of_a_later_day__is_shown_from_that_day_on(office: Office) -> None:
    later = TODAY + timedelta(2)
    row = ("900", "ახალი", "Newly opened", "keda")
    enter(office, row, first_on=later)
    enter(office, ("1", "", "Moved", "keda"), first_on=later)

    before = shown(office, "keda"), shown(office, "gurjaani")
    office.clock.advance(timedelta(days=2))
    meanwhile = shown(office, "keda")
    followed = office.engine.send(FollowCenterEntries(), actor=system())

    assert "Newly opened" not in before[0] and "Shashiani" in before[1]
    assert {"Newly opened", "Moved"} <= meanwhile and "Shashiani" not in shown(office, "gurjaani")
    assert followed == 2
    with office.engine.read(system()) as tx:
        assert tx.scalar("select municipality_code from centers where number = 1") == "keda"
    assert office.engine.send(FollowCenterEntries(), actor=system()) == 0


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (["x", "ა", "A", "keda"], "number", "center_table.number_unreadable"),
        (["901", "", "A", "keda"], "name_ka", "spreadsheet.cell_missing"),
        (["901", "ა", "A"], "municipality", "spreadsheet.cell_missing"),
        (["901", "ა", "A", "Kedda"], "municipality", "spreadsheet.municipality_nearly"),
        (["38", "", "", "", "Address"], "name_ka", "spreadsheet.cell_missing"),
        (["1", "ა", "A"], "number", "center_table.twice"),
    ],
)
def test_row__that_can_not_be_entered__names_its_column_and_nothing_is(
    office: Office, row: list[str], column: str, code: str
) -> None:
    before = on(office, TODAY)

    planned = looked(office, ["1", "ბ", "B"], row)
    with pytest.raises(Rejected) as caught:
        enter(office, ["1", "ბ", "B"], row)

    assert [(wrong.row, wrong.column, wrong.error.error_code) for wrong in planned.mistakes] == [
        (3, column, code)
    ]
    assert caught.value.error_code == "spreadsheet.invalid"
    assert on(office, TODAY) == before


def test_table__of_what_is_known__has_nothing_new(office: Office) -> None:
    enter(office, ROW)

    with pytest.raises(Rejected) as caught:
        enter(office, ROW)

    assert caught.value.error_code == "center_table.nothing_new"


def test_table__of_which_something_else_would_come_now__is_shown_again(office: Office) -> None:
    seen = looked(office, ROW).digest
    enter(office, ROW[:4])

    with pytest.raises(Rejected) as caught:
        enter(office, ROW, seen=seen)

    assert caught.value.error_code == "administering.changed_meanwhile"


def test_file__loaded_again__takes_back_nothing_that_was_entered(office: Office) -> None:
    enter(office, ROW)
    file = {"number": 38, "names": {"ka": None, "en": "Other"}, "municipality": "kareli"}

    office.engine.send(LoadReferenceData(centers=(file,)), actor=system())

    assert on(office, TODAY)[38].names["en"] == "Berdzenauli"
    assert "Berdzenauli" in shown(office, "kareli")
    with office.engine.read(system()) as tx:
        assert tx.scalar("select names->>'en' from centers where number = 38") == "Berdzenauli"


def test_history__of_a_center__has_every_entry_with_its_act(office: Office) -> None:
    enter(office, ROW)
    enter(office, (NAMELESS, "", "", "", "", "", "+995 32 200 00 01"), first_on=TODAY + timedelta(5))

    with office.engine.read(office.person(NATIONAL)) as tx:
        found = center_entries.history(tx, 38)

    assert [(entry.valid_from, entry.phone) for entry in found.entries] == [
        (TODAY + timedelta(5), "+995 32 200 00 01"),
        (TODAY, "+995 32 200 00 00"),
    ]
    assert {entry.act for entry in found.entries} == {ACT}
    assert found.entries[0].address == found.entries[1].address, "what is left empty stays as it is"


def test_entering__by_others__is_refused(office: Office) -> None:
    for other in (office.staff("municipal_admin"), office.staff("mayor"), office.person("00000000101")):
        with pytest.raises(NotAllowed):
            office.engine.send(EnterCenters((COLUMNS,), ACT, TODAY, ""), actor=other)
        with office.engine.read(other) as tx, pytest.raises(NotAllowed):
            center_entries.on_day(tx, TODAY)


def test_two_days__compared__name_what_is_other_of_each_center(office: Office) -> None:
    later = TODAY + timedelta(2)
    enter(office, ROW, ("900", "ახალი", "Newly opened", "keda"), first_on=later)

    with office.engine.read(office.person(NATIONAL)) as tx:
        found = {change.number: change for change in center_entries.compared(tx, since=TODAY, until=later)}
        assert center_entries.compared(tx, since=TODAY, until=TODAY) == ()
    with office.engine.read(office.staff("municipal_admin")) as tx, pytest.raises(NotAllowed):
        center_entries.compared(tx, since=TODAY, until=later)

    assert found.keys() == {38, 900} and found[900].is_new and found[900].act == ACT
    phone = next(part for part in found[38].parts if part.part == "phone")
    assert (phone.before, phone.after) == ("", ROW[6])
