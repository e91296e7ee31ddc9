"""The year of a programme under a clock that is moved, and aid that is paid by the month within it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.e2e.assets_answers import LAWYER, MAYOR
from tests.e2e.installation import Installation, running
from tests.e2e.programme_work import CITIZEN, DRAFT, FINANCE, LINE, LISTED, Step, Year
from tests.e2e.test_status_of_residents import open_by_office
from tests.e2e.tour.visit import HEAD, SPECIALIST

MONTHS: Final = 4
DECIDED: Final[tuple[Step, ...]] = (
    (SPECIALIST, "draft_act", DRAFT),
    (LAWYER, "legal_visa", {"visa": "approve"}),
    (HEAD, "head_visa", {"visa": "approve"}),
    (MAYOR, "decide", {"verdict": "agree"}),
)
HEARD: Final = {"manner": "written", "ground": "გვსურს მოგისმინოთ ყოველთვიური დახმარების შესახებ."}
UNCHANGED: Final = {"conclusion": "unchanged", "explanation": "მიმღები მისამართზე არ ცხოვრობს."}


@pytest.fixture
def moved() -> Iterator[Installation]:
    """An installation of its own: nobody else would bear that its clock jumps."""
    with running(under_moved_clock=True) as started:
        yield started


def test_year__of_a_programme__is_adopted_paid_by_the_month_amended_closed_and_followed(
    moved: Installation, browser: Browser
) -> None:
    year = Year(moved, browser, language="en")
    of = year.this_year + 1

    # Before the year: finance enters its line, the service drafts the programme, the council adopts it.
    allot(year, of)
    number = year.begin("year", of)
    year.draft({**year.sub_programme(), "figure.fixed.amount": "100", "limit": "year", "months": f"{MONTHS}"})
    year.adopt(number, f"31-{year.number}")
    assert_public(year, f"in force from 1 January {of}")

    pay_by_the_month(year, of)

    # In June the council gives more, from a day on.
    year.on(date(of, 6, 10))
    number = year.begin("amendment", of)
    year.change(**{"figure.fixed.amount": "150"})
    year.adopt(number, f"12-{year.number}", f"15.06.{of}")
    assert_public(year, "New conditions from 15 June", "100")
    year.on(date(of, 6, 15))
    assert_public(year, "150")

    # In December the head closes the year; the next begins with what this one had.
    year.on(date(of, 12, 1))
    close(year, of)
    number = year.begin("year", of + 1)
    year.clerk.page.get_by_role("link", name=year.sub_programme()["name_en"]).click()
    assert year.clerk.page.locator("[name='figure.fixed.amount']").input_value().startswith("150")
    year.adopt(number, f"33-{year.number}")
    year.on(date(of + 1, 1, 1))
    assert_public(year, "Fill in the application", "150")
    year.clerk.go(LISTED)
    assert f"33-{year.number}" in year.clerk.words() and year.t("programme.closed") in year.clerk.words()
    assert year.complaints + [found for person in year.people.values() for found in person.complaints] == []


def pay_by_the_month(year: Year, of: int) -> None:
    """Three months are paid, and one is not, in which the aid is suspended."""
    year.on(date(of, 1, 12))
    application = year.apply()
    year.grant(application)
    year.payments(application, {"paid": 1, "to_pay": MONTHS - 1})
    year.on(date(of, 2, 1))
    year.payments(application, {"paid": 2, "to_pay": MONTHS - 2})
    change(year, "suspend", "not_reached")

    year.on(date(of, 3, 1))
    year.payments(application, {"paid": 2, "to_pay": MONTHS - 3})  # the money of March is free again
    change(year, "resume", "ground_over")

    year.on(date(of, 4, 1))
    year.payments(application, {"paid": 3, "to_pay": 0})
    year.reader(application).wait_for("Your monthly aid has ended")


def allot(year: Year, of: int) -> None:
    """Finance enters the line from which the aid of the year is paid."""
    finance = year.person(FINANCE)
    finance.go("/inbox/budget")
    named = {"name_ka": "სოციალური დაცვა", "name_en": "Social protection"}
    finance.fill({"year": f"{of}", "code": LINE, **named, "amount": "100 000", "ground": "ბიუჯეტი"})
    finance.send("budget.save")


def change(year: Year, effect: str, ground: str) -> None:
    """The office suspends or resumes the aid, and hears the person first where it takes something away."""
    desk = year.desk("social/change")
    said = {"effect": effect, "programme": year.code, "ground": ground, "finding": "სამსახურმა დაადგინა."}
    number = open_by_office(year.clerk, "social.change", CITIZEN, said)
    case = year.clerk.page.url.rpartition("/")[2]
    if effect == "suspend":
        desk.do(SPECIALIST, "appoint_hearing", HEARD, number=number)
        citizen = year.person(CITIZEN)
        citizen.go(f"/cases/{case}")
        citizen.wait_for_one("main a[href^='/tasks/']")
        citizen.page.locator("main a[href^='/tasks/']").first.click()
        citizen.fill({"statement": "დროებით სხვაგან ვცხოვრობ."})
        citizen.press("task.send_answer")
        desk.do(SPECIALIST, "consider_hearing", UNCHANGED, number=number)
    for who, element, answers in DECIDED:
        desk.do(who, element, answers, number=number)


def close(year: Year, of: int) -> None:
    """The head closes the year, of which nothing is amended any more."""
    head = year.person(HEAD)
    head.go(LISTED)
    head.page.get_by_role("link", name=year.t("programme.of_year", year=of), exact=True).click()
    account = head.page.locator("table[aria-labelledby=account] tr").filter(has_text=f"{year.number}")
    assert "300.00" in account.inner_text()  # what was paid in three months, whatever one is worth by now
    head.page.get_by_role("button", name=year.t("programme.close_year", year=of)).click()
    head.wait_for(year.t("programme.closed"))
    clerk = year.clerk
    clerk.go("/inbox/open/keda/social.programme")
    clerk.fill({"_person": "00000002010", "year": f"{of}", "kind": "amendment", "reason": "თანხები იცვლება."})
    clerk.press("opening.open")
    clerk.page.get_by_text(f"The year {of} is closed").wait_for()


def assert_public(year: Year, *words: str) -> None:
    """Read the public page of the sub-programme until it says this."""
    citizen = year.person(CITIZEN)
    citizen.go(f"/municipalities/keda/programmes/{year.code}")
    for said in words:
        citizen.wait_for(said)
