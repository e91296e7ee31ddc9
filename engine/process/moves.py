"""Moves the tokens of a run until all of them rest.

The task specifications call back here. Tasks run one after the other in the order in which
they became ready, which makes the order of branches that of the diagram.
"""

from collections import deque
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.process.compact import compact
from engine.process.driver import Host
from engine.process.elements import Element
from engine.process.errors import HostSpent, RunBroken, ThrownError
from engine.process.events import Catch
from engine.process.expressions import Expressions
from engine.process.joins import Inclusive
from engine.process.specs import BoundarySplit
from engine.process.tokens import Tokens, has_live, parent_task, size_of, walk, withdraw
from engine.process.waiting import SignalThrown, Visit

BUDGET: Final = 5_000
# History is cut during long automatic stretches too, far from SpiffWorkflow's limits of depth.
COMPACT_EVERY: Final = 64
# What a case may take in memory. A thousand items of a subprocess fit, a thousand of a thousand do not.
MAX_TOKENS: Final = 10_000


class Moves(Expressions):
    """Moves of the tokens of a run between two rests."""

    def __init__(self, host: Host, document: Mapping[str, Any], *, budget: int = BUDGET) -> None:
        super().__init__(host, document)
        self.counters: dict[str, int] = {}
        self.arrivals = 0
        self.path: list[Visit] = []
        self.signals: list[SignalThrown] = []
        self.fresh: dict[UUID, dict[str, Any]] = {}
        self.end: str | None = None
        self._budget = budget
        self._queue: deque[Task] = deque()

    def run_to_rest(self, tokens: Tokens) -> None:
        """Run all that is ready and merge what can be merged, until only outside help moves a token."""
        steps, task = 0, tokens.task_tree
        while self._queue or self._merge_one(tokens):
            if not self._queue:
                continue
            task = self._queue.popleft()
            if task.state != TaskState.READY:
                continue
            steps += 1
            if steps > self._budget:
                raise RunBroken("run.too_many_steps", task.task_spec.element.id, limit=self._budget)
            self._run(task)
            if steps % COMPACT_EVERY == 0:
                compact(tokens)
                self.make_room(task)
        compact(tokens)
        self.make_room(task)

    def take_up(self, counters: dict[str, int]) -> None:
        """Go on counting where a stored run has stopped."""
        self.counters = counters
        self.arrivals = sum(counters.values())

    def make_room(self, task: Task, *, more: int = 0) -> None:
        """Refuse to go on where the case would have more tokens than it may."""
        if size_of(task.workflow.top_workflow) + more > MAX_TOKENS:
            raise RunBroken("run.too_many_tokens", task.task_spec.element.id, limit=MAX_TOKENS)

    def enqueue(self, task: Task) -> None:
        """Run a task in turn."""
        self._queue.append(task)

    def entered(self, task: Task, element: Element) -> None:
        """Count the arrival: at this element (the token's ordinal) and in the whole case."""
        ordinal = self.counters.get(element.id, 0) + 1
        self.counters[element.id] = ordinal
        self.arrivals += 1
        task.internal_data |= {"ordinal": ordinal, "arrival": self.arrivals}
        self.path.append(Visit(element.id, ordinal, "entered"))

    def left(self, task: Task, element: Element) -> None:
        """Note that a token left an element."""
        self.path.append(Visit(element.id, task.internal_data["ordinal"], "left"))

    def cancel(self, task: Task) -> None:
        """Cancel a task with everything inside it."""
        for found in withdraw(task):
            self._record_cancelled(found)

    def remember(self, task: Task, **values: Any) -> None:
        """Keep FEEL values of a token that has just come to wait; they are not JSON and not stored."""
        self.fresh.setdefault(task.id, {}).update(values)

    def ended(self, task: Task, element: Element) -> None:
        """End the scope of an end event if no token is left in it."""
        parent = parent_task(task)
        if parent is None:
            self.end = element.id
        elif not has_live(task.workflow):
            task.workflow.top_workflow.subprocesses.pop(parent.id)
            parent._ready()

    def throw_from(self, task: Task, error_code: str) -> None:
        """Give an error to the nearest boundary event that catches it, its own code before any code."""
        catcher = _nearest(task, "error", code=error_code)
        if catcher is None:
            raise RunBroken("run.error_not_caught", task.task_spec.element.id, error_code=error_code)
        catcher.task_spec.told(catcher)

    def escalate(self, task: Task, escalation_code: str) -> None:
        """Tell the nearest boundary event around a task, its own code before any code, if there is one."""
        catcher = _nearest(parent_task(task), "escalation", code=escalation_code)
        if catcher is not None:
            catcher.task_spec.told(catcher)

    def broadcast(self, task: Task, signal_name: str, payload: Any) -> None:
        """Give a signal to every token of the case that waits for it now, and tell it to the caller."""
        self.signals.append(SignalThrown(signal_name, payload))
        self.signal(task.workflow.top_workflow, signal_name, payload)

    def signal(self, tokens: Tokens, name: str, payload: Any) -> bool:
        """Give a signal to all tokens that wait for it, in the order in which they came to wait."""
        waiting = [
            task
            for task in walk(tokens)
            if task.state == TaskState.WAITING
            and isinstance(task.task_spec, Catch)
            and task.task_spec.element.signal_name == name
        ]
        for task in sorted(waiting, key=lambda task: task.internal_data["arrival"]):
            # What was told before may have ended what this one belongs to.
            if task.state == TaskState.WAITING:
                task.task_spec.received(task, payload)
                task.task_spec.told(task)
        return bool(waiting)

    def _run(self, task: Task) -> None:
        try:
            task.run()
        except ThrownError as error:
            # SpiffWorkflow has set the task to ERROR, which is final, before it raised again.
            self._record_cancelled(task)
            self.throw_from(task, error.error_code)
        except HostSpent as error:
            raise RunBroken("run.step_too_long", task.task_spec.element.id, **error.params) from error

    def _record_cancelled(self, task: Task) -> None:
        spec = task.task_spec
        ordinal = task.internal_data.get("ordinal")
        if spec.is_visit and ordinal is not None:
            self.path.append(Visit(spec.element.id, ordinal, "cancelled"))

    def _merge_one(self, tokens: Tokens) -> bool:
        """Let one inclusive join go on, if nothing else can come to it."""
        for task in walk(tokens):
            spec = task.task_spec
            if isinstance(spec, Inclusive) and spec.release(task.workflow):
                return True
        return False


def _nearest(task: Task | None, event: str, *, code: str) -> Task | None:
    """Return the boundary event that catches what happens at a task or further in."""
    while task is not None:
        host = task.parent if task.task_spec.many is not None else task
        catcher = _catcher(host, event, code=code)
        if catcher is not None:
            return catcher
        task = parent_task(task)
    return None


def _catcher(host: Task, event: str, *, code: str) -> Task | None:
    split = host.parent
    if split is None or not isinstance(split.task_spec, BoundarySplit):
        return None
    if host.task_spec.element.kind == "boundaryEvent":
        return None
    found = [
        task
        for task in split.children
        if task.state == TaskState.WAITING and task.task_spec.element.event == event
    ]
    for wanted in (code, None):
        for task in found:
            if task.task_spec.element.caught_code == wanted:
                return task
    return None
