"""Evaluates the texts of a diagram at a task and writes their results.

The words of FEEL are the host's; here is only what they see, what may become of their value,
and who is told when they fail.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from SpiffWorkflow.task import Task

from engine.process.driver import Host
from engine.process.elements import IoMapping, expression_of, is_expression
from engine.process.errors import ConditionNotBoolean, RunBroken
from engine.process.scope import locals_of, put, target_of
from feel import FeelError, to_json


class Expressions:
    """The case data and the host that evaluates over it."""

    def __init__(self, host: Host, document: Mapping[str, Any]) -> None:
        self.host = host
        self.document: dict[str, Any] = dict(document)

    def scope(self, task: Task, **extra: Any) -> dict[str, Any]:
        """Return what an expression sees at a task."""
        return {**self.document, **locals_of(task), **extra}

    def write(self, task: Task, target: str, *, value: Any) -> None:
        """Write to the case data, or to the multi-instance instance the task belongs to."""
        written = target_of(task, self.document)
        first, *inner = target.split(".")
        if inner and first not in written and first in (seen := self.scope(task)):
            # An instance's own object would otherwise hide the rest of the one it saw so far.
            written[first] = seen[first]
        put(written, target, value=value, element=task.task_spec.element.id)

    def value(self, task: Task, text: str, **extra: Any) -> Any:
        """Return the FEEL value of a text, or the text itself if it is no expression."""
        if not is_expression(text):
            return text
        with _told_where(task, text):
            return self.host.evaluate(expression_of(text), self.scope(task, **extra))

    def json(self, task: Task, text: str, **extra: Any) -> Any:
        """Return the value of a text as JSON."""
        if not is_expression(text):
            return text
        with _told_where(task, text):
            return to_json(self.host.evaluate(expression_of(text), self.scope(task, **extra)))

    def truth(self, task: Task, condition: str, **extra: Any) -> bool:
        """Return the value of a condition; null or a text does not choose a path."""
        found = self.value(task, condition, **extra)
        if not isinstance(found, bool):
            raise ConditionNotBoolean(element=task.task_spec.element.id, expression=condition)
        return found

    def map_outputs(self, task: Task, mappings: tuple[IoMapping, ...], **extra: Any) -> None:
        """Evaluate output mappings one after the other and write their targets."""
        for mapping in mappings:
            self.write(task, mapping.target, value=self.json(task, mapping.source, **extra))


@contextmanager
def _told_where(task: Task, text: str) -> Iterator[None]:
    """Say at which element of the diagram an expression failed."""
    try:
        yield
    except FeelError as error:
        element = task.task_spec.element.id
        raise RunBroken("run.expression_failed", element, expression=text, reason=error.code) from error
