"""Check of preconditions: what has to be there before somebody applies names registers, fields, answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.catalogue.check.cohort import kinds_over, reads
from engine.catalogue.check.findings import Finding, near, wrong
from engine.catalogue.check.form_kinds import of_fields
from engine.catalogue.check.subject import Subject
from engine.catalogue.preconditions import ENTRY, NAMES, Precondition, preconditions_of
from engine.texts import OFFICIAL
from feel.analyse import UNKNOWN, Kind, nearest
from forms import Form

# What a person reads as it is kept; a settlement, a unit or a person is a code.
SHOWN: Final = frozenset({"text", "integer", "number", "money", "date"})


def check_preconditions(subject: Subject) -> Iterator[Finding]:
    """Yield what `preconditions` in service.json names and does not exist."""
    shelf, definition = subject.shelves.get(subject.code), subject.definition
    form = shelf.forms.get((definition.start.form_id or "", OFFICIAL)) if shelf and definition else None
    for precondition in preconditions_of(subject.settings):
        if precondition.register:
            yield from _entries(subject, precondition, form)
        yield from _same(subject, precondition, form)


def _entries(subject: Subject, one: Precondition, form: Form | None) -> Iterator[Finding]:
    where, file = f"preconditions.{one.code}", f"{subject.folder}/service.json"
    register = subject.registers.get(one.register)
    if register is None:
        hint = nearest(one.register, subject.registers)
        fix = near(one.register, hint)
        yield wrong(
            "catalogue.register_unknown",
            f"{where}.register",
            file=file,
            detail=one.register,
            hint=hint,
            fix=fix,
        )
        return
    shown = {field["name"] for field in register["fields"] if field["type"] in SHOWN}
    for name in one.shows:
        if name not in shown:
            hint = nearest(name, shown)
            fix = near(name, hint)
            yield wrong(
                "reference.precondition_field", f"{where}.shows", file=file, detail=name, hint=hint, fix=fix
            )
    if one.condition:
        answers = tuple(of_fields(form.fields, form.id).items()) if form else ()
        kinds = kinds_over(register, {"entry": ENTRY})
        kinds["application"] = Kind("context", members=answers, is_closed=True) if form else UNKNOWN
        place = f"{where}.condition"
        yield from reads(subject, one.condition, NAMES, kinds, where=place, file=file, is_condition=True)


def _same(subject: Subject, one: Precondition, form: Form | None) -> Iterator[Finding]:
    if form is None:
        return
    asked = of_fields(form.fields, form.id)
    for name in one.same:
        if name not in asked:
            hint = nearest(name, asked)
            yield wrong(
                "reference.precondition_answer",
                f"preconditions.{one.code}.same",
                file=f"{subject.folder}/service.json",
                detail=name,
                hint=hint,
                fix=near(name, hint),
            )
