"""What a change of a file is that nobody has made yet: which operator, where, and how it is made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import Any

Made = Callable[[], bytes]
Path = tuple[str | int, ...]
GONE: Any = object()


@dataclass(frozen=True)
class Rewritten:
    """One change of a file of words or settings."""

    operator: str
    place: str
    change: str
    made: Made = field(repr=False)


Rewrites = Iterator[Rewritten]


def at(content: Any, path: Sequence[str | int]) -> Any:
    """Return what stands at a place of a JSON file, or nothing."""
    for key in path:
        is_there = key in content if isinstance(content, dict) else isinstance(content, list)
        if not is_there:
            return None
        content = content[key]
    return content


def replaced(operator: str, content: Any, path: Path, new: Any) -> Rewritten:
    """Return the change that puts another value at a place of a JSON file, or takes it away."""
    old = at(content, path)
    change = f"{old} removed" if new is GONE else f"{old} → {new}"
    return Rewritten(operator, dotted(path), change, partial(_with, content, ((path, new),)))


def swapped(operator: str, content: Any, one: Path, other: Path) -> Rewritten:
    """Return the change that puts each of two values of a JSON file in the place of the other."""
    edits = ((one, at(content, other)), (other, at(content, one)))
    change = f"swapped with {dotted(other)}"
    return Rewritten(operator, dotted(one), change, partial(_with, content, edits))


def dotted(path: Path) -> str:
    return ".".join(map(str, path))


def _with(content: Any, edits: tuple[tuple[Path, Any], ...]) -> bytes:
    new = deepcopy(content)
    for path, value in edits:
        around = at(new, path[:-1])
        if value is GONE:
            del around[path[-1]]
        else:
            around[path[-1]] = value
    return f"{json.dumps(new, ensure_ascii=False, indent=2)}\n".encode()
