"""Periods from a day until another, which is no longer part of them.

Refuses to know what is valid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Validity:
    """`valid_until` is the first day that is not covered; None is "until further notice"."""

    valid_from: date
    valid_until: date | None = None

    @classmethod
    def of(cls, valid_from: str, valid_until: str | None) -> Validity:
        """Read the two ISO dates of a file."""
        until = None if valid_until is None else date.fromisoformat(valid_until)
        return cls(date.fromisoformat(valid_from), until)

    @property
    def is_empty(self) -> bool:
        return self.valid_until is not None and self.valid_until <= self.valid_from

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def overlaps(self, other: Validity) -> bool:
        """Say whether there is a day that both cover."""
        starts_before = other.valid_until is None or self.valid_from < other.valid_until
        ends_after = self.valid_until is None or other.valid_from < self.valid_until
        return starts_before and ends_after and not self.is_empty and not other.is_empty
