"""A step that comes back, on its page and for a program: a remark on a draft, and a hearing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from engine.bootstrap import Engine
from engine.jobs import timers
from tests.web.browser import Browser, Page, fields_of
from tests.web.desk import CITIZEN, Desk
from tests.web.programs import Program, of_office
from tests.web.steps import do_step
from tests.web.test_appeals import complain

DRAFT = {
    "outcome": "refuse",
    "facts": "მასალები შესწავლილია.",
    "reasoning": "გადაწყვეტილება კანონიერია.",
    "refusal_reason": "lawful",
}
REMARK = "ერთი სიტყვა შესაცვლელია."
HEARING = {"manner": "written", "ground": "დააზუსტეთ საფუძვლები."}
HEARD = {"conclusion": "unchanged", "explanation": "ახალი გარემოება არ დასახელებულა."}


@pytest.fixture
def drafted(desk: Desk) -> UUID:
    """A complaint with a draft of the act, which a refusal sends to a hearing and a grant to the visa."""
    filed = complain(desk, None)
    desk.run_jobs()
    lawyer = desk.staff("lawyer")
    do_step(lawyer, filed.case_id, {"admissible": "yes"})
    desk.run_jobs()
    do_step(lawyer, filed.case_id, {"next": "draft", "finding": "lawful", "explanation": "აქტი კანონიერია."})
    return filed.case_id


def remarked(desk: Desk, case_id: UUID) -> dict[str, Any]:
    """Let the head send a draft back; return the draft."""
    draft = {**DRAFT, "outcome": "grant", "instruction": "განიხილოს ხელახლა."}
    draft["departure_reason"] = "ახალი გარემოება გამოვლინდა."  # the study found the contested act lawful
    del draft["refusal_reason"]
    do_step(desk.staff("lawyer"), case_id, draft)
    desk.run_jobs()
    do_step(desk.staff("head_of_service"), case_id, {"visa": "remarks", "remarks": REMARK})
    return draft


def heard(desk: Desk, case_id: UUID) -> None:
    """Let a draft of a refusal go through a hearing in which nobody says anything."""
    do_step(desk.staff("lawyer"), case_id, DRAFT)
    do_step(desk.staff("lawyer"), case_id, HEARING)
    desk.run_jobs()
    desk.signed_in(CITIZEN).get(f"/cases/{case_id}")
    desk.days_pass(12)
    timers.poll(desk.engine)
    desk.run_jobs()
    do_step(desk.staff("lawyer"), case_id, HEARD)


def taken(browser: Browser) -> Page:
    """Take the step that nobody has."""
    listed = browser.get("/inbox?tab=unassigned")
    return browser.submit(listed, form=listed.form("/claim"))


def filled(page: Page) -> MultiDict[str, Any]:
    return fields_of(page.form("_window"))


def shown(program: Program, case_id: UUID) -> dict[str, Any]:
    """Return the step of the case that nobody has, as a program reads it."""
    tasks = program.get("/tasks?list=unassigned").json["items"]
    (task,) = [waiting for waiting in tasks if waiting["case_id"] == str(case_id)]
    found: dict[str, Any] = program.get(f"/tasks/{task['task_id']}").json
    return found


def test_draft__sent_back_with_a_remark__is_there_with_the_remark(desk: Desk, drafted: UUID) -> None:
    draft = remarked(desk, drafted)

    page = taken(desk.staff("lawyer"))

    begun = filled(page)
    assert {key: begun[key] for key in draft} == draft
    assert REMARK in page.html.select_one("form.f-form").get_text()  # type: ignore[union-attr]
    assert "The form begins with the answers you last gave at this step" in page.text


def test_draft__after_a_hearing__is_there(desk: Desk, drafted: UUID) -> None:
    heard(desk, drafted)

    begun = filled(taken(desk.staff("lawyer")))

    assert {key: begun[key] for key in DRAFT} == DRAFT


def test_draft__sent_as_it_came_back__is_taken(desk: Desk, drafted: UUID) -> None:
    remarked(desk, drafted)
    browser = desk.staff("lawyer")
    step = taken(browser)

    done = browser.submit(step, form=step.form("_window"))

    assert done.path == "/inbox?tab=unassigned"


def test_draft__saved_since_it_came_back__is_as_it_was_saved(desk: Desk, drafted: UUID) -> None:
    remarked(desk, drafted)
    browser = desk.staff("lawyer")
    step = taken(browser)

    browser.submit(step, {"facts": "სხვა"}, form=step.form("_window"), button=("_do", "save"))
    later = browser.get(step.path)

    assert filled(later)["facts"] == "სხვა"
    assert "The form begins with" not in later.text


def test_visa__comes_back__is_empty_and_says_nothing_of_answers(desk: Desk, drafted: UUID) -> None:
    draft = remarked(desk, drafted)
    do_step(desk.staff("lawyer"), drafted, draft)
    desk.run_jobs()

    page = taken(desk.staff("head_of_service"))

    assert "visa" not in filled(page) and REMARK not in filled(page).values()
    assert "The form begins with" not in page.text


def test_program__draft_sent_back_with_a_remark__is_told_what_it_begins_with(
    app: Flask, engine: Engine, desk: Desk, drafted: UUID
) -> None:
    draft = remarked(desk, drafted)

    task = shown(of_office(app, engine, "lawyer"), drafted)

    assert task["begins_with"] == draft
    assert task["written_last"] == {"by": None, "at": "2026-09-01T06:00:00+00:00"}
    assert task["draft"] == {}


def test_program__draft_after_a_hearing__is_told_what_it_begins_with(
    app: Flask, engine: Engine, desk: Desk, drafted: UUID
) -> None:
    heard(desk, drafted)

    task = shown(of_office(app, engine, "lawyer"), drafted)

    assert task["begins_with"] == DRAFT


def test_program__visa_comes_back__is_told_of_none(
    app: Flask, engine: Engine, desk: Desk, drafted: UUID
) -> None:
    draft = remarked(desk, drafted)
    do_step(desk.staff("lawyer"), drafted, draft)
    desk.run_jobs()

    task = shown(of_office(app, engine, "head_of_service"), drafted)

    assert (task["begins_with"], task["written_last"]) == ({}, None)
