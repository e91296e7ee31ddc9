"""Runner of one scenario through the real engine.

People act by their roles through the same commands as in the browser; jobs run as a worker runs
them, unless the scenario says what came back; time passes by moving the clock and polling the
timers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from engine.bootstrap import Engine
from engine.cases.messages import WITHDRAWN
from engine.catalogue.published import Published, published
from engine.clock import SettableClock
from engine.commands.cases import CompleteTask, WithdrawCase
from engine.commands.jobs import CompleteJob, FailJob
from engine.commands.letters import ReadLetters
from engine.commands.signing import OpenSigning
from engine.errors import EngineError
from engine.jobs.app import perform_job, result_of
from engine.jobs.timers import poll
from engine.operations import ALL
from engine.queries import observations, places
from engine.scenarios.actors import applicant_with, staff_with
from engine.scenarios.asking import task_form
from engine.scenarios.attaching import with_files
from engine.scenarios.before import Earlier
from engine.scenarios.closing import is_closed
from engine.scenarios.compare import Shown, differences, due_on, expired
from engine.scenarios.councils import set_values
from engine.scenarios.counting import count
from engine.scenarios.coverage import CoveredParts, taken_by
from engine.scenarios.errors import CannotRun, in_words
from engine.scenarios.keeping import Outcome
from engine.scenarios.kinds import kind_of
from engine.scenarios.money import set_lines
from engine.scenarios.opening import Opening
from engine.scenarios.papers import Papers
from engine.scenarios.passing import goal_of, instants
from engine.scenarios.post import Post
from engine.scenarios.reading import Difference, Renewable
from engine.scenarios.signers import Signers
from engine.scenarios.signing import sign, sign_on_paper
from engine.scope import watching_fillings
from engine.signatures.signers import SignatureDue
from engine.stores import cases
from engine.tenancy import Actor, system
from forms import hidden_questions

MOST_JOBS = 100


@dataclass
class ScenarioRunner:
    """One scenario on its way."""

    engine: Engine
    clock: SettableClock
    service: str
    scenario: Mapping[str, Any]
    due: dict[str, date] = field(default_factory=dict)
    papers: Papers = field(default_factory=Papers)
    meanwhile: Mapping[str, Earlier] = field(default_factory=dict)  # by the name that steps say
    is_opened: bool = False  # whether there is a case
    # By step: what conditions of its form hid last.
    hidden: dict[str, list[str]] = field(default_factory=dict)

    def run(self) -> list[Difference]:
        """Run every step; return what came out otherwise, and what letters and acts leave empty."""
        with watching_fillings(self.papers.note):
            found = self._run()
        return [*found, *self.papers.gaps]

    def _run(self) -> list[Difference]:
        scenario = self.scenario
        self.signers = Signers(self.clock, self.clock.now())
        known = replace(self.engine.connections, signature_rules=self.signers.rules)
        self.engine = replace(self.engine, connections=known)
        with self.engine.read(Actor()) as tx:
            self.municipality = places.municipality(tx, scenario["municipality"])
        self.post = Post(self.engine, self.municipality.code, self.municipality.id)
        self.applicant = applicant_with(self.engine, scenario["applicant"])
        set_values(self.engine, self.clock, self.municipality, scenario.get("parameters", {}))
        self._fund(scenario.get("budget", {}))
        self.awaited_jobs = [step["job"] for step in scenario["steps"] if "job" in step]
        if not self._open_case():
            return []
        found: list[Difference] = []
        for number, step in enumerate(scenario["steps"], start=1):
            self._run_jobs()
            kind = kind_of(step)
            label = f"step {number} ({kind} {step[kind]})"
            try:
                self._take(step)
            except (EngineError, CannotRun) as error:
                raise CannotRun(f"{label}: {in_words(error)}") from error
            self._run_jobs()
            if "expect" in step:
                found += [
                    replace(difference, what=f"{label} {difference.what}")
                    for difference in self._compare(step["expect"])
                ]
        return found + list(self._compare(scenario["expect"]))

    def taken(self) -> CoveredParts:
        """Return what the case has taken so far."""
        if not self.is_opened:
            return CoveredParts(occasions=self.occasions)
        taken = taken_by(self._observe(), self.papers.letters)
        return replace(taken, occasions=taken.occasions | self.occasions)

    def outcome(self) -> Outcome:
        """Return what the case has come to, as its file can expect it."""
        found = self._observe()
        letters = tuple(zip(found.letters, found.pages, strict=True))
        return Outcome(due_on(found), letters, self._shown(), self.papers.templates, expired(found))

    def _open_case(self) -> bool:
        """Begin; False where none is opened, as the scenario says."""
        scenario, role = self.scenario, self.scenario.get("opened_by")
        opener = self._actor_with(role, None) if role else None
        common = self.engine, self.service, scenario, self.municipality.id
        beginning = Opening(*common, applicant=self.applicant, opener=opener)
        try:
            case_id = beginning.open()
        except EngineError as error:
            raise CannotRun(f"filing: {in_words(error)}") from error
        self.occasions = beginning.taken(case_id)
        if case_id is not None:
            self.case_id, self.is_opened = case_id, True
        if (case_id is not None) is not scenario["expect"].get("is_opened", True):
            raise CannotRun("no case is opened" if case_id is None else "a case is opened")
        return case_id is not None

    def _take(self, step: Mapping[str, Any]) -> None:
        if "task" in step:
            self._complete(step)
        elif "job" in step:
            self._return(step)
        elif "message" in step:
            self._bring(step)
        elif "letter" in step:
            self._open(step["letter"])
        elif "counts" in step:
            count(self.engine, self.case_id, step, actor=self._actor_with(step["role"], None))
        elif "closed" in step:
            self._try(step)
        elif "signal" in step:
            self.post.bring_signal(step["signal"], step.get("payload"))
        elif "budget" in step:
            self._fund(step["budget"])
        elif "meanwhile" in step:
            self._let_happen(self.meanwhile[step["meanwhile"]])
        else:
            self._move_to(goal_of(step, self.clock.now()))

    def _complete(self, step: Mapping[str, Any]) -> None:
        with self.engine.read(system(self.municipality.id)) as tx:
            task = observations.open_task(tx, self.case_id, step["task"])
        if task is None:
            raise CannotRun(f"no open task; waiting: {', '.join(self._observe().waiting)}")
        if task.person_id is not None:
            actor = self.applicant
        else:
            if step.get("role") not in (None, task.role):
                raise CannotRun(f"the task is for {task.role}")
            actor = self._actor_with(task.role, task.unit_code)
        place = "" if task.person_id == self.applicant.person_id else self.municipality.code
        answers = with_files(self.engine, step["answers"], by=actor, municipality=place)
        self._note_hidden(step["task"], answers)
        try:
            self.engine.send(CompleteTask(task.id, answers), actor=actor)
        except SignatureDue:
            self._sign(OpenSigning(task.id, answers), doer=actor, is_on_paper="on_paper" in step)

    def _note_hidden(self, element: str, answers: Mapping[str, Any]) -> None:
        """Keep what conditions of the step's form hide for the answers."""
        place, language = self.municipality.id, self.scenario["language"]
        form, context, _ = task_form(self.engine, self.case_id, place, language, element=element)
        if form is not None and form.has_conditions:
            found = hidden_questions(form, answers, context=context, now=self.clock.now())
            self.hidden[element] = list(found)

    def _sign(self, command: OpenSigning, *, doer: Actor, is_on_paper: bool) -> None:
        if is_on_paper:
            sign_on_paper(self.engine, command, doer=doer, municipality=self.municipality.code)
        else:
            sign(self.engine, self.signers, command, doer=doer)

    def _try(self, step: Mapping[str, Any]) -> None:
        name, other, place = step["closed"], step["to_doer_of"], self.municipality.id
        if not is_closed(self.engine, self.case_id, place, step=name, doer_of=other):
            raise CannotRun(f"{name} is open to whoever did {other}")

    def _return(self, step: Mapping[str, Any]) -> None:
        job = next((job for job in self._jobs() if _element(job) == step["job"]), None)
        if job is None:
            raise CannotRun("no such job is waiting")
        self.awaited_jobs.remove(step["job"])
        actor = system(self.municipality.id)
        if "error" in step:
            self.engine.send(FailJob(job.id, step["error"], "scenario"), actor=actor)
        else:
            result = {**self._filled(job), **step["result"]}
            self.engine.send(CompleteJob(job.id, result), actor=actor)

    def _filled(self, job: Any) -> dict[str, Any]:
        """Fill the letter or act of a job whose result the scenario says; it is not sent."""
        if not ALL.traits_of(job.operation).templates_in:
            return {}
        return result_of(self.engine, job.id, self.municipality.id)

    def _bring(self, step: Mapping[str, Any]) -> None:
        """Bring a message: a withdrawal comes from the applicant, any other from another case."""
        if step["message"] == WITHDRAWN:
            self.engine.send(WithdrawCase(self.case_id), actor=self.applicant)
            return
        key = step.get("key") or self._observe().number
        if not self.post.bring_message(step["message"], key, step.get("payload")):
            raise CannotRun("the case can't go on with the message")

    def _open(self, template: str) -> None:
        """Let the applicant open the case, where the letter is the last that came."""
        letters = self._observe().letters
        if letters[-1:] != (template,):
            raise CannotRun(f"no such letter is the last; sent: {', '.join(letters)}")
        self.engine.send(ReadLetters(self.case_id), actor=self.applicant)

    def _fund(self, amounts: Mapping[str, int]) -> None:
        """Let finance enter lines of the budget or change them."""
        if amounts:
            finance = self._actor_with("finance", None)
            set_lines(self.engine, self.municipality.code, amounts, finance=finance)

    def _let_happen(self, other: Earlier) -> None:
        """Run another scenario from its beginning on; what it begins with this one has brought about."""
        self._move_to(other.starts_at)
        found = ScenarioRunner(self.engine, self.clock, other.service, other.content).run()
        if differing := [said for said in found if not isinstance(said, Renewable)]:
            raise CannotRun(str(differing[0]))

    def _move_to(self, goal: datetime) -> None:
        """Move on, and fire what falls due on the way at its own instant."""
        for instant in instants(self.clock.now(), goal):
            self.clock.set(instant)
            self._poll()

    def _poll(self) -> None:
        while poll(self.engine):
            self._run_jobs()

    def _run_jobs(self) -> None:
        for _ in range(MOST_JOBS):
            job = next((job for job in self._jobs() if not self._is_held(job)), None)
            if job is None:
                break
            perform_job(self.engine, job.id, self.municipality.id, is_last_attempt=True)
        else:
            raise CannotRun("jobs never end")
        self.post.deliver()
        with self.engine.read(system(self.municipality.id)) as tx:
            self.due |= observations.timer_days(tx, self.case_id) | observations.task_days(tx, self.case_id)

    def _is_held(self, job: Any) -> bool:
        """Tell whether a step of the scenario says what the job comes back with."""
        return _element(job) in self.awaited_jobs

    def _jobs(self) -> list[Any]:
        with self.engine.read(system(self.municipality.id)) as tx:
            return observations.queued_jobs(tx, self.case_id)

    def _observe(self) -> observations.Observation:
        with self.engine.read(system(self.municipality.id)) as tx:
            return observations.observe(tx, self.case_id)

    def _compare(self, expected: Mapping[str, Any]) -> tuple[Difference, ...]:
        kinds = {element.id: element.kind for element in self._version().definition.elements.values()}
        return differences(expected, self._observe(), kinds=kinds, due=self.due, shown=self._shown())

    def _shown(self) -> Shown:
        papers = self.papers
        return Shown(papers.last_of(self.case_id), self.hidden, papers.conditions_of(self.case_id))

    def _version(self) -> Published:
        with self.engine.read(system(self.municipality.id)) as tx:
            row = cases.load(tx, self.case_id)
            assert row is not None
            return published(tx, row.version_id)

    def _actor_with(self, role: str, unit: str | None) -> Actor:
        return staff_with(self.engine, self.municipality, role, unit)


def _element(job: Any) -> str:
    return str(job.token).rpartition(":")[0]
