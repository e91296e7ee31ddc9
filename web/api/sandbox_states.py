"""The state of a sandbox session, for clients of the API: what waits, what it asks, which deadlines run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.queries.views import Names
from engine.studio import sandbox_session
from forms.questions import Choice, Question
from web.studio.sandbox import SandboxSession


@dataclass(frozen=True)
class WaitingTask:
    """A task that waits, whose it is, and what it asks.

    `begins_with` are the answers that its form begins with; `is_again` says that they were written last time.
    """

    element: str
    names: Names
    role: str | None
    is_applicant: bool
    is_again: bool
    begins_with: Mapping[str, Any]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class WaitingJob:
    """A job that waits for another system; `answers` are those that scenarios of the draft know, by name."""

    element: str
    names: Names
    operation: str
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class RunningTimer:
    """A deadline that runs."""

    element: str
    names: Names
    due_on: date


@dataclass(frozen=True)
class SandboxState:
    """The state of a sandbox session. `failure` says why it stops; `questions` are the application's."""

    name: str
    revision: int
    scenario: Mapping[str, Any]
    failure: str | None
    is_filed: bool
    questions: tuple[Question, ...]
    now: datetime | None
    number: str | None
    status: str | None
    outcome: str | None
    due_on: date | None
    tasks: tuple[WaitingTask, ...]
    jobs: tuple[WaitingJob, ...]
    timers: tuple[RunningTimer, ...]
    path: tuple[str, ...]
    letters: tuple[str, ...]
    document: Mapping[str, Any]


def state_of(found: SandboxSession, state: Mapping[str, Any]) -> SandboxState:
    return SandboxState(
        name=found.name,
        revision=found.revision,
        scenario=found.scenario,
        failure=state["failure"],
        is_filed=state["is_filed"],
        questions=_questions(state.get("form")),
        now=datetime.fromisoformat(state["now"]) if "now" in state else None,
        **{name: state.get(name) for name in ("number", "status", "outcome")},
        due_on=_day(state.get("due_on")),
        tasks=tuple(
            WaitingTask(
                task["element"],
                task["names"],
                task["role"],
                task["is_applicant"],
                task["is_again"],
                task.get("begins_with", {}),
                _questions(task["form"]),
            )
            for task in state.get("tasks", ())
        ),
        jobs=tuple(
            WaitingJob(
                job["element"],
                job["names"],
                job["operation"],
                sandbox_session.known_answers(found.files, job["element"]),
            )
            for job in state.get("jobs", ())
        ),
        timers=tuple(
            RunningTimer(timer["element"], timer["names"], date.fromisoformat(timer["due_on"]))
            for timer in state.get("timers", ())
        ),
        path=tuple(state.get("path", ())),
        letters=tuple(state.get("letters", ())),
        document=state.get("document", {}),
    )


def _questions(said: Iterable[Mapping[str, Any]] | None) -> tuple[Question, ...]:
    return tuple(
        Question(**{**question, "options": tuple(Choice(**option) for option in question["options"])})
        for question in said or ()
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
