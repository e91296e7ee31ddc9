"""One evaluation: what is left of its budget, and the present it was told. Refuses to read a clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from feel.errors import FeelEvaluationError, FeelLimitError

MAX_CALLS: Final = 60
MAX_STRING: Final = 1_000_000
CHARACTERS_A_STEP: Final = 32
NO_HOSTS: Final[Mapping[str, Any]] = MappingProxyType({})


class Run:
    """Counts steps. A step is about a microsecond of work or a hundred bytes of memory."""

    __slots__ = ("left", "depth", "now", "hosts", "taken")

    def __init__(
        self, budget: int, now: datetime | None = None, *, hosts: Mapping[str, Any] = NO_HOSTS
    ) -> None:
        self.left = budget
        self.hosts = hosts
        self.depth = 0
        self.now = now
        self.taken: dict[int, tuple[Any, Any]] = {}

    def charge(self, steps: int) -> None:
        """Take steps from the budget before the work is done."""
        self.left -= steps
        if self.left < 0:
            raise FeelLimitError("feel.too_many_steps")

    def charge_text(self, length: int) -> None:
        """Pay for a text that is about to be made or read through."""
        if length > MAX_STRING:
            raise FeelLimitError("feel.text_too_long")
        self.charge(length // CHARACTERS_A_STEP)

    def enter(self) -> None:
        """Go one function call deeper; ``leave`` comes back."""
        self.depth += 1
        if self.depth > MAX_CALLS:
            raise FeelLimitError("feel.too_deep")

    def leave(self) -> None:
        self.depth -= 1

    def present(self) -> datetime:
        """Return the present the caller gave."""
        if self.now is None:
            raise FeelEvaluationError("feel.present_unknown")
        return self.now
