"""Corrections: other answers of the office in the place of the applicant's: both values, who and when.

Two ways lead there: a question of a step begins with what the applicant answered, and whoever did the step
answered it otherwise; or the diagram lets a step write into the applicant's answers. What applicants answer
anew is their own and no correction. Refuses to know who may read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from engine.answers.origins import value_at
from engine.catalogue.published import Published
from engine.stores.cases import CaseRow
from forms import Form, SummaryRow, begun_with, placed, summarise

Names = Mapping[str, str]


@dataclass(frozen=True)
class Correction:
    """One answer in words, before and after, and the step in which it was changed."""

    label: str
    before: str
    after: str
    step: Names
    who: Names | None
    at: datetime
    is_withheld: bool  # of a special category, and not opened by the reader


@dataclass(frozen=True)
class Corrected:
    """A case as corrections are looked for in it: what was filed by element, and its tasks in their order."""

    case: CaseRow
    version: Published
    tasks: list[Any]
    filed: Mapping[str, Any]
    names: Mapping[int, Names]
    language: str
    context: Mapping[str, Any]
    shows_special: bool

    def corrections(self) -> tuple[Correction, ...]:
        """Return what was changed, each question of a step once: as it was answered last."""
        found: dict[tuple[str, str], Correction | None] = {}
        for task in self._done(by_applicant=False):
            for path, before, after in (*self._answered_otherwise(task), *self._written_into(task)):
                is_same = before.value == after.value
                found[task.element, path] = None if is_same else self._correction(task, before, after)
        return tuple(correction for correction in found.values() if correction is not None)

    @cached_property
    def given(self) -> Mapping[str, Any]:
        """The applicant's own answers by element."""
        return {**self.filed, **{task.element: task.answers for task in self._done(by_applicant=True)}}

    def _done(self, *, by_applicant: bool) -> Iterator[Any]:
        for task in self.tasks:
            if task.answers is not None and (task.person_id == self.case.applicant_id) is by_applicant:
                yield task

    def _answered_otherwise(self, task: Any) -> Iterator[tuple[str, SummaryRow, SummaryRow]]:
        form = self.version.form(task.form_id, self.language)
        for path, (element, *inner) in begun_with(form).items():
            value = value_at(self.given.get(element, {}), ".".join(inner))
            if value is not None:
                is_special = ".".join(inner) in self._special_in(element)
                for at, before, after in self._rows(
                    form, placed(task.answers, path, value), task.answers, path
                ):
                    yield at, replace(before, special="special" if is_special else before.special), after

    def _special_in(self, element: str) -> frozenset[str]:
        form = self._form_of(element)
        return frozenset(item.path for item in form.walk() if item.special)

    def _form_of(self, element: str) -> Form:
        return self.version.form(self.version.definition.elements[element].form_id or "", self.language)

    def _written_into(self, task: Any) -> Iterator[tuple[str, SummaryRow, SummaryRow]]:
        for output in self.version.definition.elements[task.element].outputs:
            element, _, path = output.target.partition(".")
            if element in self.given:
                for row in self._rows(
                    self._form_of(element), self.given[element], self.case.document.get(element) or {}, path
                ):
                    yield (f"{element}.{row[0]}", *row[1:])

    def _rows(
        self, form: Form, before: Mapping[str, Any], after: Mapping[str, Any], path: str
    ) -> Iterator[tuple[str, SummaryRow, SummaryRow]]:
        """Yield the answers at a path and below it, in words of before and after."""
        rows = [
            {row.path: row for row in summarise(form, answers, language=self.language, context=self.context)}
            for answers in (before, after)
        ]
        for at in rows[0].keys() & rows[1].keys():
            if not path or at == path or at.startswith(f"{path}."):
                yield at, rows[0][at], rows[1][at]

    def _correction(self, task: Any, before: SummaryRow, after: SummaryRow) -> Correction:
        is_withheld = bool(before.special or after.special) and not self.shows_special
        values = ("", "") if is_withheld else (before.value, after.value)
        step, who = self.version.names_of(task.element), self.names.get(task.closed_by)
        return Correction(before.label, *values, step, who, task.closed_at, is_withheld)
