"""A filled template: its page, and what is to be known of how it was filled."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Missing:
    """An expression that gave null."""

    expression: str
    line: int


@dataclass(frozen=True)
class Rendered:
    """A filled template. `missing` are all expressions that gave null, conditions and lists too; `gaps` are
    the placeholders that printed nothing, unless they say that this is meant; `conditions` what each said, by
    its text: in a loop it may have said both."""

    html: str = field(repr=False)
    title: str
    language: str
    missing: tuple[Missing, ...]
    gaps: tuple[Missing, ...] = ()
    conditions: frozenset[tuple[str, bool]] = frozenset()
