"""Whether the templates of letters and documents can be read and filled, and say what people can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from engine.catalogue.check.findings import Finding, details, wrong
from engine.catalogue.check.kinds import kinds_of, results_of
from engine.catalogue.check.names import case_names
from engine.catalogue.check.subject import Subject
from engine.catalogue.document_parts import whole
from engine.catalogue.option_labels import is_labelled
from engine.documents.template import Template, TemplateExpression, compile_template
from engine.errors import EngineError
from engine.scope import FUNCTIONS
from feel.analyse import UNKNOWN, Analysis, Kind, analyse
from feel.analyse.kinds import BOOLEAN

# What `document.render` and the letters about a clock add to the data of the case.
GIVEN: Final[Mapping[str, Kind]] = {"draft": BOOLEAN, "clock": UNKNOWN}
_UNPRINTABLE: Final = frozenset({"boolean", "list", "context", "function", "range", "term", "clock"})


def check_templates(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the templates."""
    names = None if subject.definition is None else case_names(subject.definition) | GIVEN.keys()
    found = kinds_of(subject)
    kinds = None if found is None else {**found.names, **GIVEN}
    for path in subject.templates:
        try:
            template = compile_template(whole(subject.files, path), functions=FUNCTIONS, names=names)
        except EngineError as error:
            yield wrong(error.error_code, file=path, detail=details(error.params))
        else:
            if kinds is not None:
                yield from _expressions(template, kinds, subject, path)


def _expressions(
    template: Template, kinds: Mapping[str, Kind], subject: Subject, path: str
) -> Iterator[Finding]:
    for expression in template.expressions:
        analysis = _analysis(expression, kinds, results_of(subject))
        for problem in analysis.problems:
            detail = f"{expression.text}; {problem.found}"
            yield wrong(problem.code, file=path, detail=detail, hint=problem.hint)
        if not analysis.problems and (code := _misused(expression, analysis.kind, subject)):
            yield wrong(code, file=path, detail=f"{expression.text}; {analysis.kind}")


def _analysis(
    expression: TemplateExpression, kinds: Mapping[str, Kind], results: Mapping[str, Kind]
) -> Analysis:
    """Analyse an expression of a template with the names of the loops around it."""
    seen = dict(kinds)
    for name, items in expression.around:
        found = analyse(items.compiled, kinds=seen, functions=FUNCTIONS, results=results).kind
        seen[name] = found.element or UNKNOWN
    return analyse(expression.compiled, kinds=seen, functions=FUNCTIONS, results=results)


def _misused(expression: TemplateExpression, kind: Kind, subject: Subject) -> str | None:
    """Return what is wrong with a value at its place: printed, as a condition, or as the items of a loop."""
    if not kind.is_known or kind.name == "null":
        return None
    match expression.role:
        case "condition":
            return None if kind.name == "boolean" else "feel.not_a_condition"
        case "items":
            return None if kind.name == "list" else "expression.not_a_list"
    if kind.name in _UNPRINTABLE:
        return "document.template.unprintable"
    assert subject.version is not None
    if kind.choices and not is_labelled(subject.version, expression, kind.choices):
        return "document.template.option_raw"
    return None
