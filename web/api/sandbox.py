"""Sandbox sessions of a draft: forms answered by role, registers that say something, days that pass.

A sandbox session is a scenario of the draft that grows step by step; what it comes to is asked of the sandbox
each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import marshmallow as ma
from flask import g
from marshmallow import fields, validate

from engine.errors import NotFound
from engine.queries.views import Names
from engine.studio import sandbox_session
from engine.studio.commands.service_drafts import SavedServiceFile
from engine.studio.letters import scenarios_of
from engine.studio.queries import service_drafts
from engine.studio.sandbox import ask
from web.api.callers import Who
from web.api.operations import operation
from web.api.reading import sent_version
from web.api.refusals import Several
from web.api.sandbox_states import SandboxState, state_of
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Answers, Strict, code_field, day, text, words
from web.api.studio import CHANGES, DRAFT, DRAWS
from web.auth import current_actor
from web.engine_access import engine
from web.studio.sandbox import MOST_DAYS, SandboxSession, beginning, session_of

SANDBOX = f"{DRAFT}/sandboxes/<name:name>"
KEPT: dict[str, Any] = {"gives": shape(SavedServiceFile), "has_version": True, **CHANGES}
STEPS = ("task", "job", "until", "days", "letter", "message")


class NewSandbox(Strict):
    """The name of a sandbox session, and of which municipality its application is."""

    name = text(40)
    names = words()
    municipality = code_field()


class SandboxStep(Strict):
    """One thing that happens: just one of `task` (with `answers`), `job` (with `answer`, by the name that the
    session gives it), `until` (the day after this deadline), `days`, `letter` (is read), `message`."""

    task = text(200, required=False)
    answers = fields.Dict(keys=fields.String(), load_default=dict)
    job = text(200, required=False)
    answer = text(200, required=False, load_default="")
    until = day(required=False)
    days = fields.Integer(strict=True, validate=validate.Range(min=1, max=MOST_DAYS))
    letter = text(200, required=False)
    message = fields.String(validate=validate.OneOf(("withdrawn",)))

    @ma.validates_schema
    def is_one(self, data: dict[str, Any], **_: Any) -> None:
        if len([step for step in STEPS if step in data]) != 1:
            raise ma.ValidationError("one of these", "task")


@dataclass(frozen=True)
class SandboxLine:
    """A sandbox session in the list."""

    name: str
    names: Names


@dataclass(frozen=True)
class Sandboxes:
    """The sandbox sessions of a draft, which are its scenarios."""

    items: tuple[SandboxLine, ...]


@dataclass(frozen=True)
class ScenarioResult:
    """Result of running a scenario; without `differences` it came out as it has to."""

    name: str
    differences: tuple[str, ...]


@dataclass(frozen=True)
class ScenarioResults:
    """Results of all scenarios, and coverage of diagram, tables and letters; `missing` is what none takes."""

    is_good: bool
    scenarios: tuple[ScenarioResult, ...]
    missing: tuple[str, ...]
    elements_taken: int
    elements: int
    rows_taken: int
    rows: int
    letters_taken: int
    letters: int


@operation(
    "GET",
    f"{DRAFT}/sandboxes",
    Who.OFFICE,
    does=("სამუშაო ვერსიის გათამაშებების სია", "List the sandbox sessions of a draft"),
    pages=("studio.sandboxes",),
    gives=shape(Sandboxes),
    **DRAWS,
)
def list_sandboxes(draft_id: UUID) -> Sandboxes:
    with engine().read(current_actor()) as tx:
        service_drafts.draft(tx, draft_id)
        found = scenarios_of(service_drafts.contents(tx, draft_id))
    return Sandboxes(tuple(SandboxLine(name, said.get("names") or {}) for name, said in found.items()))


@operation(
    "POST",
    f"{DRAFT}/sandboxes",
    Who.OFFICE,
    does=("გათამაშების დაწყება", "Begin a sandbox session"),
    pages=("studio.begin_sandbox",),
    takes=NewSandbox,
    gives=shape(SavedServiceFile),
    status=201,
    **CHANGES,
)
def begin_sandbox(body: dict[str, Any], draft_id: UUID) -> SavedServiceFile:
    saved: SavedServiceFile = send(beginning(draft_id, body["name"], body["names"], body["municipality"]))
    return saved


@operation(
    "GET",
    SANDBOX,
    Who.OFFICE,
    does=("სად დგას გათამაშება", "Get the state of a sandbox session"),
    pages=("studio.sandbox_page",),
    gives=shape(SandboxState),
    **DRAWS,
)
def get_sandbox(draft_id: UUID, name: str) -> SandboxState:
    found = session_of(draft_id, name)
    state = found.ask(is_of_program=True)
    g.version = found.revision
    return state_of(found, state)


@operation(
    "PUT",
    f"{SANDBOX}/application",
    Who.OFFICE,
    does=("გათამაშების განაცხადის შევსება", "Answer the application in a sandbox session"),
    pages=("studio.go_on",),
    takes=Answers,
    **KEPT,
)
def file_in_sandbox(body: dict[str, Any], draft_id: UUID, name: str) -> SavedServiceFile:
    found, seen = _read(draft_id, name)
    return found.keep(sandbox_session.filed(found.scenario, _judged(found, None, body["answers"])), seen)


@operation(
    "PUT",
    f"{SANDBOX}/steps/<int:number>",
    Who.OFFICE,
    does=("გათამაშების ნაბიჯი, ან დღეების გასვლა", "Take a step of a sandbox session, or let days pass"),
    pages=("studio.go_on",),
    takes=SandboxStep,
    **KEPT,
)
def take_sandbox_step(body: dict[str, Any], draft_id: UUID, name: str, number: int) -> SavedServiceFile:
    found, seen = _read(draft_id, name)
    if number != len(found.scenario["steps"]) + 1:
        raise NotFound
    return found.keep(sandbox_session.stepped(found.scenario, _step(found, body)), seen)


@operation(
    "DELETE",
    f"{SANDBOX}/steps/<int:number>",
    Who.OFFICE,
    does=("გათამაშების ბოლო ნაბიჯის გაუქმება", "Take the last step of a sandbox session back"),
    pages=("studio.go_on",),
    **KEPT,
)
def take_back_sandbox_step(draft_id: UUID, name: str, number: int) -> SavedServiceFile:
    found, seen = _read(draft_id, name)
    if not 0 < number == len(found.scenario["steps"]):
        raise NotFound
    return found.keep(sandbox_session.taken_back(found.scenario), seen)


@operation(
    "PUT",
    f"{SANDBOX}/expectation",
    Who.OFFICE,
    does=(
        "გათამაშების შედეგის შენახვა სცენარის მოსალოდნელ შედეგად",
        "Keep the outcome of a sandbox session as the expectation of its scenario",
    ),
    pages=("studio.go_on",),
    **KEPT,
)
def keep_sandbox(draft_id: UUID, name: str) -> SavedServiceFile:
    found, seen = _read(draft_id, name)
    return found.keep(sandbox_session.expecting(found.scenario, found.ask().get("expect", {})), seen)


@operation(
    "POST",
    f"{DRAFT}/scenarios",
    Who.OFFICE,
    does=("სამუშაო ვერსიის ყველა სცენარის გათამაშება", "Run every scenario of a draft"),
    pages=("studio.begin_sandbox",),
    gives=shape(ScenarioResults),
    is_question=True,
    **DRAWS,
)
def run_scenarios(draft_id: UUID) -> ScenarioResults:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        files = service_drafts.contents(tx, draft_id)
    said = ask(draft.code, files, {"every": True})
    found = tuple(
        ScenarioResult(scenario["name"], tuple(scenario["differences"])) for scenario in said["scenarios"]
    )
    is_good = bool(found) and not any(scenario.differences for scenario in found)
    return ScenarioResults(is_good, found, tuple(said["missing"]), *said["summary"])


def _read(draft_id: UUID, name: str) -> tuple[SandboxSession, int]:
    """Return a sandbox session as the caller has read it, and its revision."""
    found, seen = session_of(draft_id, name), sent_version()
    if found.revision != seen:
        found.keep(found.scenario, seen)  # refused, and who was faster is told before anything is run
    return found, seen


def _step(found: SandboxSession, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the step as scenarios have it."""
    if "task" in body:
        return {"task": body["task"], "answers": _judged(found, body["task"], body["answers"])}
    if "job" in body:
        chosen = sandbox_session.known_answers(found.files, body["job"]).get(body["answer"])
        if chosen is None:
            raise NotFound
        return {"job": body["job"], **chosen}
    if "until" in body:
        return sandbox_session.until(body["until"].isoformat())
    return {step: body[step] for step in STEPS if step in body}


def _judged(found: SandboxSession, element: str | None, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers as the form takes them. Raises `Several`, or `NotFound` where no such task waits."""
    said = found.ask(element=element, answers=dict(answers))
    if said.get("is_missing"):
        raise NotFound
    if "errors" in said:
        raise Several(
            (f"answers.{error['path']}", error["code"], error["detail"]) for error in said["errors"]
        )
    judged: dict[str, Any] = said["answers"]
    return judged
