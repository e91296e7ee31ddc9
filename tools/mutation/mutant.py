"""What a mutant is, and what was found out about it. Refuses to know how files are changed and run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from engine.scenarios.coverage import CoveredParts

Fate = Literal["refused", "failed", "survived", "harmless", "passed"]


@dataclass(frozen=True)
class Mutant:
    """A service with one change in one file.

    `place` says where (a decision with its rule and column), `change` what became of it: both in the terms
    of the drawing, because people read them and `survivors.json` names mutants by them. `touches` are the
    elements and rows whose scenarios may notice: no other one can; without them any scenario may.
    """

    service: str
    file: str  # below bpmn/
    place: str
    change: str
    content: bytes = field(repr=False)
    touches: CoveredParts | None
    operator: str = ""
    is_harmless: bool = False  # to be noticed by nobody

    @property
    def name(self) -> str:
        return f"{self.service}: {self.place}: {self.change}"

    def may_be_noticed_by(self, taken: CoveredParts) -> bool:
        """Tell whether a scenario that takes this comes to the changed place."""
        if self.is_harmless or self.touches is None:
            return True
        return bool(self.touches.rows & taken.rows or self.touches.elements & taken.elements)


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: validation refused it, a scenario failed (`by`), or nothing noticed.

    What survives is harmless if a rule (`by`) shows that nobody gets anything else by it. What validation
    lets pass, and no scenario was asked about, has passed.
    """

    mutant: str
    fate: Fate
    by: str = ""
    operator: str = ""
    is_harmless: bool = False

    @classmethod
    def of(cls, mutant: Mutant, fate: Fate, by: str = "") -> Verdict:
        return cls(mutant.name, fate, by, mutant.operator, mutant.is_harmless)
