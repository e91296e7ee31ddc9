"""Of what kind the data of a case can be: what forms, operations, tables and expressions write.

Everything that is not certain is unknown, so that whoever builds on it says nothing wrong. Values
are kept as JSON: a date that was written is a text when it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from engine.catalogue.check.programme_kind import PROGRAMME
from engine.catalogue.published import Published
from engine.decisions import model
from engine.decisions.hit_policies import traits_of
from engine.operations import ALL
from engine.process import Element, Scope
from engine.process.elements import expression_of, is_expression
from engine.process.signs import SIGNED
from engine.scope import FUNCTIONS, compiled
from engine.texts import LANGUAGES, names_of
from feel import FeelError
from feel.analyse import UNKNOWN, Kind, analyse, kind_named, list_of
from feel.analyse.kinds import BOOLEAN, NUMBER, STRING, joined
from forms import Field, Form
from forms.definition import CHOICES, SHOWN_ONLY

TERM: Final = Kind("term")
CLOCK: Final = Kind("clock")
CONTEXT: Final = Kind("context")
# Each pass carries what is known one step further along the values that are made of others.
PASSES: Final = 4


def closed(names: Iterable[str], kind: Kind = STRING) -> Kind:
    """Return the kind of a group of values that has these names and no others."""
    return Kind("context", members=tuple((name, kind) for name in names), is_closed=True)


_IN_BOTH: Final = closed(LANGUAGES)
_REPRESENTATIVE: Final = Kind(
    "context",
    members=(
        ("personal_number", STRING),
        ("kind", STRING),
        ("name", _IN_BOTH),
        ("ground", _IN_BOTH),
    ),
    is_closed=True,
)
_SIGNED: Final = Kind(
    "context",
    members=(
        *((name, STRING) for name in ("file", "title", "on")),
        (
            "by",
            list_of(
                Kind(
                    "context",
                    members=(("name", _IN_BOTH), ("role", STRING), ("method", STRING)),
                    is_closed=True,
                )
            ),
        ),
    ),
    is_closed=True,
)
RESERVED_KINDS: Final[Mapping[str, Kind]] = {
    "case": Kind(
        "context",
        members=(
            *((name, STRING) for name in ("number", "service", "filed_on", "due_on", "language", "channel")),
            *((name, STRING) for name in ("status", "reason", "order_number", "decided_on")),
            ("service_name", _IN_BOTH),
            ("representative", _REPRESENTATIVE),
        ),
        is_closed=True,
    ),
    "applicant": Kind(
        "context",
        members=(
            *((name, STRING) for name in ("personal_number", "email", "phone")),
            *((name, _IN_BOTH) for name in ("given_name", "family_name", "name")),
        ),
        is_closed=True,
    ),
    "municipality": closed(
        ("code", *names_of("name"), *names_of("official"), *names_of("address"), "phone", "email")
    ),
}
RESULTS: Final[Mapping[str, Kind]] = {
    "term": TERM,
    "clock": CLOCK,
    "settlement": closed(("code", *names_of("name"), "unit", *names_of("unit_name"), "municipality")),
    "programme": PROGRAMME,
    "format date": STRING,
    "format money": STRING,
}


class Kinds:
    """The kinds of the names that a service's expressions read."""

    def __init__(self, version: Published) -> None:
        self._version = version
        self.names: dict[str, Kind] = dict(RESERVED_KINDS)
        # The same by the dotted places that are written: what each write puts there.
        self.places: dict[str, list[Kind]] = {}
        self._around: dict[str, dict[str, Kind]] = {scope.key: {} for scope in version.definition.scopes}
        for _ in range(PASSES):
            self._pass()

    def at(self, element: Element, scope: Scope) -> dict[str, Kind]:
        """Return the kinds of what an expression of an element sees before anything is brought to it."""
        seen = {**self.names, **self._around[scope.key]}
        if element.loop is not None:
            items = self.of(element.loop.input_collection, seen)
            seen["loopCounter"] = NUMBER
            if element.loop.input_element is not None:
                seen[element.loop.input_element] = stored(items.element or UNKNOWN)
        for mapping in element.inputs:
            seen[mapping.target] = stored(self.of(mapping.source, seen))
        return seen

    def brought(self, element: Element) -> dict[str, Kind]:
        """Return the kinds of what a person, an operation or a table brings to an element's outputs."""
        if element.kind == "userTask":
            return {"answers": self._form(element)}
        if element.operation is not None:
            known = element.operation in ALL.names
            outputs = ALL.find(element.operation).outputs if known else ()
            return {"result": closed(outputs, UNKNOWN) if known else UNKNOWN}
        if element.decision_id is not None:
            kind = self._decision(element.decision_id)
            return {"result": kind, element.result_variable or "result": kind}
        return {}

    def locally(self, element: Element, scope: Scope) -> dict[str, Kind]:
        """Return the kinds of the names that belong to the instance an element runs in, if it is in one."""
        seen, loop = self.at(element, scope), element.loop
        own = {"loopCounter", loop.input_element} if loop is not None else set()
        return {name: kind for name, kind in seen.items() if name in self._around[scope.key].keys() | own}

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
        return analyse(expression, kinds=seen, functions=FUNCTIONS, results=RESULTS).kind

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
                    around.setdefault(key, []).append({n: seen[n] for n in names if n in seen})
        written: dict[str, list[Kind]] = {}
        for place, found in places.items():
            root, _, rest = place.partition(".")
            written.setdefault(root, []).extend([CONTEXT] if rest else found)
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
            found.append((element.id, self._form(element) if element.kind == "userTask" else UNKNOWN))
        if not element.outputs and element.result_variable is not None:
            kind = self.of(element.script, seen) if element.script else inner.get("result", UNKNOWN)
            found.append((element.result_variable, stored(kind)))
        if element.loop is not None and element.loop.output_collection is not None:
            item = stored(self.of(element.loop.output_element, inner))
            found.append((element.loop.output_collection, list_of(item)))
        return found

    def _form(self, element: Element) -> Kind:
        form = self._version.drawn_form(element.form_id)
        kind = UNKNOWN if form is None else of_form(form)
        return _signed(kind) if element.signing is not None and form is not None else kind

    def _decision(self, decision_id: str) -> Kind:
        if decision_id not in self._version.decisions:
            return UNKNOWN
        decisions, name = self._version.decision(decision_id)
        found = next((decision for decision in decisions.source.decisions() if decision.id == name), None)
        return UNKNOWN if found is None else stored(_of_decision(found))


def _signed(kind: Kind) -> Kind:
    """Return the kind of answers that say how they were signed."""
    return Kind("context", members=(*kind.members, (SIGNED, _SIGNED)), is_closed=True)


def of_form(form: Form) -> Kind:
    """Return the kind of a form's answers."""
    return Kind("context", members=tuple(of_fields(form.fields).items()), is_closed=True)


def of_fields(fields: Iterable[Field]) -> dict[str, Kind]:
    """Return the kinds of answers by key."""
    found: dict[str, Kind] = {}
    for item in fields:
        if item.type in SHOWN_ONLY:
            continue
        if item.type == "group" and not item.key:
            found |= of_fields(item.fields)
        else:
            found[item.key] = _of_field(item)
    return found


def _of_field(item: Field) -> Kind:
    if item.type in ("group", "dynamiclist"):
        inner = Kind("context", members=tuple(of_fields(item.fields).items()), is_closed=True)
        return list_of(inner) if item.type == "dynamiclist" else inner
    if item.type == "filepicker":
        return list_of(
            Kind(
                "context",
                members=(*((name, STRING) for name in ("document", "name", "type")), ("size", NUMBER)),
                is_closed=True,
            )
        )
    if item.type in CHOICES:
        return list_of(STRING)
    if item.type == "checkbox":
        return BOOLEAN
    if item.type == "expression":
        return UNKNOWN
    if item.kind == "plot":
        return Kind("context", members=(("type", STRING), ("coordinates", UNKNOWN)), is_closed=True)
    return NUMBER if item.kind in ("number", "money") else STRING


def _of_decision(decision: model.Decision) -> Kind:
    table = decision.logic
    if not isinstance(table, model.Table):
        return kind_named(decision.type_name)
    if len(table.outputs) == 1:
        kind = kind_named(table.outputs[0].type_name or decision.type_name)
    else:
        members = tuple((output.name, kind_named(output.type_name)) for output in table.outputs)
        kind = Kind("context", members=members, is_closed=True)
    if traits_of(table.policy).is_single:
        return kind
    return NUMBER if table.aggregation else list_of(kind)


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
