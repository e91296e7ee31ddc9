"""Simulation of a plan of moves on an engine whose connections break, until every command is answered.

Does what clerks, citizens, workers and pollers do: press again what was not answered, take up again what
was begun, deliver twice. Whatever is answered otherwise than it may be is `Wrong`.
"""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from engine.cases.messages import WITHDRAWN
from engine.commands.applications import FileApplication, FiledCase
from engine.commands.base import Command
from engine.commands.jobs import CompleteJob, FailJob, FireTimer
from engine.commands.messages import BroadcastSignal, DeliverMessage, PublishMessage
from engine.commands.supervision import RetryIncident, SkipIncident
from engine.errors import Rejected
from engine.jobs import messages
from engine.jobs.app import perform_job
from tests.engine.kit import CITIZEN, OTHER_CITIZEN
from tests.simulation.fault_injection.command_log import RecordingEngine
from tests.simulation.fault_injection.desk import Desk, Option
from tests.simulation.fault_injection.fault_proxy import FaultProxy
from tests.simulation.fault_injection.plan import Move
from tests.simulation.fault_injection.retrying_client import WrongAnswer, answered
from tests.simulation.fault_injection.services import CODE
from tests.simulation.fault_injection.side_actions import SideActions
from tests.simulation.runs.random_runs import EAGERNESS

CITIZENS = (CITIZEN, OTHER_CITIZEN)
LIFETIME = timedelta(days=300)
MOST_STEPS, MOST_AGAIN = 400, 4
# What somebody may be told whose step was overtaken by another at the same moment.
OVERTAKEN = {"case.stale", "task.closed", "not_found"}


class Simulation(SideActions):
    """Simulates one run. `names` are the messages of the diagram, `fails` the operations that may fail."""

    def __init__(
        self,
        engine: RecordingEngine,
        desk: Desk,
        proxy: FaultProxy,
        *,
        names: tuple[str, ...],
        fails: dict[str, str],
        seed: int,
    ) -> None:
        super().__init__(engine, desk, seed=seed)
        self.proxy = proxy
        self._names, self._fails = names, fails
        self.cases, self.applicants, self.orders, self.said = [], {}, {}, []
        self._published: list[PublishMessage] = []
        self._brought: set[tuple[Any, ...]] = set()  # by the last worker, who says so

    def execute(self, move: Move) -> None:
        """Try one move, with what goes wrong with it."""
        self.proxy.arm(move.fault, move.question)
        try:
            getattr(self, f"_{move.kind}")(move, random.Random(move.pick))
        finally:
            self.proxy.arm(None)

    def finish(self) -> None:
        """Let every case go on undisturbed until it has ended."""
        for number in range(MOST_STEPS):
            self._deliver_all()
            open_cases = [case for case in self.cases if not self.desk.is_closed(case.case_id)]
            if not open_cases:
                return
            for case in open_cases:
                self._step_of(case, random.Random(number), twice=None, is_calm=True)
        raise WrongAnswer(f"{len(open_cases)} cases have not ended after {MOST_STEPS} steps each")

    # The kinds of moves.

    def _file(self, move: Move, choice: random.Random) -> None:
        key = self.key()
        answers = {
            "note": str(key),
            "dice": choice.randrange(2**20),
            "partner": f"KEDA-N-2026-{choice.randrange(4) + 1:06}",
        }
        command = FileApplication(CODE, "keda", answers)
        citizen = self.desk.citizen(choice.choice(CITIZENS))
        self.log.note(
            key, command="FileApplication", person=citizen.personal_number, state="sent", marked=True
        )
        filed = self.asked(command, citizen, key, twice=move.twice)
        self.log.note(key, state="acknowledged", case_id=str(filed.case_id), number=filed.number)
        self.cases.append(filed)
        self.applicants[filed.case_id] = citizen

    def _step(self, move: Move, choice: random.Random) -> None:
        open_cases = [case for case in self.cases if not self.desk.is_closed(case.case_id)]
        if open_cases:
            self._step_of(open_cases[move.case % len(open_cases)], choice, twice=move.twice)
        else:
            self._file(move, choice)

    def _deliver(self, move: Move, choice: random.Random) -> None:
        """Bring something to a case, as a worker that dies before it can say so: it will be brought again."""
        queued = self.desk.deliveries()
        if queued:
            task, args = choice.choice(queued[-8:])
            self.repeated(lambda: getattr(messages, task)(self.engine, **args), twice=move.twice)

    def _early(self, move: Move, choice: random.Random) -> None:
        """Send a message for which a case does not wait yet, or not any more."""
        if self.cases and self._names:
            self._tell(self.cases[move.case % len(self.cases)], choice.choice(self._names), twice=move.twice)

    def _repeat(self, move: Move, choice: random.Random) -> None:
        """Send a message again under a new key: it is one by the id its sender gave it."""
        if self._published:
            command = choice.choice(self._published)
            self.asked(command, self.desk.system, self.key(), twice=move.twice)

    def _clerks(self, move: Move, choice: random.Random) -> None:
        """Two clerks who see the same page decide at once: one wins, the other is told who and when."""
        for case, task in self._tasks(move):
            version = self.desk.version(case.case_id)
            sends = [self.completion(task, clerk, choice, version) for clerk in self.desk.clerks]
            told = self.together(sends)
            winners = [answer for answer in told if not isinstance(answer, Rejected)]
            if len(winners) != 1:
                raise WrongAnswer(f"two clerks decided at once and {len(winners)} won: {told}")
            (loser,) = [answer for answer in told if isinstance(answer, Rejected)]
            self.check_stale(loser, self.desk.clerks[told.index(winners[0])])
            return

    def _late(self, move: Move, choice: random.Random) -> None:
        """A clerk decides on a page that shows an older version."""
        for case, task in self._tasks(move):
            version = self.desk.version(case.case_id)
            told = self.together([self.completion(task, self.desk.clerks[0], choice, version - 1)])[0]
            if not isinstance(told, Rejected) or told.error_code != "case.stale":
                raise WrongAnswer(f"a decision on an old version was answered {told}")
            return

    def _both(self, move: Move, choice: random.Random) -> None:
        """A clerk and a worker, or two clerks, move different tokens of one case at once."""
        if not self.cases:
            return
        case = self.cases[move.case % len(self.cases)]
        found = [
            o for o in self.desk.waiting(case.case_id) if o.kind in ("task", "job") and o.state != "incident"
        ]
        if len(found) < 2:
            return
        since, (one, other) = len(self.log.entries), choice.sample(found, 2)
        clerks = iter(self.desk.clerks)
        sends = [
            self.completion(option, next(clerks), choice, None)
            if option.kind == "task"
            else (lambda option=option: perform_job(self.engine, option.id, self.desk.place))
            for option in (one, other)
        ]
        told = self.together(sends)
        self.log.in_order_of_versions(since)
        for answer in told:
            if isinstance(answer, Rejected) and answer.error_code not in OVERTAKEN:
                raise answer

    # Steps.

    def _step_of(
        self, case: FiledCase, choice: random.Random, *, twice: str | None, is_calm: bool = False
    ) -> None:
        if self.desk.has_undelivered(case.case_id):
            raise WrongAnswer(f"nothing will bring a message that {case.number} waits for")
        options = self.desk.waiting(case.case_id)
        if not options:
            return
        option = choice.choices(options, [EAGERNESS[option.kind] for option in options])[0]
        match option.kind:
            case "task":
                send = self.completion(option, choice.choice(self.desk.clerks), choice, None)
                self.repeated(send, twice=twice)
            case "job":
                self._job(option, choice, twice=twice, is_calm=is_calm)
            case "timer":
                self.engine.clock.set(max(self.engine.clock.now(), option.at))
                command = FireTimer(option.id)
                self.repeated(lambda: self.engine.send(command, actor=self.desk.system), twice=twice)
            case "message":
                if self._is_moved_by_what_comes_again(case):
                    return  # something was still on its way; the case may not wait for this any more
                if option.name == WITHDRAWN:
                    self.withdrawn(case, twice=twice)
                else:
                    self._tell(case, str(option.name), twice=twice)
            case "signal":
                if self._is_moved_by_what_comes_again(case):
                    return
                self.asked(
                    BroadcastSignal("keda", str(option.name)), self.desk.supervisor, self.key(), twice=twice
                )

    def _job(self, option: Option, choice: random.Random, *, twice: str | None, is_calm: bool) -> None:
        """Carry out what is queued, let it fail, or mend an incident."""
        assert option.id is not None
        if option.state == "incident":
            self._mend(option.id, choice, twice=twice)
            return
        if not self.desk.is_queued(option.id):
            raise WrongAnswer(f"nothing will carry out the job at {option.token}")
        code = self._fails.get(option.token.rpartition(":")[0])
        if not is_calm and choice.random() < (0.25 if code else 0.1):
            command = FailJob(option.id, code or "nobody_catches", "registry.down")
            self.repeated(lambda: self.engine.send(command, actor=self.desk.system), twice=twice)
            return
        self.repeated(lambda: perform_job(self.engine, option.id, self.desk.place), twice=twice)
        if twice:
            self._come_back_again(option.id)

    def _come_back_again(self, job_id: UUID) -> None:
        """Deliver the result of a job once more, as a worker that did not hear that it had arrived."""
        sent = [entry.command for entry in self.log.entries if isinstance(entry.command, CompleteJob)]
        command = next(
            (sent_command for sent_command in reversed(sent) if sent_command.job_id == job_id), None
        )
        if command is None:
            return  # the operation failed
        if answered(partial(self.engine.send, command, actor=self.desk.system)) is not None:
            raise WrongAnswer(f"job {job_id} came back twice and moved its case twice")

    def _mend(self, job_id: UUID, choice: random.Random, *, twice: str | None) -> None:
        incident = self.desk.incident(job_id)
        command: Command = RetryIncident(incident)
        if choice.random() < 0.5:
            command = SkipIncident(incident, "It was asked on the telephone.")
        self.asked(command, self.desk.supervisor, self.key(), twice=twice)

    def _deliver_all(self) -> None:
        for task, args in self.desk.deliveries():
            if (task, *args.values()) not in self._brought:
                self._brought.add((task, *args.values()))
                getattr(messages, task)(self.engine, **args)

    def _is_moved_by_what_comes_again(self, case: FiledCase) -> bool:
        """Bring once more what was sent to the case before: only what had not come yet may move it."""
        before = self.desk.version(case.case_id)
        told = [entry for entry in self.log.entries if isinstance(entry.command, PublishMessage)]
        for entry in [message for message in told if message.command.correlation_key == case.number][
            -MOST_AGAIN:
        ]:
            again = DeliverMessage(entry.result.message_id)
            answered(partial(self.engine.send, again, actor=self.desk.system))
        signals = [args for task, args in self.desk.deliveries() if task == "deliver_signal"]
        for args in [signal for signal in signals if signal["case_id"] == str(case.case_id)][-MOST_AGAIN:]:
            answered(partial(messages.deliver_signal, self.engine, **args))
        return self.desk.version(case.case_id) != before

    def _tell(self, case: FiledCase, name: str, *, twice: str | None) -> None:
        key = self.key()
        command = PublishMessage(
            "keda", name, case.number, b'{"ok": true}', lifetime=LIFETIME, message_id=str(key)
        )
        self._published.append(command)
        self.asked(command, self.desk.system, key, twice=twice)
