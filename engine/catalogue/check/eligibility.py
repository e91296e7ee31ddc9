"""Whether the questions before applying fit the decision they lead to."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.subject import Subject
from engine.decisions import model
from engine.decisions.graph import find_node
from engine.scope import FUNCTIONS
from engine.texts import OFFICIAL
from feel import FeelError, compile_expression


def check_eligibility(subject: Subject) -> Iterator[Finding]:
    """Yield what `eligibility` in service.json names and does not exist."""
    settings = subject.settings.get("eligibility")
    shelf = subject.shelves.get(subject.code)
    if not settings or shelf is None or subject.version is None:
        return
    file = f"{subject.folder}/service.json"
    form = shelf.forms.get((settings["form"], OFFICIAL))
    if form is None:
        if f"{subject.folder}/forms/{settings['form']}.form" not in subject.files:
            yield wrong("reference.form_unknown", "eligibility.form", file=file, detail=settings["form"])
    else:
        asked = {field.key for field in form.walk() if field.key}
        yield from _facts(settings["facts"], asked, file)
    decisions = shelf.decisions.get(settings["decision"])
    if decisions is None:
        if subject.has_all_tables:
            detail = settings["decision"]
            yield wrong("reference.decision_unknown", "eligibility.decision", file=file, detail=detail)
        return
    node = find_node(decisions.source, settings["decision"])
    logic = node.logic if isinstance(node, model.Decision) else None
    known = {output.name for output in logic.outputs} if isinstance(logic, model.Table) else set()
    if settings["output"] not in known:
        yield wrong("reference.result_unknown", "eligibility.output", file=file, detail=settings["output"])


def _facts(text: str, asked: set[str], file: str) -> Iterator[Finding]:
    place = {"where": "eligibility.facts", "file": file}
    try:
        facts = compile_expression(text.removeprefix("="), functions=FUNCTIONS)
    except FeelError as error:
        yield wrong(error.code, detail=error.text or text, **place)
        return
    for name in sorted({path[0] for path in facts.paths} - asked):
        yield wrong("feel.unknown_name", detail=name, **place)
