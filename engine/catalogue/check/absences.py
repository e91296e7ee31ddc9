"""Nullable inputs of tables: optional answers, and what an empty lookup brings.

Says only what is certain: where each way to the table passes a gateway that looks at the value, or at what
follows from it, it may be provided for, and so it may where a check of its form looks at it. What follows
from the value goes along with it, so any answer of a column that reads that counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.catalogue.check.nulls import is_nothing_without
from engine.catalogue.check.reach import reached
from engine.catalogue.check.subject import Subject
from engine.catalogue.published import Published
from engine.decisions import DecisionError
from engine.decisions.analyse import Absence
from engine.operations import ALL
from engine.process import Element, expressions_in, names_given
from engine.process.elements import expression_of, written_by
from engine.scope import FUNCTIONS, compiled
from feel import Expression, FeelError
from forms import Field, Form
from forms.conditions import Rule
from forms.definition import SHOWN_ONLY

Path = tuple[str, ...]
FOUND = "found"


@dataclass(frozen=True)
class _Source:
    """Values that are missing together, and the element that brings them.

    `beside` goes along with them: whether something was found, questions that are asked by the answer.
    """

    element: str
    paths: frozenset[Path]
    beside: frozenset[Path] = frozenset()


def absences(subject: Subject, decision_id: str) -> tuple[Absence, ...]:
    """Return what may be missing of what a decision reads, by the name that the version gives it."""
    version = subject.version
    if version is None:
        return ()
    reads = subject.once("reads of elements", lambda: _reads_of_elements(version))
    sources = subject.once("what may be missing", lambda: tuple(_sources(version)))
    own = names_given(version.definition).get(decision_id, frozenset())
    found = (
        _absence(version, source, decision_id, reads=reads)
        for source in sources
        if own.isdisjoint(path[0] for path in source.paths)
    )
    return tuple(absence for absence in found if absence is not None)


def _absence(
    version: Published, source: _Source, decision_id: str, *, reads: Mapping[str, frozenset[Path]]
) -> Absence | None:
    """Return it, unless each way to the table looks at it, or at what follows from it."""
    elements = version.definition.elements.values()
    touched = {*source.paths, *source.beside}
    asking = {element.id for element in elements if element.decision_id == decision_id}
    passed = {source.element, *asking}
    while more := [e for e in elements if e.id not in passed and _meet(reads[e.id], touched)]:
        passed |= {element.id for element in more}
        touched |= {(name,) for element in more for name in written_by(element)}
    if asking.isdisjoint(reached(version.definition, but=_guards(version, touched))):
        return None
    names = frozenset(".".join(path) for path in source.paths)
    return Absence(
        min(names),
        empties=lambda expression: is_nothing_without(expression.tree, names),
        touches=lambda expression: _meet(_paths(expression), touched),
    )


def _sources(version: Published) -> Iterator[_Source]:
    """Yield what may be missing, where nothing else writes to its place."""
    elements = version.definition.elements.values()
    written = [name for element in elements for name in written_by(element)]
    for element in elements:
        form = version.drawn_form(element.form_id)
        if form is not None and not element.outputs and not element.loop and written.count(element.id) == 1:
            for item, beside in _optional(form):
                path = (element.id, *item.path.split("."))
                yield _Source(
                    element.id, frozenset({path}), frozenset((element.id, *inner) for inner in beside)
                )
        found = _of_lookup(element)
        if found is not None and written.count(element.outputs[0].target) == 1:
            yield found


def _optional(form: Form) -> Iterator[tuple[Field, frozenset[Path]]]:
    """Yield the questions that are always asked and may be left open, each with what its answer decides."""
    items = [item for top in form.fields for item in top.walk()]
    checked = {name for item in items for name in _names(item.checks.values())}
    looks_at = {item.path: _names((*item.rules.all(), *item.expressions.values())) for item in items}
    for item in _always_asked(form.fields):
        rules = (item.rules.required, item.rules.default, item.rules.computed)
        if not all(map(_is_unset, rules)) or item.empty() is not None or item.key in checked:
            continue
        known = {item.key}
        while more := {path for path, names in looks_at.items() if names & known} - known:
            known |= more | {path.rpartition(".")[2] for path in more}
        paths = (path for path in looks_at if path in known and path != item.path)
        yield item, frozenset(tuple(path.split(".")) for path in paths)


def _always_asked(fields: Iterable[Field]) -> Iterator[Field]:
    for item in fields:
        if not _is_unset(item.rules.hidden):
            continue
        if item.type == "group" and not item.key:
            yield from _always_asked(item.fields)
        elif item.key and not item.fields and item.type not in SHOWN_ONLY and not item.checks:
            yield item


def _is_unset(rule: Rule) -> bool:
    return rule.expression is None and (rule.constant is None or rule.constant is False)


def _names(rules: Iterable[Rule]) -> frozenset[str]:
    """Return every name in what the rules read: of an answer, a row, something around."""
    found = (rule.expression for rule in rules if rule.expression is not None)
    return frozenset(name for expression in found for path in _paths(expression) for name in path)


def _of_lookup(element: Element) -> _Source | None:
    silent = ALL.traits_of(element.operation).silent
    if not silent or element.loop is not None or len(element.outputs) != 1:
        return None
    mapping = element.outputs[0]
    if mapping.source.replace(" ", "") != "=result" or "." in mapping.target:
        return None
    paths = frozenset((mapping.target, name) for name in silent)
    return _Source(element.id, paths, frozenset({(mapping.target, FOUND)}))


def _reads_of_elements(version: Published) -> Mapping[str, frozenset[Path]]:
    """Return what each element looks at: its expressions, its form, its table."""
    found: dict[str, set[Path]] = {name: set() for name in version.definition.elements}
    for expression in expressions_in(version.definition):
        found[expression.element] |= _read(expression.text)
    for element in version.definition.elements.values():
        form = version.drawn_form(element.form_id)
        if form is not None:
            found[element.id] |= _read_by(form)
        if element.decision_id in version.decisions:
            decisions, name = version.decision(element.decision_id or "")
            try:
                found[element.id] |= decisions.reads(name, functions=FUNCTIONS)
            except (DecisionError, FeelError):
                continue  # `check_decisions` says what can't be read in the table
    return {name: frozenset(paths) for name, paths in found.items()}


def _read_by(form: Form) -> set[Path]:
    items = (item for top in form.fields for item in top.walk())
    rules = (
        rule
        for item in items
        for rule in (*item.rules.all(), *item.expressions.values(), *item.checks.values())
    )
    return {path for rule in rules if rule.expression is not None for path in _paths(rule.expression)}


def _guards(version: Published, touched: Collection[Path]) -> frozenset[str]:
    """Return the elements whose outgoing flows look at any of these."""
    return frozenset(
        flow.source
        for scope in version.definition.scopes
        for flow in scope.flows
        if flow.condition is not None and _meet(_read(expression_of(flow.condition)), touched)
    )


def _read(text: str) -> frozenset[Path]:
    try:
        return _paths(compiled(text))
    except FeelError:
        return frozenset()  # whoever checks expressions says so


def _paths(expression: Expression) -> frozenset[Path]:
    return expression.paths | expression.possible_paths


def _meet(one: Collection[Path], other: Collection[Path]) -> bool:
    """Tell whether a place of one lies in a place of the other, or the other way round."""
    return any(a[: len(b)] == b or b[: len(a)] == a for a in one for b in other)
