"""Whether a service can be run over the register that it names: what its expressions read, what they give."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.subject import Subject
from engine.catalogue.cohorts import ANSWER_NAMES, KNOWN, NAMES, Cohort
from engine.catalogue.entry_expressions import readable, unknown_names
from feel import FeelError, tree
from forms.conditions import NOTHING


def check_cohort(subject: Subject) -> Iterator[Finding]:
    """Yield what `cohort` in service.json names and does not exist."""
    settings = subject.settings.get("cohort")
    if not settings:
        return
    file = f"{subject.folder}/service.json"
    register = subject.registers.get(settings["register"])
    if register is None:
        detail = settings["register"]
        yield wrong("catalogue.register_unknown", "cohort.register", file=file, detail=detail)
        return
    cohort = Cohort(register, settings.get("condition"), settings["answers"])
    condition, fields = cohort.condition or "true", cohort.fields
    yield from reads(condition, NAMES, KNOWN, fields, where="cohort.condition", file=file)
    yield from reads(cohort.answers, ANSWER_NAMES, KNOWN, fields, where="cohort.answers", file=file)
    yield from gives(subject, cohort.answers, ANSWER_NAMES, where="cohort.answers", file=file)


def reads(
    text: str,
    names: frozenset[str],
    known: Mapping[str, frozenset[str]],
    fields: Collection[str],
    *,
    where: str,
    file: str,
) -> Iterator[Finding]:
    """Yield what an expression over an entry reads and nobody knows."""
    try:
        expression = readable(text, names)
    except FeelError as error:
        yield wrong(error.code, where, file=file, detail=error.text or text)
        return
    for name in unknown_names(expression, known, fields):
        yield wrong("feel.unknown_name", where, file=file, detail=name)


def gives(
    subject: Subject, answers: str, names: frozenset[str], *, where: str, file: str
) -> Iterator[Finding]:
    """Yield answers that the first form does not ask for, and those it demands and does not get."""
    shelf, definition = subject.shelves.get(subject.code), subject.definition
    form = shelf and definition and shelf.forms.get((definition.start.form_id or "", "ka"))
    try:
        root = readable(answers, names).tree
    except FeelError:
        return
    if not form or not isinstance(root, tree.ContextLiteral):
        return
    given = {key for key, _ in root.entries}
    asked = {field.key: field for field in form.walk() if field.key}
    for name in sorted(given ^ asked.keys()):
        # What other answers may hide can be left out.
        if name in given or (asked[name].required and asked[name].rules.hidden is NOTHING):
            yield wrong("reference.cohort_answer", where, file=file, detail=name)
