"""A client that retries until it is answered: once, twice, or two at the same moment; it keeps the ledger."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID, uuid5

from engine.commands.base import Command
from engine.commands.cases import CompleteTask
from engine.commands.jobs import TimerFired
from engine.errors import Rejected, Unavailable
from engine.tenancy import Actor
from tests.simulation.fault_injection.command_log import RecordingEngine
from tests.simulation.fault_injection.desk import Desk, Option

TRIES = 8
NAMESPACE = UUID(int=7)


class WrongAnswer(AssertionError):
    """Something was answered otherwise than it may be."""


class RetryingClient:
    """Sends what one run sends, under keys that derive from its seed."""

    def __init__(self, engine: RecordingEngine, desk: Desk, *, seed: int) -> None:
        self.engine, self.desk, self.log = engine, desk, engine.log
        self._seed, self._sent = seed, 0
        self._pool = ThreadPoolExecutor(2)

    def close(self) -> None:
        self._pool.shutdown()

    def key(self) -> UUID:
        """Return the next key."""
        self._sent += 1
        return uuid5(NAMESPACE, f"{self._seed}:{self._sent}")

    def completion(
        self, task: Option, clerk: Actor, choice: random.Random, version: int | None
    ) -> Callable[[], Any]:
        """Return what sends the completion of a task, noting in the ledger what was asked and told."""
        key = self.key()
        assert task.id is not None
        command = CompleteTask(task.id, {"good": choice.random() < 0.5, "mark": str(key)}, version)
        noted = {"command": "CompleteTask", "person": clerk.personal_number, "marked": True}
        self.log.note(key, **noted, state="sent", task_id=str(task.id))

        def send() -> Any:
            try:
                done = self.engine.send(command, actor=clerk, key=key)
            except Rejected:
                self.log.note(key, state="refused")
                raise
            self.log.note(key, state="acknowledged", case_id=str(done.case_id), version=done.version)
            return done

        return send

    def asked(self, command: Command, actor: Actor, key: UUID, *, twice: str | None) -> Any:
        """Send a command until it is answered."""
        return self.repeated(lambda: self.engine.send(command, actor=actor, key=key), twice=twice)

    def repeated(self, act: Callable[[], Any], *, twice: str | None) -> Any:
        """Do it until it is answered, and once more if asked; both answers must be the same."""
        if twice == "at once":
            told = self.together([act, act])
        else:
            told = [answered(act) for _ in range(2 if twice else 1)]
        for answer in told:
            if isinstance(answer, Exception):
                raise answer
        # What carries no key does nothing the second time and says so.
        answers = [answer for answer in told if answer is not None]
        if any(answer != answers[0] for answer in answers) and not isinstance(answers[0], TimerFired):
            raise WrongAnswer(f"the same request was answered {told}")
        return answers[0] if answers else None

    def together(self, acts: list[Callable[[], Any]]) -> list[Any]:
        """Do all at the same moment; return what each was told."""
        barrier = Barrier(len(acts))

        def act(one: Callable[[], Any]) -> Any:
            barrier.wait()
            try:
                return answered(one)
            except Rejected as refused:
                return refused

        return list(self._pool.map(act, acts))

    def check_stale(self, told: Rejected, winner: Actor) -> None:
        """Raise `Wrong` unless who came too late was told who was faster, and when."""
        if told.error_code != "case.stale":
            raise WrongAnswer(f"who decided too late was told {told.error_code}")
        if told.params["who"] != self.desk.names(winner) or told.params["at"] != self.engine.clock.now():
            raise WrongAnswer(
                f"who decided too late was told {told.params}, and it was {winner.personal_number}"
            )


def answered(act: Callable[[], Any]) -> Any:
    """Do it again until it is answered."""
    for _ in range(TRIES):
        try:
            return act()
        except Unavailable:
            pass
    raise WrongAnswer(f"not answered after {TRIES} attempts, though at most one went wrong")
