"""Of what kind the data of a case can be: what forms, operations, tables and expressions write.

Everything that is not certain is unknown, so that whoever builds on it says nothing wrong. Values
are kept as JSON: a date that was written is a text when it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.catalogue.check.form_kinds import of_form, signed
from engine.catalogue.check.message_kinds import kind_of_payload
from engine.catalogue.check.names import case_names
from engine.catalogue.check.output_kinds import kind_of_result
from engine.catalogue.check.reserved_kinds import PARAMETERS, RESERVED_KINDS, RESULTS
from engine.catalogue.check.subject import Subject, registers_in
from engine.catalogue.declared_messages import declared_messages
from engine.catalogue.parameters import Parameters
from engine.catalogue.published import Published
from engine.decisions import DecisionError
from engine.decisions.analyse import kinds_of_results
from engine.process import Element, Scope
from engine.process.elements import expression_of, is_expression
from engine.scope import FUNCTIONS, compiled
from feel import FeelError
from feel.analyse import UNKNOWN, Kind, analyse, list_of
from feel.analyse.kinds import NULL, NUMBER, STRING, joined

# Each pass carries what is known one step further along the values that are made of others.
PASSES: Final = 12


class Kinds:
    """The kinds of the names that a service's expressions read."""

    def __init__(self, version: Published, results: Mapping[str, Kind] = RESULTS) -> None:
        self._version = version
        self._results = results
        self._registers = registers_in(version.files, version.module)
        self._messages = declared_messages(version.files, version.module)
        self.names: dict[str, Kind] = {}
        # The same by the dotted places that are written: what each write puts there.
        self.places: dict[str, list[Kind]] = {}
        self._around: dict[str, dict[str, Kind]] = {}
        # Begun with nothing in any place, passes add what is written until no pass adds more.
        if not self._is_settled(dict.fromkeys(case_names(version.definition), NULL)):
            # Lists within lists that grow at each pass: begun with anything in any place, each pass is true.
            self._is_settled({})

    def _is_settled(self, names: dict[str, Kind]) -> bool:
        self.names = {**names, **RESERVED_KINDS}
        self._around = {scope.key: {} for scope in self._version.definition.scopes}
        for _ in range(PASSES):
            before = self.names, dict(self._around)
            self._pass()
            if before == (self.names, self._around):
                return True
        return False

    def at(self, element: Element, scope: Scope, *, before: str | None = None) -> dict[str, Kind]:
        """Return the kinds of what an expression of an element sees before anything is brought to it.

        Inputs are taken in order: what one sees is asked for by its name, `before` it is there.
        """
        seen = {**self.names, **self._around[scope.key]}
        if element.loop is not None:
            items = self.of(element.loop.input_collection, seen)
            seen["loopCounter"] = NUMBER
            if element.loop.input_element is not None:
                seen[element.loop.input_element] = stored(items.element or UNKNOWN)
        for mapping in element.inputs:
            if mapping.target == before:
                break
            seen[mapping.target] = stored(self.of(mapping.source, seen))
        return seen

    def brought(self, element: Element) -> dict[str, Kind]:
        """Return the kinds of what a person, operation, table or message brings to an element's outputs."""
        if element.kind == "userTask":
            return {"answers": self._form(element)}
        if element.operation is not None:
            return {"result": kind_of_result(element, self._version.definition, self._registers)}
        if element.decision_id is not None:
            kind = self._decision(element.decision_id)
            return {"result": kind, element.result_variable or "result": kind}
        if element.receives is not None:
            return {element.receives: kind_of_payload(element, self._messages)}
        return {}

    def locally(self, element: Element, scope: Scope) -> dict[str, Kind]:
        """Return the kinds of the names that belong to the instance an element runs in, if it is in one."""
        seen, loop = self.at(element, scope), element.loop
        own = {"loopCounter", loop.input_element} if loop is not None else set()
        return {name: kind for name, kind in seen.items() if name in self._around[scope.key].keys() | own}

    def given(self, decision_id: str) -> dict[str, Kind]:
        """Return the kinds of what a table is given, by whichever step asks for it."""
        found = [
            self.at(element, scope)
            for scope in self._version.definition.scopes
            for element in scope.elements
            if element.decision_id == decision_id
        ]
        names = {name for seen in found for name in seen}
        return {name: joined(seen.get(name, UNKNOWN) for seen in found) for name in names}

    def of(self, text: str | None, seen: Mapping[str, Kind]) -> Kind:
        """Return the kind of a text of the diagram: FEEL, or itself."""
        if text is None:
            return UNKNOWN
        if not is_expression(text):
            return STRING
        try:
            expression = compiled(expression_of(text))
        except FeelError:
            return UNKNOWN
        return analyse(expression, kinds=seen, functions=FUNCTIONS, results=self._results).kind

    def _pass(self) -> None:
        places: dict[str, list[Kind]] = {}
        around: dict[str, list[dict[str, Kind]]] = {}
        start = self._version.definition.start
        places.setdefault(start.id, []).append(self._form(start))
        for scope in self._version.definition.scopes:
            for element in scope.elements:
                seen = self.at(element, scope)
                for place, kind in self._written(element, seen):
                    places.setdefault(place, []).append(kind)
                key = element.called or element.id
                if key in self._around:
                    own = [m.target for m in element.inputs]
                    own += ["loopCounter", element.loop.input_element or ""] if element.loop else []
                    names = {*self._around[scope.key], *own}
                    # What a block is given here, it may be given otherwise elsewhere.
                    given = {n: seen[n].widened if element.called else seen[n] for n in names if n in seen}
                    around.setdefault(key, []).append(given)
        written: dict[str, list[Kind]] = {}
        for place, found in places.items():
            root, *inner = place.split(".")
            written.setdefault(root, []).append(_within(joined(found), inner))
        self.places = places
        self.names = {**{name: joined(kinds) for name, kinds in written.items()}, **RESERVED_KINDS}
        for key, calls in around.items():
            names = {name for call in calls for name in call}
            self._around[key] = {name: joined(call.get(name, UNKNOWN) for call in calls) for name in names}

    def _written(self, element: Element, seen: Mapping[str, Kind]) -> list[tuple[str, Kind]]:
        found: list[tuple[str, Kind]] = []
        inner = {**seen, **self.brought(element)}
        for mapping in element.outputs:
            found.append((mapping.target, stored(self.of(mapping.source, inner))))
        if not element.outputs and element.is_data_key and element.kind != "startEvent":
            own = (
                self._form(element)
                if element.kind == "userTask"
                else kind_of_payload(element, self._messages)
            )
            found.append((element.id, own))
        if not element.outputs and element.result_variable is not None:
            kind = self.of(element.script, seen) if element.script else inner.get("result", UNKNOWN)
            found.append((element.result_variable, stored(kind)))
        if element.loop is not None and element.loop.output_collection is not None:
            output = element.loop.output_element
            item = self._answers(element) if output is None else stored(self.of(output, inner))
            found.append((element.loop.output_collection, list_of(item)))
        return found

    def _answers(self, element: Element) -> Kind:
        """Return the kind of what an instance of a repetition gives that says nothing else."""
        return self._form(element) if element.kind == "userTask" else UNKNOWN

    def _form(self, element: Element) -> Kind:
        form = self._version.drawn_form(element.form_id)
        kind = UNKNOWN if form is None else of_form(form, element.form_id or "")
        return signed(kind) if element.signing is not None and form is not None else kind

    def _decision(self, decision_id: str) -> Kind:
        if decision_id not in self._version.decisions:
            return UNKNOWN
        decisions, name = self._version.decision(decision_id)
        try:
            kinds = decisions.once("kinds of results", lambda: kinds_of_results(decisions, FUNCTIONS))
        except (DecisionError, FeelError):
            # `check_decisions` says what can't be read in the table.
            return UNKNOWN
        return stored(kinds.get(name, UNKNOWN))


def kinds_of(subject: Subject) -> Kinds | None:
    """Return the kinds of a service's data, if its diagram could be read."""
    version = subject.version
    return None if version is None else subject.once("kinds", lambda: Kinds(version, results_of(subject)))


def results_of(subject: Subject) -> Mapping[str, Kind]:
    """Return the kinds of what the functions of the case give, parameters each by its own."""
    return subject.once("results", lambda: {**RESULTS, **_of_parameters(subject.parameters)})


def _of_parameters(parameters: Parameters | None) -> dict[str, Kind]:
    found: dict[str, list[Kind]] = {}
    for entry in parameters.entries() if parameters else ():
        found.setdefault(f"parameter {entry.name}", []).append(PARAMETERS.get(entry.kind, UNKNOWN))
    return {name: joined(kinds) for name, kinds in found.items()}


def _within(kind: Kind, places: list[str]) -> Kind:
    """Return the kind of a group that has a value at these places, one inside the other."""
    for place in reversed(places):
        kind = Kind("context", members=((place, kind),), is_closed=True)
    return kind


def stored(kind: Kind) -> Kind:
    """Return the kind a value has when it is read from the data of a case."""
    if kind.name in ("string", "number", "boolean", "null"):
        return kind
    if kind.is_scalar:
        return STRING
    if kind.name == "context":
        members = tuple((name, stored(member)) for name, member in kind.members)
        return Kind("context", members=members, is_closed=kind.is_closed)
    if kind.name == "list":
        return list_of(stored(kind.element or UNKNOWN))
    return UNKNOWN
