"""The report of a check: what it found. Refuses to know how it looked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# A broken installation has thousands of differences of one kind; the first ones show which.
MOST_SHOWN = 20


@dataclass(frozen=True)
class Checked:
    """One check: what it counted, each difference as a sentence, and notes that are no difference."""

    name: str
    counted: str
    differences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        return not self.differences

    def lines(self) -> Iterator[str]:
        """Yield the check as an operator reads it."""
        many = "" if self.is_good else f", {len(self.differences)} differences"
        yield f"{'good' if self.is_good else 'BAD '}  {self.name}: {self.counted}{many}"
        yield from (f"      {difference}" for difference in self.differences[:MOST_SHOWN])
        if len(self.differences) > MOST_SHOWN:
            yield f"      … and {len(self.differences) - MOST_SHOWN} more"
        yield from (f"      note: {note}" for note in self.notes[:MOST_SHOWN])
