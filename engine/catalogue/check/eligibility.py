"""Check of the questions before applying: they fit the decision they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.catalogue.check.decisions import outputs_of
from engine.catalogue.check.findings import Finding, fixes_of, near, wrong
from engine.catalogue.check.form_kinds import of_fields
from engine.catalogue.check.kinds import results_of
from engine.catalogue.check.subject import Subject
from engine.decisions import DecisionError, Decisions
from engine.decisions.analyse import OF_KINDS, analyse_tables, kinds_of_results
from engine.scope import FUNCTIONS
from engine.texts import OFFICIAL
from feel import FeelError, compile_expression
from feel.analyse import UNKNOWN, Kind, analyse, mended, nearest
from forms import Form

# Where a table can't be read `check_decisions` says so.
UNREADABLE: Final = (DecisionError, FeelError)


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
    known = outputs_of(decisions, settings["decision"])
    if settings["output"] not in known:
        hint = nearest(settings["output"], known)
        yield wrong(
            "reference.result_unknown",
            "eligibility.output",
            file=file,
            detail=settings["output"],
            hint=hint,
            fix=near(settings["output"], hint),
        )
    elif not _may_be_true(decisions, settings):
        yield wrong("feel.not_a_condition", "eligibility.output", file=file, detail=settings["output"])
    if form is not None:
        yield from _kinds(subject, form, decisions, file)


def _kinds(subject: Subject, form: Form, decisions: Decisions, file: str) -> Iterator[Finding]:
    """Yield what the facts make of the answers that can't be right, and what the table asks of the facts."""
    settings, place = subject.settings["eligibility"], {"where": "eligibility.facts", "file": file}
    try:
        facts = compile_expression(settings["facts"].removeprefix("="), functions=FUNCTIONS)
    except FeelError:
        return
    answers = of_fields(form.fields, form.id)
    found = analyse(facts, kinds=answers, functions=FUNCTIONS, results=results_of(subject))
    for problem in found.problems:
        yield wrong(problem.code, **place, detail=problem.found, **fixes_of(facts.text, problem))
    if found.problems or found.kind.name != "context":
        return
    yield from _fixed(settings, found.kind, file)
    outside = dict(found.kind.members)
    results = results_of(subject)
    try:
        analyses = analyse_tables(decisions, functions=FUNCTIONS, outside=outside, results=results)
    except UNREADABLE:
        return
    for analysis in analyses:
        for told in analysis.errors if analysis.decision == settings["decision"] else ():
            if told.code in OF_KINDS:
                yield wrong(told.code, **place, detail=told.detail, hint=told.hint)


def _may_be_true(decisions: Decisions, settings: Mapping[str, Any]) -> bool:
    """Tell whether a result can say that the conditions are met."""
    try:
        results = kinds_of_results(decisions, FUNCTIONS).get(settings["decision"], UNKNOWN)
    except UNREADABLE:
        return True
    kind = results.member(settings["output"]) or UNKNOWN
    return not kind.is_known or kind.name in ("boolean", "null")


def _fixed(settings: Mapping[str, Any], facts: Kind, file: str) -> Iterator[Finding]:
    """Yield facts that nobody can change and that are no facts."""
    for path in settings.get("fixed", ()):
        kind = facts
        for name in path.split("."):
            known = {one for one, _ in kind.members}
            if kind.name == "context" and kind.is_closed and name not in known:
                hint = nearest(name, known)
                fix = near(path, mended(path, name, hint) or mended(path, f".{name}", hint and f".{hint}"))
                yield wrong(
                    "feel.no_property", "eligibility.fixed", file=file, detail=path, hint=hint, fix=fix
                )
                break
            kind = kind.member(name) or UNKNOWN


def _facts(text: str, asked: set[str], file: str) -> Iterator[Finding]:
    place = {"where": "eligibility.facts", "file": file}
    try:
        facts = compile_expression(text.removeprefix("="), functions=FUNCTIONS)
    except FeelError as error:
        yield wrong(error.code, detail=error.text or text, **place)
        return
    for name in sorted({path[0] for path in facts.paths} - asked):
        yield wrong("feel.unknown_name", detail=name, **place)
