"""Gateways that wait for several tokens.

They count the tokens that stand before them and never look at finished tasks, so history
can be cut away at any time. (SpiffWorkflow's joins read history, and its inclusive join
overlooks parked jobs.)
"""

from collections import Counter
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.process.specs import Choice, TokenSpec
from engine.process.tokens import is_live


def arrivals(spec: TokenSpec, workflow: Any) -> list[Task]:
    """Return the tokens that stand before a join, oldest first."""
    return [t for t in workflow.tasks.values() if t.task_spec is spec and t.state == TaskState.WAITING]


def one_of_each(spec: TokenSpec, waiting: list[Task]) -> list[Task]:
    """Return the oldest token of each incoming flow that has one."""
    need: Counter[str] = Counter(spec._inputs)
    chosen = []
    for task in waiting:
        source = task.parent.task_spec.name
        if need[source] > 0:
            need[source] -= 1
            chosen.append(task)
    return chosen


def merge(chosen: list[Task]) -> None:
    """Let the last of the tokens go on in place of all."""
    for task in chosen[:-1]:
        task._set_state(TaskState.COMPLETED)
    chosen[-1]._ready()


class Parallel(TokenSpec):
    """The parallel gateway: waits for one token on each incoming flow, starts all outgoing ones."""

    def arrive(self, my_task: Task) -> bool:
        """Go on if this token is the last one needed."""
        if len(self._inputs) == 1:
            return True
        my_task._set_state(TaskState.WAITING)
        chosen = one_of_each(self, arrivals(self, my_task.workflow))
        if len(chosen) == len(self._inputs):
            merge(chosen)
        return False


class Inclusive(Choice):
    """The inclusive gateway: waits while any other token could still come, takes all paths that hold."""

    def arrive(self, my_task: Task) -> bool:
        """Wait until the run is at rest, when it is known which tokens can still come."""
        if len(self._inputs) == 1:
            return True
        my_task._set_state(TaskState.WAITING)
        return False

    def release(self, workflow: Any) -> bool:
        """Merge what has arrived if nothing else can come; tell whether it did.

        A token elsewhere is waited for if it can reach an empty way in and none that already
        holds a token: one that could come to both may only come round again behind what this
        join lets go (BPMN 2.0, section 13.4.3).
        """
        waiting = arrivals(self, workflow)
        if not waiting:
            return False
        filled = {task.parent.task_spec.name for task in waiting}
        awaited = self._reaching(set(self._inputs) - filled) - self._reaching(filled)
        if any(
            is_live(t) and t.task_spec is not self and t.task_spec.name in awaited
            for t in workflow.tasks.values()
        ):
            return False
        merge(one_of_each(self, waiting))
        return True

    def _reaching(self, paths: set[str]) -> frozenset[str]:
        """Return the specifications from which a token can come in by one of the paths."""
        return frozenset().union(*(self.reach[way] for way in paths))

    def successors(self, my_task: Task) -> list[Any]:
        """Return all paths whose condition holds, or the default."""
        if len(self.paths) == 1:
            return list(self.outputs)
        chosen = self._holding(my_task, stop_at_first=False)
        return [self._wf_spec.task_specs[name] for name in chosen]
