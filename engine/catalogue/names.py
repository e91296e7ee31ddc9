"""What something is called in Georgian and English.

Refuses to invent a name: where one language is not known, the other is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """A name in both languages; one of the two may be unknown."""

    ka: str | None
    en: str | None

    @classmethod
    def of(cls, names: Mapping[str, str | None]) -> Names:
        return cls(names["ka"], names["en"])

    def get(self, language: str) -> str:
        """Return the name in the language, or in the other one if nobody knows it."""
        first, second = (self.ka, self.en) if language == "ka" else (self.en, self.ka)
        return first or second or ""
