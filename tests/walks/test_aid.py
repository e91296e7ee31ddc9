"""A co-payment for treatment, from the application to the payment, by the people whose work it is."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.walks.desk import Desk
from tests.walks.installation import Installation
from tests.walks.person import Person
from tests.walks.story import today
from tests.walks.test_status_of_residents import COMMISSION, DECIDED, SESSION
from tests.walks.tour.visit import SPECIALIST

CITIZEN, FINANCE = "00000000101", "00000002009"
DIAGNOSIS, IBAN = "J18.9", "GE29NB0000000101904917"
PAGES = (
    {"programme": "treatment"},
    {"facility": "Demo clinic", "diagnosis": DIAGNOSIS, "procedure": "Treatment in hospital"},
    {"total_cost_tetri": "3000", "state_share_tetri": "2000", "own_share_tetri": "1000"},
    {"provider_name": "Demo clinic", "provider_code": "204500001"},
    {"actual_address": "Demo street 1", "phone": "+995555000101", "notify_by": "portal"},
    {"notice_ack": "true", "declaration": "true"},
)
INVOICE = {"invoice_number": "17", "accepted_on": today(), "amount_tetri": "650", "iban": IBAN}


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


def test_co_payment__by_its_real_roles__is_granted_guaranteed_and_paid(
    installation: Installation, browser: Browser
) -> None:
    desk = Desk(browser, installation.address, "social/apply")
    citizen = desk.person(CITIZEN)
    number, case = apply(citizen)
    specialist = desk.person(SPECIALIST)
    desk.do(SPECIALIST, "check", {"verdict": "complete", "advice_kept": "yes"}, number=number)
    specialist.go(f"/inbox/cases/{case}")
    assert DIAGNOSIS not in specialist.words()
    specialist.fill({"purpose": "To compare the calculation with the diagnosis"})
    specialist.send("special.open")
    assert DIAGNOSIS in specialist.words()

    for who, element, answers in (
        (SPECIALIST, "put_on_agenda", {"members_total": "1", "meets_on": today(), "item": "3"}),
        (COMMISSION, "commission_session", SESSION),
        *DECIDED,
    ):
        desk.do(who, element, answers, number=number)
    citizen.go(f"/cases/{case}")
    citizen.wait_for("You have been granted aid")
    desk.do(FINANCE, "enter_invoice", INVOICE, number=number)
    citizen.go(f"/cases/{case}")
    citizen.wait_for("The treasury paid")

    citizen.go("/my-data/reads")
    assert "To compare the calculation with the diagnosis" in citizen.words()
    assert desk.complaints == []
