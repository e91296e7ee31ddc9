"""The layout of a diagram: its plan, with words and articles in their places. This is what rules measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from engine.process.drawing import MARGIN, Box, Drawing
from engine.process.layout.articles import Article, articles
from engine.process.layout.geometry import around, grown
from engine.process.layout.labels import Label, labels, labels_in
from engine.process.layout.plan import Plan, plans_of
from engine.process.step_term import Terms
from engine.texts import LANGUAGES


@dataclass(frozen=True)
class Layout:
    """A plan with its words. `names` are those of roles in the official language, where they are known."""

    plan: Plan
    names: Mapping[str, str]

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        return labels(self.plan)

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        return articles(self.plan, self.labels)

    @cached_property
    def extent(self) -> Box:
        """Return the smallest box that holds everything drawn."""
        boxes = [shape.box for shape in self.plan.drawing.shapes]
        boxes += [run.box for arrow in (*self.plan.arrows, *self.plan.ties) for run in arrow.runs]
        boxes += [label.box for label in self.labels] + [article.box for article in self.articles]
        return around(boxes)


@dataclass(frozen=True)
class Paper:
    """A sheet as it is shown: the drawing, framed with all of its words, and the articles by language.

    `laws` are those of its steps, as the diagram writes them; `has_terms` where a step or clock names one.
    """

    drawing: Drawing
    articles: Mapping[str, tuple[Article, ...]]
    laws: tuple[str, ...] = ()
    has_terms: bool = False


_Words = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # by which a sheet is remembered


def on_paper(content: bytes, terms: Terms, names: Mapping[str, Mapping[str, str]]) -> tuple[Paper, ...]:
    """Return the sheets of a diagram as they are shown, the outermost first.

    `terms` say how long each term is, `names` those of elements in languages beside the official one.
    """
    known = {name: words for name, words in terms.items() if name.encode() in content}
    return _on_paper(content, _as_key(known), _as_key(names))


def _as_key(words: Mapping[str, Mapping[str, str]]) -> _Words:
    return tuple((name, tuple(sorted(said.items()))) for name, said in sorted(words.items()))


@lru_cache(maxsize=64)  # a page draws the same diagram for each case of a service
def _on_paper(content: bytes, terms: _Words, names: _Words) -> tuple[Paper, ...]:
    known = {name: dict(said) for name, said in terms}
    others = {language: dict(said) for language, said in names}
    return tuple(_paper(Layout(plan, {}), known, others) for plan in plans(content))


@lru_cache(maxsize=64)
def plans(content: bytes) -> tuple[Plan, ...]:
    """Return the plans of all sheets of a diagram by itself; they are kept."""
    return plans_of(content, {})


def _paper(layout: Layout, terms: Terms, names: Mapping[str, Mapping[str, str]]) -> Paper:
    said = {
        language: articles(layout.plan, _labels(layout, names.get(language)), language, terms)
        for language in LANGUAGES
    }
    boxes = [layout.extent, *(article.box for notes in said.values() for article in notes)]
    drawing, laws = layout.plan.drawing, layout.plan.laws
    named = tuple(laws[step.element] for step in layout.plan.steps if step.element in laws)
    things = (*layout.plan.steps, *layout.plan.events)
    has_terms = any(layout.plan.terms.get(thing.element) in terms for thing in things)
    return Paper(replace(drawing, frame=grown(around(boxes), MARGIN)), said, named, has_terms=has_terms)


def _labels(layout: Layout, names: Mapping[str, str] | None) -> tuple[Label, ...]:
    return layout.labels if names is None else labels_in(layout.plan, names)
