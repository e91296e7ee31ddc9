"""Whoever names a child in an application applies for the child too, and begins with what they share."""

from __future__ import annotations

from tests.engine.acting import CHILD, PARENT
from tests.web.browser import Browser, Page
from tests.web.desk import CITIZEN, CONTINUE, HOUSEHOLD, RESIDENCE, SERVICE, Desk, answers_on

LISTED = {
    "household.0.personal_number": CHILD,
    "household.0.name": "დემო ბავშვი",
    "household.1.personal_number": CITIZEN,
    "household.1.name": "დემო მეზობელი",
}


def file_with_household(desk: Desk, browser: Browser) -> str:
    """File an application that names a child and somebody else; return the address of the case."""
    desk.fill_in(browser)
    page = browser.get(HOUSEHOLD)
    for _ in range(2):
        page = browser.submit(page, button=("__add__household", ""))
    browser.submit(page, LISTED, button=CONTINUE)
    receipt = browser.submit(browser.get(f"{SERVICE}/check"))
    desk.run_jobs()
    return receipt.path.removesuffix("/receipt")


def apply_for(browser: Browser, address: str, number: str) -> Page:
    page = browser.get(address)
    return browser.submit(page, form=page.form("/household"), button=("number", number))


def test_child__named_in_an_application__is_applied_for_and_the_cases_show_each_other(desk: Desk) -> None:
    browser = desk.signed_in(PARENT)
    first = file_with_household(desk, browser)

    begun = apply_for(browser, first, CHILD)

    banner = begun.html.select_one(".acts-for")
    assert begun.path == f"{SERVICE}/apply" and banner is not None and CHILD in banner.get_text()
    residence = browser.get(RESIDENCE)
    assert residence.html.select_one('option[value="keda-demo-1"][selected]') is not None
    address = residence.html.select_one('[name="actual_address"]')
    assert address is not None and address["value"] == answers_on(RESIDENCE)["actual_address"]
    second = browser.submit(desk.fill_in(browser)).path.removesuffix("/receipt")
    desk.run_jobs()
    clerk = desk.staff("specialist")
    for one, other in ((first, second), (second, first)):
        shown = clerk.get(f"/inbox{one}")
        assert shown.html.select_one(f'a[href="/inbox{other}"]') is not None
        assert "of the same household" in shown.text


def test_person__whom_the_applicant_does_not_represent__applies_themselves(desk: Desk) -> None:
    browser = desk.signed_in(PARENT)
    address = file_with_household(desk, browser)

    refused = apply_for(browser, address, CITIZEN)

    assert refused.status == 403 and "do not say that you represent this person" in refused.text
    assert browser.get("/cases").html.select_one(".acts-for") is None
    assert apply_for(browser, address, "00000000199").status == 404
