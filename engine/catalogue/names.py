"""Names of things in each language.

Refuses to invent a name: where one language is not known, another is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.texts import LANGUAGES


@dataclass(frozen=True)
class Names:
    """A name by language; null in one that nobody knows."""

    by_language: Mapping[str, str | None]

    @classmethod
    def of(cls, names: Mapping[str, str | None]) -> Names:
        return cls({language: names[language] for language in LANGUAGES})

    def get(self, language: str) -> str:
        """Return the name in the language, or in another one if nobody knows it."""
        return self.by_language[language] or next(filter(None, self.by_language.values()), "")
