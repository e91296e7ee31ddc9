"""Variable scope of an expression at a task, and where a write goes.

Case data is one document. Over it lie, from the outside in, the locals of the multi-instance
instances and the inputs of the elements a task is in. A write goes to the nearest instance,
so that parallel instances do not overwrite each other, and otherwise to the document.
"""

from typing import Any

from SpiffWorkflow.task import Task

from engine.process.errors import RunBroken
from engine.process.tokens import parent_task


def enclosing(task: Task) -> list[Task]:
    """Return the task and the tasks of the scopes around it, outermost last."""
    found = []
    current: Task | None = task
    while current is not None:
        found.append(current)
        current = parent_task(current)
    return found


def locals_of(task: Task) -> dict[str, Any]:
    """Return the names a task sees that are not in the document."""
    seen: dict[str, Any] = {}
    for level in reversed(enclosing(task)):
        seen |= level.internal_data.get("locals", {})
        seen |= level.internal_data.get("inputs", {})
    return seen


def target_of(task: Task, document: dict[str, Any]) -> dict[str, Any]:
    """Return the dictionary a write at this task changes."""
    for level in enclosing(task):
        found: dict[str, Any] | None = level.internal_data.get("locals")
        if found is not None:
            return found
    return document


def put(target: dict[str, Any], path: str, *, value: Any, element: str) -> None:
    """Write a value at a dotted path, copying the dictionaries on the way.

    Copying keeps the caller's document as it was: a step that fails leaves no trace in it. A list or a
    text on the way is not replaced: the diagram would lose what somebody else has written there.
    """
    *steps, last = path.split(".")
    for number, step in enumerate(steps, start=1):
        inner = target.get(step)
        if inner is not None and not isinstance(inner, dict):
            raise RunBroken("run.target_not_an_object", element, name=".".join(steps[:number]))
        target[step] = dict(inner or {})
        target = target[step]
    target[last] = value
