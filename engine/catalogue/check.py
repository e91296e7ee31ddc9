"""Whether a service folder fits together: everything compiles, and what the diagram names exists.

Runs before a version is published, and by `mms check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine import canonical
from engine.catalogue.errors import CatalogueError
from engine.catalogue.folder import ServiceFolder, read_service
from engine.catalogue.published import Published, compile_version
from engine.catalogue.soundness import judge, read_own
from engine.decisions import DecisionError, Decisions
from engine.decisions.analyse import analyse_tables
from engine.documents.template import compile_template
from engine.errors import EngineError
from engine.operations import ALL
from engine.process import DiagramError, Element, expressions_in, names_given, names_written_by
from engine.scope import FUNCTIONS, RESERVED
from engine.texts import LANGUAGES
from feel import FeelError, compile_expression
from feel.analyse import analyse
from forms import FormError

# A template named outright, not found by an expression.
_LITERAL = re.compile(r'=\s*"([^"]+)"')
_TEMPLATED = {"letter.send": LANGUAGES, "document.render": ("ka",)}


@dataclass(frozen=True)
class Finding:
    """One thing to mend; `where` is an element or a file."""

    code: str
    where: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.where}{f' ({self.detail})' if self.detail else ''}"


def check_folder(path: Path) -> tuple[Finding, ...]:
    """Read a service folder and return what is wrong with it."""
    try:
        folder = read_service(path)
        check(folder)
    except Unfit as error:
        return error.findings
    except CatalogueError as error:
        return (Finding(error.error_code, str(error.params.get("file", path)), str(error)),)
    return ()


class Unfit(CatalogueError):
    """The folder has findings; nothing was published."""

    def __init__(self, folder: ServiceFolder, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        label = folder.code.replace(".", "/")
        super().__init__("does_not_fit_together", label, "; ".join(map(str, findings)))


def check(folder: ServiceFolder) -> None:
    """Raise `Unfit` with everything that is wrong with a version."""
    files = folder.files_in_force
    try:
        version = compile_version(0, folder.code, folder.module, settings=folder.settings, files=files)
    except (DiagramError, DecisionError, FormError, FeelError) as error:
        raise Unfit(folder, (Finding(error.code, folder.code, str(error)),)) from error
    names = frozenset((*names_written_by(version.definition), version.definition.start.id, *RESERVED))
    findings = (
        *_elements(version),
        *_expressions(version, names),
        *_decisions(version, names),
        *_templates(version, names),
        *_soundness(version),
    )
    if findings:
        raise Unfit(folder, findings)


def _soundness(version: Published) -> Iterator[Finding]:
    verdict = judge(read_own(version.definition))
    for flaw in verdict.flaws:
        yield Finding(f"soundness.{flaw.property}", flaw.element, " → ".join(flaw.path))
    for reason in verdict.undecided:
        yield Finding("soundness.not_decided", reason.element or version.definition.process_id, reason.reason)


def _elements(version: Published) -> Iterator[Finding]:
    forms, decisions = version.forms, version.decisions
    for element in version.definition.elements.values():
        is_task = element.kind == "userTask"
        if (is_task or element is version.definition.start) and (element.form_id, "ka") not in forms:
            yield Finding("form_unknown", element.id, element.form_id or "")
        if element.operation is not None:
            yield from _operation(element, version)
        if element.decision_id is not None and element.decision_id not in decisions:
            yield Finding("decision_unknown", element.id, element.decision_id)
        for language in LANGUAGES:
            if is_task and version.text(element.id, language) is None:
                yield Finding("text_missing", element.id, f"elements.{element.id} ({language})")


def _operation(element: Element, version: Published) -> Iterator[Finding]:
    if element.operation not in ALL.names:
        yield Finding("operation_unknown", element.id, element.operation or "")
        return
    known = ALL.find(element.operation).inputs
    for mapping in element.inputs:
        if mapping.target not in known:
            yield Finding("operation_input_unknown", element.id, mapping.target)
        named = _LITERAL.fullmatch(mapping.source) if mapping.target == "template" else None
        for language in _TEMPLATED.get(element.operation, ()) if named else ():
            if not version.has_template(named[1], language, element.id):  # type: ignore[index]
                yield Finding("template_unknown", element.id, f"{named[1]}.{language}")  # type: ignore[index]


def _expressions(version: Published, names: frozenset[str]) -> Iterator[Finding]:
    for expression in expressions_in(version.definition):
        try:
            compiled = compile_expression(
                expression.text, functions=FUNCTIONS, names=names | expression.names
            )
        except FeelError as error:
            yield Finding(error.code, expression.element, f"{expression.place}: {error}")
            continue
        for problem in analyse(compiled, functions=FUNCTIONS).problems:
            detail = f"{expression.place}: {expression.text}: {problem.found}"
            yield Finding(problem.code, expression.element, detail)


def _decisions(version: Published, names: frozenset[str]) -> Iterator[Finding]:
    given = names_given(version.definition)
    for decision_id, model in version.decisions.items():
        around = given.get(decision_id, frozenset())
        try:
            model.check(functions=FUNCTIONS, names=names | around)
            yield from _tables(model, decision_id.rpartition("/")[2])
        except (DecisionError, FeelError) as error:
            yield Finding(error.code, decision_id, str(error))


def _tables(model: Decisions, decision_id: str) -> Iterator[Finding]:
    """Yield what is wrong with the tables of a decision; the values in brackets show it."""
    for analysis in analyse_tables(model, functions=FUNCTIONS):
        for found in analysis.errors if analysis.decision == decision_id else ():
            witness = found.witness and canonical.dumps(found.witness).decode()
            detail = "; ".join(part for part in (", ".join(found.rules), found.detail, witness) if part)
            yield Finding(found.code, found.element, detail)


def _templates(version: Published, names: frozenset[str]) -> Iterator[Finding]:
    for path, content in version.files.items():
        if path.endswith(".html"):
            try:
                compile_template(content, functions=FUNCTIONS, names={*names, "draft"})
            except EngineError as error:
                yield Finding(error.error_code, path, str(error.params))
