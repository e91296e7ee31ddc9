"""Sandbox: a draft run step by step on a throwaway database, by a program that answers line by line.

The database is prepared once; each question brings a scenario, which is run from its beginning on a copy, so
what is shown follows from what was asked alone. What asks another system waits for an answer that somebody
chooses. The program ends with its questions. Refuses to know who asks.
"""

from __future__ import annotations

import json
import selectors
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from werkzeug.datastructures import MultiDict

from engine import canonical
from engine.catalogue.folder import ServiceFolder, read_service
from engine.catalogue.published import Published
from engine.errors import EngineError
from engine.memory import raise_gc_thresholds
from engine.operations import ALL
from engine.queries import observations
from engine.scenarios.asking import Asked, start_form, task_form
from engine.scenarios.before import earlier, meanwhile
from engine.scenarios.compare import end, path
from engine.scenarios.coverage import Coverage
from engine.scenarios.errors import CannotRun
from engine.scenarios.folders import version_of
from engine.scenarios.keeping import Witnessed, expectations, renewed
from engine.scenarios.reading import Difference
from engine.scenarios.run import prepare, prepared_database, run_one
from engine.scenarios.runner import ScenarioRunner
from engine.scenarios.throwaway_database import ThrowawayDatabase, throwaway_database
from engine.tenancy import system
from forms import InvalidAnswers, describe, parse_html, render, render_errors, validate
from forms.questions import questions

Answer = dict[str, Any]
LONGEST_PAUSE = 900  # seconds


class Sandbox(ScenarioRunner):
    """A scenario that stops where it has no more steps, and says what waits there."""

    def run(self) -> list[Difference]:
        """Run the steps there are; `failure` says why no further."""
        self.failure: str | None = None
        try:
            super().run()
        except (CannotRun, EngineError) as error:
            self.failure = str(error)
        return []

    def _is_held(self, job: Any) -> bool:
        return super()._is_held(job) or ALL.traits_of(job.operation).gives_up_with is not None


class SandboxQuestion:
    """One question: a run of the scenario, and what is asked of the form at the end of it."""

    def __init__(self, runner: Sandbox, question: Mapping[str, Any]) -> None:
        self.runner, self.question = runner, question
        self.language = str(question["language"])

    def answer(self) -> Answer:
        runner = self.runner
        runner.run()
        element = self.question.get("element")
        if self.question.get("typed") is not None:
            return self._judged(element)
        if "answers" in self.question:
            return self._checked(element)
        said: Answer = {
            "failure": runner.failure,
            "is_filed": runner.is_opened,
            "now": runner.clock.now().isoformat(),
        }
        if not runner.is_opened:
            return {**said, "form": self._form(None)}
        return {**said, **self._state()}

    def _state(self) -> Answer:
        runner, version = self.runner, self.runner._version()
        found = runner._observe()
        with runner.engine.read(system(runner.municipality.id)) as tx:
            tasks = observations.open_tasks(tx, runner.case_id)
            due = sorted(observations.timer_days(tx, runner.case_id).items(), key=lambda one: one[1])
        jobs = [(_element(job), job.operation) for job in runner._jobs() if runner._is_held(job)]
        return {
            "number": found.number,
            "status": found.status,
            "outcome": found.outcome,
            "due_on": found.due_on and found.due_on.isoformat(),
            "tasks": [
                {
                    "element": task.element,
                    "names": version.names_of(task.element),
                    "role": task.role,
                    "is_applicant": task.person_id is not None,
                    "form": self._form(task.element),
                    **self._begins(task.element),
                }
                for task in tasks
            ],
            "jobs": [
                {"element": step, "names": version.names_of(step), "operation": operation}
                for step, operation in jobs
            ],
            "timers": [
                {"element": step, "names": version.names_of(step), "due_on": day.isoformat()}
                for step, day in due
            ],
            "waiting": list(found.waiting),
            "path": list(path(found)),
            "names": {step: _names(version, step) for step in (*found.waiting, *path(found))},
            "letters": list(found.letters),
            "document": found.document,
            "expect": self._expect(found, version),
        }

    def _expect(self, found: observations.Observation, version: Published) -> Answer:
        """Return what a scenario of these steps has to come to."""
        expect: Answer = {
            "status": found.status,
            "waiting": list(found.waiting),
            "letters": list(found.letters),
        }
        kinds = {element.id: element.kind for element in version.definition.elements.values()}
        expect["path"] = [step for step in path(found) if kinds.get(step) in ("userTask", "businessRuleTask")]
        if (ended := end(found)) is not None:
            expect["end"] = ended
        outcome = self.runner.outcome()
        return expectations(expect, outcome, Witnessed([outcome]))

    def _begins(self, element: str) -> Answer:
        """Return whether a task's form begins with what was written last and, for a program, the answers."""
        begins = self._asked(element).begins
        said: Answer = {"is_again": begins.last is not None}
        return said | ({"begins_with": begins.answers} if self.question.get("is_of_program") else {})

    def _form(self, element: str | None, answers: Any = None, errors: Any = ()) -> Any:
        """Return the fields of a task, or of the application, as HTML, or the questions for a program."""
        form, context, begins = self._asked(element)
        if form is None:
            return None
        if self.question.get("is_of_program"):
            return [asdict(question) for question in questions(form, context)]
        now = self.runner.clock.now()
        filled = begins.answers if answers is None else answers
        return str(render(form, filled, errors=errors, language=self.language, context=context, now=now))

    def _judged(self, element: str | None) -> Answer:
        form, context, _ = self._asked(element)
        if form is None:
            return {"answers": {}}
        answers = parse_html(form, MultiDict([(name, value) for name, value in self.question["typed"]]))
        if answers.pressed is not None:
            return {"form": self._form(element, answers)}
        try:
            return {"answers": validate(form, answers, context=context, now=self.runner.clock.now())}
        except InvalidAnswers as refused:
            summary = str(render_errors(form, refused.errors, self.language))
            return {"form": self._form(element, answers, refused.errors), "summary": summary}

    def _checked(self, element: str | None) -> Answer:
        """Judge the answers of a program; `is_missing` says that no such task waits."""
        runner = self.runner
        if element is not None and element not in self._open():
            return {"is_missing": True}
        form, context, _ = self._asked(element)
        if form is None:
            return {"answers": {}}
        try:
            now = runner.clock.now()
            return {"answers": validate(form, self.question["answers"], context=context, now=now)}
        except InvalidAnswers as refused:
            told = [(error.path, error.code, describe(error, self.language)) for error in refused.errors]
            return {"errors": [{"path": path, "code": code, "detail": said} for path, code, said in told]}

    def _open(self) -> set[str]:
        runner = self.runner
        if not runner.is_opened:
            return set()
        with runner.engine.read(system(runner.municipality.id)) as tx:
            return {task.element for task in observations.open_tasks(tx, runner.case_id)}

    def _asked(self, element: str | None) -> Asked:
        """Return the form of a task, or the one an application is filed with, and what it knows."""
        runner = self.runner
        place = runner.municipality.id
        if element is None:
            return start_form(runner.engine, runner.service, place, self.language, by=runner.applicant)
        return task_form(runner.engine, runner.case_id, place, self.language, element=element)


def answers(folder: Path, questions: Iterator[Mapping[str, Any]]) -> Iterator[Answer]:
    """Answer each question about the service in the folder."""
    service = read_service(folder)
    first = next(questions, None)
    if first is None:
        return
    with prepared_database(folder, service) if service.scenarios else _alone(folder, first) as built:
        yield _answer(built, folder, service, first)
        for question in questions:
            yield _answer(built, folder, service, question)


def _alone(folder: Path, question: Mapping[str, Any]) -> AbstractContextManager[ThrowawayDatabase]:
    return throwaway_database(folder, datetime.fromisoformat(question["scenario"]["starts_at"]))


def _answer(
    built: ThrowawayDatabase, folder: Path, service: ServiceFolder, question: Mapping[str, Any]
) -> Answer:
    if question.get("every"):
        return _every(built, folder, service)
    scenario = {**question["scenario"], "expect": {}}
    before = prepare(built, earlier(folder, scenario))
    with built.engine(datetime.fromisoformat(scenario["starts_at"]), before) as (engine, clock):
        between = meanwhile(folder, scenario)
        runner = Sandbox(engine, clock, service.code, scenario, meanwhile=between)
        return SandboxQuestion(runner, question).answer()


def _every(built: ThrowawayDatabase, folder: Path, service: ServiceFolder) -> Answer:
    """Run every scenario of the service; say how each came out, and what all of them take."""
    coverage = Coverage()
    results = [run_one(built, folder, service, name) for name in sorted(service.scenarios)]
    coverage.add(version_of(folder), tuple(result.taken for result in results))
    drawn = dict(coverage)[service.code]
    outcomes = {result.name: result.outcome for result in results if result.outcome is not None}
    expected = renewed(service.scenarios, outcomes)
    return {
        "scenarios": [
            {
                "name": result.name,
                "differences": list(result.differences),
                "expect": expected.get(result.name) if result.differences else None,
            }
            for result in results
        ],
        "taken": sorted(drawn.taken.elements),
        "missing": list(drawn.missing),
        "untaken": drawn.untaken,
        "summary": [number for counted in drawn.counts.values() for number in counted],
    }


def _names(version: Published, element: str) -> Mapping[str, str]:
    return version.names_of(element) if element in version.definition.elements else {}


def _element(job: Any) -> str:
    return str(job.token).rpartition(":")[0]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return str(value)


def _questions() -> Iterator[Mapping[str, Any]]:
    """Read questions until there are none, or nobody has asked for a while."""
    with selectors.DefaultSelector() as selector:
        selector.register(sys.stdin, selectors.EVENT_READ)
        while selector.select(LONGEST_PAUSE) and (line := sys.stdin.readline()):
            yield canonical.loads(line)


def main() -> None:
    raise_gc_thresholds()
    for said in answers(Path(sys.argv[1]), _questions()):
        print(json.dumps(said, ensure_ascii=False, default=_plain), flush=True)


if __name__ == "__main__":
    main()
