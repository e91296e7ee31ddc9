"""A step that nobody has: whoever answers it takes it, and nobody loses what they typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.queries.views import TaskView
from tests.web.browser import Browser, Page, fields_of
from tests.web.desk import Desk, Filed
from tests.web.steps import do_step
from web.inbox import tasks as pages

CLERK, COLLEAGUE = "00000002002", "00000002008"
LIST = "/inbox?tab=unassigned&service=high_mountain.grant"
TYPED = {"complete": "no", "missing_text": "გთხოვთ ფოტო"}
AGAIN = ("__refresh__", "complete")


def opened(desk: Desk) -> tuple[Filed, Browser, Page]:
    """Return a fresh case, and its first step as a clerk sees it."""
    filed, browser = desk.filed(), desk.signed_in(CLERK)
    (row,) = browser.get(LIST).html.select("tbody tr")
    return filed, browser, browser.get(f"/inbox/tasks/{str(row['id']).removeprefix('task-')}")


def is_theirs(page: Page) -> bool:
    return bool(page.html.select("form[action*=release]")) and not page.html.select("[data-free]")


def test_free_step__answered__is_taken_and_finished_at_once(desk: Desk) -> None:
    filed, browser, step = opened(desk)
    assert step.html.select_one("[data-free]") and step.html.select_one("[data-finish]")

    done = browser.submit(step, desk.COMPLETE, form=step.form("task-form"))

    assert "The step is finished" in done.text
    assert " took: " in browser.get(f"/inbox/cases/{filed.case_id}").text


def test_free_step__answered_wrongly__is_theirs_and_the_page_says_so(desk: Desk) -> None:
    _, browser, step = opened(desk)

    wrong = browser.submit(step, {"complete": "no", "missing_text": ""}, form=step.form("task-form"))

    assert wrong.status == 422 and is_theirs(wrong)


def test_free_step__only_looked_at_again__stays_free(desk: Desk) -> None:
    _, browser, step = opened(desk)

    shown = browser.submit(step, {"complete": "no"}, form=step.form("task-form"), button=AGAIN)

    assert "missing_text" in str(shown.form("task-form")) and not is_theirs(shown)
    assert browser.get(step.path).html.select_one("[data-free]")


def test_free_step__answered_when_a_colleague_has_it__keeps_what_was_typed(desk: Desk) -> None:
    _, browser, step = opened(desk)
    colleague = desk.signed_in(COLLEAGUE)
    theirs = colleague.get(step.path)
    colleague.submit(theirs, form=theirs.form("data-claim-open"))

    late = browser.submit(step, TYPED, form=step.form("task-form"))

    assert late.status == 409 and TYPED["missing_text"] in late.text
    assert not late.html.select("[data-finish]")


@pytest.mark.parametrize("button", [None, ("_do", "save")])
def test_free_step__that_a_colleague_finishes_at_the_same_instant__keeps_what_was_typed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, button: tuple[str, str] | None
) -> None:
    filed, browser, step = opened(desk)
    colleague, shown, looks = desk.signed_in(COLLEAGUE), pages._task, list[TaskView]()

    def shown_just_before(task_id: UUID) -> TaskView:
        looks.append(shown(task_id))
        if len(looks) == 1:
            do_step(colleague, filed.case_id, desk.COMPLETE)
        return looks[-1]

    monkeypatch.setattr(pages, "_task", shown_just_before)
    late = browser.submit(step, TYPED, form=step.form("task-form"), button=button)

    assert late.status == 409 and TYPED["missing_text"] in late.text
    assert not late.html.select("[data-finish]")


def test_free_step__that_keeps_itself__is_taken_by_the_first_answer(desk: Desk) -> None:
    _, browser, step = opened(desk)

    kept = saved(browser, step)

    assert kept["version"] == 1 and kept["isTaken"]
    assert is_theirs(browser.get(step.path))
    assert "isTaken" not in saved(browser, step)


def test_free_step__that_keeps_itself_when_a_colleague_has_it__says_who(desk: Desk) -> None:
    _, browser, step = opened(desk)
    colleague = desk.signed_in(COLLEAGUE)
    theirs = colleague.get(step.path)
    colleague.submit(theirs, form=theirs.form("data-claim-open"))

    kept = saved(browser, step)

    assert desk.people()[COLLEAGUE].name["en"] in kept["words"] and "version" not in kept


def test_free_step__answered_by_another_office__is_refused(desk: Desk) -> None:
    _, _, step = opened(desk)
    mayor = desk.staff("mayor")
    seen = mayor.get(step.path)
    assert not seen.html.select("#task-form, [data-finish]")

    token = seen.html.select_one("[name=csrf_token]")
    assert token is not None
    sent = {**TYPED, "csrf_token": str(token["value"]), "_key": str(uuid4())}
    refused = mayor.post(step.path, fields_of(step.form("task-form")).to_dict() | sent)

    assert refused.status == 403
    assert desk.signed_in(COLLEAGUE).get(step.path).html.select_one("[data-free]")


def saved(browser: Browser, step: Page) -> dict[str, Any]:
    """Keep the form as its script does."""
    answers = fields_of(step.form("task-form"))
    answers["complete"] = "no"
    answer: dict[str, Any] = browser.client.post(f"{step.path}/save", data=answers).json
    return answer
