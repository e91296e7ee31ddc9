"""Check of forms: expressions name what exists and can have a value, and pictures are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from engine.catalogue.blocks import folder_of
from engine.catalogue.check.findings import Finding, fixes_of, near, one_of_ways, wrong
from engine.catalogue.check.form_kinds import of_fields, of_form
from engine.catalogue.check.form_rules import check_rules, misoffered, misused_kind
from engine.catalogue.check.kinds import Kinds, kinds_of
from engine.catalogue.check.names import BESIDE_FORMS, case_names
from engine.catalogue.check.reserved_kinds import closed
from engine.catalogue.check.subject import Subject
from engine.process import Element, Scope
from feel import Expression, Functions
from feel.analyse import UNKNOWN, Kind, analyse, as_condition, mended, nearest, with_value
from forms import Field, Form

# What the applicant's own data are when a case does not exist yet (`engine.answers.context`).
BEGINNING: Final[Mapping[str, Kind]] = {
    "applicant": closed(("personal_number", "given_name", "family_name", "email", "phone")),
    "known": UNKNOWN,
}
_TRUTHS: Final = ("hidden", "required", "readonly")


def check_forms(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the expressions of the forms that steps name."""
    kinds = kinds_of(subject)
    if subject.version is None or kinds is None:
        return
    definition = subject.version.definition
    names = case_names(definition) | BESIDE_FORMS
    seen: set[str] = set()
    for scope in definition.scopes:
        for element in scope.elements:
            form = subject.version.drawn_form(element.form_id)
            if form is None or element.form_id in seen:
                continue
            seen.add(element.form_id or "")
            is_first = element is definition.start
            around = BEGINNING if is_first else _around(element, scope, kinds)
            known = BESIDE_FORMS | BEGINNING.keys() if is_first else names | around.keys()
            file = _file(element, subject)
            yield from _form(form, file, known=known, around=around)
            yield from check_rules(form, file)
            yield from _pictures(form, file, subject)
            yield from _registers(form, file, subject)


def _around(element: Element, scope: Scope, kinds: Kinds) -> Mapping[str, Kind]:
    return kinds.at(element, scope)


def _file(element: Element, subject: Subject) -> str:
    block, _, name = (element.form_id or "").rpartition("/")
    return f"{folder_of(block or subject.code)}/forms/{name}.form"


def _form(form: Form, file: str, *, known: frozenset[str], around: Mapping[str, Kind]) -> Iterator[Finding]:
    for name in sorted(form.names - known):
        yield wrong("feel.unknown_name", file=file, detail=name)
    local = dict.fromkeys(("parent", "i", "_parent_", "_i_"), UNKNOWN)
    outside = {**around, **dict.fromkeys(BESIDE_FORMS, UNKNOWN), **of_fields(form.fields, form.id), **local}
    for field, row in _in_rows(form.fields, of_form(form, form.id), form.id):
        kinds = {**outside, "this": row, "_this_": row}
        for name in field.rules.__dataclass_fields__:
            expression = getattr(field.rules, name).expression
            if expression is None:
                continue
            yield from _expression(expression, kinds, name, field=field, file=file)
        for source, rule in (*field.expressions.items(), *field.checks.items()):
            name = "text" if field.type == "text" else source
            if rule.expression is not None:
                yield from _expression(rule.expression, kinds, name, field=field, file=file)


def _in_rows(fields: Iterable[Field], row: Kind, form: str) -> Iterator[tuple[Field, Kind]]:
    """Yield each field with the kind of its row: that of a list, or all answers of the form."""
    for field in fields:
        yield field, row
        inner = row
        if field.type == "dynamiclist":
            inner = Kind("context", members=tuple(of_fields(field.fields, form).items()), is_closed=True)
        yield from _in_rows(field.fields, inner, form)


def _pictures(form: Form, file: str, subject: Subject) -> Iterator[Finding]:
    folder = file.partition("/forms/")[0]
    for field in form.walk():
        if field.source and f"{folder}/{field.source}" not in subject.files:
            yield wrong("form.picture_missing", field.id, file=file, detail=field.source)


def _registers(form: Form, file: str, subject: Subject) -> Iterator[Finding]:
    known = subject.registers
    for field in form.walk():
        if field.register and field.register not in known:
            yield wrong("form.register_unknown", field.path, file=file, detail=field.register)


def _expression(
    expression: object, kinds: Mapping[str, Kind], rule: str, *, field: Field, file: str
) -> Iterator[Finding]:
    assert isinstance(expression, Expression)
    where = field.path or field.id
    analysis = analyse(expression, kinds=kinds, functions=Functions.standard())
    for problem in analysis.problems:
        detail = f"{rule}: {expression.text}; {problem.found}"
        yield wrong(problem.code, where, file=file, detail=detail, **fixes_of(expression.text, problem))
    is_other = analysis.kind.is_known and analysis.kind.name not in ("boolean", "null")
    if (rule in _TRUTHS or rule in field.checks) and is_other and not analysis.problems:
        ways = as_condition(expression.text, expression.tree, analysis.kind, is_whole=True)
        detail = f"{rule}: {expression.text}"
        yield wrong(
            "feel.not_a_condition", where, file=file, detail=detail, **one_of_ways(expression.text, ways)
        )
    elif not analysis.problems and (needed := misused_kind(field, rule, analysis.kind)):
        detail = f"{rule}: {expression.text}; {analysis.kind.name}, {' / '.join(sorted(needed))}"
        yield wrong("form.rule_kind", where, file=file, detail=detail)
    for code, value in misoffered(field, rule, analysis.kind):
        fixes = _options(expression.text, value, field) if code == "form.offered_unknown" else {}
        yield wrong(code, where, file=file, detail=value, **fixes)


def _options(text: str, value: str, field: Field) -> dict[str, Any]:
    """Return the option that was meant where something else is offered, or all to choose among."""
    options = frozenset(option.value for option in field.options)
    if hint := nearest(value, options):
        return {"hint": hint, "fix": near(text, mended(text, f'"{value}"', f'"{hint}"'))}
    return one_of_ways(text, with_value(text, value, options))
