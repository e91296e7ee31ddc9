"""Effects of each element: what it writes, and what is known of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from engine.catalogue.check.flow.state import (
    CLOCK,
    DECIDED,
    NOTHING,
    RUNNING,
    State,
    Values,
    as_text,
    possible,
    root_of,
    spelled,
)
from engine.catalogue.check.names import case_names
from engine.catalogue.published import Published
from engine.operations import ALL
from engine.operations.clockwork import OVERALL
from engine.operations.traits import OnClock
from engine.process import Definition, Element, expressions_in
from engine.process.elements import SCOPES, expression_of, is_expression, written_by
from engine.scope import RESERVED, compiled
from feel import FeelError, tree
from forms import Field
from forms.conditions import NOTHING as NO_RULE

ALL_CLOCKS: Final = "all"


@dataclass
class Effects:
    """Effects of a service's elements on the data of a case.

    `tracked` are the places whose values conditions ask for: of the others nothing is kept.
    """

    version: Published
    tracked: frozenset[str] = frozenset()
    awaited: frozenset[str] = frozenset()  # steps that others ask to have been done
    _trees: dict[str, tree.Node | None] = field(default_factory=dict)
    _written: dict[str, frozenset[str]] = field(default_factory=dict)
    _forms: dict[str, dict[str, Values]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        definition = self.version.definition
        asked = set(_asked(definition))
        for element in definition.elements.values():
            named = (m.source for m in element.inputs if m.target in _followed(element))
            asked |= {place for source in named for place in places_in(self.tree(source))}
        # A name that nobody writes is told elsewhere; conditions on it tell nothing of the way.
        unsure = {*RESERVED, *_written_aside(definition), *_locals(definition)}
        followed = (case_names(definition) | inputs_of_levels(definition)) - unsure
        steps = definition.elements
        before = {name for step in steps.values() for name in step.not_by} & steps.keys()
        self.awaited = frozenset(name for name in before if steps[name].loop is None)
        self.tracked = frozenset(place for place in asked if root_of(place) in followed)

    def tree(self, text: str | None) -> tree.Node | None:
        """Return the tree of an expression of the diagram; nothing for a text that is none or is wrong."""
        if text is None or not is_expression(text):
            return None
        if text not in self._trees:
            try:
                self._trees[text] = compiled(expression_of(text)).tree
            except FeelError:
                self._trees[text] = None
        return self._trees[text]

    def entered(self, element: Element, state: State) -> State:
        """Return what is certain inside a subprocess or block, with what is given to it."""
        given = {m.target: self.possible(m.source, state) for m in element.inputs}
        return self._known(state.written(given), {n: v for n, v in given.items() if v is not None})

    @staticmethod
    def left(element: Element, state: State, *, before: State) -> State:
        """Return what is certain after a subprocess or block: what was given to it was its own."""
        if not element.inputs:
            return state
        brought = {root_of(mapping.target) for mapping in element.outputs}
        return state.like(before, frozenset(m.target for m in element.inputs) - brought)

    def possible(self, text: str | None, state: State) -> Values | None:
        """Return the values of a text of the diagram, if they can be listed."""
        if text is not None and not is_expression(text):
            return frozenset({as_text(text)})
        node = self.tree(text)
        return None if node is None else possible(node, state, self.tracked)

    def after(self, element: Element, state: State) -> State:
        """Return what is certain after an element that is no scope."""
        after = self._after(element, state)
        return after.written([done(element.id)]) if element.id in self.awaited else after

    def _after(self, element: Element, state: State) -> State:
        brought = self._brought(element, state)
        if element.operation is not None:
            state = self._clock(element, state)
        if element.loop is not None:
            # What an instance writes goes with it; only the collected outputs stay.
            name = element.loop.output_collection
            return state.written([name] if name else [])
        if not element.outputs:
            return self._known(state.written(self._written_by(element)), brought)
        return self.mapped(element, state, brought=brought)

    def _written_by(self, element: Element) -> frozenset[str]:
        """Return what an element writes; each path to it asks."""
        if element.id not in self._written:
            self._written[element.id] = written_by(element)
        return self._written[element.id]

    def mapped(self, element: Element, state: State, *, brought: dict[str, Values] | None = None) -> State:
        """Return what is certain after the output mappings of an element."""
        for mapping in element.outputs:
            values = self.possible(mapping.source, state)
            source, target = (mapping.source or "").lstrip("= "), mapping.target
            renamed = {
                target + place.removeprefix(source): known
                for place, known in (brought or {}).items()
                if place == source or place.startswith(f"{source}.")
            }
            state = state.written([root_of(target)])
            if values is not None:
                renamed[target] = values
            state = self._known(state, renamed)
        return state

    def _known(self, state: State, values: dict[str, Values]) -> State:
        for place, known in values.items():
            if place in self.tracked:
                state = state.told(place, known)
        return state

    def _brought(self, element: Element, state: State) -> dict[str, Values]:
        """Return what is known of what a person, an operation or a script brings."""
        if element.kind in {"userTask", "startEvent"}:
            return self._answered(element)
        if element.script is not None:
            values = self.possible(element.script, state)
            return {} if values is None else {element.result_variable or "": values}
        echoes = ALL.traits_of(element.operation).echoes
        if not echoes:
            return {}
        given = {m.target: self.possible(m.source, state) for m in element.inputs if m.target in echoes}
        return {f"result.{name}": values for name, values in given.items() if values is not None}

    def _answered(self, element: Element) -> dict[str, Values]:
        """Return the values that the answers of a form can have; each path to it asks."""
        if element.id not in self._forms:
            form = self.version.drawn_form(element.form_id)
            name = "answers" if element.outputs else element.id
            self._forms[element.id] = {} if form is None else dict(_answers(form.fields, name))
        return self._forms[element.id]

    def _clock(self, element: Element, state: State) -> State:
        """Return the state with the case's clock as an operation leaves it."""
        known = state.values(CLOCK)
        if known is None:
            return state
        return state.told(CLOCK, frozenset(self.clock_after(element, standing) for standing in known))

    def clock_after(self, element: Element, clock: str) -> str:
        """Return how the case's clock stands after an operation; pauses of all and of one clock add up."""
        operation = ALL.traits_of(element.operation)
        if operation.decides:
            return DECIDED
        is_pause = operation.on_clock is OnClock.PAUSES
        is_on = operation.on_clock in (OnClock.RESUMES, OnClock.RESTARTS)
        if clock == DECIDED or not (is_pause or is_on):
            return clock
        held = {part for part in clock.split("+") if part != RUNNING}
        named = next((m.source for m in element.inputs if m.target == "clock"), None)
        values = self.possible(named, _UNKNOWN)
        if named is None or values == frozenset({NOTHING}):
            which = {ALL_CLOCKS}
        elif values is None:
            # Whichever it is: nothing is held against the diagram that is not certain.
            which = set() if is_pause else {ALL_CLOCKS, OVERALL}
        else:
            which = {OVERALL} if values == frozenset({as_text(OVERALL)}) else set()
        held = held | which if is_pause else held - which
        return "+".join(sorted(held)) or RUNNING


_UNKNOWN: Final = State(frozenset(), frozenset())


def done(step: str) -> str:
    """Return the name that is certain once a step is done; no place in the data is called so."""
    return f"#done {step}"


def _answers(fields: Iterable[Field], prefix: str) -> Iterator[tuple[str, Values]]:
    for item in fields:
        place = f"{prefix}.{item.key}" if item.key else prefix
        if item.type == "group":
            yield from _answers(item.fields, place)
            continue
        is_shown = item.rules.hidden is NO_RULE
        missing = frozenset() if is_shown and (item.required or item.type == "checkbox") else {NOTHING}
        if item.type == "checkbox":
            yield place, frozenset({"true", "false"}) | missing
        elif item.type in ("radio", "select") and item.options and not item.options_from:
            yield place, frozenset(as_text(option.value) for option in item.options) | missing


def _followed(element: Element) -> frozenset[str]:
    """Return the inputs of an element whose values decide what follows: a template, what a call gives."""
    if element.kind in SCOPES:
        return frozenset(mapping.target for mapping in element.inputs)
    return frozenset({"template", *ALL.traits_of(element.operation).echoes})


def inputs_of_levels(definition: Definition) -> frozenset[str]:
    """Return the names under which subprocesses and blocks get something."""
    levels = (element for element in definition.elements.values() if element.kind in SCOPES)
    return frozenset(mapping.target for element in levels for mapping in element.inputs)


def _asked(definition: Definition) -> Iterator[str]:
    for expression in expressions_in(definition):
        if expression.place.startswith("condition"):
            try:
                yield from places_in(compiled(expression.text).tree)
            except FeelError:
                continue


def places_in(node: tree.Node | None) -> Iterator[str]:
    for part in tree.walk(node) if node is not None else ():
        place = spelled(part)
        if place is not None:
            yield place


def _locals(definition: Definition) -> frozenset[str]:
    """Return the names that inputs of steps and repetitions give: they hide the data inside their element."""
    steps = (e for e in definition.elements.values() if e.kind == "userTask")
    found = {mapping.target for element in steps for mapping in element.inputs}
    loops = [e.loop for e in definition.elements.values() if e.loop is not None]
    return frozenset(found | {loop.input_element or "" for loop in loops})


def _written_aside(definition: Definition) -> frozenset[str]:
    """Return what is written beside the main way, at any time, by what a reminder begins."""
    found: set[str] = set()
    for scope in definition.scopes:
        leaving: dict[str, list[str]] = {}
        for flow in scope.flows:
            leaving.setdefault(flow.source, []).append(flow.target)
        pending = [e.id for e in scope.elements if e.attached_to and not e.is_interrupting]
        seen: set[str] = set()
        while pending:
            element = pending.pop()
            if element not in seen:
                seen.add(element)
                pending += leaving.get(element, [])
        found |= {name for e in scope.elements if e.id in seen for name in written_inside(e, definition)}
    return frozenset(found)


def written_inside(element: Element, definition: Definition) -> frozenset[str]:
    """Return what an element and everything inside it writes."""
    found = set(written_by(element))
    key = element.called or element.id
    for scope in definition.scopes if element.loop is None else ():
        if scope.key == key and element.kind in {"subProcess", "callActivity"}:
            for inner in scope.elements:
                found |= written_inside(inner, definition)
    return frozenset(found)
