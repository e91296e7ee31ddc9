"""Municipalities, their units and settlements, and the community centres, as files say.

Reads `bpmn/municipalities/*.json` and `bpmn/centers.json` and checks what a schema can't: that
names agree and references lead somewhere. It refuses to know cases and people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_file
from engine.catalogue.holidays import Holiday
from engine.catalogue.names import Names
from engine.catalogue.schemas import schemas_of
from engine.catalogue.validity import Validity

CENTERS = "centers.json"
# How the name of a court of the first instance ends: letters decline it.
COURT_KINDS = ("რაიონული სასამართლო", "საქალაქო სასამართლო")


@dataclass(frozen=True)
class AdministrativeUnit:
    """A part of a municipality with a representative of the mayor."""

    code: str
    names: Names
    is_demo: bool


@dataclass(frozen=True)
class Settlement:
    """A settlement with high-mountain status during its validity."""

    code: str
    names: Names
    municipality: str
    unit: str | None  # None where nobody has a source
    altitude: int | None  # metres; None where nobody has a source
    validity: Validity
    source: str
    confidence: str
    is_demo: bool


@dataclass(frozen=True)
class Letterhead:
    """Letterhead of official papers; None where nobody has a source."""

    official_name: Names | None
    address: Names | None
    phone: str | None
    email: str | None


@dataclass(frozen=True)
class Court:
    """Court where acts of a municipality are contested; the address is None where nobody has a source."""

    name: Names
    address: Names | None
    source: str
    confidence: str


@dataclass(frozen=True)
class Municipality:
    """A tenant. `is_on_platform` says whether it is one of the 55 municipalities of MMS."""

    code: str
    names: Names
    kind: str
    region: Names
    is_on_platform: bool
    high_mountain: str
    modules: frozenset[str]
    languages: tuple[str, ...]
    units: tuple[AdministrativeUnit, ...]
    settlements: tuple[Settlement, ...]
    letterhead: Letterhead
    court: Court | None
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True)
class Center:
    """A community centre; it serves citizens of every municipality."""

    code: str
    number: int
    names: Names
    municipality: str


def read_municipality(bpmn: Path, code: str) -> Municipality:
    """Read one municipality."""
    label = f"municipalities/{code}.json"
    content = schemas_of(bpmn).read(
        read_file(bpmn / "municipalities" / f"{code}.json", label), "municipality", label
    )
    if content["code"] != code:
        raise CatalogueError("code_is_not_file_name", label, content["code"])
    units = [unit["code"] for unit in content["units"]]
    settlements = [settlement["code"] for settlement in content["settlements"]]
    _no_twins(units, label)
    _no_twins(settlements, label)
    for settlement in content["settlements"]:
        if settlement["unit"] is not None and settlement["unit"] not in units:
            raise CatalogueError("unit_unknown", label, settlement["unit"])
    return _municipality(content)


def read_municipalities(bpmn: Path) -> tuple[Municipality, ...]:
    """Read all municipalities, by code. A settlement's code is unique in the country."""
    codes = sorted(path.stem for path in (bpmn / "municipalities").glob("*.json"))
    found = tuple(read_municipality(bpmn, code) for code in codes)
    _no_twins([place.code for municipality in found for place in municipality.settlements], "municipalities")
    _no_twins([unit.code for municipality in found for unit in municipality.units], "municipalities")
    return found


def read_centers(bpmn: Path) -> tuple[Center, ...]:
    """Read the community centres, in order of number."""
    content = schemas_of(bpmn).read(read_file(bpmn / CENTERS, CENTERS), "centers", CENTERS)
    centers = tuple(
        Center(center["code"], center["number"], Names.of(center["names"]), center["municipality"])
        for center in content["centers"]
    )
    _no_twins([center.code for center in centers], CENTERS)
    _no_twins([str(center.number) for center in centers], CENTERS)
    for center in centers:
        if not (bpmn / "municipalities" / f"{center.municipality}.json").is_file():
            raise CatalogueError("municipality_unknown", CENTERS, center.municipality)
    return tuple(sorted(centers, key=lambda center: center.number))


def _municipality(content: Mapping[str, Any]) -> Municipality:
    return Municipality(
        code=content["code"],
        names=Names.of(content["names"]),
        kind=content["kind"],
        region=Names.of(content["region"]),
        is_on_platform=content["mms"],
        high_mountain=content["high_mountain"],
        modules=frozenset(content["modules"]),
        languages=tuple(content["languages"]),
        units=tuple(
            AdministrativeUnit(unit["code"], Names.of(unit["names"]), unit["demo"])
            for unit in content["units"]
        ),
        settlements=tuple(_settlement(entry, content["code"]) for entry in content["settlements"]),
        letterhead=_letterhead(content["letterhead"]),
        court=_court(content["court"]),
        holidays=tuple(Holiday.of(entry) for entry in content["holidays"]),
    )


def _settlement(entry: Mapping[str, Any], municipality: str) -> Settlement:
    return Settlement(
        code=entry["code"],
        names=Names.of(entry["names"]),
        municipality=municipality,
        unit=entry["unit"],
        altitude=entry.get("altitude"),
        validity=Validity.of(entry["valid_from"], entry["valid_until"]),
        source=entry["source"],
        confidence=entry["confidence"],
        is_demo=entry["demo"],
    )


def _letterhead(entry: Mapping[str, Any]) -> Letterhead:
    return Letterhead(
        official_name=Names.of(entry["official_name"]) if entry["official_name"] else None,
        address=Names.of(entry["address"]) if entry["address"] else None,
        phone=entry["phone"],
        email=entry["email"],
    )


def _court(entry: Mapping[str, Any] | None) -> Court | None:
    if entry is None:
        return None
    return Court(
        name=Names.of(entry["name"]),
        address=Names.of(entry["address"]) if entry["address"] else None,
        source=entry["source"],
        confidence=entry["confidence"],
    )


def _no_twins(codes: Iterable[str], label: str) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise CatalogueError("code_twice", label, code)
        seen.add(code)
