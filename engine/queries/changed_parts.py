"""Difference of a thing on two days: each part with what it was and what it is, as people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.texts import LANGUAGES


@dataclass(frozen=True)
class ChangedPart:
    """Changed part, before and after. Both are empty where a part can't be written down, as a border."""

    part: str
    before: str
    after: str


def changed_parts(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, parts: Sequence[str]
) -> tuple[ChangedPart, ...]:
    """Return the parts that are other; none of what is new or gone."""
    if before is None or after is None:
        return ()
    return tuple(
        ChangedPart(part, _said(before[part]), _said(after[part]))
        for part in parts
        if before[part] != after[part]
    )


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return " / ".join(str(value[language]) for language in LANGUAGES if value.get(language))
    if isinstance(value, tuple):
        return ""
    return "" if value is None else str(value)
