"""Words moved apart in a drawing: no two names stand above or beside each other like one.

Only labels move, each to the nearest place where nothing lies in any language; what finds none stays. Refuses
to know how the drawing was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from lxml import etree

from engine.process.drawing import Box
from engine.process.elements import GATEWAYS
from engine.process.layout.articles import articles
from engine.process.layout.geometry import gap, grown, overlap
from engine.process.layout.labels import Label, labels, set_in
from engine.process.layout.obstacles import covered
from engine.process.layout.plan import Plan, plans_of
from engine.process.layout.rules.places import stands_beside
from engine.process.layout.rules.words import ANSWERS_APART, FARTHEST, are_stacked, run_together
from engine.process.layout.text import LINE
from engine.process.source import Node
from engine.process.tidy.splicing import spliced
from engine.texts import LANGUAGES

STEP: Final = 1.0
FARTHEST_MOVE: Final = 34
ASIDE_COSTS: Final = 1.2  # a name beside its line may go up and down rather than away from it
MOST_ASIDE: Final = 16
OTHER_SIDE_COSTS: Final = 6.0
ROUNDS: Final = 4


def apart(content: bytes, names: Mapping[str, Sequence[str]]) -> bytes:
    """Return a diagram in which names that stood on each other stand apart; `names` in other languages."""
    return with_names(
        content, dict(move for plan in plans_of(content, {}) for move in Sheet(plan, names).moved())
    )


def with_names(content: bytes, moved: Mapping[str, Box]) -> bytes:
    """Return a diagram in which names stand in other places, by their elements."""
    if not moved:
        return content
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    for drawn in root.iterfind("{*}BPMNDiagram/{*}BPMNPlane/*"):
        bounds = drawn.find("{*}BPMNLabel/{*}Bounds")
        if bounds is not None and (place := moved.get(str(drawn.get("bpmnElement")))):
            _write(bounds, place)
    written = bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    return spliced(content, written + (b"\n" if content.endswith(b"\n") else b""))


def _write(bounds: Node, place: Box) -> None:
    for name in ("x", "y"):
        bounds.set(name, str(round(getattr(place, name))))


@dataclass
class Sheet:
    """The names of one sheet while they are moved."""

    plan: Plan
    names: Mapping[str, Sequence[str]]

    def __post_init__(self) -> None:
        things = {thing.element: thing for thing in self.plan.drawing.things if thing.label is not None}
        self.things = things
        most = max([1, *(1 + len(said) for said in self.names.values())])
        self.texts = {
            code: [*said, *said[:1] * (most - len(said))]
            for code, thing in things.items()
            if (said := (thing.name, *self.names.get(code, ())))
        }
        self.places = {code: thing.label for code, thing in things.items() if thing.label and thing.name}
        self.sources = {arrow.element: arrow.source for arrow in self.plan.arrows}
        self.notes = self._notes()
        self.least = LINE
        self.resting: dict[str, list[Box]] = {}

    def moved(self) -> Iterator[tuple[str, Box]]:
        """Yield the names that have a new place: a whole line apart, where there is room for it."""
        first = dict(self.places)
        for self.least in (LINE, ANSWERS_APART):
            for _ in range(ROUNDS):
                pairs = [pair for pair in combinations(self.places, 2) if self._is_bad(*pair)]
                if not sum(self._part(*pair) for pair in pairs):
                    break
        yield from ((code, place) for code, place in self.places.items() if place != first[code])

    def _part(self, one: str, other: str) -> bool:
        """Move one of two names to where it is apart from all; say whether there was a place."""
        if not self._is_bad(one, other):
            return False
        found = [
            (cost, index, code, place)
            for index, code in enumerate((one, other))
            for cost, place in self._candidates(code)
            if self.is_free(code, place)
        ]
        if not found:
            return False
        _, _, code, place = min(found, key=lambda candidate: candidate[:2])
        self.put(code, place)
        return True

    def put(self, code: str, place: Box) -> None:
        """Move a name to a place."""
        self.places[code] = place
        self.resting.pop(code, None)

    def _candidates(self, code: str) -> Iterator[tuple[float, Box]]:
        """Yield places up and down, to the sides, and the same on the other side of the name's own line."""
        place = self.places[code]
        for by in range(1, FARTHEST_MOVE):
            for sign in (-1, 1):
                yield by, replace(place, y=place.y + sign * by)
                yield by * ASIDE_COSTS, replace(place, x=place.x + sign * by)
        if mirrored := self.mirrored(code, place):
            for across in range(-MOST_ASIDE, MOST_ASIDE + 1, 2):
                for down in range(-MOST_ASIDE, MOST_ASIDE + 1, 2):
                    cost = OTHER_SIDE_COSTS + abs(across) + abs(down)
                    yield cost, replace(mirrored, x=mirrored.x + across, y=mirrored.y + down)

    def mirrored(self, code: str, place: Box) -> Box | None:
        """Return the place of an answer on the other side of the run with which its arrow begins."""
        arrow = next((arrow for arrow in self.plan.arrows if arrow.element == code and arrow.runs), None)
        if arrow is None:
            return None
        (x, y), run = arrow.start, arrow.runs[0]
        if run.is_horizontal:
            return replace(place, y=2 * y - place.y - place.height)
        return replace(place, x=2 * x - place.x - place.width)

    def is_free(self, code: str, place: Box) -> bool:
        """Tell whether nothing lies in a place, nor near to it, whichever language a name is in."""
        source, inks = self.sources.get(code), self.inks(code, place)
        for ink in inks:
            if any(covered(ink, self.plan)) or any(overlap(ink, note) for note in self.notes):
                return False
            if stands_beside(code, ink, self.plan) is not None:
                return False
            if source is not None and source.kind in GATEWAYS and gap(ink, source.box) > FARTHEST:
                return False
        return not any(
            self._read_as_one(code, inks, other) or self._covers(inks, other)
            for other in self.places
            if other != code
        )

    def _is_bad(self, one: str, other: str) -> bool:
        """Tell whether two names stand on each other in one of the languages."""
        return self._read_as_one(one, self._at_rest(one), other)

    def _read_as_one(self, code: str, inks: list[Box], other: str) -> bool:
        both = zip(inks, self._at_rest(other), strict=True)
        pairs = [(Label(code, "", (), ink), Label(other, "", (), second)) for ink, second in both]
        return any(are_stacked(*pair, self.plan, self.least) or run_together(*pair) for pair in pairs)

    def _covers(self, inks: list[Box], other: str) -> bool:
        both = zip(inks, self._at_rest(other), strict=True)
        return any(overlap(grown(ink, 1.0), second) for ink, second in both)

    def _at_rest(self, code: str) -> list[Box]:
        """Return what the words take where they are, measured once until they are moved."""
        if code not in self.resting:
            self.resting[code] = self.inks(code)
        return self.resting[code]

    def inks(self, code: str, place: Box | None = None) -> list[Box]:
        """Return what the words take: as the rules measure them, then as each language is set."""
        place = place or self.places[code]
        leans = replace(self.things[code], label=place).leans
        measured, *inks = [set_in(text, place)[1] for text in (self.texts[code][0], *self.texts[code])]
        if leans == "start":
            inks = [replace(ink, x=place.x) for ink in inks]
        elif leans == "end":
            inks = [replace(ink, x=place.x + place.width - ink.width) for ink in inks]
        return [measured, *inks]

    def covers_names(self, code: str, place: Box) -> bool:
        """Tell whether a name in a place lies on another one, in one of the languages."""
        inks = self.inks(code, place)
        return any(self._covers(inks, other) for other in self.places if other != code)

    def _notes(self) -> list[Box]:
        """Return the places of articles in every language: they are drawn where nothing lies."""
        words = labels(self.plan)
        return [note.box for language in LANGUAGES for note in articles(self.plan, words, language)]
