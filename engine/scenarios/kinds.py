"""The kinds of steps that a scenario can have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

# Each step has one of these, in whatever order its keys came.
KINDS: Final = (
    *("task", "closed", "job", "message", "letter", "signal"),
    *("budget", "counts", "days", "until", "meanwhile"),
)


def kind_of(step: Mapping[str, Any]) -> str:
    """Return the kind of a step, which is one of its keys."""
    return next(kind for kind in KINDS if kind in step)
