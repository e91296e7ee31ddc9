"""Settings of a municipality, and that there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.commands.base import Command
from engine.texts import LANGUAGES


@dataclass(frozen=True)
class SetLetterhead(Command):
    """Let papers carry this from a day on. `seen` is the last entry that the setter knew of."""

    municipality: str
    official_name: Mapping[str, str]
    address: Mapping[str, str]
    phone: str
    email: str
    act: str
    valid_from: date
    seen: int


@dataclass(frozen=True)
class SetCourt(Command):
    """Say in which court acts are contested, from a day on. `seen` is as in `SetLetterhead`."""

    municipality: str
    name: Mapping[str, str]
    address: Mapping[str, str]
    act: str
    valid_from: date
    seen: int


@dataclass(frozen=True)
class SetOfficeHours(Command):
    """Say when the office is open and citizens are received, from a day on. `seen` is as in `SetLetterhead`.

    `reception` may be left out in all languages.
    """

    municipality: str
    hours: Mapping[str, str]
    reception: Mapping[str, str]
    act: str
    valid_from: date
    seen: int


@dataclass(frozen=True)
class SetLanguages(Command):
    """Let services be offered in these languages from a day on. `seen` is as in `SetLetterhead`."""

    municipality: str
    languages: tuple[str, ...]
    act: str
    valid_from: date
    seen: int


@dataclass(frozen=True)
class SetRollout(Command):
    """Note how far MMS is rolled out to a municipality. `seen` is as in `SetSwitch`."""

    municipality: str
    state: str
    act: str
    valid_from: date
    seen: int | None = None


@dataclass(frozen=True)
class EnterMunicipality(Command):
    """Enter a municipality that nobody knew, with its first administrator."""

    code: str
    names: Mapping[str, str]
    region: Mapping[str, str]
    kind: str
    act: str
    valid_from: date
    personal_number: str
    given_name: Mapping[str, str]
    family_name: Mapping[str, str]
    languages: tuple[str, ...] = LANGUAGES


@dataclass(frozen=True)
class SetParameter(Command):
    """Give a parameter another value from a day on: by law, or of one municipality by its council.

    `value` is as the parameter's kind has it: a number, tetri, yes or no, or number and unit of a term.
    `seen` is the last entry of the parameter there that the setter knew of, as in `SetSwitch`.
    """

    name: str
    municipality: str | None
    value: Any
    act: str
    valid_from: date
    valid_until: date | None = None
    seen: int | None = None
