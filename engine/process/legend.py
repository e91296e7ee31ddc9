"""The legend of a diagram: the signs that occur on a sheet, each as a small drawing of its own.

A sign is drawn by what draws the diagram; its words are texts under `legend.<code>`. Refuses to know words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.formats import ARTICLE_IN_SHORT
from engine.process.drawing import Box, Drawing, Line, Shape
from engine.process.layout import Article
from engine.texts import LANGUAGES

# Codes in the order in which a legend explains them.
CODES: Final = (
    *("begin", "begin.event", "end", "end.error", "end.terminate", "end.event", "flow"),
    *("gateway.one", "gateway.all", "gateway.some", "gateway.first"),
    *("task.person", "task.system", "task.rules", "task.script", "task.send", "task.receive", "task.plain"),
    *("part.block", "part.closed", "part.open", "repeats.parallel", "repeats.sequential"),
    *("wait.timer", "wait.message", "wait.event", "throw"),
    *("breaks_off.message", "breaks_off.timer", "breaks_off.error", "breaks_off.event"),
    *("beside.message", "beside.timer", "beside.event"),
    *("lane", "note", "law"),
)
_KINDS: Final[Mapping[str, str]] = {
    "exclusiveGateway": "gateway.one",
    "parallelGateway": "gateway.all",
    "inclusiveGateway": "gateway.some",
    "eventBasedGateway": "gateway.first",
    "userTask": "task.person",
    "serviceTask": "task.system",
    "businessRuleTask": "task.rules",
    "scriptTask": "task.script",
    "sendTask": "task.send",
    "receiveTask": "task.receive",
    "task": "task.plain",
    "manualTask": "task.plain",
    "callActivity": "part.block",
    "lane": "lane",
    "textAnnotation": "note",
    "intermediateThrowEvent": "throw",
}
_EVENTS: Final = {"startEvent": "begin", "endEvent": "end", "intermediateCatchEvent": "wait"}
SMALL: Final[Mapping[str, Box]] = {"gateway": Box(4, 2, 32, 32), "lane": Box(2, 2, 44, 32)}
STEP: Final = Box(2, 2, 44, 32)
ROUND: Final = Box(6, 4, 28, 28)
EDGE: Final = Box(10, 10, 28, 28)
FRAME: Final = Box(0, 0, 48, 40)
_NOTHING: Final[Mapping[str, tuple[Article, ...]]] = dict.fromkeys(LANGUAGES, ())
_LAW: Final = {
    language: (Article("", (ARTICLE_IN_SHORT[language],), Box(8, 25, 32, 14), is_free=True),)
    for language in LANGUAGES
}


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of the legend, with the drawing that shows it."""

    code: str
    drawing: Drawing
    articles: Mapping[str, tuple[Article, ...]]


def signs_of(drawing: Drawing, *, has_law: bool = False) -> tuple[Sign, ...]:
    """Return the signs that occur on a sheet, in the order of the legend; `has_law` adds that of articles."""
    found: dict[str, Drawing] = {}
    for shape in drawing.shapes:
        for code, sample in _of_shape(shape):
            found.setdefault(code, _alone(sample))
    if any(line.kind == "sequenceFlow" for line in drawing.lines):
        found["flow"] = Drawing(FRAME, (), (Line("", "sequenceFlow", "", ((4.0, 20.0), (44.0, 20.0))),))
    if has_law:
        found["law"] = _alone(Shape("", "task", "", Box(6, 2, 36, 22)))
    return tuple(
        Sign(code, found[code], _LAW if code == "law" else _NOTHING) for code in CODES if code in found
    )


def _of_shape(shape: Shape) -> Iterator[tuple[str, tuple[Shape, ...]]]:
    code = _code(shape)
    if code is not None:
        yield code, _sample(shape, code)
    if shape.repeats:
        yield f"repeats.{shape.repeats}", (Shape("", "task", "", STEP, repeats=shape.repeats),)


def _code(shape: Shape) -> str | None:
    if shape.kind == "subProcess":
        return "part.open" if shape.is_expanded else "part.closed"
    if shape.kind == "boundaryEvent":
        place = "breaks_off" if shape.is_interrupting else "beside"
    elif shape.kind in _EVENTS:
        place = _EVENTS[shape.kind]
        if shape.event is None and place != "wait":
            return place
    else:
        return _KINDS.get(shape.kind)
    exact = f"{place}.{shape.event}"
    return exact if exact in CODES else f"{place}.event"


def _sample(shape: Shape, code: str) -> tuple[Shape, ...]:
    """Return what shows a sign: the shape itself, small and without words."""
    family = code.partition(".")[0]
    if shape.kind == "boundaryEvent":
        event = Shape("", shape.kind, "", EDGE, event=shape.event, is_interrupting=shape.is_interrupting)
        return Shape("", "task", "", Box(2, 2, 44, 22)), event
    box = ROUND if shape.is_event else SMALL.get(family, STEP)
    return (Shape("", shape.kind, "", box, event=shape.event, is_expanded=shape.is_expanded),)


def _alone(shapes: tuple[Shape, ...] | Shape) -> Drawing:
    return Drawing(FRAME, shapes if isinstance(shapes, tuple) else (shapes,), ())
