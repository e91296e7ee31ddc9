"""Cash at the desk through the pages: from the letter's number to the deposit, and what others see of it."""

from __future__ import annotations

import re

import pytest

from engine.payments.queries.payments import of_case
from engine.tenancy import system
from tests.payments.test_pages import apply, town, treasury
from tests.web.browser import Browser, Page
from tests.web.desk import Desk

__all__ = ["town", "treasury"]
OPERATOR, HEAD = "00000002010", "00000002016"
ACT = "DEMO-1, 01.09.2026"


def set_rule(town: Desk, **changes: str) -> Page:
    administrator = town.staff("municipal_admin")
    page = administrator.get("/admin/municipalities/keda/cash")
    sent = {"center": "68", "service": "", "is_taken": "yes", "act": ACT, **changes}
    return administrator.submit(page, sent, form=page.form('name="act"'))


def due(town: Desk) -> str:
    """File an application; return the number of its payment, as the letter says it."""
    _, case = apply(town)
    with town.engine.read(system(town_place(town))) as tx:
        return of_case(tx, case.removeprefix("/cases/"))[0].number  # type: ignore[arg-type]


def town_place(town: Desk) -> int:
    person = next(
        person for person in town.people().values() if any(g.municipality == "keda" for g in person.roles)
    )
    return next(g.municipality_id for g in person.roles if g.municipality == "keda")  # type: ignore[return-value]


def receive(operator: Browser, number: str) -> Page:
    page = operator.get(f"/centre/cash?number={number}")
    return operator.submit(page, form=page.form("data-once"))


def test_cash__by_the_number_of_the_letter__is_received_printed_closed_and_deposited(town: Desk) -> None:
    set_rule(town)
    operator, head, number = town.signed_in(OPERATOR), town.signed_in(HEAD), due(town)

    receipt = receive(operator, number)
    paper = operator.get(str(receipt.html.select_one(".documents a")["href"]))  # type: ignore[index]
    closing = operator.get("/centre/cash/end-of-day")
    wrong = operator.submit(closing, {"counted": "59"}, form=closing.form('name="counted"'))
    counted = operator.submit(closing, {"counted": "60"}, form=closing.form('name="counted"'))
    confirming = head.get("/centre/cash/end-of-day")
    closed = head.submit(confirming, form=confirming.form("/confirm"))
    money = {"document": "T-1", "amount": "60,00"}
    deposited = operator.submit(
        page := operator.get("/centre/cash/end-of-day"), money, form=page.form('name="document"')
    )

    assert "Receipt No. 1" in receipt.text and number in receipt.text
    assert paper.status == 200 and paper.response.mimetype == "application/pdf"
    assert wrong.status == 422 and "Count again" in wrong.text
    assert "Another person of the centre" in counted.text and "/confirm" not in counted.text
    assert "No day waits" in closed.text and "60.00" in closed.text
    assert "T-1" in deposited.text and "No money of closed days is stored here" in deposited.text
    assert "T-1" in town.staff("finance").get("/inbox/cash").text


def test_cash__of_a_payment_that_is_unknown_paid_or_not_allowed__is_told(town: Desk) -> None:
    operator, number = town.signed_in(OPERATOR), due(town)

    unknown = operator.get("/centre/cash?number=KED-1")
    off = operator.get(f"/centre/cash?number={number}")
    set_rule(town)
    receive(operator, number)
    paid = operator.get(f"/centre/cash?number={number}")

    assert unknown.status == 422 and "There is no such payment" in unknown.text
    assert "has not decided that this centre takes cash" in off.text
    assert "Take no money" in paid.text
    for page in (unknown, off, paid):
        assert "received in cash" not in page.text


def test_receipt__checked_by_its_code__says_whether_it_holds_and_no_name(town: Desk) -> None:
    set_rule(town)
    operator, head = town.signed_in(OPERATOR), town.signed_in(HEAD)
    receipt = receive(operator, due(town))
    with town.engine.read(system(town_place(town))) as tx:
        code = tx.scalar("select code from cash_receipts")

    stranger = town._browser()
    stranger.get("/?language=en")
    valid = stranger.get(f"/verify/{code}")
    page = head.get(receipt.path)
    voided = head.submit(page, {"reason": "pressed twice"}, form=page.form("/void"))
    void = stranger.get(f"/verify/{code}")

    assert "valid" in valid.text and "60.00" in valid.text
    assert "Demo Citizen" not in valid.text and "Operator" not in valid.text
    assert "pressed twice" in voided.text
    assert "The payment does not count" in void.text
    assert "pressed twice" in town.staff("finance").get("/inbox/cash").text


@pytest.mark.parametrize("who", ["00000000101", "00000002015", "00000002002"])
def test_cash__of_a_center__is_no_business_of_others(town: Desk, who: str) -> None:
    set_rule(town)
    receipt = receive(town.signed_in(OPERATOR), due(town))
    other = town.signed_in(who)

    assert other.get(receipt.path).status in (403, 404)
    for path in ("/centre/cash", "/centre/cash/end-of-day"):
        shown = other.get(path)
        assert shown.status == 403 or not re.search(r"60[.,]00", shown.text)


def test_rule__without_an_act_or_for_a_day_past__is_refused(town: Desk) -> None:
    nameless, past = set_rule(town, act=" "), set_rule(town, first_on="2026-08-31")

    assert nameless.status == past.status == 422
    assert "Cash" in town.staff("municipal_admin").get("/admin").text
