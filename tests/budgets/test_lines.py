"""Money of the budget: never promised twice, never idle while somebody waits for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from engine.budgets.commands import AddBudgetLine, BudgetLineSet, ChangeBudgetLine
from engine.budgets.jobs import offer_budget
from engine.budgets.operations import reserve
from engine.commands.cases import CompleteTask, WithdrawCase
from engine.errors import Broken, EngineError, NotAllowed, Rejected
from engine.operations import ALL
from engine.steps import open_case
from engine.tenancy import system
from tests.engine.bookkeeping import found, owner
from tests.engine.kit import CITIZEN, Office
from tests.engine.test_races import together

WANTED = 6000  # tetri, by each case


LINE: dict[str, Any] = {
    "year": 2026,
    "code": "06 01",
    "names": {"ka": "სოციალური დახმარება"},
    "amount_tetri": WANTED,
    "ground": "resolution No. 1",
}


def enter(office: Office, tetri: int) -> UUID:
    """Enter the line that the cases want money of."""
    command = AddBudgetLine("keda", **{**LINE, "amount_tetri": tetri})
    entered: BudgetLineSet = office.engine.send(command, actor=office.staff("finance"))
    return entered.line_id


def change(office: Office, tetri: int, *, seen: int | None = None, **more: Any) -> None:
    """Give the line another amount, having looked at it."""
    line = line_of(office)
    changed = {"names": LINE["names"], "amount_tetri": tetri, "ground": "resolution No. 2", **more}
    command = ChangeBudgetLine(line.id, seen_tetri=line.amount_tetri if seen is None else seen, **changed)
    office.engine.send(command, actor=office.staff("finance"))


def wanting(office: Office, count: int = 1, **answers: Any) -> list[UUID]:
    """File as many applications, each a minute after the one before."""
    filed = []
    for _ in range(count):
        office.clock.set(office.clock.now() + timedelta(minutes=1))
        filed.append(office.file(key=uuid4(), **answers).case_id)
    return filed


def asked(office: Office, count: int = 1, **answers: Any) -> list[UUID]:
    """File applications that each have asked the line for money, one after the other."""
    filed = wanting(office, count, **answers)
    for case_id in filed:
        office.complete(case_id)
    return filed


def offered(office: Office, line: UUID) -> None:
    """Give out what came free and let the cases hear of it, as workers would."""
    offer_budget(office.engine, str(line), office.place())
    office.deliver()


def where(office: Office, cases: list[UUID]) -> list[str]:
    return [office.observe(case_id).waiting[0] for case_id in cases]


def line_of(office: Office) -> Any:
    with office.engine.read(system(office.place())) as tx:
        return tx.one("select * from budget_lines")


def test_decisions__fifty_at_once_with_money_for_twenty__exactly_twenty_and_the_rest_wait(
    spending: Office,
) -> None:
    line = enter(spending, 20 * WANTED + WANTED - 1)
    cases = wanting(spending, 50)
    tasks = [spending.task(case_id).id for case_id in cases]
    clerk = spending.staff("specialist")

    together(spending, *((CompleteTask(task, {}), clerk, uuid4()) for task in tasks))

    places = where(spending, cases)
    assert (places.count("answer"), len(places) - places.count("answer")) == (20, 30)
    assert line_of(spending).committed_tetri == 20 * WANTED
    waiting = [case_id for case_id, place in zip(cases, places, strict=True) if place != "answer"]
    change(spending, 22 * WANTED)
    offered(spending, line)
    assert where(spending, waiting) == ["answer"] * 2 + ["freed"] * 28
    assert not [difference for check in found(spending) for difference in check.differences]


def test_money__given_back__goes_to_whoever_filed_first(spending: Office) -> None:
    line = enter(spending, WANTED)
    (first,) = asked(spending, note="give back")
    early, late = wanting(spending, 2)
    spending.complete(late)
    spending.complete(early)

    spending.complete(first, "answer", statement="no need")
    offered(spending, line)

    assert where(spending, [early, late]) == ["answer", "freed"]


def test_money__free_while_somebody_waits__is_not_taken_by_whoever_filed_later(spending: Office) -> None:
    enter(spending, WANTED - 1)
    asked(spending)
    change(spending, WANTED)

    later = asked(spending)

    assert where(spending, later) == ["freed"]


def test_waiting__withdrawn__leaves_the_line_to_the_next(spending: Office) -> None:
    line = enter(spending, WANTED)
    holder, waits, after = asked(spending, 3)
    spending.engine.send(WithdrawCase(waits), actor=spending.person(CITIZEN))

    change(spending, 2 * WANTED)
    offered(spending, line)

    assert spending.observe(waits).waiting == ()
    assert where(spending, [holder, after]) == ["answer", "answer"]


def test_offer__sent_twice__reserves_once(spending: Office) -> None:
    line = enter(spending, WANTED)
    asked(spending, 2)
    change(spending, 2 * WANTED)

    offered(spending, line)
    offered(spending, line)

    assert line_of(spending).committed_tetri == 2 * WANTED


def test_line__unknown_to_the_budget__is_said_and_the_task_stays(spending: Office) -> None:
    (case_id,) = wanting(spending)

    with pytest.raises(Rejected) as caught:
        spending.complete(case_id)

    assert caught.value.error_code == "budget.no_line"
    assert where(spending, [case_id]) == ["review"]


def test_line__with_less_than_is_promised__is_refused(spending: Office) -> None:
    enter(spending, 2 * WANTED)
    asked(spending)

    with pytest.raises(Rejected) as caught:
        change(spending, WANTED - 1)

    assert caught.value.error_code == "budget.less_than_committed"
    assert line_of(spending).amount_tetri == 2 * WANTED


def test_line__that_is_known__is_not_entered_over(spending: Office) -> None:
    enter(spending, 2 * WANTED)

    with pytest.raises(Rejected) as caught:
        enter(spending, WANTED)

    assert caught.value.error_code == "budget.line_known"
    assert line_of(spending).amount_tetri == 2 * WANTED


def test_line__changed_by_two_who_saw_the_same__keeps_the_first(spending: Office) -> None:
    enter(spending, WANTED)
    change(spending, 2 * WANTED)

    with pytest.raises(Rejected) as caught:
        change(spending, 3 * WANTED, seen=WANTED)

    assert caught.value.error_code == "budget.changed_meanwhile"
    assert line_of(spending).amount_tetri == 2 * WANTED


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("year", 26, "budget.year_invalid"),
        ("code", "ქ 1", "budget.code_invalid"),
        ("names", {"en": "aid"}, "budget.name_missing"),
        ("names", {"ka": "\x00"}, "budget.name_missing"),
        ("names", {"ka": "ა" * 201}, "budget.text_too_long"),
        ("amount_tetri", -1, "budget.amount_invalid"),
        ("amount_tetri", 10**14, "budget.amount_invalid"),
        ("ground", " ", "budget.ground_missing"),
    ],
)
def test_line__with_a_wrong_field__is_refused_by_name(
    spending: Office, field: str, value: object, code: str
) -> None:
    with pytest.raises(Rejected) as caught:
        spending.engine.send(AddBudgetLine("keda", **{**LINE, field: value}), actor=spending.staff("finance"))

    assert caught.value.error_code == code


def test_line__entered_or_changed_by_another_role_or_town__is_refused(spending: Office) -> None:
    line, refusals = enter(spending, WANTED), []
    for actor in (spending.staff("specialist"), spending.staff("specialist", "telavi")):
        for command in (
            AddBudgetLine("keda", **{**LINE, "code": "07"}),
            ChangeBudgetLine(line, LINE["names"], 0, "no ground", WANTED),
        ):
            with pytest.raises(EngineError) as caught:
                spending.engine.send(command, actor=actor)
            refusals.append(caught.value.error_code)

    assert refusals == [NotAllowed.code] * 2 + ["not_found"] * 2


@pytest.mark.parametrize("year", ["2026", 1999, 2026.5, True])
def test_reserve__of_no_year__is_the_diagrams_mistake(spending: Office, year: object) -> None:
    enter(spending, WANTED)
    with spending.engine.connections.database.transaction(
        system(spending.place()), now=spending.clock.now()
    ) as tx:
        case = open_case(tx, ALL, wanting(spending)[0])
        with pytest.raises(Broken) as caught:
            reserve(case, {"line": "06 01", "amount_tetri": 1, "year": year})

    assert caught.value.error_code == "budget.year_unusable"


def test_database__program_spends_too_much__refuses(spending: Office) -> None:
    enter(spending, WANTED)
    asked(spending, 2)

    address = spending.engine.settings.owner_url
    with psycopg.connect(address) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("update budget_requests set state = 'reserved' where state = 'waiting'")


CORRUPTIONS = {
    "a request is gone": ("delete from budget_requests where state = 'reserved'", "its requests add up to 0"),
    "the amount is another": ("update budget_lines set amount_tetri = 6001", "its newest change says 6000"),
    "nobody offers": (
        "update budget_lines set amount_tetri = 12000; delete from procrastinate_jobs",
        "has money for case",
    ),
    "an event tells of more": (
        "delete from budget_requests where state = 'waiting'",
        "1 events tell of requests to the budget, 0 exist",
    ),
}


@pytest.mark.parametrize("corruption", CORRUPTIONS)
def test_reconcile__corruption__is_named(spending: Office, corruption: str) -> None:
    enter(spending, WANTED)
    asked(spending, 2)
    statement, sentence = CORRUPTIONS[corruption]

    with owner(spending) as connection:
        connection.execute(statement)

    assert any(sentence in difference for check in found(spending) for difference in check.differences)
