"""Pages of ad hoc tasks: asked on the page of a case, answered on a page of its own, kept beside it."""

from __future__ import annotations

import pytest

from tests.web.browser import Browser, Page
from tests.web.desk import Desk

QUESTION, ANSWER = "Has the land been measured?", "Yes, in May."


@pytest.fixture
def case(desk: Desk) -> str:
    return f"/inbox/cases/{desk.filed().case_id}"


def asked(browser: Browser, case: str, **more: str) -> Page:
    shown = browser.get(case)
    link = shown.html.select_one(f'a[href="{case}/ask"]')
    assert link is not None
    page = browser.get(str(link["href"]))
    answers = {"who": "office:architect", "question": QUESTION, "due_on": "2026-12-01", **more}
    return browser.submit(page, answers, form=page.form("/ask"))


def test_question__asked_and_answered__stands_beside_the_case(desk: Desk, case: str) -> None:
    clerk, architect = desk.staff("specialist"), desk.staff("architect")
    assert architect.get(case).status == 404

    asked(clerk, case)
    mine = architect.get("/inbox/asked").html.select_one("main tbody th a")
    assert mine is not None and QUESTION in mine.get_text()
    assert architect.get(case).status == 200
    page = architect.get(str(mine["href"]))
    architect.submit(page, {"answer": ANSWER}, form=page.form("/answer"))

    panel = clerk.get(case).html.select_one("section[aria-labelledby='asked']")
    assert panel is not None
    for words in (QUESTION, ANSWER, "Architect"):
        assert words in panel.get_text(" ")


def test_question__with_nobody_chosen__is_shown_again_with_its_words(desk: Desk, case: str) -> None:
    page = asked(desk.staff("specialist"), case, who="")

    assert page.status == 422
    field = page.html.select_one("textarea[name=question]")
    assert field is not None and QUESTION in field.get_text()


def test_questions__of_a_case__are_read_by_no_applicant(desk: Desk, case: str) -> None:
    asked(desk.staff("specialist"), case)

    own = desk.signed_in("00000000101").get(case.replace("/inbox/", "/"))

    assert own.status == 200
    assert QUESTION not in own.text


def test_question__withdrawn_by_who_asked__waits_for_nobody(desk: Desk, case: str) -> None:
    clerk = desk.staff("specialist")
    asked(clerk, case)

    own = clerk.get("/inbox/asked").html.select_one("main tbody th a")
    assert own is not None
    page = clerk.get(str(own["href"]))
    clerk.submit(page, {}, form=page.form("/withdrawal"))

    assert "Nobody waits for an answer of yours" in desk.staff("architect").get("/inbox/asked").text
