"""The stored form of a run's tokens: a version byte and MessagePack.

Specifications are stored as positions in the definition, whose fingerprint guards them; case
data is not here at all. Equal runs give equal bytes. Only values of JSON may be stored.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import Any, Final
from uuid import UUID

import msgpack  # type: ignore[import-untyped]
from SpiffWorkflow.task import Task

from engine.process.definition import Definition
from engine.process.driver import Driver
from engine.process.errors import StateError
from engine.process.tokens import Branch, Tokens, is_live

# The form in which tokens are written, and those that are still read. Whoever changes what stored bytes
# come to mean raises the version; `tests/golden` holds states of each.
VERSION: Final = 1
READS: Final = frozenset({VERSION})
DECIMAL: Final = 1
BIG_INTEGER: Final = 2
COUNTED: Final = ("ordinal", "arrival")


def encode(definition: Definition, tokens: Tokens, *, counters: dict[str, int]) -> bytes:
    """Return the bytes from which `decode` restores the tokens and the counters."""
    positions = definition.element_positions
    counted = sorted((positions[element], count) for element, count in counters.items())
    body = [definition.fingerprint, counted, _encode_level(definition, tokens)]
    packed: bytes = msgpack.packb(body, default=_encode_value, use_bin_type=True)
    return bytes([VERSION]) + packed


def decode(definition: Definition, state: bytes, *, driver: Driver) -> tuple[Tokens, dict[str, int]]:
    """Return the tokens and counters that were stored."""
    if not state or state[0] not in READS:
        raise StateError("run.state_version", version=state[0] if state else None)
    try:
        body = msgpack.unpackb(state[1:], ext_hook=_decode_value, strict_map_key=False)
        fingerprint, counted, level = body
        if fingerprint != definition.fingerprint:
            raise StateError("run.state_of_another_diagram", process=definition.process_id)
        names = definition.element_names
        counters = {names[position]: int(count) for position, count in counted}
        tokens = Tokens(definition.spec, definition.specs, driver, deserializing=True)
        _decode_level(definition, tokens, level, tokens, ids=count(1))
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        raise StateError(detail=type(error).__name__) from error
    return tokens, counters


def _encode_level(definition: Definition, workflow: Any) -> list[Any]:
    """One workflow: a row for each task, in the order of creation, and the branches below tasks."""
    names = definition.spec_positions[workflow.spec.name]
    rows: list[list[Any]] = []
    index: dict[UUID, int] = {}
    branches = []
    for task in workflow.tasks.values():
        index[task.id] = len(rows)
        row = [names[task.task_spec.name], index.get(task._parent, -1), int(task.state)]
        rows.append(row + _encode_kept(task) if is_live(task) else row)
        branch = workflow.top_workflow.subprocesses.get(task.id)
        if branch is not None:
            branches.append([index[task.id], _encode_level(definition, branch)])
    return [rows, branches]


def _decode_level(
    definition: Definition, workflow: Any, level: list[Any], top: Tokens, *, ids: Iterator[int]
) -> None:
    """Make the tasks of one workflow. Their ids name them within this run only, and numbers cost less."""
    rows, branches = level
    names = definition.spec_names[workflow.spec.name]
    specs = workflow.spec.task_specs
    tasks: list[Task] = []
    for position, parent, state, *more in rows:
        above = tasks[parent] if parent >= 0 else None
        task = Task(workflow, specs[names[position]], above, state=state, id=next(ids))
        if more:
            task.triggered = more[0]
            task.internal_data = _decode_kept(*more[1:])
        tasks.append(task)
    workflow.task_tree = tasks[0]
    for position, inner in branches:
        task = tasks[position]
        spec = definition.specs[task.task_spec.key]
        branch = Branch(spec, parent_task_id=task.id, top_workflow=top, deserializing=True)
        top.subprocesses[task.id] = branch
        _decode_level(definition, branch, inner, top, ids=ids)


def _encode_kept(task: Task) -> list[Any]:
    """What a live task keeps: its counts in fixed places, the rest, if there is any, by name."""
    rest = {name: value for name, value in task.internal_data.items() if name not in COUNTED}
    counts = [task.internal_data[name] for name in COUNTED if name in task.internal_data] or [None, None]
    return [bool(task.triggered), *counts, *([rest] if rest else [])]


def _decode_kept(ordinal: int | None, arrival: int | None, rest: Any = None) -> dict[str, Any]:
    counts = {} if ordinal is None else {"ordinal": ordinal, "arrival": arrival}
    return counts | (rest or {})


def _encode_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return msgpack.ExtType(DECIMAL, str(value).encode())
    if isinstance(value, int):
        return msgpack.ExtType(BIG_INTEGER, str(value).encode())
    raise StateError("run.value_not_json", type=type(value).__name__)


def _decode_value(code: int, data: bytes) -> Any:
    if code == DECIMAL:
        return Decimal(data.decode())
    if code == BIG_INTEGER:
        return int(data.decode())
    raise StateError()
