"""Runs a definition: moves tokens when told, reads and writes the case data, and nothing else.

Never reads the clock, never stores anything: the caller keeps `save()` and the document in
its transaction. A run that raised is no longer usable; the caller rolls back.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.process.codec import decode, encode
from engine.process.definition import Definition
from engine.process.driver import Host
from engine.process.errors import NotWaiting, RunBroken
from engine.process.events import Catch
from engine.process.many import Many
from engine.process.moves import BUDGET, Moves
from engine.process.relocation import landing, relocate
from engine.process.scope import enclosing, locals_of
from engine.process.tokens import Tokens, is_live, size_of, walk
from engine.process.waiting import Step, Waiting
from engine.process.work import Job, PersonTask

OUTSIDE: Final = frozenset({"timer", "message", "signal"})
FACTS: Final = ("role", "assignee", "unit", "priority", "correlation")


class Run:
    """One case on its way through a definition."""

    def __init__(self, definition: Definition, moves: Moves, *, tokens: Tokens) -> None:
        self.definition = definition
        self._moves = moves
        self._tokens = tokens

    @classmethod
    def start(
        cls,
        definition: Definition,
        host: Host,
        document: Mapping[str, Any],
        answers: dict[str, Any] | None = None,
        *,
        budget: int = BUDGET,
    ) -> tuple["Run", Step]:
        """Begin a case with the answers of the start form and move it to its first rest."""
        moves = Moves(host, document, budget=budget)
        if answers is not None:
            moves.document[definition.start.id] = answers
        tokens = Tokens(definition.spec, definition.specs, moves)
        run = cls(definition, moves, tokens=tokens)
        return run, run._finish_step(())

    @classmethod
    def restore(
        cls,
        definition: Definition,
        host: Host,
        document: Mapping[str, Any],
        state: bytes,
        *,
        budget: int = BUDGET,
    ) -> "Run":
        """Take up a case from what `save` returned and its document."""
        moves = Moves(host, document, budget=budget)
        tokens, counters = decode(definition, state, driver=moves)
        moves.take_up(counters)
        return cls(definition, moves, tokens=tokens)

    def save(self) -> bytes:
        """Return the state of the tokens; the document is stored by the caller."""
        return encode(self.definition, self._tokens, counters=self._moves.counters)

    @property
    def document(self) -> dict[str, Any]:
        """Return the case data."""
        return self._moves.document

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """Return all tokens that wait for somebody or something outside, in order of arrival."""
        return tuple(self._describe(task) for task in self._resting())

    @property
    def size(self) -> int:
        """Return how many tasks SpiffWorkflow keeps for the case: what it costs in memory."""
        return size_of(self._tokens)

    @property
    def is_finished(self) -> bool:
        """Tell whether no token is left anywhere in the case."""
        return not any(is_live(task) for task in walk(self._tokens))

    def scope(self, token: str) -> dict[str, Any]:
        """Return what expressions see at a waiting token, for filling its form."""
        return self._moves.scope(self._find(token))

    def complete(self, token: str, answers: dict[str, Any]) -> Step:
        """Complete a person's task with the answers of its form."""

        def answer(task: Task) -> None:
            task.task_spec.answer(task, answers)
            task.complete()

        return self._step(token, "task", answer)

    def finish_job(self, token: str, result: dict[str, Any]) -> Step:
        """Bring back the result of a parked operation."""

        def finish(task: Task) -> None:
            task.task_spec.result(task, result)
            task.complete()

        return self._step(token, "job", finish)

    def throw(self, token: str, error_code: str) -> Step:
        """End a parked operation with a BPMN error."""
        return self._step(token, "job", lambda task: self._moves.throw_from(task, error_code))

    def fire(self, token: str) -> Step:
        """Tell a timer that its time has come."""
        return self._step(token, "timer", lambda task: task.task_spec.told(task))

    def deliver(self, message_name: str, payload: Any = None, *, token: str | None = None) -> Step:
        """Give a message to the token that has waited for it longest, or to a given one."""

        def receive(task: Task) -> None:
            task.task_spec.received(task, payload)
            task.task_spec.told(task)

        for waiting in self.waiting:
            if waiting.message_name == message_name and token in (None, waiting.token):
                return self._step(waiting.token, "message", receive)
        raise NotWaiting(message=message_name)

    def signal(self, name: str, payload: Any = None) -> Step:
        """Give a signal that was thrown elsewhere to all tokens that wait for it."""
        before = self._begin_step()
        if not self._moves.signal(self._tokens, name, payload):
            raise NotWaiting(signal=name)
        return self._finish_step(before)

    def move(self, token: str, element_id: str) -> Step:
        """Take a waiting token away and put one at another element of its level, as if a flow led there."""
        before = self._begin_step()
        task = before.get(token)
        if task is None:
            raise NotWaiting(token=token)
        relocate(task, landing(self.definition, task, element_id))
        return self._finish_step(before)

    def _step(self, token: str, kind: str, act: Callable[[Task], None]) -> Step:
        before = self._begin_step()
        task = before.get(token)
        if task is None or kind_of(task) != kind:
            raise NotWaiting(token=token)
        act(task)
        return self._finish_step(before)

    def _resting(self) -> list[Task]:
        """Return the tasks that wait for somebody or something outside, in order of arrival."""
        found = [task for task in walk(self._tokens) if kind_of(task) is not None]
        found.sort(key=lambda task: task.internal_data["arrival"])
        return found

    def _begin_step(self) -> dict[str, Task]:
        """Forget what the step before brought; return what waits by its token."""
        self._moves.path.clear()
        self._moves.signals.clear()
        self._moves.fresh.clear()
        self._moves.end = None
        return {token_of(task): task for task in self._resting()}

    def _finish_step(self, before: Collection[str]) -> Step:
        self._moves.run_to_rest(self._tokens)
        after = {token_of(task): task for task in self._resting()}
        finished = self.is_finished
        if not after and not finished:
            stuck = next(task for task in walk(self._tokens) if is_live(task))
            raise RunBroken("run.stuck", stuck.task_spec.element.id)
        return Step(
            opened=tuple(self._describe(task) for token, task in after.items() if token not in before),
            closed=tuple(token for token in before if token not in after),
            path=tuple(self._moves.path),
            finished=finished,
            end=self._moves.end,
            signals=tuple(self._moves.signals),
        )

    def _find(self, token: str) -> Task:
        for task in walk(self._tokens):
            if kind_of(task) is not None and token_of(task) == token:
                return task
        raise NotWaiting(token=token)

    def _describe(self, task: Task) -> Waiting:
        element = task.task_spec.element
        kept = task.internal_data
        facts = {name: kept["facts"][name] for name in FACTS if name in kept.get("facts", {})}
        inputs = kept.get("inputs", {})
        seen = locals_of(task)
        return Waiting(
            token=token_of(task),
            element=element.id,
            kind=kind_of(task) or "",
            ordinal=kept["ordinal"],
            operation=element.operation,
            inputs=inputs,
            locals={name: value for name, value in seen.items() if name not in inputs},
            message_name=element.message_name,
            signal_name=element.signal_name,
            items=_items_around(task),
            **facts,
            **self._moves.fresh.get(task.id, {}),
        )


def token_of(task: Task) -> str:
    """Return the name of a waiting token: the element and which arrival there it is."""
    return f"{task.task_spec.element.id}:{task.internal_data['ordinal']}"


def _items_around(task: Task) -> tuple[tuple[Any, int], ...]:
    """Return the items of the multi-instances a task is in, outermost first."""
    levels = reversed(enclosing(task))
    return tuple(Many.item_of(level) for level in levels if "item" in level.internal_data)


def kind_of(task: Task) -> str | None:
    """Return what a task waits for, None if it does not wait for anything outside."""
    spec = task.task_spec
    if isinstance(spec, PersonTask) and task.state == TaskState.READY:
        return "task"
    if isinstance(spec, Job) and task.state == TaskState.STARTED:
        return "job"
    if isinstance(spec, Catch) and task.state == TaskState.WAITING and spec.element.event in OUTSIDE:
        return spec.element.event
    return None
