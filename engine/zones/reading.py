"""A GeoJSON file (RFC 7946) of zones: hostile until read, and everything that is wrong with it.

Each finding names its feature by number, as the file has them, from one. A zone is one polygon without holes:
who looks up plots in it (`engine/plans.py`) knows its outer border alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from engine.db.pool import without_nul
from engine.errors import Rejected
from engine.spreadsheets import cut
from engine.texts import LANGUAGES
from engine.zones import geometry
from engine.zones.geometry import Budget, Ring, TooComplex

LARGEST_FILE: Final = 2 * 1024**2  # bytes
MOST_FEATURES: Final = 500
MOST_CORNERS: Final = 20_000  # of all zones
MOST_FINDINGS: Final = 100
LONGEST_NAME: Final = 200
GEORGIA: Final = (39.9, 41.0, 46.8, 43.7)  # west, south, east, north
UNREADABLE: Final = "\ufffd"  # stands for bytes that are no text
MOST_DECIMALS: Final = 6
SMALLEST: Final = 1e-12  # square degrees: about a hundredth of a square metre
# What a zone says beside its border, and how much it may be: the share of a plot, a ratio, metres.
FIGURES: Final[Mapping[str, int]] = {"k1_max": 1, "k2_max": 50, "k3_min": 1, "height_max": 500}
PROPERTIES: Final = ("code", *(f"name_{language}" for language in LANGUAGES), "is_buildable", *FIGURES)
_CODE: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True)
class Finding:
    """Finding of what is wrong: with a feature, or with the whole file where there is no number."""

    feature: int | None
    error: Rejected


@dataclass(frozen=True)
class ReadZone:
    """A zone of a file. Its ring is open: the last corner leads back to the first."""

    feature: int
    code: str
    names: Mapping[str, str]
    is_buildable: bool
    figures: Mapping[str, int | Decimal]
    ring: Ring


@dataclass(frozen=True)
class ReadZones:
    """The zones of a file. With a finding nothing of it may be entered."""

    zones: tuple[ReadZone, ...]
    findings: tuple[Finding, ...]


class _Wrong(Exception):
    def __init__(self, code: str, **params: Any) -> None:
        self.error = Rejected(f"zone_plan.{code}", **params)


def read_zones(content: str) -> ReadZones:
    """Return the zones of a file and everything that is wrong with them."""
    try:
        features = _features(content)
    except _Wrong as wrong:
        return ReadZones((), (Finding(None, wrong.error),))
    zones: list[ReadZone] = []
    findings: list[Finding] = []
    budget = Budget()
    for number, feature in enumerate(features, start=1):
        try:
            zones.append(_zone(number, feature, budget))
        except _Wrong as wrong:
            findings.append(Finding(number, wrong.error))
        except TooComplex:
            return ReadZones((), (Finding(number, Rejected("zone_plan.too_complex")),))
    try:
        findings += [*_same_code(zones), *_overlapping(zones, budget)]
    except TooComplex:
        findings.append(Finding(None, Rejected("zone_plan.too_complex")))
    return ReadZones(tuple(zones), tuple(findings[:MOST_FINDINGS]))


def _features(content: str) -> Sequence[Any]:
    try:
        size = len(content.encode())
    except UnicodeEncodeError:
        raise _Wrong("unreadable") from None
    if size > LARGEST_FILE:
        raise _Wrong("too_large")
    if UNREADABLE in content:
        raise _Wrong("unreadable")
    try:
        found = json.loads(content, parse_constant=_no_number, parse_float=Decimal)
    except (ValueError, RecursionError, ArithmeticError):
        raise _Wrong("unreadable") from None
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or found.get("type") != "FeatureCollection":
        raise _Wrong("unreadable")
    if not features:
        raise _Wrong("empty")
    if len(features) > MOST_FEATURES:
        raise _Wrong("too_many", most=MOST_FEATURES)
    if sum(_corners_of(feature) for feature in features) > MOST_CORNERS:
        raise _Wrong("too_many_corners", most=MOST_CORNERS)
    return features


def _no_number(said: str) -> None:
    raise ValueError(said)


def _corners_of(feature: Any) -> int:
    """Return how many corners a feature has, whatever it is."""
    shape = feature.get("geometry") if isinstance(feature, dict) else None
    rings = shape.get("coordinates") if isinstance(shape, dict) else None
    return sum(len(ring) for ring in rings if isinstance(ring, list)) if isinstance(rings, list) else 0


def _zone(number: int, feature: Any, budget: Budget) -> ReadZone:
    said = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(said, dict) or feature.get("type") != "Feature":
        raise _Wrong("no_feature")
    code = said.get("code")
    if not isinstance(code, str) or not _CODE.fullmatch(code) or len(code) > 100:
        raise _Wrong("code_invalid", value=cut(str(code)))
    names = {language: _name(said, f"name_{language}") for language in LANGUAGES}
    if not isinstance(said.get("is_buildable"), bool):
        raise _Wrong("not_said", property="is_buildable")
    figures = {name: _figure(said, name, most) for name, most in FIGURES.items()}
    ring = _ring(feature.get("geometry"))
    if geometry.crosses_itself(ring, budget):
        raise _Wrong("crosses_itself")
    if geometry.area(ring) < SMALLEST:
        raise _Wrong("no_area")
    return ReadZone(number, code, names, said["is_buildable"], figures, ring)


def _name(said: Mapping[str, Any], name: str) -> str:
    words = said.get(name)
    found = " ".join(without_nul(words).split()) if isinstance(words, str) else ""
    if not found or len(found) > LONGEST_NAME or any("\ud800" <= sign <= "\udfff" for sign in found):
        raise _Wrong("not_said", property=name)
    return found


def _figure(said: Mapping[str, Any], name: str, most: int) -> int | Decimal:
    value = said.get(name)
    if isinstance(value, Decimal) and _decimals(value) > MOST_DECIMALS:
        raise _Wrong("figure_invalid", property=name, most=most)
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and 0 <= value <= most:
        return value
    raise _Wrong("figure_invalid", property=name, most=most)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else MOST_DECIMALS + 1


def _ring(shape: Any) -> Ring:
    """Return the border of a zone without the corner that closes it."""
    if not isinstance(shape, dict) or shape.get("type") != "Polygon":
        raise _Wrong("no_polygon")
    rings = shape.get("coordinates")
    if not isinstance(rings, list) or not rings or not isinstance(rings[0], list):
        raise _Wrong("no_polygon")
    if len(rings) > 1:
        raise _Wrong("has_holes")
    corners = [_corner(said) for said in rings[0]]
    if len(corners) < 4 or corners[0] != corners[-1]:
        raise _Wrong("not_closed")
    ring = [corner for corner, after in zip(corners, corners[1:], strict=False) if corner != after]
    if len(set(ring)) < 3:
        raise _Wrong("no_area")
    west, south, east, north = geometry.box(ring)
    if west < GEORGIA[0] or south < GEORGIA[1] or east > GEORGIA[2] or north > GEORGIA[3]:
        raise _Wrong("outside")
    return ring


def _corner(said: Any) -> geometry.Corner:
    numbers = said[:2] if isinstance(said, list) and 2 <= len(said) <= 3 else []
    if len(numbers) != 2 or not all(
        isinstance(number, int | Decimal) and not isinstance(number, bool) and -1_000 <= number <= 1_000
        for number in numbers
    ):
        raise _Wrong("no_corner")
    x, y = float(numbers[0]), float(numbers[1])
    if not (isfinite(x) and isfinite(y)):
        raise _Wrong("no_corner")
    return x, y


def _same_code(zones: Iterable[ReadZone]) -> list[Finding]:
    first: dict[str, int] = {}
    found = []
    for zone in zones:
        if zone.code in first:
            refused = Rejected("zone_plan.code_twice", value=zone.code, other=first[zone.code])
            found.append(Finding(zone.feature, refused))
        first.setdefault(zone.code, zone.feature)
    return found


def _overlapping(zones: Sequence[ReadZone], budget: Budget) -> list[Finding]:
    return [
        Finding(other.feature, Rejected("zone_plan.overlaps", other=zone.feature))
        for place, zone in enumerate(zones)
        for other in zones[place + 1 :]
        if geometry.overlap(zone.ring, other.ring, budget)
    ]
