"""Whom a batch of a service is about: which entries of a register, and what each case begins with.

A service says in `cohort` of its `service.json` which register it can be run over, which entries it is for
at all, and how the answers of its first form follow from an entry. Whoever plans a batch narrows it by a
condition. Both are FEEL over the same names. Refuses to know how cases are opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.catalogue.entry_expressions import readable, unknown_names
from engine.catalogue.published import Published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.lawbook import LawOfDay
from feel import FeelError, to_json

# What a condition may read: the entry, its person, the service's cases about them. Answers read `run` too.
NAMES: Final = frozenset({"entry", "person", "cases"})
ANSWER_NAMES: Final = NAMES | {"run"}
ENTRY: Final = frozenset({"key", "state", "ground", "since", "order_number", "unit", "notes", "fields"})
PERSON: Final = frozenset({"birth_date"})
CASES: Final = frozenset({"is_open", "last_filed_on", "last_decided_on"})
KNOWN: Final = {"entry": ENTRY, "person": PERSON, "cases": CASES}

OPEN_CASE: Final = "open_case"
NO_PERSON: Final = "no_person"
CHANGED: Final = "entry_changed"
NOT_MEANT: Final = "condition_not_met"


class NotForCohorts(Rejected):
    """The service can't be batch over a register."""

    code = "batch.not_for_cohorts"


class ConditionUnreadable(Rejected):
    """The condition is no FEEL expression, or reads what is not known."""

    code = "batch.condition_unreadable"


class ConditionNotBoolean(Rejected):
    """The condition gives something else than yes or no."""

    code = "batch.condition_not_boolean"


@dataclass(frozen=True)
class Cohort:
    """Declaration of a version's batches: of which register, under which condition, with which answers."""

    register: Mapping[str, Any]
    condition: str | None
    answers: str

    @property
    def place(self) -> str:
        """The field of the register that names a settlement; empty where none does."""
        return next((field["name"] for field in self.register["fields"] if field["type"] == "settlement"), "")

    @property
    def fields(self) -> Mapping[str, str]:
        """The kind of each field of the register."""
        return {field["name"]: field["type"] for field in self.register["fields"]}


def cohort_of(version: Published) -> Cohort:
    """Return what the version says of its batches. Raises `NotForCohorts` where it says nothing."""
    settings = version.settings.get("cohort")
    if settings is None:
        raise NotForCohorts
    return Cohort(version.register(settings["register"]), settings.get("condition"), settings["answers"])


def checked_condition(text: str, cohort: Cohort) -> str:
    """Return the condition as it is kept. Raises `ConditionUnreadable` where it reads what nobody knows."""
    text = text.strip().removeprefix("=").strip()
    if not text:
        return ""
    try:
        unknown = next(unknown_names(readable(text, NAMES), KNOWN, cohort.fields), None)
    except FeelError as error:
        raise ConditionUnreadable(what=getattr(error, "found", None) or error.text or text) from error
    if unknown is not None:
        raise ConditionUnreadable(what=unknown)
    return text


@dataclass(frozen=True)
class Chooser:
    """Holds entries against the conditions of one batch, by the law of the day."""

    tx: Transaction
    batch: Any
    cohort: Cohort

    @property
    def law(self) -> LawOfDay:
        return LawOfDay(self.tx, self.batch.municipality_id, local_date(self.tx.now))

    def is_meant(self, row: Any) -> bool:
        """Tell whether the batch is about the entry: its unit, the service's condition, the batch's own."""
        if self.batch.unit_code is not None and row.unit_code != self.batch.unit_code:
            return False
        texts = (text for text in (self.cohort.condition, self.batch.condition) if text)
        return all(self._holds(text, row) for text in texts)

    def hindrance(self, row: Any) -> str | None:
        """Return what stands against a case about an entry that is meant; None where nothing does."""
        if row.person_id is None:
            return NO_PERSON
        return OPEN_CASE if row.is_open else None

    def answers(self, row: Any) -> dict[str, Any]:
        """Return what the case of the entry begins with, as its first form takes it."""
        since = self.batch.since or local_date(self.tx.now)
        batch = {"ground": self.batch.ground, "year": local_date(self.tx.now).year, "since": since}
        value = self._evaluate(self.cohort.answers, {**self._known(row), "run": batch}, ANSWER_NAMES)
        found = to_json(value)
        if not isinstance(found, dict):
            raise Rejected("batch.answers_unusable")
        return {name: one for name, one in found.items() if one is not None}

    def try_on(self, row: Any) -> None:
        """Raise `ConditionNotBoolean` where the batch's condition says neither yes nor no of an entry."""
        value = self._evaluate(self.batch.condition, self._known(row), NAMES)
        if value is not None and not isinstance(value, bool):
            raise ConditionNotBoolean

    def _holds(self, text: str, row: Any) -> bool:
        return self._evaluate(text, self._known(row), NAMES) is True

    def _evaluate(self, text: str, scope: Mapping[str, Any], names: frozenset[str]) -> Any:
        with self.law.current():
            return readable(text, names).evaluate(scope, now=self.tx.now)

    def _known(self, row: Any) -> dict[str, Any]:
        """Return what expressions see. Days are days here, so that they can be compared at once."""
        kinds = self.cohort.fields
        return {
            "entry": {
                "key": row.key,
                "state": row.state,
                "ground": row.ground,
                "since": row.valid_from,
                "order_number": row.order_number,
                "unit": row.unit_code,
                "notes": {note: date.fromisoformat(on) for note, on in (row.notes or {}).items()},
                "fields": {name: _day(value, kinds.get(name)) for name, value in row.fields.items()},
            },
            "person": {"birth_date": row.birth_date},
            "cases": {
                "is_open": row.is_open,
                "last_filed_on": row.last_filed_at and local_date(row.last_filed_at),
                "last_decided_on": row.last_decided_on,
            },
        }


def _day(value: Any, kind: str | None) -> Any:
    return date.fromisoformat(value[:10]) if kind == "date" and isinstance(value, str) else value
