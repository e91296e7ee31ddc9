"""Rules 11 to 14: names, labels, articles and annotations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from engine.process.drawing import Shape
from engine.process.elements import GATEWAYS
from engine.process.layout.geometry import TOLERANCE, bottom, center, crossing, gap, grown, overlap, right
from engine.process.layout.labels import PADDING, Label, within
from engine.process.layout.layout import Layout
from engine.process.layout.obstacles import BEARING, covered
from engine.process.layout.plan import Arrow, Plan
from engine.process.layout.text import lines, width
from engine.process.layout.violations import Rule, Violation

MOST_LINES: Final = 3
LONGEST: Final = 36
FARTHEST: Final = 24.0  # an answer stands at its branch
ANNOTATION_LINES: Final = 3
ANNOTATION_LONGEST: Final = 40
TIE_LONGEST: Final = 60.0
INDENT: Final = 8.0  # of the words of an annotation
ANSWERS_APART: Final = 9.0  # two answers of one branch that stand one above the other
NAMES_APART: Final = 7.0  # two other names
SIDES_APART: Final = 6.0  # two names in one line of the drawing, or they read like one
SHARED_LINE: Final = 3.0  # names that share less of their height stand in lines of their own
BESIDE_EACH_OTHER: Final = 8.0  # names that share less of their width stand beside each other
FOR_ONE_ANNOTATION: Final = 8  # steps, branches and events
# Steps that rest on a law: what an official does to a case, and what a table of the law says of it.
RESTS_ON_LAW: Final = frozenset({"userTask", "businessRuleTask"})
DECIDING: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})


def names(layout: Layout) -> Iterator[Violation]:
    """Yield names too long, cut or that ask, branches without one, and answers that nobody reads."""
    for step in layout.plan.steps:
        room = step.box.width - 2 * PADDING
        if any(width(word) > room for word in step.name.split()):
            yield Violation(Rule.NAMES, "cut", (step.element,), center(step.box))
        if step.name.endswith("?"):
            yield Violation(Rule.NAMES, "asks", (step.element,), center(step.box))
        yield from _length(step.element, step.name, len(within(step)), center(step.box))
    for label in layout.labels:
        if label.kind != "subProcess":
            yield from _length(label.element, " ".join(label.lines), len(label.lines), center(label.box))
    for branch in layout.plan.branches:
        yield from _branch(branch, layout.plan)
    yield from _far(layout)


def _far(layout: Layout) -> Iterator[Violation]:
    """Yield answers that stand far from the branch they belong to."""
    by_id = {label.element: label for label in layout.labels}
    for arrow in layout.plan.arrows:
        answer = by_id.get(arrow.element)
        if answer is not None and arrow.source is not None and arrow.source.kind in GATEWAYS:
            away = gap(answer.box, arrow.source.box)
            if away > FARTHEST + 0.5:
                both = arrow.element, arrow.source.element
                yield Violation(Rule.NAMES, "far", both, center(answer.box), away)


def _length(element: str, name: str, number: int, at: tuple[float, float]) -> Iterator[Violation]:
    if len(name) > LONGEST:
        yield Violation(Rule.NAMES, "long", (element,), at, float(len(name)))
    elif number > MOST_LINES:
        yield Violation(Rule.NAMES, "lines", (element,), at, float(number))


def _branch(branch: Shape, plan: Plan) -> Iterator[Violation]:
    ways = [arrow for arrow in plan.arrows if arrow.source is branch]
    if branch.kind not in DECIDING or len(ways) < 2:
        return
    if not branch.name:
        yield Violation(Rule.NAMES, "no_question", (branch.element,), center(branch.box))
    for way in ways:
        if not way.line.name and way.element not in plan.defaults:
            yield Violation(Rule.NAMES, "no_answer", (way.element, branch.element), way.start)


def labels(layout: Layout) -> Iterator[Violation]:
    """Yield labels that lie on something, each once with all of it."""
    plan = layout.plan
    for number, label in enumerate(layout.labels):
        on = [
            element for _, element in covered(label.box, plan) if not _are_at_one_edge(label, element, plan)
        ]
        words = grown(label.box, -BEARING)
        on += [other.element for other in layout.labels[:number] if overlap(words, other.box)]
        if on:
            yield Violation(
                Rule.LABELS, "covers", tuple(dict.fromkeys((label.element, *on))), center(label.box)
            )
    for one, other in combinations(layout.labels, 2):
        both = one.element, other.element
        if are_stacked(one, other, plan):
            yield Violation(Rule.LABELS, "stacked", both, center(one.box))
        elif run_together(one, other):
            yield Violation(Rule.LABELS, "run_together", both, center(one.box))


def are_stacked(one: Label, other: Label, plan: Plan, answers_apart: float = ANSWERS_APART) -> bool:
    """Tell whether two names stand one above the other, so near that they read like one of several lines.

    Two answers of one branch need more between them than others.
    """
    across = min(right(one.box), right(other.box)) - max(one.box.x, other.box.x)
    down = max(one.box.y, other.box.y) - min(bottom(one.box), bottom(other.box))
    if across <= BESIDE_EACH_OTHER or down < 0 or "subProcess" in (one.kind, other.kind):
        return False
    least = answers_apart if _are_answers(one, other, plan) else NAMES_APART
    return down < least - TOLERANCE


def run_together(one: Label, other: Label) -> bool:
    """Tell whether two names stand beside each other, so near that they read like the words of one."""
    across = max(one.box.x, other.box.x) - min(right(one.box), right(other.box))
    shared = min(bottom(one.box), bottom(other.box)) - max(one.box.y, other.box.y)
    if across < 0 or shared < SHARED_LINE or "subProcess" in (one.kind, other.kind):
        return False
    return across < SIDES_APART - TOLERANCE


def _are_answers(one: Label, other: Label, plan: Plan) -> bool:
    """Tell whether two names are of arrows out of the same branch."""
    first, second = (plan.flows.get(label.element, ("", ""))[0] for label in (one, other))
    return first == second != ""


def _are_at_one_edge(label: Label, element: str, plan: Plan) -> bool:
    """Tell whether both are events of one step: rule 9 tells of them."""
    host = plan.hosts.get(label.element)
    return host is not None and host == plan.hosts.get(element) and element != label.element


def articles(layout: Layout) -> Iterator[Violation]:
    """Yield steps without the law they rest on, and articles for which there is no free place."""
    for step in layout.plan.steps:
        if step.kind in RESTS_ON_LAW and step.element not in layout.plan.laws:
            yield Violation(Rule.ARTICLES, "no_law", (step.element,), center(step.box))
    for article in layout.articles:
        if not article.is_free:
            yield Violation(Rule.ARTICLES, "no_room", (article.element,), center(article.box))


def annotation(layout: Layout) -> Iterator[Violation]:
    """Yield annotations that are too long, too far away or too many; and a long diagram without any."""
    plan = layout.plan
    notes = [shape for shape in plan.things if shape.kind == "textAnnotation"]
    for note in notes:
        said = lines(note.name, note.box.width - INDENT)
        if len(said) > ANNOTATION_LINES or any(len(line) > ANNOTATION_LONGEST for line in said):
            yield Violation(Rule.ANNOTATIONS, "long", (note.element,), center(note.box), float(len(said)))
    for tie in plan.ties:
        if tie.line.kind == "association":
            yield from _tie(tie, plan)
    standing = len(plan.steps) + len(plan.branches) + len(plan.events)
    if len(notes) > max(1.0, standing / FOR_ONE_ANNOTATION):
        elements = tuple(note.element for note in notes)
        yield Violation(Rule.ANNOTATIONS, "many", elements, measured=float(len(notes)))
    if not notes and len(plan.steps) >= FOR_ONE_ANNOTATION:
        yield Violation(Rule.ANNOTATIONS, "none")


def _tie(tie: Arrow, plan: Plan) -> Iterator[Violation]:
    length = sum(run.length for run in tie.runs)
    if length > TIE_LONGEST + 0.5:
        yield Violation(Rule.ANNOTATIONS, "far", (tie.element,), tie.start, length)
    for arrow in plan.arrows:
        if arrow.element not in plan.flows.get(tie.element, ()) and any(
            crossing(run, other) for run in tie.runs for other in arrow.runs
        ):
            yield Violation(Rule.ANNOTATIONS, "crosses", (tie.element, arrow.element), tie.start)
