"""Charts as inline SVG: columns and lines with axes and labels, ready for `charts.html` to print.

Shapes carry classes instead of styles, for the content security policy allows no inline style, and the
style sheet gives colours for both schemes. Each chart stands beside a table with the same numbers. Refuses to
know what the numbers mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, log10
from typing import Final

WIDTH: Final = 380
HEIGHT: Final = 250
LEFT, RIGHT, TOP, BOTTOM = 34, 8, 22, 40
PLOT_WIDTH: Final = WIDTH - LEFT - RIGHT
PLOT_HEIGHT: Final = HEIGHT - TOP - BOTTOM
MOST_TICKS: Final = 5
MOST_LABELS: Final = 6  # under the horizontal axis
STEPS: Final = (1, 2, 5, 10)


@dataclass(frozen=True)
class Series:
    """Numbers of one kind, one for each place of the horizontal axis; None where there is none."""

    name: str
    css: str
    values: Sequence[int | None]


@dataclass(frozen=True)
class Bar:
    css: str
    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True)
class Line:
    """A line through points; it is broken where a number is missing."""

    css: str
    path: str
    points: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """Chart that is drawn; `heights` are the lines of the grid with their numbers."""

    name: str
    unit: str
    axis: str
    heights: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    labels: tuple[Label, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


def columns(
    name: str,
    places: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str,
    axis: str,
    is_stacked: bool = False,
) -> Chart:
    """Return columns, of each place side by side or on each other; a total stands above what is stacked."""
    sums = [sum(line.values[at] or 0 for line in series) for at in range(len(places))]
    highest = (
        max(sums) if is_stacked else max((value or 0 for line in series for value in line.values), default=0)
    )
    top = scale_end(highest)
    room = PLOT_WIDTH / max(len(places), 1)
    bars = [
        bar
        for at, place in enumerate(places)
        for bar in _of_place(place, at, series, room=room, top=top, is_stacked=is_stacked)
    ]
    above = [
        Label(LEFT + room * (at + 0.5), _height(total, 0, top) - 5, str(total))
        for at, total in enumerate(sums)
        if is_stacked
    ]
    return Chart(
        name,
        unit,
        axis,
        _grid(0, top),
        tuple(bars),
        labels=(*above, *_under(places, room=room, first=room / 2)),
    )


def lines(name: str, places: Sequence[str], series: Sequence[Series], *, unit: str, axis: str) -> Chart:
    """Return lines of percentages: from the nearest round number below the lowest to a hundred."""
    known = [value for line in series for value in line.values if value is not None]
    least = max(0, (min(known, default=0) - 5) // 10 * 10)
    room = PLOT_WIDTH / max(len(places) - 1, 1)
    return Chart(
        name,
        unit,
        axis,
        _grid(least, 100),
        lines=tuple(_line(line, places, room=room, least=least) for line in series),
        labels=tuple(_under(places, room=room, first=0)),
    )


def scale_end(highest: int) -> int:
    """Return the number at which a scale ends: so many equal steps of 1, 2 or 5 that it holds the highest."""
    if highest <= 1:
        return max(highest, 1)
    rough = highest / MOST_TICKS
    power = int(10 ** max(0, int(log10(rough)) if rough >= 1 else 0))
    step = next(power * factor for factor in STEPS if power * factor >= rough)
    return step * ceil(highest / step)


def ticks(least: int, top: int) -> list[int]:
    """Return the numbers of a scale."""
    span = top - least
    step = next((size for size in _steps(span) if span % size == 0 and span // size <= MOST_TICKS), span)
    return list(range(least, top + 1, max(step, 1)))


def _steps(span: int) -> list[int]:
    return [factor * 10**power for power in range(len(str(span))) for factor in STEPS[:3]]


def _of_place(
    place: str, at: int, series: Sequence[Series], *, room: float, top: int, is_stacked: bool
) -> list[Bar]:
    width = room * 0.72 / (1 if is_stacked else len(series))
    found, below = [], 0
    for number, line in enumerate(series):
        value = line.values[at] or 0
        left = LEFT + room * (at + 0.14) + (0 if is_stacked else width * number)
        high = _height(below + value, 0, top)
        if value:
            title = f"{place}: {line.name} {value}"
            found.append(
                Bar(
                    line.css,
                    _rounded(left),
                    high,
                    _rounded(width),
                    _rounded(_height(below, 0, top) - high),
                    title,
                )
            )
        below += value if is_stacked else 0
    return found


def _line(series: Series, places: Sequence[str], *, room: float, least: int) -> Line:
    points = [
        (_rounded(LEFT + room * at), _height(value, least, 100), f"{places[at]}: {series.name} {value} %")
        for at, value in enumerate(series.values)
        if value is not None
    ]
    path, was_there = "", False
    for at, value in enumerate(series.values):
        if value is not None:
            path += f"{'L' if was_there else 'M'}{_rounded(LEFT + room * at)} {_height(value, least, 100)}"
        was_there = value is not None
    return Line(series.css, path, tuple(points))


def _grid(least: int, top: int) -> tuple[tuple[float, str], ...]:
    return tuple((_height(tick, least, top), str(tick)) for tick in ticks(least, top))


def _under(places: Sequence[str], *, room: float, first: float) -> list[Label]:
    every = max(1, ceil(len(places) / MOST_LABELS))
    found = []
    for at in range(0, len(places), every):
        x = _rounded(LEFT + first + room * at)
        found.append(Label(x, HEIGHT - BOTTOM + 15, places[at]))
    return found


def _height(value: int, least: int, top: int) -> float:
    return _rounded(TOP + PLOT_HEIGHT * (1 - (value - least) / max(top - least, 1)))


def _rounded(value: float) -> float:
    return float(round(Decimal(value), 2))
