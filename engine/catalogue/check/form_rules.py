"""Check of a form's rules against each other: what can never be shown, and what waits for itself.

Responsible for conditions among the fields of one form, and for kinds that a rule can't use. Whether the
names of an expression exist is `forms`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from engine.catalogue.check.findings import Finding, wrong
from feel import Expression, tree
from feel.analyse import Kind
from forms import Field, Form
from forms.conditions import NOTHING, Rule
from forms.moments import KINDS as MOMENTS

_TRUTHS: Final = frozenset({"boolean"})
_LISTS: Final = frozenset({"list"})
_TEXTS: Final = frozenset({"string", "date", "time", "date and time", "number"})
_DAYS: Final = frozenset({"string", "date", "time", "date and time"})
_EMPTY: Final = frozenset({"null"})
# A browser lets a field hide what its form is asked by scripts, ours and those of a person's own tools.
_ASKED_OF_FORMS: Final = frozenset(
    {"action", "append", "children", "classList", "closest", "contains", "dataset", "elements", "hidden"}
    | {"id", "matches", "method", "parentElement", "parentNode", "querySelector", "remove", "replaceWith"}
    | {"requestSubmit", "reset", "submit", "tagName", "target"}
)


def check_rules(form: Form, file: str) -> Iterator[Finding]:
    """Yield the contradictions of a form."""
    for item in form.walk():
        if _is_true(item.rules.hidden):
            for inner in item.walk():
                if inner.rules.required is not NOTHING:
                    yield wrong("form.hidden_always", inner.path, file=file, name=inner.label)
        if item.key and item.path in _ASKED_OF_FORMS:
            yield wrong("form.key_of_browser", item.path, file=file, name=item.key)
    for cycle in cycles(form):
        yield wrong("form.cyclic", cycle[0], file=file, detail=" → ".join((*cycle, cycle[0])))


def misused_kind(item: Field, rule: str, kind: Kind) -> frozenset[str]:
    """Return what a rule needs, where what it gives is certainly something else; else nothing."""
    needed = _needed(item, rule)
    if not needed or not kind.is_known or kind.name in needed | _EMPTY:
        return frozenset()
    return needed


def misoffered(item: Field, rule: str, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield (finding, value): what is offered and is no option, and the options that are never offered."""
    values = kind.element.values if rule == "offered" and kind.element is not None else None
    if values is None:
        return
    options = {option.value for option in item.options}
    yield from (("form.offered_unknown", value) for value in sorted(values - options))
    yield from (("form.option_never_offered", value) for value in sorted(options - values))


def cycles(form: Form) -> Iterator[tuple[str, ...]]:
    """Yield the fields that wait for each other, each loop once, by their paths."""
    reads = _reads(form)
    done: set[str] = set()
    for start in reads:
        way: list[str] = []
        stack = [(start, iter(sorted(reads[start])))] if start not in done else []
        way += [start] if stack else []
        while stack:
            node, following = stack[-1]
            step = next((key for key in following if key not in done), None)
            if step is None:
                done.add(node)
                stack.pop()
                way.pop()
            elif step in way:
                yield tuple(way[way.index(step) :])
                done.add(step)
            else:
                way.append(step)
                stack.append((step, iter(sorted(reads[step]))))


def _needed(item: Field, rule: str) -> frozenset[str]:
    if rule in ("shortest", "longest"):
        return frozenset({"number"})
    if rule in ("minimum", "maximum"):
        return _DAYS if item.kind in MOMENTS else frozenset({"number"})
    if rule in ("options", "offered", "rows", "columns"):
        return _LISTS
    if rule == "documents":
        return _LISTS | {"context"}
    if rule != "default":
        return frozenset()
    if item.type == "checkbox":
        return _TRUTHS | {"string"}
    if item.kind in ("choices", "files"):
        return _LISTS
    return frozenset({"number", "string"}) if item.kind in ("number", "money") else _TEXTS


def _reads(form: Form) -> Mapping[str, set[str]]:
    """Return for each field the fields on which its presence or its value depends."""
    parts = {item.path: item for item in form.walk()}
    reads: dict[str, set[str]] = {path: set() for path in parts}
    for outer in form.walk():
        for inner in outer.fields:
            reads[inner.path].add(outer.path)
    for path, item in parts.items():
        rules = [item.rules.hidden, item.rules.computed]
        if item.is_fixed or item.rules.readonly is not NOTHING:
            rules += [item.rules.readonly, item.rules.default]
        for rule in rules:
            reads[path] |= set(_read_by(rule, path, parts))
    return reads


def _read_by(rule: Rule, path: str, parts: Mapping[str, Field]) -> Iterator[str]:
    if not isinstance(rule.expression, Expression):
        return
    around = path.rpartition(".")[0]
    for steps in rule.expression.paths:
        is_row = steps[0] in ("this", "_this_")
        names = steps[1:] if is_row else steps
        for end in range(len(names), 0, -1):
            found = ".".join((around, *names[:end]) if is_row and around else names[:end])
            if found in parts:
                yield found
                break


def _is_true(rule: Rule) -> bool:
    if isinstance(rule.expression, Expression):
        node = rule.expression.tree
        return isinstance(node, tree.Literal) and node.value is True
    return rule.constant is True
