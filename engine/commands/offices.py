"""Offices of a municipality: who holds which, by which act, from when to when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.commands.base import Command


@dataclass(frozen=True)
class GiveOffice(Command):
    """Give somebody a role in a municipality, or in one of its units alone, by an act of appointment.

    From the day `valid_until` on it is not held any more; names are needed where the person is not known yet.
    """

    personal_number: str
    role: str
    municipality: str | None  # None: an office of the whole country
    act: str
    valid_from: date
    valid_until: date | None = None
    unit: str | None = None
    center: int | None = None  # of an operator: the number of the community centre
    is_acting: bool = False  # in the place of the official, to a day that is named
    given_name: Mapping[str, str] | None = None
    family_name: Mapping[str, str] | None = None


@dataclass(frozen=True)
class EndOffice(Command):
    """End an office by an act; from the day `valid_until` on it is not held any more.

    `seen_until` is the end that it had where one looked: who would set another knows of it.
    """

    personal_number: str
    role: str
    municipality: str | None
    act: str
    valid_until: date
    unit: str | None = None
    center: int | None = None
    seen_until: date | None = None


@dataclass(frozen=True)
class OfficeEnded:
    """Number of tasks that went back to the lists of their units when an office ended."""

    released: int


@dataclass(frozen=True)
class ReleaseClaims(Command):
    """Put tasks back on their lists that people claimed in an office which they hold no more."""
