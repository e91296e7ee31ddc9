"""Programmes of a year at the desk: sub-programmes of a draft, and the end of the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class SetSubProgramme(Command):
    """A sub-programme of a draft says this from now on; without a code it is a new one.

    `content` is shaped as sub-programmes in force are, without their act; `expected_version` is what was
    looked at.
    """

    programme_id: UUID
    code: str | None
    content: Mapping[str, Any]
    expected_version: int | None = None


@dataclass(frozen=True)
class SubProgrammeSet:
    """The sub-programme that was entered or changed."""

    programme_id: UUID
    code: str


@dataclass(frozen=True)
class RemoveSubProgramme(Command):
    """A sub-programme is taken out of a draft: what is in force of it ends with the act."""

    programme_id: UUID
    code: str
    expected_version: int | None = None


@dataclass(frozen=True)
class CloseProgrammeYear(Command):
    """The year of a programme is over: nothing of it is amended any more, and nothing lasts longer."""

    programme_id: UUID
