"""Sub-programmes of a municipality as everybody may see them; see `views`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.lawbook import WAITS, limit_of
from engine.queries.views import Names

AHEAD, IN_FORCE, ENDED = "ahead", "in_force", "ended"


@dataclass(frozen=True)
class SubProgramme:
    """One sub-programme in the period that counts today, and the period to come after it.

    `content` is the entry as the council's resolution has it (`bpmn/schemas/programmes.schema.json`).
    """

    code: str
    municipality: str  # its code
    service: str  # by which one applies
    life_events: tuple[str, ...]
    state: str  # AHEAD, IN_FORCE or ENDED
    valid_from: date
    valid_until: date | None  # the first day on which it is not in force any more
    content: Mapping[str, Any]
    following: SubProgramme | None = None  # the next period, if one is known

    @property
    def names(self) -> Names:
        """What the public page calls it; lists, letters and acts may say less."""
        names: Names = self.content.get("public_names") or self.content["names"]
        return names

    @property
    def waits(self) -> bool:
        """Whether an application waits for money where the budget has none left."""
        return (self.content.get("without_money") or WAITS) == WAITS

    @property
    def limit_of(self) -> str:
        """Who is helped once in the period: a person, a household or an address."""
        return limit_of(self.content)

    @property
    def summary(self) -> Names:
        summary: Names = self.content["summary"]
        return summary
