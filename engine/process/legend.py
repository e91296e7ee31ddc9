"""The legend of a diagram: the signs that occur on a sheet, each as a small drawing of its own.

A sign is drawn by what draws the diagram; its words are texts under `legend.<code>`. Refuses to know words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from engine.formats import ARTICLE_IN_SHORT
from engine.process.drawing import Box, Drawing, Line, Shape
from engine.process.layout import Article
from engine.process.step_term import length
from engine.texts import LANGUAGES

# Codes in the order in which a legend explains them.
CODES: Final = (
    *("begin", "begin.event", "end", "end.inner", "end.error"),
    *("end.terminate", "end.terminate.inner", "end.event", "flow"),
    *("gateway.one", "gateway.one.join", "gateway.all", "gateway.all.join"),
    *("gateway.some", "gateway.some.join", "gateway.first"),
    *("task.person", "task.system", "task.rules", "task.script", "task.send", "task.receive", "task.plain"),
    *("part.block", "part.closed", "part.open", "repeats.parallel", "repeats.sequential"),
    *("wait.timer", "wait.message", "wait.event", "throw"),
    *("breaks_off.message", "breaks_off.timer", "breaks_off.error", "breaks_off.event"),
    *("beside.message", "beside.timer", "beside.event"),
    *("lane", "frame", "note", "law", "term"),
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
    "group": "frame",
    "textAnnotation": "note",
    "intermediateThrowEvent": "throw",
}
JOINING: Final = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway"})
_EVENTS: Final = {"startEvent": "begin", "endEvent": "end", "intermediateCatchEvent": "wait"}
_INNER: Final = frozenset({"end", "end.terminate"})  # these differ within a part
SMALL: Final[Mapping[str, Box]] = {
    "gateway": Box(4, 2, 32, 32),
    "note": Box(22, 4, 24, 32),
}
STEP: Final = Box(2, 2, 44, 32)
ROUND: Final = Box(6, 4, 28, 28)
ROUND_ABOVE: Final = Box(13, 1, 22, 22)  # a clock with words below
EDGE: Final = Box(10, 10, 28, 28)
FRAME: Final = Box(0, 0, 48, 40)
PART: Final = Shape("", "subProcess", "", Box(1, 1, 46, 38))
WITHIN: Final = Box(12, 14, 26, 16)  # a step in its part
ENDING: Final = Box(14, 10, 20, 20)
MEETING: Final = Box(19, 12, 26, 26)  # a branch at which two arrows arrive
_ARRIVING: Final = (((0.0, 25.0), (19.0, 25.0)), ((32.0, 0.0), (32.0, 12.0)))
_TIE: Final = Line("", "association", "", ((2.0, 20.0), (22.0, 20.0)))
_SAMPLE: Final = {"number": 10, "unit": "calendar_days"}
_NOTHING: Final[Mapping[str, tuple[Article, ...]]] = dict.fromkeys(LANGUAGES, ())
_NOTES: Final = {
    "law": {
        language: (Article("", (ARTICLE_IN_SHORT[language],), Box(8, 25, 32, 14), is_free=True),)
        for language in LANGUAGES
    },
    "term": {
        language: (Article("", (length(_SAMPLE, language),), Box(8, 25, 32, 14), is_free=True),)
        for language in LANGUAGES
    },
}


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of the legend, with the drawing that shows it."""

    code: str
    drawing: Drawing
    articles: Mapping[str, tuple[Article, ...]]


def signs_of(
    drawing: Drawing, *, has_law: bool = False, has_terms: bool = False, is_part: bool = False
) -> tuple[Sign, ...]:
    """Return the signs that occur on a sheet, in the order of the legend.

    `has_law` adds that of articles, `has_terms` that of terms. On a sheet that is wholly a part of a
    proceeding, as a block is, an end is always that of the part.
    """
    found: dict[str, Drawing] = {}
    flows = [line for line in drawing.lines if line.kind == "sequenceFlow"]
    arriving, leaving = Counter(line.target for line in flows), Counter(line.source for line in flows)
    for shape in drawing.shapes:
        is_meeting = shape.kind in JOINING and arriving[shape.element] > 1
        if not is_meeting or leaving[shape.element] > 1:
            for code, sample in _of_shape(shape, is_inner=is_part or shape.is_inner):
                found.setdefault(code, _alone(sample))
        if is_meeting:
            found.setdefault(f"{_KINDS[shape.kind]}.join", _meeting(shape.kind))
    if any(shape.kind == "subProcess" and shape.is_expanded for shape in drawing.shapes):
        found |= {code: _framed(sample) for code, sample in found.items() if code.endswith(".inner")}
    if flows:
        found["flow"] = Drawing(FRAME, (), (Line("", "sequenceFlow", "", ((4.0, 20.0), (44.0, 20.0))),))
    if "note" in found:
        found["note"] = replace(found["note"], lines=(_TIE,))
    if has_law:
        found["law"] = _alone(Shape("", "task", "", Box(6, 2, 36, 22)))
    if has_terms:
        found["term"] = _alone(Shape("", "intermediateCatchEvent", "", ROUND_ABOVE, event="timer"))
    return tuple(Sign(code, found[code], _NOTES.get(code, _NOTHING)) for code in CODES if code in found)


def _of_shape(shape: Shape, *, is_inner: bool) -> Iterator[tuple[str, tuple[Shape, ...]]]:
    code = _code(shape)
    if code is not None:
        yield f"{code}.inner" if is_inner and code in _INNER else code, _sample(shape, code)
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
    if code == "part.open":
        return PART, Shape("", "task", "", WITHIN)
    box = ROUND if shape.is_event else SMALL.get(family, STEP)
    return (Shape("", shape.kind, "", box, event=shape.event, is_expanded=shape.is_expanded),)


def _framed(sample: Drawing) -> Drawing:
    """Return an end within the frame of its part, where the sheet has ends of both kinds to tell apart."""
    (end,) = sample.shapes
    return _alone((PART, replace(end, box=ENDING)))


def _meeting(kind: str) -> Drawing:
    """Return a branch with two arrows that arrive at it."""
    lines = tuple(Line("", "sequenceFlow", "", points) for points in _ARRIVING)
    return Drawing(FRAME, (Shape("", kind, "", MEETING),), lines)


def _alone(shapes: tuple[Shape, ...] | Shape) -> Drawing:
    return Drawing(FRAME, shapes if isinstance(shapes, tuple) else (shapes,), ())
