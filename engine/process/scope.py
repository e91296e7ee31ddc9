"""What an expression sees at a task, and where a write goes.

Case data is one document. Over it lie, from the outside in, the locals of the multi-instance
instances and the inputs of the elements a task is in. A write goes to the nearest instance,
so that parallel instances do not overwrite each other, and otherwise to the document.
"""

from typing import Any

from SpiffWorkflow.task import Task

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


def put(target: dict[str, Any], path: str, *, value: Any) -> None:
    """Write a value at a dotted path, copying the dictionaries on the way.

    Copying keeps the caller's document as it was: a step that fails leaves no trace in it.
    """
    *steps, last = path.split(".")
    for step in steps:
        inner = target.get(step)
        target[step] = dict(inner) if isinstance(inner, dict) else {}
        target = target[step]
    target[last] = value
