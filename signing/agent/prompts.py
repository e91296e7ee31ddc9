"""Prompts that a person sees before a card does anything, wherever they are asked. Refuses to know cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from signing.agent.words import say

# Called again and again while a person thinks; raises what makes an answer useless.
Watch = Callable[[], None]


@dataclass(frozen=True)
class Document:
    """Document that is signed, as far as this program knows it: the hash, and how the site calls it."""

    digest: bytes
    title: str

    @property
    def hash_in_groups(self) -> str:
        digest = self.digest.hex().upper()
        return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


@dataclass(frozen=True)
class Question:
    """Question to the person: who asks for what; `act` is the first part of the keys of its words.

    The first question before several signatures shows all documents; where the card wants its PIN for each,
    a later one shows the document that is next, by its place among the `count`.
    """

    language: str
    act: str
    site: str
    holder: str
    reason: str = ""
    documents: tuple[Document, ...] = ()
    place: int = 1
    count: int = 1
    tries_left: int | None = None
    problem: str = ""  # what was wrong with the PIN before

    def say(self, key: str, **details: object) -> str:
        return say(self.language, "window", key, **details)

    @property
    def heading(self) -> str:
        if self.count == 1:
            return self.say(f"{self.act}.heading")
        if len(self.documents) > 1:
            return self.say("sign_many.heading", number=self.count)
        return self.say("sign_next.heading", place=self.place, number=self.count)

    @property
    def label(self) -> str:
        """Which PIN is asked for."""
        return self.say(f"{self.act}.pin")

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What is shown, each with its name."""
        only = self.documents[0] if len(self.documents) == 1 else None
        named = (
            ("site", self.site),
            ("reason", self.reason),
            ("title.fact", only.title if only else ""),
            ("digest", only.hash_in_groups if only else ""),
            ("holder", self.holder),
        )
        return tuple((self.say(key), value) for key, value in named if value)

    @property
    def listed(self) -> tuple[str, ...]:
        """Several documents, each with its number, title and hash; of one the facts tell."""
        if len(self.documents) < 2:
            return ()
        numbered = enumerate(self.documents, 1)
        return tuple(
            f"{number}. {document.title}\n{document.hash_in_groups}" for number, document in numbered
        )

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
