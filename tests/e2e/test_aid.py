"""A co-payment for treatment, from the application to the payment, by the people whose work it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator

from tests.e2e.desk import Desk
from tests.e2e.installation import Installation
from tests.e2e.person import Person
from tests.e2e.present import TODAY
from tests.e2e.test_status_of_residents import COMMISSION, DECIDED, SESSION
from tests.e2e.tour.visit import SPECIALIST
from tests.simulation.month.matters import iban

CITIZEN, FINANCE = "00000000101", "00000002009"
DIAGNOSIS = "J18.9"
CLOSED, OPEN = (
    iban("0000001019040000"),
    iban("0000001019044917"),
)  # the treasury returns what goes to the first
PAGES = (
    {"programme": "treatment"},
    {"facility": "Demo clinic", "diagnosis": DIAGNOSIS, "procedure": "Treatment in hospital"},
    {"total_cost_tetri": "3000", "state_share_tetri": "2000", "own_share_tetri": "1000"},
    {"provider_name": "Demo clinic", "provider_code": "204500001"},
    {"actual_address": "Demo street 1", "phone": "+995555000101", "notify_by": "portal"},
    {"notice_ack": "true", "declaration": "true"},
)
INVOICE = {"invoice_number": "17", "accepted_on": TODAY, "amount_tetri": "600", "iban": CLOSED}


def apply(citizen: Person) -> tuple[str, str]:
    """Apply page by page; return the case's number and id."""
    citizen.go("/municipalities/keda/services/social.apply/apply")
    citizen.page.locator("main .buttons .button").click()
    for answers in PAGES:
        citizen.fill(answers)
        citizen.send("apply.continue")
    citizen.press("check.file")
    citizen.page.wait_for_url("**/receipt")
    number = citizen.page.locator(".receipt-number").first.inner_text().strip()
    return number, citizen.page.url.split("/")[-2]


def payments_out(finance: Person, number: str, state: str) -> Locator:
    """Load the list until the case stands in a state; return its row, which says nothing of health."""
    finance.go("/inbox/payouts")
    row = finance.page.get_by_role("row").filter(has_text=number)
    finance.reload_until(lambda: row.get_by_text(state, exact=True).count() > 0, state)
    assert row.get_by_text(state, exact=True).count() == 1, finance.words()
    assert DIAGNOSIS not in finance.words() and "Treatment in hospital" not in finance.words()
    named, sums = (finance.page.locator(tag).all_inner_texts() for tag in ("dt", "dd"))
    figures = dict(zip(named, sums, strict=True))
    assert figures["Together"] == figures["Committed by the budget"]
    return row


@pytest.mark.smoke
def test_co_payment__by_its_real_roles__is_granted_guaranteed_and_paid(
    installation: Installation, browser: Browser
) -> None:
    said: dict[str, str] = {}
    desk = Desk(
        browser, installation.address, "social/apply", look=lambda who, at: said.update({at: who.words()})
    )
    citizen = desk.person(CITIZEN)
    number, case = apply(citizen)
    specialist = desk.person(SPECIALIST)
    desk.do(SPECIALIST, "check", {"verdict": "complete", "advice_kept": "yes"}, number=number)
    assert "The state programme covers ₾2100 (70 percent); the applicant wrote ₾2000" in said["check"]
    assert "Counted share of the applicant: ₾900" in said["check"]
    specialist.go(f"/inbox/cases/{case}")
    assert DIAGNOSIS not in specialist.words()
    specialist.fill({"purpose": "To compare the calculation with the diagnosis"})
    specialist.send("special.open")
    assert DIAGNOSIS in specialist.words()

    for who, element, answers in (
        (SPECIALIST, "put_on_agenda", {"members_total": "1", "meets_on": TODAY, "item": "3"}),
        (COMMISSION, "commission_session", SESSION),
        *DECIDED,
    ):
        desk.do(who, element, answers, number=number)
    citizen.go(f"/cases/{case}")
    citizen.wait_for("You have been granted aid")
    finance = desk.person(FINANCE)
    assert "630.00" in payments_out(finance, number, "to be paid").inner_text()
    desk.do(FINANCE, "enter_invoice", INVOICE, number=number)
    payments_out(finance, number, "returned").get_by_role("link", name="Correct the account").click()
    finance.press("inbox.claim")
    finance.fill({"iban": OPEN})
    finance.press("task.complete")
    finance.wait_until_done()
    paid = payments_out(finance, number, "paid")
    assert OPEN in paid.inner_text() and "600.00" in paid.inner_text()
    citizen.go(f"/cases/{case}")
    citizen.wait_for("The treasury paid")

    citizen.go("/my-data/reads")
    assert "To compare the calculation with the diagnosis" in citizen.words()
    assert desk.complaints == []
