"""Everything in a service that reads the data of a case, and how far into them.

A read is looked after where the same file or expression asks whether the value is there: it is
compared with null. In a form or template, where parts are shown only if something equals a word,
that asks too: what is missing equals nothing. Of tables see `table_reads`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from engine.catalogue.check.flow.effects import Effects
from engine.catalogue.check.flow.guards import guarded_in
from engine.catalogue.check.flow.state import State
from engine.catalogue.check.flow.table_reads import reads_of_table
from engine.catalogue.check.names import BESIDE_FORMS
from engine.catalogue.document_parts import is_part
from engine.catalogue.published import Published
from engine.documents.markup import TemplateInvalid
from engine.documents.template import compile_template
from engine.errors import EngineError
from engine.operations import ALL
from engine.operations.letters import RECEIPT
from engine.process import Element, Expression, expressions_in
from engine.scope import FUNCTIONS, RESERVED, compiled
from engine.texts import LANGUAGES
from feel import FeelError
from forms import Form

Path = tuple[str, ...]
OF_SIGNING = frozenset({"signers", "act"})


@dataclass(frozen=True, slots=True)
class ValueRead:
    """One read. `is_late` where it happens when the element is over; `is_shown` where it is only shown."""

    path: Path
    place: str
    is_late: bool = False
    is_guarded: bool = False
    is_shown: bool = False

    @property
    def name(self) -> str:
        """Return the name the path begins with."""
        return self.path[0]


class Reads:
    """The reads of a service, by element."""

    def __init__(self, version: Published, effects: Effects) -> None:
        self._version = version
        self._effects = effects
        self._by_element: dict[str, list[ValueRead]] = {}
        self._hidden: dict[str, frozenset[str]] = {}
        self._by_template: dict[tuple[str, str], tuple[ValueRead, ...]] = {}
        self._unguarded: dict[tuple[str, tuple[str, ...]], tuple[ValueRead, ...]] = {}
        self.expressions = expressions_in(version.definition)
        for expression in self.expressions:
            if expression.place not in OF_SIGNING:  # these see what the step itself has been answered
                self._hidden.setdefault(expression.element, expression.names)
            self._by_element.setdefault(expression.element, []).extend(_of_expression(expression))
        for element in version.definition.elements.values():
            self._by_element.setdefault(element.id, []).extend(self._of_element(element))

    def of(self, element: Element, state: State | None = None) -> Iterator[ValueRead]:
        """Yield what an element reads; with a state, of the templates only those it can come to there."""
        yield from self._by_element[element.id]
        if ALL.traits_of(element.operation).templates_in:
            for name in self._templates(element, state):
                yield from self._of_template(name, element)
        if element is self._version.definition.start:
            for read in self._of_template(RECEIPT, element):
                # The letter is written with the answers that the case begins with.
                yield replace(read, is_guarded=True) if read.name == element.id else read

    def unguarded(self, element: Element, state: State) -> tuple[ValueRead, ...]:
        """Return what an element surely reads in a state; each path to it asks."""
        is_letter = ALL.traits_of(element.operation).templates_in
        key = (element.id, tuple(self._templates(element, state)) if is_letter else ())
        if key not in self._unguarded:
            self._unguarded[key] = tuple(read for read in self.of(element, state) if not read.is_guarded)
        return self._unguarded[key]

    def all(self) -> Iterator[ValueRead]:
        """Yield every read of the service, of all templates that exist."""
        for element in self._version.definition.elements.values():
            yield from self.of(element)
        for place in self._version.settings.get("contact", {}).values():
            yield ValueRead(tuple(place.split(".")), "service.json contact")

    def _of_element(self, element: Element) -> Iterator[ValueRead]:
        form = self._version.drawn_form(element.form_id)
        if form is not None:
            yield from _of_form(form, f"form {element.form_id}", self._own_names(element))
        if element.decision_id in self._version.decisions:
            model, name = self._version.decision(element.decision_id or "")
            for path, is_guarded in reads_of_table(model, name):
                if path[0] not in RESERVED and path[0] not in self._own_names(element):
                    yield ValueRead(path, f"table {element.decision_id}", is_guarded=is_guarded)

    def _own_names(self, element: Element) -> frozenset[str]:
        """Return the names that hide the data at an element: its inputs, and those around it."""
        inputs = frozenset(mapping.target for mapping in element.inputs)
        return self._hidden.get(element.id, inputs)

    def _templates(self, element: Element, state: State | None) -> Iterable[str]:
        source = next((m.source for m in element.inputs if m.target == "template"), None)
        values = self._effects.possible(source, state or _anywhere(source))
        if values is not None:
            return sorted(value.strip('"') for value in values)
        return () if state is not None else _all_templates(self._version)

    def _of_template(self, name: str, element: Element) -> tuple[ValueRead, ...]:
        """Return the reads of a template; each path to the element asks."""
        key = (name, element.id)
        if key not in self._by_template:
            self._by_template[key] = tuple(self._in_languages(name, element))
        return self._by_template[key]

    def _in_languages(self, name: str, element: Element) -> Iterator[ValueRead]:
        for language in LANGUAGES:
            if self._version.has_template(name, language, element.id):
                try:
                    content = self._version.template(name, language, element.id)
                except TemplateInvalid:
                    continue  # said where the templates are looked at
                for path, is_guarded in _in_template(content):
                    yield ValueRead(path, f"{name}.{language}.html", is_guarded=is_guarded)


def _anywhere(source: str | None) -> State:
    """Return what is certain at no place in particular: whatever the text reads may have been written."""
    try:
        paths = compiled(source.lstrip("= ")).paths if source and source.startswith("=") else frozenset()
    except FeelError:
        paths = frozenset()
    return State(frozenset(), frozenset(path[0] for path in paths))


def _all_templates(version: Published) -> set[str]:
    return {
        path.rpartition("/")[2].rsplit(".", 2)[0]
        for path in version.files
        if "/documents/" in path and path.endswith(".html") and not is_part(path)
    }


def compiled_paths(expression: Expression) -> frozenset[Path]:
    """Return everything that an expression reads, from wherever."""
    try:
        return compiled(expression.text).paths
    except FeelError:
        return frozenset()


def _of_expression(expression: Expression) -> Iterator[ValueRead]:
    try:
        found = compiled(expression.text)
    except FeelError:
        return
    hidden = {*RESERVED, *expression.names}
    guarded = guarded_in([found.tree])
    is_late = expression.place.startswith("output") or expression.place == "item output"
    for path in found.paths:
        if path[0] not in hidden:
            yield ValueRead(path, expression.place, is_late=is_late, is_guarded=path[0] in guarded)


def _of_form(form: Form, place: str, hidden: frozenset[str]) -> Iterator[ValueRead]:
    expressions: list[Any] = list(form.expressions())
    guarded = guarded_in((expression.tree for expression in expressions), by_words=True)
    for expression in expressions:
        for path in expression.paths:
            if path[0] in form.names and path[0] not in {*RESERVED, *BESIDE_FORMS, *hidden}:
                yield ValueRead(path, place, is_guarded=path[0] in guarded, is_shown=True)


@lru_cache(maxsize=512)
def _in_template(content: bytes) -> tuple[tuple[Path, bool], ...]:
    try:
        template = compile_template(content, functions=FUNCTIONS)
    except EngineError:
        return ()
    guarded = guarded_in((expression.compiled.tree for expression in template.expressions), by_words=True)
    hidden = {*RESERVED, "draft"}
    return tuple((path, path[0] in guarded) for path in sorted(template.paths) if path[0] not in hidden)
