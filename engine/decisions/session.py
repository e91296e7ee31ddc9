"""One evaluation of a model: its budget, the rules that matched so far, the values already found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from feel.run import Run

Value = Any
Scope = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """A rule that decided: its table, its place from one, its id and annotations."""

    table: str
    index: int
    rule_id: str
    annotations: tuple[str, ...]


@dataclass(slots=True)
class Session:
    """``values`` are by id of the node. A decision service gets a session of its own within the same run."""

    run: Run
    context: Scope
    matched: list[RuleMatch] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)


Code = Callable[[Session, Scope], Value]
