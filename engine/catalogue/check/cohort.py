"""Check of a batch over a register: what its expressions read, what they give."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from engine.catalogue.check.entries import fits
from engine.catalogue.check.findings import Finding, fixes_of, near, wrong
from engine.catalogue.check.form_kinds import of_fields
from engine.catalogue.check.kinds import results_of
from engine.catalogue.check.output_kinds import kind_of_fields, kind_of_state
from engine.catalogue.check.subject import Subject
from engine.catalogue.cohorts import ANSWER_NAMES, KNOWN, NAMES, Cohort
from engine.catalogue.entry_expressions import readable
from engine.scope import FUNCTIONS
from engine.texts import OFFICIAL
from feel import FeelError, tree
from feel.analyse import UNKNOWN, Kind, analyse, mended, nearest
from feel.analyse.kinds import NUMBER, STRING
from forms.conditions import NOTHING

# What answers read of the batch: its day is one while they are made, and a text when it is kept.
_RUN = Kind("context", members=(("ground", STRING), ("year", NUMBER), ("since", UNKNOWN)), is_closed=True)


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
    condition, kinds = cohort.condition or "true", kinds_over(register, KNOWN)
    yield from reads(subject, condition, NAMES, kinds, where="cohort.condition", file=file, is_condition=True)
    kinds |= {"run": _RUN}
    yield from reads(subject, cohort.answers, ANSWER_NAMES, kinds, where="cohort.answers", file=file)
    yield from gives(subject, cohort.answers, ANSWER_NAMES, kinds, where="cohort.answers", file=file)


def reads(
    subject: Subject,
    text: str,
    names: frozenset[str],
    kinds: Mapping[str, Kind],
    *,
    where: str,
    file: str,
    is_condition: bool = False,
) -> Iterator[Finding]:
    """Yield what an expression over an entry reads that is not there, and what can't be meant."""
    try:
        expression = readable(text, names)
    except FeelError as error:
        yield wrong(error.code, where, file=file, detail=error.text or text, hint=error.hint or "")
        return
    found = analyse(expression, kinds=kinds, functions=FUNCTIONS, results=results_of(subject))
    for problem in found.problems:
        detail = f"{expression.text}; {problem.found}"
        yield wrong(problem.code, where, file=file, detail=detail, **fixes_of(expression.text, problem))
    if is_condition and not found.problems and found.kind.is_known and found.kind.name != "boolean":
        detail = f"{expression.text}; {found.kind}"
        yield wrong("feel.not_a_condition", where, file=file, detail=detail)


def kinds_over(register: Mapping[str, Any], known: Mapping[str, Collection[str]]) -> dict[str, Kind]:
    """Return the kinds of what an expression over an entry of a register may read, by root."""
    special = {
        "fields": kind_of_fields(register),
        "state": kind_of_state(register),
        **dict.fromkeys(("unit", "notes", "is_open", "kind"), UNKNOWN),
    }
    return {
        root: Kind(
            "context",
            members=tuple((name, special.get(name, STRING)) for name in names),
            is_closed=True,
        )
        for root, names in known.items()
    }


def gives(
    subject: Subject,
    answers: str,
    names: frozenset[str],
    kinds: Mapping[str, Kind],
    *,
    where: str,
    file: str,
) -> Iterator[Finding]:
    """Yield answers that the first form does not ask for or take, and those it demands and does not get."""
    shelf, definition = subject.shelves.get(subject.code), subject.definition
    form = shelf and definition and shelf.forms.get((definition.start.form_id or "", OFFICIAL))
    try:
        expression = readable(answers, names)
    except FeelError:
        return
    root = expression.tree
    if not form or not isinstance(root, tree.ContextLiteral):
        return
    given = {key for key, _ in root.entries}
    asked = {field.key: field for field in form.walk() if field.key}
    for name in sorted(given ^ asked.keys()):
        # What other answers may hide can be left out.
        if name in given or (asked[name].required and asked[name].rules.hidden is NOTHING):
            yield wrong("reference.cohort_answer", where, file=file, detail=name, hint=nearest(name, asked))
    found = analyse(expression, kinds=kinds, functions=FUNCTIONS, results=results_of(subject)).kind
    for name, kind in of_fields(form.fields, form.id).items():
        value = found.member(name) or UNKNOWN
        if not fits(value, kind):
            wrote = min(value.values or ("",))
            hint = nearest(wrote, kind.values or ())
            fix = near(expression.text, mended(expression.text, f'"{wrote}"', hint and f'"{hint}"'))
            detail = f"{name}: {value}"
            yield wrong("reference.cohort_answer", where, file=file, detail=detail, hint=hint, fix=fix)
