"""Entries of community centres: where they are and when they are open, for the whole country, by an act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.commands.base import Command


@dataclass(frozen=True)
class EnterCenters(Command):
    """Enter what a table says of centres from a day on. `seen` is the digest of what was shown of it.

    `rows` are its cells, the first row names the columns. What a row leaves empty stays as it is.
    """

    rows: tuple[tuple[str, ...], ...]
    act: str
    first_on: date
    seen: str


@dataclass(frozen=True)
class CentersEntered:
    """Numbers of centres that are new, and of those that are otherwise than before."""

    new: int
    changed: int


@dataclass(frozen=True)
class FollowCenterEntries(Command):
    """Let centres be called and belong as the entries in force today say."""
