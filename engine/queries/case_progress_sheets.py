"""The sheets of a diagram in the progress view: each drawn with marks, and which of them is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from engine import canonical
from engine.catalogue.blocks import folder_of
from engine.catalogue.lanes import lane_name
from engine.catalogue.published import Published
from engine.errors import NotFound
from engine.process import Line, Shape
from engine.process.layout import Paper, on_paper, plans
from engine.process.step_law import acts_named
from engine.process.step_term import Terms
from engine.queries.case_progress_views import DecisionTerm, Drawn, Part, Sheet
from engine.queries.views import Names
from engine.texts import LANGUAGES, OFFICIAL

STANDS: Final = frozenset({"here", "incident"})


def sheets_of(version: Published, part: Part, marks: Mapping[str, str], terms: Terms) -> tuple[Sheet, ...]:
    """Return the sheets of one of the version's diagrams, the whole first, with what is marked on each.

    `terms` say how long the terms of law are, where the diagram names them.
    """
    content = version.files[f"{folder_of(part.code)}/process.bpmn"]
    drawn_names = _names_drawn(
        version, part, [thing for plan in plans(content) for thing in plan.drawing.things]
    )
    others = {language: names for language, names in drawn_names.items() if language != OFFICIAL}
    papers = on_paper(content, terms, others)
    on = {shape.element: paper.drawing.of for paper in papers for shape in paper.drawing.shapes}
    found = []
    for paper in papers:
        is_whole = paper.drawing.of is None and part.code == version.code
        term = decision_term(version, terms) if is_whole else None
        drawing, drawn = paper.drawing, _drawn(version, part, paper, marks, drawn_names, term)
        around: list[str] = []
        inner = drawing.of
        while inner is not None and inner in on and len(around) < len(papers):
            inner = on[inner]
            around.insert(0, inner or part.code)
        names = part.names if drawing.of is None else _names(version, part.code, drawing.of)
        found.append(Sheet(drawing.of or part.code, names, _state(drawn), tuple(around), drawn))
    return tuple(found)


def decision_term(version: Published, terms: Terms) -> DecisionTerm | None:
    """Return within which time the service decides; None where no term is set, or its length is not known."""
    clock = version.settings.get("clock") or {}
    lasts = terms.get(clock.get("term", ""))
    if lasts is None:
        return None
    return DecisionTerm(lasts, terms.get(clock.get("extension", {}).get("by", "")), clock["on_expiry"])


def opened(sheets: Sequence[Sheet], code: str | None) -> Sheet | None:
    """Return the sheet of a code; without one, that on which the case is, else the whole."""
    if code is not None:
        sheet = next((sheet for sheet in sheets if sheet.code == code), None)
        if sheet is None:
            raise NotFound
        return sheet
    inner = {sheet.code for sheet in sheets}
    with_case = (
        sheet
        for sheet in sheets
        if any(mark in STANDS and element not in inner for element, mark in sheet.drawn.marks.items())
    )
    return next(with_case, sheets[0] if sheets else None)


def _names_drawn(version: Published, part: Part, things: Sequence[Shape | Line]) -> dict[str, dict[str, str]]:
    """Return what is drawn by name in each language, by element."""
    return {
        language: {
            thing.element: _name(version, part, thing, language) or thing.name
            for thing in things
            if thing.name
        }
        for language in LANGUAGES
    }


def _drawn(
    version: Published,
    part: Part,
    paper: Paper,
    marks: Mapping[str, str],
    names: Mapping[str, Mapping[str, str]],
    term: DecisionTerm | None,
) -> Drawn:
    things = [thing.element for thing in paper.drawing.things]
    named = {
        thing: {language: names[language][thing] for language in LANGUAGES}
        for thing in things
        if thing in names[OFFICIAL]
    }
    elements = {thing: _element(version, part.code, thing) for thing in things}
    marked = {thing: marks[element] for thing, element in elements.items() if element in marks}
    acts = acts_named(paper.laws, _law(version, part.code))
    return Drawn(
        paper.drawing,
        named,
        marked,
        paper.articles,
        acts,
        is_block=part.code != version.code,
        has_law=bool(paper.laws),
        has_terms=paper.has_terms,
        term=term,
    )


def _law(version: Published, code: str) -> list[Mapping[str, Any]]:
    """Return the acts that a diagram lists, then those of the service."""
    found = list(version.settings["law"])
    if code != version.code and (block := version.files.get(f"{folder_of(code)}/block.json")):
        found = [*canonical.loads(block).get("law", ()), *found]
    return found


def _name(version: Published, part: Part, thing: Shape | Line, language: str) -> str | None:
    """Return the name of what is drawn: of a pool that of the diagram, of a lane that of its role."""
    if language == OFFICIAL:
        return thing.name
    if thing.kind == "participant":
        return part.names.get(language)
    if isinstance(thing, Shape) and thing.role is not None:
        return lane_name(thing.role, language)
    return version.name_drawn(part.code, thing.element, thing.name, language)


def _names(version: Published, code: str, element: str) -> Names:
    return version.names_of(_element(version, code, element) or element)


def _element(version: Published, code: str, element: str) -> str:
    """Return what the definition calls an element: those of a block may bear the block's name in front."""
    known = version.definition.elements
    return next((name for name in (f"{code}/{element}", element) if name in known), "")


def _state(drawn: Drawn) -> str:
    marks = set(drawn.marks.values())
    return "here" if marks & STANDS else "passed" if "passed" in marks else "ahead"
