"""Sandbox sessions over HTTP: each step is kept as a scenario of the draft, by whoever saw how it stood."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from engine.studio.sandbox import SandboxSilent
from tests.web.browser import Browser, Page
from tests.web.desk import Desk
from web.studio import sandbox

ANALYST, OTHER = "00000009001", "00000009002"
SERVICE = "high_mountain.grant"
STATE: Mapping[str, Any] = {
    "failure": None,
    "is_filed": True,
    "now": "2026-11-02T06:00:00+00:00",
    "number": "KEDA-1",
    "status": "in_review",
    "outcome": None,
    "due_on": "2026-11-16",
    "tasks": [
        {
            "element": "check",
            "names": {"ka": "შემოწმება", "en": "Check"},
            "role": "specialist",
            "is_applicant": False,
            "is_again": False,
            "form": '<input name="ok" aria-label="ok">',
        }
    ],
    "jobs": [],
    "timers": [{"element": "over", "names": {"ka": "ვადა", "en": "Term"}, "due_on": "2026-11-16"}],
    "waiting": ["check"],
    "path": ["look"],
    "names": {"check": {"ka": "შემოწმება", "en": "Check"}, "look": {"ka": "ნახვა", "en": "Look"}},
    "letters": ["receipt"],
    "document": {},
    "expect": {"status": "in_review", "waiting": ["check"]},
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Any]]:
    """What the sandbox is asked; it stands still, and takes every answer."""
    questions: list[Mapping[str, Any]] = []

    def answer(code: str, files: Mapping[str, bytes], question: Mapping[str, Any]) -> dict[str, Any]:
        questions.append(question)
        if question.get("every"):
            results: list[dict[str, Any]] = [
                {"name": "granted", "differences": ["status: expected 'a', found 'b'"], "expect": None},
                {"name": "tried", "differences": ["letters[0] …"], "expect": {"letters": ["receipt"]}},
            ]
            left = [{"kind": "element", "id": "b", "names": {"ka": "ბ", "en": "Step B"}}]
            summary = [1, 2, 0, 0, 3, 4]
            return {
                "scenarios": results,
                "taken": ["a"],
                "missing": ["b"],
                "untaken": left,
                "summary": summary,
            }
        return {"answers": dict(question["typed"])} if "typed" in question else dict(STATE)

    monkeypatch.setattr(sandbox, "ask", answer)
    return questions


def begun(browser: Browser) -> str:
    page = browser.get("/studio")
    form = page.form('id="service"')
    draft = browser.submit(page, {"service": SERVICE}, form=form, button=("_do", "change")).path
    page = browser.get(f"{draft}/sandboxes")
    said = {"name": "tried", "title_ka": "ცდა", "title_en": "A try", "municipality": "keda"}
    assert browser.submit(page, said, form=page.form('id="title_ka"')).path == f"{draft}/sandboxes/tried"
    return draft


def kept(browser: Browser, draft: str) -> dict[str, Any]:
    content = browser.client.get(f"{draft}/files/scenarios/tried.json").get_json()["content"]
    found: dict[str, Any] = json.loads(content)
    return found


def pressed(browser: Browser, page: Page, button: str, **said: Any) -> Page:
    return browser.submit(page, said, form=page.form(f'value="{button}"'), button=("_do", button))


def test_sandbox__by_its_buttons__grows_goes_back_and_is_kept(
    desk: Desk, asked: list[Mapping[str, Any]]
) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)

    page = pressed(one, one.get(f"{draft}/sandboxes/tried"), "task", ok="yes")
    page = pressed(one, page, "until:2026-11-16")
    page = pressed(one, page, "days", days="3")
    page = pressed(one, page, "letter:receipt")
    page = pressed(one, page, "withdraw")
    page = pressed(one, page, "back")
    steps = kept(one, draft)["steps"]
    page = pressed(one, page, "expect")

    assert steps == [
        {"task": "check", "answers": {"ok": "yes"}},
        {"until": "2026-11-17"},
        {"days": 3},
        {"letter": "receipt"},
    ]
    assert kept(one, draft)["expect"] == STATE["expect"]
    assert page.status == 200
    assert kept(one, draft)["names"]["en"] == "A try"


def test_step_that_came_back__says_what_its_form_begins_with(
    desk: Desk, asked: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = desk.signed_in(ANALYST)
    place = f"{begun(browser)}/sandboxes/tried"
    first = browser.get(place)
    (task,) = STATE["tasks"]
    monkeypatch.setitem(STATE, "tasks", [{**task, "is_again": True}])

    again = browser.get(place)

    assert "begins with the answers last given" not in first.text
    assert "begins with the answers last given" in again.text


def test_sandbox__by_two_at_once__keeps_the_faster(desk: Desk, asked: list[Mapping[str, Any]]) -> None:
    one, other = desk.signed_in(ANALYST), desk.signed_in(OTHER)
    draft = begun(one)
    seen = other.get(f"{draft}/sandboxes/tried")

    pressed(one, one.get(f"{draft}/sandboxes/tried"), "days", days="1")
    late = pressed(other, seen, "days", days="9")

    assert late.status == 422
    assert kept(one, draft)["steps"] == [{"days": 1}]


@pytest.mark.parametrize("button", ["until:yesterday", "job:nothing", "dance"])
def test_step__that_nobody_was_offered__is_not_there(
    desk: Desk, asked: list[Mapping[str, Any]], button: str
) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    page = one.get(f"{draft}/sandboxes/tried")

    answer = one.submit(page, {}, form=page.form('value="days"'), button=("_do", button))

    assert answer.status == 404
    assert kept(one, draft)["steps"] == []


def test_every_scenario__run__says_what_came_out_and_what_none_takes(
    desk: Desk, asked: list[Mapping[str, Any]]
) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    page = one.get(f"{draft}/sandboxes")

    shown = pressed(one, page, "every")

    assert "expected 'a'" in shown.text
    assert shown.html.select_one("[data-coverage]") is not None
    told = shown.html.select_one("[data-compare=told]")
    assert told is not None
    assert json.loads(told.text)["marks"]["new"] == {"a": "taken", "b": "missed"}


def test_draft__that_can_not_be_run__is_said_to_be_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: Any) -> dict[str, Any]:
        raise SandboxSilent

    monkeypatch.setattr(sandbox, "ask", silent)
    one = desk.signed_in(ANALYST)

    draft = begun(one)
    page = one.get(f"{draft}/sandboxes/tried")

    assert page.status == 503
    assert page.html.select_one("main h1") is not None


def test_scenarios__of_which_only_letters_say_something_else__expect_it_when_that_is_pressed(
    desk: Desk, asked: list[Mapping[str, Any]]
) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    ours = one.client.get(f"{draft}/files/scenarios/granted.json").get_json()["content"]
    page = one.get(f"{draft}/sandboxes")
    page = one.submit(page, form=page.form('value="every"'), button=("_do", "every"))

    done = one.submit(page, form=page.form('value="renew"'), button=("_do", "renew"))

    assert "expect what letters say now" in done.text
    assert kept(one, draft)["expect"] == {"letters": ["receipt"]}
    assert one.client.get(f"{draft}/files/scenarios/granted.json").get_json()["content"] == ours
