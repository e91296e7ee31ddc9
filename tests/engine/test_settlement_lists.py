"""Lists of high-mountain settlements: proposed by one administrator of the country, approved by another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.commands.reference import LoadMunicipality
from engine.commands.settlements import ApproveSettlements, DeclineSettlements, ProposeSettlements
from engine.errors import NotAllowed, Rejected
from engine.handlers import settlements as handler
from engine.installation.demo_places import with_demo
from engine.place_cells import Place
from engine.queries import settlements as queries
from engine.settlements.plan import ListTerms, SettlementPlan
from engine.settlements.table import COLUMNS, MOST_ROWS, read_table
from engine.tenancy import Actor, system
from tests.engine.kit import Office

TODAY, ACT = date(2026, 9, 1), "Resolution No. 671 of 30 December 2015"
NATIONAL, SECOND = "00000005001", "00000005002"
KEDA = Place(1, "keda", {"ka": "ქედა", "en": "Keda"}, {"keda-unit-1": {"ka": "ერთეული", "en": "Unit"}})
TWIN = Place(2, "other", {"ka": "სხვა", "en": "Keda"}, {})
# The invented settlements of Keda, which the tests begin with.
KNOWN = tuple(("keda", f"დემო სოფელი {number}", f"Demo village {number}") for number in (1, 2, 3))


def found(*rows: Sequence[str], places: Sequence[Place] = (KEDA,)) -> set[tuple[int, str | None, str]]:
    _, mistakes = read_table([list(COLUMNS), *rows], places)
    return {(mistake.row, mistake.column, mistake.error.error_code) for mistake in mistakes}


def test_row__by_names_in_either_language__names_municipality_and_unit() -> None:
    row = ["ქედა", "სოფელი", "Village", "unit", "1450", "30.12.2015", "", "keda-village"]

    (line,), mistakes = read_table([list(COLUMNS), row], (KEDA,))

    assert mistakes == ()
    assert (line.place.code, line.unit, line.altitude, line.listed_since, line.code) == (
        "keda",
        "keda-unit-1",
        1450,
        date(2015, 12, 30),
        "keda-village",
    )


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (["", "ა", "A"], "municipality", "spreadsheet.cell_missing"),
        (["keda", "", "A"], "name_ka", "spreadsheet.cell_missing"),
        (["Atlantis", "ა", "A"], "municipality", "spreadsheet.municipality_unknown"),
        (["keda", "ა", "A", "nowhere"], "unit", "spreadsheet.unit_unknown"),
        (["keda", "ა", "A", "", "high"], "altitude", "settlement_table.altitude_unreadable"),
        (["keda", "ა", "A", "", "9000"], "altitude", "settlement_table.altitude_unreadable"),
        (["keda", "ა", "A", "", "", "long ago"], "first_on", "spreadsheet.day_unreadable"),
        (["keda", "ა", "A", "", "", "", "", "telavi-a"], "code", "settlement_table.code_invalid"),
        (["keda", "ა", "A", "", "", "", "", "keda-A"], "code", "settlement_table.code_invalid"),
    ],
)
def test_row__that_matches_nothing__names_its_column(row: list[str], column: str, code: str) -> None:
    assert found(["keda", "ბ", "B"], row) == {(3, column, code)}


def test_table__too_long_or_of_a_name_that_two_have__is_refused() -> None:
    assert found(*[["keda", "ა", "A"]] * (MOST_ROWS + 1)) == {(MOST_ROWS + 2, None, "spreadsheet.too_many")}
    assert found(["Keda", "ა", "A"], places=(KEDA, TWIN)) == {(2, "municipality", "spreadsheet.ambiguous")}


@pytest.fixture
def second(office: Office) -> Actor:
    """Another administrator of the country."""
    return office.person(SECOND)


def looked(
    office: Office, *rows: Sequence[str], is_whole: bool = False, first_on: date = TODAY
) -> SettlementPlan:
    with office.engine.read(office.person(NATIONAL)) as tx:
        cells = [list(COLUMNS), *rows]
        return queries.looked_at(tx, cells, ListTerms(ACT, first_on, is_whole))


def propose(office: Office, *rows: Sequence[str], is_whole: bool = False, first_on: date = TODAY) -> UUID:
    seen = looked(office, *rows, is_whole=is_whole, first_on=first_on).digest
    cells = (COLUMNS, *map(tuple, rows))
    list_id: UUID = office.engine.send(
        ProposeSettlements(cells, ACT, first_on, is_whole, seen), actor=office.person(NATIONAL)
    )
    return list_id


def approve(office: Office, by: Actor, list_id: UUID) -> None:
    with office.engine.read(by) as tx:
        planned = queries.one(tx, list_id).planned
    assert planned is not None
    office.engine.send(ApproveSettlements(list_id, planned.digest), actor=by)


def listed(office: Office) -> dict[str, Any]:
    """Return the settlements of Keda by their code."""
    with office.engine.read(system()) as tx:
        rows = tx.all("select * from settlements where code like 'keda-%'")
    return {row.code: row for row in rows}


def refused(attempt: Any, *given: Any) -> str:
    with pytest.raises(Rejected) as caught:
        attempt(*given)
    return caught.value.error_code


def test_list__approved_by_a_second_person__enters_changes_and_confirms(
    office: Office, second: Actor
) -> None:
    rows = (
        ["keda", "ახალი", "New", "", "1500", "30.12.2015"],
        [*KNOWN[0][:2], "Renamed", "", "1200"],
    )
    before = listed(office)

    planned = looked(office, *rows)
    list_id = propose(office, *rows)
    meanwhile = listed(office)
    approve(office, second, list_id)

    assert planned.counts == {"new": 1, "changed": 1, "ended": 0, "same": 0}
    assert planned.of("changed")[0].changes == ("names", "altitude", "confirmed")
    assert meanwhile == before, "nothing is entered before somebody else approves it"
    after = listed(office)
    new, changed = after["keda-new"], after["keda-demo-1"]
    assert (new.names["ka"], new.altitude, new.valid_from) == ("ახალი", 1500, date(2015, 12, 30))
    assert (new.confidence, new.source, new.act) == ("sourced", ACT, ACT)
    assert (changed.names["en"], changed.altitude, changed.unit_code) == ("Renamed", 1200, "keda-unit-1")
    assert after["keda-demo-2"] == before["keda-demo-2"]
    with office.engine.read(system()) as tx:
        kinds = [
            row.kind
            for row in tx.all("select kind from stream_events where kind like 'settlement%' order by seq")
        ]
    assert kinds == ["settlements.proposed", "settlements.approved", "settlement.new", "settlement.changed"]


def test_list__of_all_settlements__ends_what_it_leaves_out_in_its_municipalities_alone(
    office: Office, second: Actor
) -> None:
    later = TODAY + timedelta(10)
    rows = KNOWN[:2]

    planned = looked(office, *rows, is_whole=True, first_on=later)
    approve(office, second, propose(office, *rows, is_whole=True, first_on=later))

    assert [settlement.code for settlement in planned.of("ended")] == ["keda-demo-3"]
    after = listed(office)
    assert after["keda-demo-3"].valid_until == later and after["keda-demo-1"].valid_until is None
    with office.engine.read(system()) as tx:
        elsewhere = tx.scalar(
            "select count(*) from settlements where valid_until is not null and code not like 'keda-%'"
        )
    assert elsewhere == 0


def test_list__by_whoever_proposed_it__is_not_approved(office: Office, second: Actor) -> None:
    list_id = propose(office, ["keda", "ახალი", "New"])

    assert refused(approve, office, office.person(NATIONAL), list_id) == "settlement_table.same_person"
    assert "keda-new" not in listed(office)
    approve(office, second, list_id)


def test_list__that_was_declined_or_approved__is_over(office: Office, second: Actor) -> None:
    declined, approved = (propose(office, ["keda", name, name]) for name in ("Aaa", "Bbb"))
    office.engine.send(DeclineSettlements(declined), actor=office.person(NATIONAL))
    approve(office, second, approved)

    def send(command: Any) -> None:
        office.engine.send(command, actor=second)

    for list_id in (declined, approved):
        assert refused(send, ApproveSettlements(list_id, "")) == "settlement_table.ended"
        assert refused(send, DeclineSettlements(list_id)) == "settlement_table.ended"
    assert "keda-aaa" not in listed(office) and "keda-bbb" in listed(office)


def test_list__of_which_something_else_would_come_now__is_shown_again(office: Office, second: Actor) -> None:
    first, then = (propose(office, ["keda", "ახალი", "New"], ["keda", "სხვა", end]) for end in ("A", "B"))
    with office.engine.read(second) as tx:
        seen = queries.one(tx, then).planned
    assert seen is not None
    approve(office, second, first)

    with pytest.raises(Rejected) as caught:
        office.engine.send(ApproveSettlements(then, seen.digest), actor=second)

    assert caught.value.error_code == "administering.changed_meanwhile"
    approve(office, second, then)
    assert listed(office)["keda-a"].names["en"] == "B", "the settlement of this Georgian name is changed"


def test_rows__that_mean_one_settlement_or_one_that_is_not_there__are_mistakes(office: Office) -> None:
    planned = looked(
        office,
        KNOWN[0],
        [*KNOWN[0][:2], "Other"],
        ["keda", "ა", "A", "", "", "", "", "keda-demo-2"],
        ["telavi", "ა", "A", "", "", "", "", "telavi-none"],
    )

    assert [(wrong.row, wrong.error.error_code) for wrong in planned.mistakes] == [
        (3, "settlement_table.twice")
    ]
    assert [settlement.code for settlement in planned.of("new")] == ["telavi-none"]


def test_list__that_says_what_is_known__has_nothing_to_approve(office: Office, second: Actor) -> None:
    approve(office, second, propose(office, KNOWN[0]))

    assert refused(propose, office, KNOWN[0]) == "settlement_table.nothing_new"


@pytest.mark.parametrize(
    ("rows", "first_on", "code"),
    [
        ([["Atlantis", "ა", "A"]], TODAY, "settlement_table.invalid"),
        ([["keda", "ა", "A"]], TODAY - timedelta(1), "administering.day_is_past"),
    ],
)
def test_list__wrong_or_of_a_past_day__is_not_proposed(
    office: Office, rows: list[list[str]], first_on: date, code: str
) -> None:
    def attempt() -> None:
        propose(office, *rows, first_on=first_on)

    assert refused(attempt) == code


def test_files__loaded_again__take_back_nothing_that_an_act_has_entered(
    office: Office, second: Actor
) -> None:
    approve(office, second, propose(office, [*KNOWN[0][:2], "Renamed"], KNOWN[1], is_whole=True))
    before = listed(office)
    file = {
        "code": "keda",
        "names": {"ka": "ქედა", "en": "Keda"},
        "region": {"ka": "აჭარა", "en": "Adjara"},
        "modules": ["high_mountain"],
        "mms": True,
        "court": None,
        "letterhead": {},
        "languages": ["ka", "en"],
        "units": [],
        "settlements": [],
    }

    office.engine.send(LoadMunicipality(with_demo(file)), actor=system())

    assert listed(office) == before
    assert before["keda-demo-3"].valid_until == TODAY


def test_lists__for_others__are_closed(office: Office, second: Actor) -> None:
    list_id = propose(office, ["keda", "ახალი", "New"])
    for other in (office.staff("municipal_admin"), office.staff("mayor"), office.person("00000000101")):
        for command in (
            ApproveSettlements(list_id, ""),
            DeclineSettlements(list_id),
            ProposeSettlements((COLUMNS,), ACT, TODAY, False, ""),
        ):
            with pytest.raises(NotAllowed):
                office.engine.send(command, actor=other)
        with office.engine.read(other) as tx, pytest.raises(NotAllowed):
            queries.lists(tx)
        with office.engine.read(other) as tx:
            assert tx.all("select id from settlement_lists") == [], "row-level security shows none"
    with office.engine.read(second) as tx:
        assert [(settlements.is_own, settlements.outcome) for settlements in queries.lists(tx)] == [
            (False, None)
        ]


def test_list__proposed_twice__waits_once_until_it_is_ended(office: Office, second: Actor) -> None:
    row = ("keda", "ახალი სოფელი", "New village")
    first = propose(office, row)
    office.clock.advance(timedelta(minutes=1))

    assert propose(office, row) == first
    assert len(lists(office)) == 1

    office.engine.send(DeclineSettlements(first), actor=second)
    again = propose(office, row)

    assert again != first
    assert len(lists(office)) == 2


def lists(office: Office) -> Any:
    with office.engine.read(office.person(NATIONAL)) as tx:
        return queries.lists(tx)


def test_list__declined_while_it_is_approved__enters_nothing(
    office: Office, second: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, list_id = listed(office), propose(office, ("keda", "ახალი სოფელი", "New village"))
    monkeypatch.setattr(handler.store, "finish", lambda *given, **named: False)

    assert refused(approve, office, second, list_id) == "settlement_table.ended"
    assert listed(office) == before
