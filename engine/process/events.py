"""The events: what waits until it is told, and what tells others.

A token that throws has gone on before anybody hears of it, so what it throws may end the very
scope that it is in.
"""

from typing import Any, Final

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.process.errors import RunBroken
from engine.process.specs import BoundarySplit, TokenSpec
from engine.process.timers import timer_expression
from engine.process.tokens import driver_of, is_live, is_withdrawn
from engine.process.work import read_inputs

# What a boundary event that does not interrupt waits for again; a term comes once.
COMES_AGAIN: Final = frozenset({"message", "signal", "escalation"})


class Pass(TokenSpec):
    """An end event or a throw event that only marks a place."""


class Terminate(TokenSpec):
    """Ends its scope and cancels what still runs in it."""

    def _on_complete_hook(self, my_task: Task) -> None:
        driver = driver_of(my_task)
        # Tasks that are over would lead to the others too, but in an order that hangs on the history kept.
        for task in list(my_task.workflow.tasks.values()):
            if task is not my_task and is_live(task):
                driver.cancel(task)
        super()._on_complete_hook(my_task)


class Throw(TokenSpec):
    """Tells others something and goes on, unless that has ended the scope it is in."""

    def _on_complete_hook(self, my_task: Task) -> None:
        driver = driver_of(my_task)
        driver.left(my_task, self.element)
        self.tell(my_task)
        if is_withdrawn(my_task):
            return
        my_task._sync_children(self.successors(my_task), TaskState.FUTURE)
        if self.element.kind == "endEvent":
            driver.ended(my_task, self.element)

    def tell(self, my_task: Task) -> None:
        """Tell whom it concerns."""
        raise NotImplementedError


class Signal(Throw):
    """Throws a signal, which carries what its input mappings give."""

    def tell(self, my_task: Task) -> None:
        """Tell every token of the case that waits for the signal, and the caller."""
        payload = read_inputs(my_task) or None
        driver_of(my_task).broadcast(my_task, self.element.signal_name or "", payload)


class Escalation(Throw):
    """Throws an escalation; where nobody catches it the token just goes on (BPMN 2.0, 10.5.7)."""

    def tell(self, my_task: Task) -> None:
        """Tell the nearest scope around that catches it."""
        driver_of(my_task).escalate(my_task, self.element.escalation_code or "")


class ErrorEnd(TokenSpec):
    """Ends its scope with an error that a boundary event further out must catch."""

    def _on_complete_hook(self, my_task: Task) -> None:
        driver_of(my_task).left(my_task, self.element)
        driver_of(my_task).throw_from(my_task, self.element.error_code or "")


class Catch(TokenSpec):
    """An event that waits until it is told: timer, message or signal; at a boundary error or escalation."""

    def arrive(self, my_task: Task) -> bool:
        """Wait, and settle what for."""
        driver, element = driver_of(my_task), self.element
        my_task._set_state(TaskState.WAITING)
        if element.event == "timer":
            value = driver.value(my_task, f"={timer_expression(element.timer or '')}")
            if value is None:
                # A deadline that never comes would go unnoticed.
                raise RunBroken("run.timer_without_value", element.id)
            driver.remember(my_task, timer=value)
        elif element.correlation is not None:
            my_task.internal_data["facts"] = {"correlation": driver.json(my_task, element.correlation)}
        return False

    def received(self, my_task: Task, payload: Any) -> None:
        """Take what a message or signal carries, through the output mappings if there are any."""
        driver = driver_of(my_task)
        if self.element.outputs:
            driver.map_outputs(my_task, self.element.outputs, **{self.element.event or "": payload})
        elif payload is not None:
            driver.write(my_task, self.element.id, value=payload)

    def told(self, my_task: Task) -> None:
        """Let the token go on, and settle what the event ends."""
        parent = my_task.parent
        if isinstance(parent.task_spec, EventGateway):
            parent.task_spec.close(parent, my_task)
        elif isinstance(parent.task_spec, BoundarySplit) and self.element.kind == "boundaryEvent":
            if self.element.is_interrupting:
                parent.task_spec.interrupt(parent, my_task)
            elif self.element.event in COMES_AGAIN:
                parent.task_spec.rearm(parent, my_task)
        my_task._ready()


class EventGateway(TokenSpec):
    """Gives a token to each of its events; the first that is told takes it."""

    def close(self, my_task: Task, told: Task | None = None) -> None:
        """Cancel the events that still wait, but for the one that was told."""
        for event in my_task.children:
            if event is not told and event.state == TaskState.WAITING:
                driver_of(my_task).cancel(event)
