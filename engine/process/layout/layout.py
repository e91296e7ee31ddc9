"""The layout of a diagram: its plan, with words and articles in their places. This is what rules measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from engine.process.drawing import MARGIN, Box, Drawing
from engine.process.layout.articles import Article, articles
from engine.process.layout.geometry import around, grown
from engine.process.layout.labels import Label, labels
from engine.process.layout.plan import Plan, plans_of
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

    `laws` are those of its steps, as the diagram writes them.
    """

    drawing: Drawing
    articles: Mapping[str, tuple[Article, ...]]
    laws: tuple[str, ...] = ()


@lru_cache(maxsize=64)  # a page draws the same diagram for each case of a service
def on_paper(content: bytes) -> tuple[Paper, ...]:
    """Return the sheets of a diagram as they are shown, the outermost first."""
    return tuple(_paper(Layout(plan, {})) for plan in plans_of(content, {}))


def _paper(layout: Layout) -> Paper:
    said = {language: articles(layout.plan, layout.labels, language) for language in LANGUAGES}
    boxes = [layout.extent, *(article.box for notes in said.values() for article in notes)]
    drawing, laws = layout.plan.drawing, layout.plan.laws
    named = tuple(laws[step.element] for step in layout.plan.steps if step.element in laws)
    return Paper(replace(drawing, frame=grown(around(boxes), MARGIN)), said, named)
