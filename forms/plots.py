"""A plot of land: typed as points or as GeoJSON, stored as one GeoJSON polygon.

Responsible for its shape: one closed ring of a bounded number of points, inside Georgia, that doesn't cross
itself. Refuses to know maps, owners and the cadastre.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from forms.formats import Refused

LEAST_POINTS, MOST_POINTS = 3, 200
LONGEST_TEXT = 20_000
DECIMALS = 6  # a tenth of a metre
SOUTH, NORTH, WEST, EAST = 41_000_000, 43_700_000, 39_900_000, 46_800_000  # in millionths of a degree
_NUMBER = r"(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)"
# Whitespace is never given back: a line of nothing else would take its length squared.
_LINE = re.compile(rf"{_NUMBER}(?:\s++|(?=[,;]))[,;]?\s*+{_NUMBER}")
_METRES_IN_DEGREE = 111_320.0
Point = tuple[int, int]  # longitude and latitude, in millionths of a degree


def read_plot(value: Any) -> dict[str, Any]:
    """Return the polygon in normal form: counter-clockwise, six decimals, first point repeated at the end."""
    ring = _of_text(value) if isinstance(value, str) else _of_geometry(value)
    for point in ring:
        if not (WEST <= point[0] <= EAST and SOUTH <= point[1] <= NORTH):
            raise Refused("plot_outside")
    if len(set(ring)) != len(ring) or _twice_area(ring) == 0 or _crosses_itself(ring):
        raise Refused("plot_crosses")
    if _twice_area(ring) < 0:
        ring = [ring[0], *reversed(ring[1:])]
    closed = [[_degrees(x), _degrees(y)] for x, y in (*ring, ring[0])]
    return {"type": "Polygon", "coordinates": [closed]}


def as_lines(polygon: Any) -> str:
    """Return a stored polygon as people type it: a point a line, latitude first."""
    points = _stored(polygon)
    return "\n".join(f"{y}, {x}" for x, y in points[:-1])


def size(polygon: Any) -> tuple[int, int]:
    """Return the number of corners and the area in square metres, as good as a plane allows."""
    points = [(float(x), float(y)) for x, y in _stored(polygon)]
    if not points:
        return 0, 0
    narrow = math.cos(math.radians(points[0][1]))
    twice = sum(
        (a[0] - points[0][0]) * (b[1] - points[0][1]) - (b[0] - points[0][0]) * (a[1] - points[0][1])
        for a, b in zip(points, points[1:], strict=False)
    )
    return len(points) - 1, round(abs(twice) / 2 * _METRES_IN_DEGREE**2 * narrow)


def _stored(polygon: Any) -> list[Any]:
    """The points of what was read before; nothing of anything else."""
    rings = polygon.get("coordinates") if isinstance(polygon, Mapping) else None
    ring = rings[0] if isinstance(rings, list) and rings else None
    points = ring if isinstance(ring, list) else []
    is_whole = all(
        isinstance(point, list) and len(point) == 2 and all(map(_is_number, point)) for point in points
    )
    return points if is_whole else []


def _of_text(text: str) -> list[Point]:
    if len(text) > LONGEST_TEXT:
        raise Refused("plot")
    if text.lstrip().startswith("{"):
        try:
            return _of_geometry(json.loads(text, parse_float=Decimal, parse_constant=_nothing))
        except (ValueError, RecursionError):
            raise Refused("plot") from None
    points = []
    for line in text.strip().splitlines():
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if not match:
            raise Refused("plot")
        points.append((_millionths(Decimal(match[2])), _millionths(Decimal(match[1]))))
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return _counted(points)


def _of_geometry(value: Any) -> list[Point]:
    """A polygon without holes, or a feature that is one; the ring has to be closed."""
    if isinstance(value, Mapping) and value.get("type") == "Feature":
        value = value.get("geometry")
    rings = (
        value.get("coordinates") if isinstance(value, Mapping) and value.get("type") == "Polygon" else None
    )
    if not isinstance(rings, list) or len(rings) != 1 or not isinstance(rings[0], list):
        raise Refused("plot")
    if len(rings[0]) > MOST_POINTS + 1:
        raise Refused("plot_points", min=LEAST_POINTS, max=MOST_POINTS)
    points = [_point(ring) for ring in rings[0]]
    if len(points) < 2 or points[0] != points[-1]:
        raise Refused("plot_open")
    return _counted(points[:-1])


def _counted(points: list[Point]) -> list[Point]:
    if not LEAST_POINTS <= len(points) <= MOST_POINTS:
        raise Refused("plot_points", min=LEAST_POINTS, max=MOST_POINTS)
    return points


def _point(value: Any) -> Point:
    if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)):
        raise Refused("plot")
    return _millionths(value[0]), _millionths(value[1])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _millionths(value: int | float | Decimal) -> int:
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > 20:
        raise Refused("plot")
    return int((number * 10**DECIMALS).to_integral_value())


def _degrees(value: int) -> int | Decimal:
    number = Decimal(value).scaleb(-DECIMALS).normalize()
    return int(number) if number == number.to_integral_value() else number


def _twice_area(ring: Sequence[Point]) -> int:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))


def _crosses_itself(ring: Sequence[Point]) -> bool:
    """Whether two sides meet anywhere but at the corner they share; exact, in whole numbers."""
    sides = list(zip(ring, (*ring[1:], ring[0]), strict=True))
    last = len(sides) - 1
    for first, one in enumerate(sides):
        for second in range(first + 1, len(sides)):
            other = sides[second]
            if second == first + 1:
                if _turns_back(one[0], one[1], other[1]):
                    return True
            elif first == 0 and second == last:
                if _turns_back(other[0], other[1], one[1]):
                    return True
            elif _meet(*one, *other):
                return True
    return False


def _turns_back(before: Point, corner: Point, after: Point) -> bool:
    """Whether the side after a corner lies upon the side before it."""
    along = (corner[0] - before[0]) * (after[0] - corner[0]) + (corner[1] - before[1]) * (
        after[1] - corner[1]
    )
    return _side(before, corner, after) == 0 and along < 0


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    one, two, three, four = _side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)
    if one * two < 0 and three * four < 0:
        return True
    touching = ((one, a, b, c), (two, a, b, d), (three, c, d, a), (four, c, d, b))
    return any(side == 0 and _within(p, q, r) for side, p, q, r in touching)


def _side(a: Point, b: Point, c: Point) -> int:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)


def _within(a: Point, b: Point, c: Point) -> bool:
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _nothing(name: str) -> Any:
    raise ValueError(name)
