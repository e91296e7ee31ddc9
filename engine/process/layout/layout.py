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


@lru_cache(maxsize=64)  # a page draws the same diagram for each case of a service
def layouts_of(content: bytes) -> tuple[Layout, ...]:
    """Return the layout of each sheet of a diagram by itself, the outermost first."""
    return tuple(Layout(plan, {}) for plan in plans_of(content, {}))


def on_paper(content: bytes) -> tuple[tuple[Drawing, tuple[Article, ...]], ...]:
    """Return the sheets of a diagram, each in a frame that holds its words too, and its articles."""
    return tuple(
        (replace(layout.plan.drawing, frame=grown(layout.extent, MARGIN)), layout.articles)
        for layout in layouts_of(content)
    )
