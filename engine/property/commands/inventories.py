"""Counting municipal property."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class CountAsset(Command):
    """Say what was found of a thing on the list; `expected_version` is the one the person saw.

    `photos` are documents that the person has uploaded.
    """

    item_id: UUID
    result: str
    note: str = ""
    photos: tuple[str, ...] = ()
    expected_version: int | None = None


@dataclass(frozen=True)
class RecordSurplus(Command):
    """Note a thing that was found and is not on the list; `fields` describe it as the register would."""

    case_id: UUID
    kind: str
    category: str
    value_tetri: int
    note: str = ""
    photos: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
