"""Pages of absences: entered by an official, approved or declined by the head, told to the office."""

from __future__ import annotations

from tests.web.browser import Browser, Page
from tests.web.desk import Desk

DAYS = {"first_on": "2026-10-05", "last_on": "2026-10-09"}


def entered(browser: Browser, **more: str) -> Page:
    page = browser.get("/inbox/absences")
    return browser.submit(page, {**DAYS, **more}, form=page.form("/inbox/absences"))


def opened(browser: Browser) -> Page:
    """Open the absence that stands first in the list."""
    link = browser.get("/inbox/absences").html.select_one("main tbody th a")
    assert link is not None
    return browser.get(str(link["href"]))


def substitute(browser: Browser, words: str) -> str:
    options = browser.get("/inbox/absences").html.select("select[name=substitute_id] option")
    (value,) = [option["value"] for option in options if words in option.get_text()]
    return str(value)


def test_absence__entered_and_approved__is_told_to_the_office_with_its_substitute(desk: Desk) -> None:
    clerk, head = desk.staff("specialist"), desk.staff("head_of_service")
    page = entered(clerk, substitute_id=substitute(clerk, "Lawyer"))
    assert "waits for approval" in page.text

    shown = opened(head)
    done = head.submit(shown, {"act": "Order No. 3 of 1 October"}, form=shown.form("/approval"))

    assert done.path == "/inbox/absences"
    row = desk.staff("lawyer").get("/inbox/absences").html.select_one("main tbody tr")
    assert row is not None
    for words in ("Specialist 1", "05.10.2026 – 09.10.2026", "Lawyer", "you stand in", "approved"):
        assert words in row.get_text(" ")
    assert "Order No. 3 of 1 October" in opened(clerk).text


def test_absence__declined__shows_its_official_why(desk: Desk) -> None:
    clerk, head = desk.staff("specialist"), desk.staff("head_of_service")
    entered(clerk)

    shown = opened(head)
    head.submit(shown, {"reason": "The audit is in that week."}, form=shown.form("/refusal"))

    assert "The audit is in that week." in opened(clerk).text


def test_absence__with_days_the_wrong_way_round__is_shown_again_with_what_was_entered(desk: Desk) -> None:
    page = entered(desk.staff("specialist"), last_on="2026-10-01")

    assert page.status == 422
    field = page.html.select_one("input[name=first_on]")
    assert field is not None and field["value"] == "2026-10-05"
    assert "The last is not before the first" in page.text or "the last is not before the first" in page.text


def test_absence__withdrawn_by_its_official__waits_for_nobody(desk: Desk) -> None:
    clerk, head = desk.staff("specialist"), desk.staff("head_of_service")
    entered(clerk)

    shown = opened(clerk)
    clerk.submit(shown, {}, form=shown.form("/end"))

    assert "Waiting for your approval" not in head.get("/inbox/absences").text
    assert "withdrawn" in clerk.get("/inbox/absences").text


def test_form__of_a_clerk__asks_neither_for_an_order_nor_for_whom(desk: Desk) -> None:
    of_clerk = desk.staff("specialist").get("/inbox/absences").html
    of_head = desk.staff("head_of_service").get("/inbox/absences").html

    assert [bool(page.select_one("[name=person_id]")) for page in (of_clerk, of_head)] == [False, True]
    assert [bool(page.select_one("[name=act]")) for page in (of_clerk, of_head)] == [False, True]
