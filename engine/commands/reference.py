"""Municipalities, people, days off: what everything else refers to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.catalogue.programmes import Programme
from engine.commands.base import Command


@dataclass(frozen=True)
class DeclareDayOff(Command):
    """A decreed day off, for the country or one municipality; open deadlines move by it.

    An administrator declares days of their municipality alone, by an act, and only days that are ahead.
    """

    day: date
    names: dict[str, str]
    municipality: str | None = None
    act: str = ""


@dataclass(frozen=True)
class RecountCase(Command):
    """Count a case's open deadlines anew because of a day that was declared off."""

    case_id: UUID
    because_of: date


@dataclass(frozen=True)
class LoadMunicipality(Command):
    """Create or refresh a municipality with its units, settlements and switched-on modules."""

    data: dict[str, Any]


@dataclass(frozen=True)
class LoadPeople(Command):
    """Create or refresh demo people with their roles."""

    people: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class LoadReferenceData(Command):
    """Holidays, parameters, sub-programmes, centres, life events, the directory of services.

    What an act fixed stays once known, and so does what was entered in the directory since.
    """

    holidays: tuple[dict[str, Any], ...] = ()
    parameters: tuple[dict[str, Any], ...] = ()
    programmes: tuple[Programme, ...] = ()
    centers: tuple[dict[str, Any], ...] = ()
    life_events: tuple[Mapping[str, Any], ...] = ()
    directory: tuple[Mapping[str, Any], ...] = ()
