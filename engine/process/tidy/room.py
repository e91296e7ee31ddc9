"""Room made in a laid out picture: all that lies below a horizontal cut moves down by as much.

What a cut goes through grows: lanes, the pool, open subprocesses; upright runs become longer. Refuses to cut
through a step or its words. For an upright cut the picture is turned, and turned back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from engine.process.drawing import Box
from engine.process.tidy.picture import Picture, Point

NEAREST: Final = 4
FARTHEST: Final = 52
STEP: Final = 6
EDGE: Final = 2.0  # around a box: places are whole, so an arrow may end a little beside it


def cuts(picture: Picture, near: Box) -> Iterator[float]:
    """Yield where a cut above or below a shape goes through nothing, the nearest first.

    Of a gap the place nearest to the shape, and others at some distance from each other.
    """
    last: dict[int, int] = {}
    for away in range(NEAREST, FARTHEST + 1):
        for side, cut in enumerate((near.y - away, near.y + near.height + away)):
            if _goes_through(picture, cut):
                last.pop(side, None)
            elif away - last.get(side, -STEP) >= STEP:
                last[side] = away
                yield cut


def _goes_through(picture: Picture, cut: float) -> bool:
    steps = (box for code, box in picture.boxes.items() if code not in picture.frames)
    edges = [picture.boxes[code] for code in picture.frames] + list(picture.lanes)
    if any(abs(edge - cut) <= EDGE for box in edges for edge in (box.y, box.y + box.height)):
        return True  # what lies on both sides of an edge has to go on touching
    if any(box.y - EDGE <= cut <= box.y + box.height + EDGE for box in steps):
        return True  # an arrow goes on meeting the step that it leaves or reaches
    return any(box.y < cut < box.y + box.height for box in (*picture.labels.values(), *picture.notes))


def with_room(picture: Picture, cut: float, by: float) -> Picture:
    """Return the picture with so much more room below the cut."""

    def moved(box: Box) -> Box:
        if box.y >= cut:
            return replace(box, y=box.y + by)
        return replace(box, height=box.height + by) if box.y + box.height > cut else box

    def lower(points: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple((x, y + by if y >= cut else y) for x, y in points)

    return replace(
        picture,
        boxes={code: moved(box) for code, box in picture.boxes.items()},
        labels={code: moved(box) for code, box in picture.labels.items()},
        lines={code: lower(points) for code, points in picture.lines.items()},
        ties={code: lower(points) for code, points in picture.ties.items()},
        notes=tuple(moved(box) for box in picture.notes),
        lanes=tuple(moved(box) for box in picture.lanes),
        pool=picture.pool and moved(picture.pool),
    )


def turned(picture: Picture) -> Picture:
    """Return the picture with across and down exchanged."""
    return replace(
        picture,
        boxes={code: turned_box(box) for code, box in picture.boxes.items()},
        labels={code: turned_box(box) for code, box in picture.labels.items()},
        lines={code: tuple((y, x) for x, y in points) for code, points in picture.lines.items()},
        ties={code: tuple((y, x) for x, y in points) for code, points in picture.ties.items()},
        notes=tuple(map(turned_box, picture.notes)),
        lanes=tuple(map(turned_box, picture.lanes)),
        pool=picture.pool and turned_box(picture.pool),
    )


def turned_box(box: Box) -> Box:
    """Return the box with across and down exchanged."""
    return Box(box.y, box.x, box.height, box.width)
