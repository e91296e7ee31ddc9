"""Cuts history out of the token tree: what has finished is kept only where a live token needs it.

A live token needs its parent: a join reads from it which flow the token came by, a boundary
event finds its host through it. Everything else between the kept tasks is spliced out, each
kept task hanging on its nearest kept ancestor: the Steiner tree of the live tokens. The state
therefore does not grow with the number of steps, whatever loops the diagram has.
"""

from typing import Any
from uuid import UUID

from engine.process.tokens import Tokens, is_live


def compact(tokens: Tokens) -> None:
    """Cut all finished history out of a case's tokens."""
    for branch in [tokens, *tokens.subprocesses.values()]:
        _splice(branch)


def _splice(workflow: Any) -> None:
    tasks = workflow.tasks
    keep: set[UUID] = {workflow.task_tree.id}
    for task in tasks.values():
        if is_live(task):
            keep.add(task.id)
            if task._parent is not None:
                keep.add(task._parent)
    if len(keep) == len(tasks):
        return
    for task_id in keep:
        parent = tasks[task_id]._parent
        while parent is not None and parent not in keep:
            parent = tasks[parent]._parent
        tasks[task_id]._parent = parent
        tasks[task_id]._children = []
    for task_id in [task_id for task_id in tasks if task_id not in keep]:
        del tasks[task_id]
    for task_id, task in tasks.items():
        if task._parent is not None:
            tasks[task._parent]._children.append(task_id)
