"""Check that every decision is made under a running statutory deadline.

The clock of the case runs from filing, by the term that the service names. What is checked: on
every path from the beginning to a step that decides, (1) no pause of the case's clock,
or of all clocks, is still open, unless the case is left without a decision on the matter
(withdrawn, or unconsidered because a notice was not answered): for that no term is owed;
(2) the case was not decided before; and, of the whole service, (3) no path ends without a decision.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.findings import Finding, remark, wrong
from engine.catalogue.check.flow.dataflow import Key, Walk
from engine.catalogue.check.flow.effects import Effects
from engine.catalogue.check.flow.paths import Paths
from engine.catalogue.check.flow.state import CLOCK, DECIDED, RUNNING, State, Values, as_text
from engine.catalogue.check.subject import Subject
from engine.operations import ALL
from engine.operations.decisions import STATUS
from engine.process import Element

ON_THE_MATTER = frozenset(as_text(outcome) for outcome, status in STATUS.items() if status == "decided")


def check_terms(subject: Subject, paths: Paths) -> Iterator[Finding]:
    """Yield the paths on which a decision is made without a running term, twice or not at all."""
    shortest: dict[tuple[str, str], tuple[str, ...]] = {}
    for context, (code, element, key) in paths.contexts.seen(lambda walk: _in_walk(walk, paths.effects)):
        path = paths.contexts.way(context, key, None)
        best = shortest.get((code, element))
        if best is None or len(path) < len(best):
            shortest[code, element] = path
    for (code, element), path in shortest.items():
        make = remark if code == "term.ends_undecided" else wrong
        yield make(code, **subject.at(element), path=path)


def _in_walk(walk: Walk, effects: Effects) -> Iterator[tuple[str, str, Key]]:
    is_whole = walk.shape.scope.key == effects.version.definition.process_id
    for element_id, states in walk.states.items():
        element = walk.shape.elements[element_id]
        decides = ALL.traits_of(element.operation).decides
        if not decides and not (is_whole and walk.shape.ends_the_level(element)):
            continue
        for facts, state in states.items():
            clocks = state.values(CLOCK) or frozenset()
            key = (element_id, facts)
            if decides:
                if DECIDED in clocks:
                    yield "term.decided_before", element_id, key
                outcomes = _outcomes(element, effects, state)
                is_owed = outcomes is None or outcomes & ON_THE_MATTER
                if clocks - {DECIDED, RUNNING} and is_owed:
                    yield "term.paused_at_decision", element_id, key
            elif clocks != {DECIDED}:
                yield "term.ends_undecided", element_id, key


def _outcomes(element: Element, effects: Effects, state: State) -> Values | None:
    source = next((m.source for m in element.inputs if m.target == "outcome"), None)
    return effects.possible(source, state)
