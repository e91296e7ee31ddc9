"""Check of letters and documents: they can be read and filled, say what people can read, use their parts."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from engine.catalogue.check.findings import EMPTY, Finding, details, fixes_of, one_of_ways, remark, wrong
from engine.catalogue.check.in_each_language import check_letters
from engine.catalogue.check.kinds import kinds_of, results_of
from engine.catalogue.check.names import case_names
from engine.catalogue.check.said_values import ways_to_say
from engine.catalogue.check.subject import Subject
from engine.catalogue.document_parts import own_parts, unused_parts, whole
from engine.documents.template import Template, TemplateExpression, compile_template
from engine.errors import EngineError
from engine.scope import FUNCTIONS
from engine.texts import OFFICIAL
from feel.analyse import UNKNOWN, Analysis, Kind, analyse
from feel.analyse.kinds import BOOLEAN

# What `document.render` and the letters about a clock add to the data of the case.
GIVEN: Final[Mapping[str, Kind]] = {"draft": BOOLEAN, "clock": UNKNOWN}
_UNPRINTABLE: Final = frozenset({"boolean", "list", "context", "function", "range", "term", "clock"})


def check_templates(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the templates; a part of several is to blame once for each."""
    names = None if subject.definition is None else case_names(subject.definition) | GIVEN.keys()
    found = kinds_of(subject)
    kinds = None if found is None else {**found.names, **GIVEN}
    compiled: dict[str, Template] = {}
    for path in subject.templates:
        template = _compiled(subject.files, path, names)
        if isinstance(template, EngineError):
            yield _refused(subject.files, path, template, names=names)
        elif kinds is not None:
            compiled[path] = template
            yield from _expressions(template, kinds, subject, path)
    yield from check_letters(subject, compiled, kinds or {})
    for path in unused_parts(subject.files):
        yield remark("reference.part_unused", file=path)


def _compiled(files: Mapping[str, bytes], path: str, names: Collection[str] | None) -> Template | EngineError:
    """Return a template, or why it can't be used."""
    try:
        return compile_template(whole(files, path), functions=FUNCTIONS, names=names)
    except EngineError as error:
        return error


def _refused(
    files: Mapping[str, bytes], path: str, error: EngineError, *, names: Collection[str] | None
) -> Finding:
    part = _part_to_blame(files, path, error, names=names)
    # The line is that of the template, and says nothing of a part.
    params = {key: value for key, value in error.params.items() if key != "line" or part is None}
    is_empty = params.get("feel") == "feel.unexpected_end" and not str(params.get("expression", "")).strip()
    fix = (EMPTY, "") if is_empty else None
    return wrong(error.error_code, file=part or path, detail=details(params), fix=fix)


def _part_to_blame(
    files: Mapping[str, bytes], path: str, error: EngineError, *, names: Collection[str] | None
) -> str | None:
    """Return the service's own part without which the template would not be refused in this way."""
    for part in own_parts(files, path).values():
        other = _compiled({**files, part: b""}, path, names)
        if not isinstance(other, EngineError):
            return part
        if (other.error_code, other.params) != (error.error_code, error.params):
            return part
    return None


def _expressions(
    template: Template, kinds: Mapping[str, Kind], subject: Subject, path: str
) -> Iterator[Finding]:
    parts = tuple(own_parts(subject.files, path).values())
    for expression in template.expressions:
        analysis = _analysis(expression, kinds, results_of(subject))
        file = next((part for part in parts if _holds(subject.files[part], expression)), path)
        for problem in analysis.problems:
            detail = f"{expression.text}; {problem.found}"
            yield wrong(problem.code, file=file, detail=detail, **fixes_of(expression.text, problem))
        if not analysis.problems and (code := _misused(expression, analysis.kind, subject)):
            detail = f"{expression.text}; {analysis.kind}"
            ways = ways_to_say(code, expression, analysis.kind, template.language, subject.version)
            yield wrong(code, file=file, detail=detail, **one_of_ways(expression.text, ways))


def _holds(part: bytes, expression: TemplateExpression) -> bool:
    """Tell whether an expression stands in a part."""
    return expression.text in html.unescape(part.decode(errors="replace"))


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
    version = subject.version
    assert version is not None
    words = version.words(OFFICIAL)
    if kind.choices and not words.know(kind.choices, expression.compiled.tree, expression.around):
        return "document.template.option_raw"
    return None
