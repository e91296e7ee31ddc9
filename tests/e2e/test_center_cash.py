"""Cash at a community centre, by keyboard: from the fee of a case to the treasury, and who sees it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser

from engine.cash.commands import SetCashRule
from engine.clock import local_date
from engine.commands.reference import LoadPeople
from engine.installation.loading import DEMO_PEOPLE
from engine.tenancy import system
from tests.e2e.installation import Installation
from tests.e2e.keyboard import press_tab_until, type_answers
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.test_center import come_by_card
from tests.e2e.tour.outside import NOTE, PLACE, publish_costly
from tests.e2e.tour.visit import Tour, engine_of, official
from web.i18n import TEXTS

# Each run of the test has a centre of its own: what one has closed the other can't open.
ADMINISTRATOR, FINANCE = "00000003041", "00000003009"  # of the municipality whose fee it is
CENTERS = iter(((1, "gurjaani"), (2, "gardabani"), (3, "khashuri"), (4, "khobi")))
TO_PAY = "main a[href*='/centre/cash?number=']"


def staffed(installation: Installation) -> tuple[str, str]:
    """Give a centre an operator and a head, and let it take cash; return who they are."""
    number, place = next(CENTERS)
    shape = next(
        person
        for person in json.loads(DEMO_PEOPLE.read_text("utf-8"))["people"]
        if person["personal_number"] == "00000002010"
    )
    names = {"operator": f"0000000208{number}", "center_head": f"0000000209{number}"}
    with engine_of(installation) as engine:
        for role, person in names.items():
            called = dict.fromkeys(("ka", "en"), f"{role} {number}")
            held = [{"role": role, "municipality": place, "unit": None, "center": number}]
            changes = {"personal_number": person, "family_name": called, "roles": held}
            engine.send(LoadPeople(({**shape, **changes},)), actor=system())
        rule = SetCashRule(PLACE, number, "", True, "№0, დემო", local_date(engine.clock.now()))
        engine.send(rule, actor=official(engine, ADMINISTRATOR))
    return f"operator {number}", f"center_head {number}"


def enter(person: Person, name: str) -> None:
    """Sign in as somebody whom this test has brought."""
    person.go("/sign-in")
    person.page.locator("main .card-form", has_text=name).get_by_role("button").click()


def key(person: Person, text: str, **params: Any) -> None:
    """Press the button or link that bears a text, by keyboard."""
    words = TEXTS.get(person.language, text, **params)
    press_tab_until(person, "one.closest('main') && one.innerText.startsWith(wanted)", words)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def apply_at_desk(operator: Person) -> str:
    """File the note that costs 60 lari for whoever stands there; return the page of the case."""
    operator.go(f"{NOTE}/apply")
    operator.page.locator("main .button").first.click()
    operator.fill({"note": "demo"})
    operator.send("apply.continue")
    operator.press("check.file")
    operator.page.wait_for_url("**/receipt")
    return operator.page.url.removeprefix(operator.address).removesuffix("/receipt")


def pay_at_desk(operator: Person, inspector: Inspector) -> str:
    """Take the fee of whoever stands at the desk; return the page of the receipt."""
    operator.go("/centre")
    come_by_card(operator)
    operator.page.locator(".acts-for button").wait_for()
    operator.go(apply_at_desk(operator))
    operator.wait_for_one(TO_PAY)
    inspector.look(operator, "case with a fee at the desk")
    press_tab_until(operator, "one.matches(wanted)", TO_PAY)
    operator.page.keyboard.press("Enter")
    operator.page.wait_for_url("**/centre/cash?number=**")
    inspector.look(operator, "payment found")
    take_sixty(operator)
    inspector.look(operator, "receipt of cash")
    receipt = operator.page.url.removeprefix(operator.address)
    operator.page.locator(".acts-for button").click()
    operator.page.wait_for_url("**/centre")
    return receipt


def take_sixty(operator: Person) -> None:
    operator.page.locator("main button", has_text="60").focus()
    operator.page.keyboard.press("Enter")
    operator.page.wait_for_url("**/centre/cash/receipts/*")


def void_and_take_again(head: Person, operator: Person, receipt: str, inspector: Inspector) -> str:
    """Void the receipt, and take the payment that the case asks for then; return its number."""
    head.go(receipt)
    type_answers(head, {"reason": "demo"})
    key(head, "cash.void_do")
    inspector.look(head, "void receipt")
    operator.go(receipt)
    number = str(operator.page.locator("main dl .figure").first.inner_text())
    again = f"{number.rpartition('/')[0]}/2"
    operator.go("/centre/cash")
    type_answers(operator, {"number": again})
    key(operator, "cash.find")
    take_sixty(operator)
    return again


def count(operator: Person, inspector: Inspector) -> None:
    """Count the day, wrongly at first."""
    operator.go("/centre/cash/end-of-day")
    type_answers(operator, {"counted": "59"})
    key(operator, "cash.end_of_day.count")
    inspector.look(operator, "count that differs")
    type_answers(operator, {"counted": "60"})
    key(operator, "cash.end_of_day.count")


def confirm_and_deposit(head: Person, document: str, inspector: Inspector) -> None:
    head.go("/centre/cash/end-of-day")
    inspector.look(head, "count to confirm")
    key(head, "cash.end_of_day.confirm")
    type_answers(head, {"document": document, "amount": "60"})
    key(head, "cash.end_of_day.deposit")
    inspector.look(head, "closed and deposited")


@pytest.mark.parametrize("language", ["ka", "en"])
def test_fee__paid_in_cash__settles_the_case_and_ends_at_the_treasury(
    installation: Installation, browser: Browser, language: str
) -> None:
    inspector = Inspector()
    publish_costly(Tour(installation, browser, inspector.look, language))
    names = staffed(installation)
    operator, head, finance = (Person(browser, installation.address, language=language) for _ in range(3))
    enter(operator, names[0])
    enter(head, names[1])
    finance.sign_in(FINANCE)

    receipt = pay_at_desk(operator, inspector)
    again = void_and_take_again(head, operator, receipt, inspector)
    count(operator, inspector)
    finance.go("/inbox/cash")
    assert again in finance.words()
    inspector.look(finance, "cash that lies at a centre")
    document = f"T-{again}"
    confirm_and_deposit(head, document, inspector)

    finance.page.reload()
    assert document in finance.words()
    inspector.look(finance, "cash that was deposited")
    assert inspector.problems == []
    assert [complaint for person in (operator, head, finance) for complaint in person.complaints] == []
