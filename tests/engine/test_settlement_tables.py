"""Tables of settlements at their real size, with names that nearly match, last days, and their history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.commands.settlements import ApproveSettlements, ProposeSettlements
from engine.db.pool import Transaction
from engine.errors import NotAllowed, Rejected
from engine.near_names import nearest
from engine.offices.readiness.facts import facts_of
from engine.queries import settlement_history, settlements
from engine.settlements.plan import ListTerms, SettlementPlan
from engine.settlements.table import COLUMNS
from engine.stores import reference
from engine.tenancy import system
from tests.engine.kit import Office

TODAY, ACT = date(2026, 9, 1), "Resolution No. 671"
NATIONAL, SECOND = "00000005001", "00000005002"
PLACES = (
    "keda",
    "khulo",
    "shuakhevi",
    "mestia",
    "lentekhi",
    "tsageri",
    "oni",
    "ambrolauri",
    "dusheti",
    "kazbegi",
)
ROWS, BAD = 1_700, 20


def looked(office: Office, *rows: Sequence[str], is_whole: bool = False, **more: Any) -> SettlementPlan:
    with office.engine.read(office.person(NATIONAL)) as tx:
        terms = ListTerms(ACT, more.get("first_on", TODAY), is_whole, more.get("last_on"))
        return settlements.looked_at(tx, [list(COLUMNS), *rows], terms)


def propose(office: Office, *rows: Sequence[str], is_whole: bool = False, **more: Any) -> UUID:
    seen = looked(office, *rows, is_whole=is_whole, **more).digest
    cells = (COLUMNS, *map(tuple, rows))
    command = ProposeSettlements(cells, ACT, TODAY, is_whole, seen, more.get("last_on"))
    list_id: UUID = office.engine.send(command, actor=office.person(NATIONAL))
    return list_id


def approve(office: Office, list_id: UUID) -> None:
    second = office.person(SECOND)
    with office.engine.read(second) as tx:
        planned = settlements.one(tx, list_id).planned
    assert planned is not None
    office.engine.send(ApproveSettlements(list_id, planned.digest), actor=second)


def many(number: int) -> list[list[str]]:
    return [
        [PLACES[n % len(PLACES)], f"ადგილი {n}", f"Place {n}", "", str(900 + n % 900)] for n in range(number)
    ]


def wrong(planned: SettlementPlan) -> list[tuple[int, str | None, str]]:
    return [(mistake.row, mistake.column, mistake.error.error_code) for mistake in planned.mistakes]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ქედის მუნიციპალიტეტი", "keda"),
        ("ქედდა", "keda"),
        ("Telaui", "telavi"),
        ("Telavi municipality", "telavi"),
    ],
)
def test_name__nearly_right__is_near_what_was_meant(said: str, code: str) -> None:
    named = {
        "keda": {"ka": "ქედა", "en": "Keda"},
        "telavi": {"ka": "თელავი", "en": "Telavi"},
        "khobi": {"ka": "ხობი", "en": "Khobi"},
    }

    assert nearest(said, named) == (code,)
    assert nearest("ატლანტიდა", named) == ()


def test_municipality_and_unit__misspelt__are_asked_about_and_never_taken(office: Office) -> None:
    planned = looked(
        office, ["ქედის მუნიციპალიტეტი", "ა", "A"], ["keda", "ბ", "B", "Demo administative unit 1"]
    )

    assert wrong(planned) == [
        (2, "municipality", "spreadsheet.municipality_nearly"),
        (3, "unit", "spreadsheet.unit_nearly"),
    ]
    assert planned.mistakes[0].error.params["meant"] == {"ka": "ქედა", "en": "Keda"}
    assert planned.settlements == ()


def test_settlement__called_nearly_as_one_that_the_table_leaves_out__is_new_and_shown_with_it(
    office: Office,
) -> None:
    alone = looked(office, ["keda", "დემო სოფელი 11", "Demo village 11"])
    beside = looked(office, *(["keda", f"დემო სოფელი {n}", f"Demo village {n}"] for n in (1, 2, 3, 11)))

    assert [settlement.what for settlement in alone.settlements] == ["new"]
    assert {names["ka"] for names in alone.settlements[0].near} >= {"დემო სოფელი 1"}
    assert [settlement.near for settlement in beside.of("new")] == [()], "what the table names was not meant"


def test_list__of_1700_rows_with_20_bad_ones__names_each_and_enters_nothing(office: Office) -> None:
    rows = many(ROWS)
    for n in range(BAD):
        rows[n * 80] = [["Atlantis", "ა", "A"], ["keda", "ბ", "B", "", "high"]][n % 2]

    planned = looked(office, *rows)

    assert [mistake.row for mistake in planned.mistakes] == [n * 80 + 2 for n in range(BAD)]
    with pytest.raises(Rejected) as caught:
        propose(office, *rows)
    assert (caught.value.error_code, caught.value.params) == ("settlement_table.invalid", {"number": BAD})


def test_list__of_1700_rows__takes_as_many_statements_as_one_of_17(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[str] = []
    execute = Transaction._execute

    def counted(self: Transaction, sql: str, params: Any) -> Any:
        statements.append(sql)
        return execute(self, sql, params)

    def taken(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
        statements.clear()
        list_id = propose(office, *rows)
        proposed = len(statements)
        statements.clear()
        approve(office, list_id)
        return proposed, len(statements)

    monkeypatch.setattr(Transaction, "_execute", counted)
    few = taken(many(17))
    whole = taken(many(ROWS))

    assert whole == few
    with office.engine.read(system()) as tx:
        assert tx.scalar("select count(*) from settlements where act = :act", act=ACT) == ROWS


def test_list__that_ends_within_a_year__is_warned_of(office: Office) -> None:
    last = TODAY + timedelta(300)
    rows = [["keda", f"დემო სოფელი {n}", f"Demo village {n}"] for n in (1, 2, 3)]
    rows[2] = [*rows[2], "", "", "", "2030-01-31"]

    approve(office, propose(office, *rows, last_on=last))

    with office.engine.read(office.person(NATIONAL)) as tx:
        (ending,) = settlement_history.ending(tx)
        listed = {
            settlement.code: settlement.last_on
            for settlement in settlement_history.listed(tx, "keda", on=TODAY)
        }
        place = reference.municipality(tx, "keda")
    assert (ending.municipality["en"], ending.last_on, ending.number) == ("Keda", last, 2)
    assert listed == {"keda-demo-1": last, "keda-demo-2": last, "keda-demo-3": date(2030, 1, 31)}
    with office.engine.read(system()) as tx:
        facts = facts_of(tx, place.id, on=TODAY)[place.id]
    assert facts.settlements_end == last + timedelta(1)


@pytest.mark.parametrize(
    ("rows", "last_on", "code"),
    [
        ([["keda", "ა", "A"]], TODAY - timedelta(1), "settlement_table.period_empty"),
        ([["keda", "ა", "A", "", "", "", "2020-01-01"]], None, "settlement_table.invalid"),
        ([["keda", "ა", "A", "", "", "2026-02-01", "2026-01-01"]], None, "settlement_table.invalid"),
    ],
)
def test_list__whose_last_day_lies_before_its_first__is_refused(
    office: Office, rows: list[list[str]], last_on: date | None, code: str
) -> None:
    with pytest.raises(Rejected) as caught:
        propose(office, *rows, last_on=last_on)

    assert caught.value.error_code == code


def test_history__between_two_days__says_what_each_act_has_changed(office: Office) -> None:
    before = TODAY - timedelta(1)
    rows = (["keda", "დემო სოფელი 1", "Renamed", "", "1200"], ["keda", "ახალი", "New"])
    approve(office, propose(office, *rows, is_whole=True))

    with office.engine.read(office.person(NATIONAL)) as tx:
        found = settlement_history.history(tx, "keda", since=before, until=TODAY)
        elsewhere = settlement_history.history(tx, "telavi", since=before, until=TODAY)
        earlier = settlement_history.history(tx, "keda", since=before - timedelta(9), until=before)

    assert {(difference.code, difference.is_new, difference.act) for difference in found.differences} == {
        ("keda-new", True, ACT),
        ("keda-demo-2", False, ACT),
        ("keda-demo-3", False, ACT),
    }
    changed = {change.code: change for change in found.changes}
    parts = {part.part: (part.before, part.after) for part in changed["keda-demo-1"].changes}
    assert parts["names"] == ("დემო სოფელი 1 / Demo village 1", "დემო სოფელი 1 / Renamed")
    assert parts["altitude"][1] == "1200"
    assert {change.what for change in found.changes} == {"new", "changed", "ended"}
    assert changed["keda-demo-1"].proposed_by != changed["keda-demo-1"].approved_by
    for nothing in (elsewhere, earlier):
        assert (nothing.differences, nothing.changes) == ((), ())


def test_history__for_others__is_closed(office: Office) -> None:
    for other in (office.staff("municipal_admin"), office.person("00000000101")):
        with office.engine.read(other) as tx, pytest.raises(NotAllowed):
            settlement_history.listed(tx, None, on=TODAY)
        with office.engine.read(other) as tx, pytest.raises(NotAllowed):
            settlement_history.history(tx, None, since=TODAY, until=TODAY)
