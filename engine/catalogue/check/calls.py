"""Check of calls and blocks against the contract of the block, `block.json`.

A call gives every input that the block declares, of the declared kind, and no other; the block
writes the outputs it promises; the service brings the forms, tables and letters the block asks for.
What a block takes as ticked is the answer to a checklist, so that letters have its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from engine import canonical
from engine.catalogue.blocks import CONTRACT, SHARED, diagrams, folder_of
from engine.catalogue.check.decisions import outputs_of
from engine.catalogue.check.findings import Finding, near, wrong
from engine.catalogue.check.kinds import Kinds, kinds_of
from engine.catalogue.check.subject import Subject
from engine.process import Definition, Element, Scope
from engine.process.elements import expression_of, written_by
from engine.scope import compiled
from engine.texts import LANGUAGES, OFFICIAL
from feel import FeelError
from feel.analyse import Kind, nearest

# A date is kept as a text, and read as one.
FITTING: Final[Mapping[str, frozenset[str]]] = {
    "date": frozenset({"date", "string"}),
    "choices": frozenset({"list"}),
}


def check_calls(subject: Subject) -> Iterator[Finding]:
    """Yield where a call and its block do not fit each other."""
    kinds = kinds_of(subject)
    if subject.version is None or kinds is None:
        return
    contracts = {process_id: contract_of(subject, process_id) for process_id in diagrams(subject.files)}
    for process_id, contract in contracts.items():
        if contract is None:
            file = f"{folder_of(process_id)}/process.bpmn"
            yield wrong("reference.block_undeclared", file=file, detail=CONTRACT)
        else:
            yield from _outputs(process_id, contract, subject.version.definition)
    for scope in subject.version.definition.scopes:
        for element in scope.elements:
            contract = contracts.get(element.called or "")
            if contract is not None:
                yield from _inputs(element, scope, contract, subject=subject, kinds=kinds)
                yield from _brought(element, contract, subject)


def contract_of(subject: Subject, process_id: str) -> Mapping[str, Any] | None:
    """Return what a block says of itself; what is misshapen was said when it was read."""
    content = subject.files.get(f"{folder_of(process_id)}/{CONTRACT}")
    if content is None:
        return None
    found = canonical.loads(content)
    return found if isinstance(found, dict) and {"inputs", "outputs"} <= found.keys() else None


def with_callers(found: Iterable[Finding], subject: Subject) -> Iterator[Finding]:
    """Yield the findings, those in a block with the calls that lead there."""
    definition = subject.definition
    for finding in found:
        inside = finding.file.startswith(f"{SHARED}/") and definition is not None
        calls = tuple(_callers(finding.file, definition)) if inside and definition else ()
        yield replace(finding, callers=calls) if calls else finding


def _callers(file: str, definition: Definition) -> Iterator[str]:
    process_id = ".".join(file.split("/")[:2])
    for scope in definition.scopes:
        for element in scope.elements:
            if element.called == process_id:
                yield f"{folder_of(scope.process)}/process.bpmn: {element.id}"


def _outputs(process_id: str, contract: Mapping[str, Any], definition: Definition) -> Iterator[Finding]:
    elements = [e for scope in definition.scopes if scope.process == process_id for e in scope.elements]
    inner = {e.called for e in elements if e.called}
    elements += [e for scope in definition.scopes if scope.process in inner for e in scope.elements]
    places = {place for e in elements for place in ({m.target for m in e.outputs} or written_by(e))}
    for output in contract["outputs"]:
        if output["name"] not in places:
            file = f"{folder_of(process_id)}/{CONTRACT}"
            yield wrong("reference.block_output_missing", file=file, detail=output["name"])


def _inputs(
    call: Element, scope: Scope, contract: Mapping[str, Any], *, subject: Subject, kinds: Kinds
) -> Iterator[Finding]:
    declared = {declared_input["name"]: declared_input for declared_input in contract["inputs"]}
    given = {mapping.target: mapping.source for mapping in call.inputs}
    place = subject.at(call.id)
    for name in sorted(given.keys() - declared.keys()):
        hint, detail = nearest(name, declared), f"{call.called}: {name}"
        fix = near(name, hint)
        yield wrong("reference.block_input_unknown", **place, detail=detail, hint=hint, fix=fix)
    for name, one in declared.items():
        if name not in given:
            yield wrong("reference.block_input_missing", **place, detail=f"{call.called}: {name}")
            continue
        kind = kinds.of(given[name], kinds.at(replace(call, inputs=()), scope))
        if not _fits(kind, one):
            detail = f"{call.called}: {name}; {kind.name}, {one['kind']}"
            yield wrong("reference.block_input_kind", **place, detail=detail)
        elif one["kind"] == "choices" and not _is_ticked(given[name], kind, subject):
            yield wrong(
                "reference.block_input_not_ticked", **place, detail=f"{call.called}: {name}; {given[name]}"
            )


def _fits(kind: Kind, declared: Mapping[str, Any]) -> bool:
    """Tell whether a value may be of the declared kind; of what is not known nothing is said."""
    if kind.name == "null":
        return bool(declared.get("may_be_null"))
    fitting = FITTING.get(declared["kind"], frozenset({declared["kind"]}))
    return not kind.is_known or kind.name in fitting


def _is_ticked(source: str, kind: Kind, subject: Subject) -> bool:
    """Tell whether an input is the answer to a choice, handed on as it is, so that its words are known."""
    assert subject.version is not None
    try:
        node = compiled(expression_of(source)).tree
    except FeelError:
        return True  # whoever checks expressions says so
    words, element = subject.version.words(OFFICIAL), kind.element
    return bool(words.of(node)) and words.know(element.choices if element else frozenset(), node)


def _brought(call: Element, contract: Mapping[str, Any], subject: Subject) -> Iterator[Finding]:
    assert subject.version is not None
    place = subject.at(call.id)
    for asked in contract.get("forms", ()):
        form = subject.version.drawn_form(asked["id"])
        if form is None:
            yield wrong("reference.block_form_missing", **place, detail=f"{call.called}: {asked['id']}")
            continue
        keys = {field.key for field in form.walk()}
        for name in asked["fields"]:
            if name not in keys:
                detail = f"{call.called}: {asked['id']}.{name}"
                yield wrong("reference.block_form_lacks_field", **place, detail=detail)
    yield from _tables(call, contract, subject)
    for letter in contract.get("letters", ()):
        for language in LANGUAGES:
            if not subject.version.has_template(letter, language):
                detail = f"{call.called}: documents/{letter}.{language}.html"
                yield wrong("reference.block_letter_missing", **place, detail=detail)


def _tables(call: Element, contract: Mapping[str, Any], subject: Subject) -> Iterator[Finding]:
    """Yield the decision tables that the block asks for and the service lacks, whole or in an output."""
    version = subject.version
    assert version is not None
    for asked in contract.get("decisions", ()):
        detail = f"{call.called}: {asked['id']}"
        model = version.decisions.get(asked["id"])
        if model is None:
            yield wrong("reference.block_table_missing", **subject.at(call.id), detail=detail)
            continue
        written = outputs_of(model, asked["id"])
        for name in asked["outputs"]:
            if name not in written:
                lacking = f"{detail}.{name}"
                yield wrong("reference.block_table_lacks_output", **subject.at(call.id), detail=lacking)
