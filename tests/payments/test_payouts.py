"""Payments out of the budget: each amount in one state, the sums those of the ledger, for finance alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import psycopg
import pytest

from engine.budgets.commands import AddBudgetLine
from engine.errors import Broken, NotAllowed
from engine.operations import ALL
from engine.payments.operations import payouts
from engine.payments.queries import payouts as queries
from engine.payments.queries.payouts import PayoutPage, Wanted
from engine.reconcile import reconcile
from engine.steps import open_case
from engine.tenancy import system
from tests.engine.bookkeeping import owner
from tests.engine.kit import Office
from tests.engine.wire import listening

LINE, AMOUNT = "06 01", 6000
ACCOUNTS = ("GE29NB0000000101904917", "GE29NB0000000101900000")


def enter(office: Office, code: str = LINE) -> None:
    command = AddBudgetLine(
        "keda",
        year=2026,
        code=code,
        names={"ka": "დახმარება"},
        amount_tetri=20 * AMOUNT,
        ground="resolution No. 1",
    )
    office.engine.send(command, actor=office.staff("finance"))


def asked(office: Office, line: str = LINE, programme: str | None = None) -> tuple[UUID, str]:
    """File a case that has reserved money; return its id and that of the request."""
    case_id = office.file().case_id
    inputs = {"line": line, "amount_tetri": AMOUNT, "programme": programme}
    return case_id, do(office, case_id, "budget.reserve", **inputs)["request"]


def do(office: Office, case_id: UUID, operation: str, **inputs: Any) -> Any:
    with office.engine.connections.database.transaction(system(office.place()), now=office.clock.now()) as tx:
        case = open_case(tx, ALL, case_id)
        result = ALL.inline(operation)(case, inputs)
        case.save_in_place()
    return result


def told(office: Office, asked: tuple[UUID, str], state: str, *, attempt: int = 1) -> None:
    """Let the treasury say of an order how it stands, as a job brings it back; what is executed is spent."""
    case_id, request = asked
    settled = None if state == "accepted" else office.clock.now().isoformat()
    result = {"state": state, "settled_at": settled, "reference": "T-1", "why": None}
    order = {
        "request": request,
        "attempt": attempt,
        "amount_tetri": AMOUNT,
        "payee": "დემო მიმღები",
        "payee_code": "00000000101",
        "iban": ACCOUNTS[attempt - 1],
    }
    with office.engine.connections.database.transaction(system(office.place()), now=office.clock.now()) as tx:
        case = open_case(tx, ALL, case_id)
        payouts.note(case, SimpleNamespace(operation="payout.order", inputs=order), result)
        if state == "executed":
            ALL.inline("budget.spend")(case, {"request": request})
        case.save_in_place()


def shown(office: Office, **wanted: Any) -> PayoutPage:
    with office.engine.read(office.staff("finance")) as tx:
        return queries.page(tx, Wanted(**wanted))


def decide(office: Office, asked: tuple[UUID, str]) -> None:
    do(office, asked[0], "case.decide", outcome="granted")


def test_payouts__in_every_state__stand_once_and_add_up_to_the_ledger(spending: Office) -> None:
    enter(spending)
    promised, decided, sent, returned, paid = (asked(spending) for _ in range(5))
    for state in (decided, sent, returned, paid):
        decide(spending, state)
    told(spending, sent, "accepted")
    told(spending, returned, "returned")
    told(spending, paid, "executed")

    page = shown(spending)

    states = {row.case_id: row.state for row in page.rows}
    assert states == {
        promised[0]: "promised",
        decided[0]: "to_pay",
        sent[0]: "sent",
        returned[0]: "returned",
        paid[0]: "paid",
    }
    assert page.totals == dict.fromkeys(queries.STATES, AMOUNT)
    assert page.total == page.ledger == 5 * AMOUNT


def test_payouts__sent_again_to_another_account__are_one_payment_with_the_newest_account(
    spending: Office,
) -> None:
    enter(spending)
    one = asked(spending)
    decide(spending, one)
    told(spending, one, "returned")

    told(spending, one, "accepted", attempt=2)
    told(spending, one, "accepted", attempt=2)

    (row,) = shown(spending).rows
    assert (row.state, row.attempt, row.iban) == ("sent", 2, ACCOUNTS[1])
    told(spending, one, "executed", attempt=2)
    with pytest.raises(psycopg.errors.UniqueViolation):
        told(spending, one, "executed", attempt=1)
    assert shown(spending).totals["paid"] == AMOUNT


def test_payouts__recorded_by_the_statement__stand_as_if_the_treasury_had_said_it(spending: Office) -> None:
    enter(spending)
    case_id, request = one = asked(spending)
    decide(spending, one)
    statement = {
        "request": request,
        "amount_tetri": AMOUNT,
        "payee": "დემო მიმღები",
        "payee_code": "00000000101",
        "settled_on": "2026-09-01",
        "reference": "S-1",
    }

    do(spending, case_id, "payout.enter", **statement, attempt=1, iban=ACCOUNTS[0], state="returned")
    back = shown(spending).rows[0].state
    do(spending, case_id, "payout.enter", **statement, attempt=2, iban=ACCOUNTS[1], state="executed")
    do(spending, case_id, "budget.spend", request=request)

    (row,) = shown(spending).rows
    assert (back, row.state, row.iban, row.reference) == ("returned", "paid", ACCOUNTS[1], "S-1")
    with pytest.raises(Broken, match=r"payout\.state_unusable"):
        do(spending, case_id, "payout.enter", **statement, attempt=3, iban=ACCOUNTS[1], state="accepted")


def test_payouts__by_line_and_sub_programme_and_state__are_those_alone(spending: Office) -> None:
    enter(spending)
    enter(spending, "06 02")
    asked(spending, programme="newborn")
    other = asked(spending, "06 02", programme="fire")

    by_line, by_programme = shown(spending, line="06 02"), shown(spending, programme="fire")

    assert [row.case_id for row in by_line.rows] == [other[0]] == [row.case_id for row in by_programme.rows]
    assert by_line.total == by_line.ledger == AMOUNT and by_programme.found_tetri == AMOUNT
    assert shown(spending, state="paid").rows == () and shown(spending, year=2025).ledger == 0
    assert {programme["code"] for programme in shown(spending).programmes} == {"newborn", "fire"}


def test_reconcile__an_order_that_was_paid_otherwise_than_spent__is_named(spending: Office) -> None:
    enter(spending)
    one = asked(spending)
    told(spending, one, "executed")

    with owner(spending) as connection:
        connection.execute("update payouts set amount_tetri = amount_tetri - 1")

    (check,) = (check for check in reconcile(spending.engine) if check.name == "budgets")
    assert ["was executed with 5999 tetri" in difference for difference in check.differences] == [True]


@pytest.mark.parametrize("role", ["specialist", "lawyer", "mayor"])
def test_payouts__for_another_role__are_not_shown(spending: Office, role: str) -> None:
    with pytest.raises(NotAllowed), spending.engine.read(spending.staff(role)) as tx:
        queries.page(tx, Wanted())


def test_payouts__of_another_municipality__do_not_exist(spending: Office) -> None:
    enter(spending)
    asked(spending)

    with spending.engine.read(spending.staff("finance", "telavi")) as tx:
        page = queries.page(tx, Wanted())

    assert (page.rows, page.ledger, page.lines) == ((), 0, ())


def test_payouts__however_many__cost_one_statement(spending: Office) -> None:
    enter(spending)
    finance = spending.staff("finance")

    def cost(*, of_page: bool) -> int:
        with listening(spending.engine) as wire, spending.engine.read(finance) as tx:
            queries.page(tx, Wanted()) if of_page else tx.scalar("select 1")
        return wire.executed

    asked(spending)
    first, cheapest = cost(of_page=True), cost(of_page=False)
    for _ in range(4):
        told(spending, asked(spending), "executed")

    assert first == cost(of_page=True) == cheapest
