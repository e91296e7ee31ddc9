"""Steps that are one question, answered by a button of their own, without a script."""

from __future__ import annotations

import pytest

from tests.web.browser import Browser, Page, fields_of
from tests.web.desk import Desk
from tests.web.questions import asked

LIST = "/inbox?tab=unassigned"
SPECIALIST, NOT_OURS = ("_answer", "specialist"), ("_answer", "not_ours")


@pytest.fixture
def chancellery(desk: Desk) -> Browser:
    asked(desk.signed_in())
    return desk.staff("chancellery")


def opened(browser: Browser) -> Page:
    """Return the one step that nobody has, opened from the list."""
    link = browser.get(LIST).html.select_one("a.row-link")
    assert link is not None
    return browser.get(str(link["href"]))


def presses(page: Page) -> dict[str, str]:
    return {str(button["value"]): str(button["data-answer"]) for button in page.html.select("[data-answer]")}


def test_step__of_one_question__is_finished_by_one_press(chancellery: Browser) -> None:
    step = opened(chancellery)

    done = chancellery.submit(step, form=step.form("task-form"), button=SPECIALIST)

    assert presses(step) == {
        **dict.fromkeys(("specialist", "lawyer", "chancellery"), "finishes"),
        "not_ours": "chooses",  # the question leaves the office
    }
    assert "The step is finished" in done.text and not done.html.select("tbody tr")


def test_step__whose_option_leads_out_of_the_office__takes_a_second_press(chancellery: Browser) -> None:
    step = opened(chancellery)

    chosen = chancellery.submit(step, form=step.form("task-form"), button=NOT_OURS)

    assert chosen.status == 200 and "not finished yet" in chosen.text
    assert fields_of(chosen.form("task-form"))["answered_by"] == "not_ours"
    assert chancellery.get(step.path).html.select("[data-free]")
    done = chancellery.submit(chosen, form=chosen.form("task-form"))
    assert "The step is finished" in done.text


def test_step__pressed_against_what_the_form_says__is_not_finished(chancellery: Browser) -> None:
    step = opened(chancellery)
    form, other = step.form("task-form"), {"answered_by": "lawyer"}

    chosen = chancellery.submit(step, other, form=form, button=SPECIALIST)

    assert "not finished yet" in chosen.text and presses(chosen)
    assert fields_of(chosen.form("task-form"))["answered_by"] == "specialist"


def test_step__that_a_head_looks_at__offers_no_answers(desk: Desk, chancellery: Browser) -> None:
    seen = desk.staff("head_of_service").get(opened(chancellery).path.partition("?")[0])

    assert seen.status == 200 and seen.html.select("[data-task]") and not presses(seen)


def test_step__of_several_questions__has_no_such_buttons(desk: Desk) -> None:
    desk.filed()

    step = opened(desk.staff("specialist"))

    assert step.html.select("[data-finish]") and not presses(step)
