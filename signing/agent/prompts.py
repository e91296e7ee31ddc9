"""What a person is asked before a card does anything, wherever it is asked. Refuses to know cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from signing.agent.words import say

# Called again and again while a person thinks; raises what makes an answer useless.
Watch = Callable[[], None]


@dataclass(frozen=True)
class Question:
    """Who asks for what, as the person is shown it; `act` is the first part of the keys of its words."""

    language: str
    act: str
    site: str
    holder: str
    reason: str = ""
    title: str = ""
    digest: bytes = b""
    tries_left: int | None = None
    problem: str = ""  # what was wrong with the PIN before

    def say(self, key: str, **details: object) -> str:
        return say(self.language, "window", key, **details)

    @property
    def heading(self) -> str:
        return self.say(f"{self.act}.heading")

    @property
    def label(self) -> str:
        """Which PIN is asked for."""
        return self.say(f"{self.act}.pin")

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What is shown, each with its name."""
        digest = self.digest.hex().upper()
        groups = " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
        named = (
            ("site", self.site),
            ("reason", self.reason),
            ("title.fact", self.title),
            ("digest", groups),
            ("holder", self.holder),
        )
        return tuple((self.say(key), value) for key, value in named if value)

    @property
    def tries(self) -> str:
        """How often the PIN may still be wrong; nothing where that is not known, or as it should be."""
        return "" if self.tries_left is None else self.say("tries", number=self.tries_left)


class Prompt(Protocol):
    """A place where a person is asked. Each raises what `watch` raises."""

    def pin(self, question: Question, watch: Watch) -> bytearray | None:
        """Return the PIN, which the caller overwrites; None: the person said no."""

    def confirm(self, question: Question, watch: Watch) -> bool:
        """Say whether the person agrees."""

    def tell(self, question: Question, words: str, watch: Watch) -> None:
        """Return when the person has read it."""
