"""The task specifications: what SpiffWorkflow does when a token comes to an element.

They never change after assembly, so one definition serves all threads. They hold no case
data and predict nothing: children are made when a task completes, because SpiffWorkflow's
prediction doubles the tree at each parallel block.
"""

from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.process.elements import Element
from engine.process.errors import RunBroken
from engine.process.tokens import driver_of, is_live


class ProcessSpec(BpmnProcessSpec):  # type: ignore[misc]
    """One scope, without the start and end tasks SpiffWorkflow puts around a process."""

    def __init__(self, key: str) -> None:
        WorkflowSpec.__init__(self, name=key)
        self.start: Any = None
        self.end = None
        self.io_specification = None
        self.data_objects: dict[str, Any] = {}
        self.data_stores: dict[str, Any] = {}
        self.correlation_keys: dict[str, Any] = {}
        self.bpmn_start_events: list[Any] = []


class TokenSpec(BpmnTaskSpec):  # type: ignore[misc]
    """Base class of all specifications: arriving, running in turn, leaving."""

    is_manual = False
    # Whether passing here is a visit of the element: bodies around it do not count.
    is_visit = True

    def __init__(self, process: ProcessSpec, element: Element, *, name: str | None = None) -> None:
        super().__init__(process, name or element.id)
        self.manual = self.is_manual
        self.bpmn_id = element.id
        self.bpmn_name = element.name
        self.element = element
        self.many: Any = None
        self.reach: dict[str, frozenset[str]] = {}

    def test(self) -> None:
        """Assembly has checked the connections already."""

    def _predict(self, my_task: Task, *_: Any, **__: Any) -> None:
        """Predict nothing; see the module's docstring."""

    def _update_hook(self, my_task: Task) -> bool:
        if self.is_visit:
            driver_of(my_task).entered(my_task, self.element)
        return self.arrive(my_task)

    def _on_ready_hook(self, my_task: Task) -> None:
        if not self.is_manual:
            driver_of(my_task).enqueue(my_task)

    def _run_hook(self, my_task: Task) -> bool | None:
        return True

    def _on_complete_hook(self, my_task: Task) -> None:
        driver = driver_of(my_task)
        if self.is_visit:
            driver.left(my_task, self.element)
        self.release_siblings(my_task)
        my_task._sync_children(self.successors(my_task), TaskState.FUTURE)
        if self.many is not None and my_task.parent.task_spec is self.many:
            self.many.collect(my_task.parent, my_task)
        elif self.element.kind == "endEvent":
            driver.ended(my_task, self.element)

    def arrive(self, my_task: Task) -> bool:
        """Decide whether the token runs on (true) or waits here."""
        return True

    def successors(self, my_task: Task) -> list[Any]:
        """Return the specifications that get a token when this one completes."""
        return [] if self.many is not None else list(self.outputs)

    def release_siblings(self, my_task: Task) -> None:
        """Disarm the boundary events of a host that is done."""
        split = my_task.parent
        if split is not None and isinstance(split.task_spec, BoundarySplit):
            split.task_spec.disarm(split, my_task)


class BoundarySplit(TokenSpec):
    """Stands before a host with boundary events: one token for the host, one for each event."""

    is_visit = False

    def _update_hook(self, my_task: Task) -> bool:
        # Completes at once, so that a host with boundary events is not entered later than
        # its neighbours without.
        my_task.complete()
        return False

    def _on_complete_hook(self, my_task: Task) -> None:
        my_task._sync_children(list(self.outputs), TaskState.FUTURE)

    def disarm(self, split: Task, done: Task) -> None:
        """Cancel the boundary events that still wait, if it is the host that is done."""
        if done.task_spec.element.kind == "boundaryEvent":
            return
        for sibling in split.children:
            if sibling.state == TaskState.WAITING and sibling.task_spec.element.kind == "boundaryEvent":
                driver_of(split).cancel(sibling)

    def interrupt(self, split: Task, fired: Task | None = None) -> None:
        """Cancel the host and all its other boundary events that still wait.

        What an event has begun is not theirs: cut history may have hung it here, below a task that is over.
        """
        for sibling in split.children:
            is_event = sibling.task_spec.element.kind == "boundaryEvent"
            is_over = sibling.state != TaskState.WAITING if is_event else not is_live(sibling)
            if sibling is not fired and not is_over:
                driver_of(split).cancel(sibling)

    def rearm(self, split: Task, fired: Task) -> None:
        """Wait again for what a boundary event that does not interrupt was told."""
        again = split._add_child(fired.task_spec, TaskState.FUTURE)
        again.triggered = True
        again.task_spec._update(again)


class Start(TokenSpec):
    """The start event; SpiffWorkflow makes it ready without an update, so it is entered here."""

    def _on_ready_hook(self, my_task: Task) -> None:
        driver_of(my_task).entered(my_task, self.element)
        super()._on_ready_hook(my_task)


class Choice(TokenSpec):
    """The exclusive gateway: the first condition that holds, in the order of the diagram."""

    def __init__(self, process: ProcessSpec, element: Element) -> None:
        super().__init__(process, element)
        self.paths: list[tuple[str | None, str]] = []

    def successors(self, my_task: Task) -> list[Any]:
        """Return the one path that is taken."""
        if len(self.paths) == 1:
            return list(self.outputs)
        chosen = self._holding(my_task, stop_at_first=True)
        return [self._wf_spec.task_specs[name] for name in chosen]

    def _holding(self, my_task: Task, *, stop_at_first: bool) -> list[str]:
        driver = driver_of(my_task)
        chosen = []
        for condition, name in self.paths:
            if condition is not None and driver.truth(my_task, condition):
                chosen.append(name)
                if stop_at_first:
                    break
        chosen = chosen or [name for condition, name in self.paths if condition is None]
        if not chosen:
            raise RunBroken("run.no_way_taken", self.element.id)
        return chosen
