"""Positions of the tokens of a stored case, read without moving any."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from SpiffWorkflow.task import Task

from engine.process.codec import decode
from engine.process.definition import Definition
from engine.process.driver import Driver
from engine.process.elements import GATEWAYS
from engine.process.runtime import kind_of, token_of
from engine.process.tokens import is_live, parent_task, walk

JOIN = "join"


class Standing(NamedTuple):
    """A token at rest; `around` are the calls and subprocesses it stands in, the outermost first.

    At a join it waits for other tokens of the same case, elsewhere for somebody or something outside.
    """

    token: str
    element: str
    kind: str  # task, job, timer, message, signal, join
    around: tuple[str, ...]
    is_beside: bool  # an event at the boundary of a step: it stands and falls with the step


def standing(definition: Definition, state: bytes) -> tuple[Standing, ...]:
    """Return where each token rests, in the order in which they came there."""
    # Nothing moves, so nobody is asked anything.
    tokens, _ = decode(definition, state, driver=cast(Driver, None))
    found = [(task, kind) for task in walk(tokens) if (kind := kind_of(task) or _joining(task))]
    found.sort(key=lambda one: one[0].internal_data["arrival"])
    return tuple(_standing(task, kind) for task, kind in found)


def _joining(task: Task) -> str | None:
    return JOIN if is_live(task) and task.task_spec.element.kind in GATEWAYS else None


def _standing(task: Task, kind: str) -> Standing:
    element = task.task_spec.element
    return Standing(token_of(task), element.id, kind, _around(task), element.kind == "boundaryEvent")


def _around(task: Any) -> tuple[str, ...]:
    names: list[str] = []
    while (task := parent_task(task)) is not None:
        names.insert(0, task.task_spec.element.id)
    return tuple(names)
