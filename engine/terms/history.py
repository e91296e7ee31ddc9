"""Everything that happened to a term since it started, in order.

An **extension** is a longer term counted from the same start ("up to three months in total"): it
never makes a term shorter. A **restart** begins the term anew: what was counted and granted before
counts no more, and the new term is the one that such a clock starts with. Pauses are days and hold
whatever is counted on them. Refuses to know who may extend or restart, and how far.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.terms.pauses import Pause
from engine.terms.term import Term


@dataclass(frozen=True)
class Extension:
    """From the day on the longer term holds, counted from the same start."""

    extended_on: date
    term: Term
    reason: str = ""


@dataclass(frozen=True)
class Restart:
    """The term begins anew: the day after is the first that counts."""

    restarted_on: date
    reason: str = ""


@dataclass(frozen=True)
class History:
    """The life of one term. `began` is what the first line of a derivation calls its start."""

    term: Term
    started_on: date
    pauses: tuple[Pause, ...] = ()
    changes: tuple[Extension | Restart, ...] = ()
    began: str = "filed"

    @property
    def restarts(self) -> tuple[Restart, ...]:
        return tuple(change for change in self.changes if isinstance(change, Restart))

    @property
    def counted_from(self) -> date:
        """The day after which days count now."""
        restarts = self.restarts
        return restarts[-1].restarted_on if restarts else self.started_on

    @property
    def extensions(self) -> tuple[Extension, ...]:
        """The extensions of the term that runs now, oldest first."""
        found: list[Extension] = []
        for change in self.changes:
            if isinstance(change, Restart):
                found.clear()
            else:
                found.append(change)
        return tuple(found)
