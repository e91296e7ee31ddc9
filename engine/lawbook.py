"""The law of a municipality on a day: parameters, terms, settlements, sub-programmes.

Expressions ask it by host functions (`engine.scope.FUNCTIONS`), of a case with the day of its filing,
of a question before any case with today. Refuses to know cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.db.pool import Transaction
from engine.errors import Broken
from engine.stores import reference
from engine.stores.known import ReferenceSnapshot, known
from engine.terms import Law, Term
from engine.texts import in_each_language

Memory = dict[tuple[str, str], Any]
# Of a sub-programme: who vouches for its figures, and how it is found, is for people to read.
NOT_IN_EXPRESSIONS = frozenset(
    {"names", "public_names", "summary", "law", "confidence", "source", "note", "life_events", "words"}
)
WAITS = "wait"  # for money, where a sub-programme says nothing else

_current: ContextVar[Lawbook] = ContextVar("the law that expressions being evaluated ask")


class Lawbook:
    """The law of one municipality on one day, in one transaction."""

    tx: Transaction
    _memory: Memory

    @property
    def filed_on(self) -> date:
        """The day whose law counts."""
        raise NotImplementedError

    @property
    def municipality_id(self) -> int:
        raise NotImplementedError

    @contextmanager
    def current(self) -> Iterator[None]:
        """Make this the law that host functions look at."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)

    def term(self, name: str) -> Term:
        """Return the statutory term as it was on the day."""
        row = self._parameter(name)
        if row.kind != "term":
            raise Broken("parameter.not_a_term", name=name)
        law = row.law and Law(row.law["act"], row.law.get("article"))
        return Term(name, int(row.value["number"]), row.value["unit"], law, row.confidence)

    def parameter(self, name: str) -> Any:
        """Return a parameter's value as it was on the day."""
        return self._parameter(name).value

    def settlement(self, code: str | None) -> dict[str, Any] | None:
        """Return the names, place and altitude of a high-mountain settlement, or None."""
        if not isinstance(code, str):
            return None
        row = self._remember(
            "settlement", code, lambda: reference.settlement(self.tx, code, on=self.filed_on)
        )
        if row is None:
            return None
        return {
            "code": row.code,
            **in_each_language("name", row.names),
            "unit": row.unit_code,
            **in_each_language("unit_name", row.unit_names or {}),
            "municipality": row.municipality,
            "altitude": row.altitude,
        }

    def programme(self, code: str | None) -> dict[str, Any] | None:
        """Return a sub-programme of the municipality as it was on the day, or None."""
        found = self._place.programmes(self.filed_on).get(code) if isinstance(code, str) else None
        return None if found is None else programme_in_expressions(found)

    def settlements_asked(self) -> dict[str, dict[str, Any] | None]:
        """Return what was said of every settlement that an expression has asked for."""
        return {code: self.settlement(code) for kind, code in list(self._memory) if kind == "settlement"}

    @property
    def _place(self) -> ReferenceSnapshot:
        return known(self.tx, self.municipality_id)

    def _parameter(self, name: str) -> Any:
        row = self._row(name)
        if row is None:
            raise Broken("parameter.unknown", name=name)
        return row

    def _row(self, name: str) -> Any:
        return self._place.parameter(name, on=self.filed_on)

    def _remember(self, kind: str, name: str, look_up: Callable[[], Any]) -> Any:
        if (kind, name) not in self._memory:
            self._memory[kind, name] = look_up()
        return self._memory[kind, name]


@dataclass
class LawOfDay(Lawbook):
    """The law for somebody who has not filed anything."""

    tx: Transaction
    municipality: int
    day: date
    _memory: Memory = field(default_factory=dict)

    @property
    def filed_on(self) -> date:
        return self.day

    @property
    def municipality_id(self) -> int:
        return self.municipality


def programme_in_expressions(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a sub-programme as expressions see it."""
    law = content["law"]
    return {
        **{name: value for name, value in content.items() if name not in NOT_IN_EXPRESSIONS},
        "months": content.get("months"),
        "limit_of": limit_of(content),
        "restricted": content.get("restricted", False),
        "without_money": content.get("without_money") or WAITS,
        "conditions": {"age_at_least": None, **content["conditions"]},
        **in_each_language("name", content["names"]),
        **in_each_language("act", law["act"]),
        "article": law["article"],
    }


def limit_of(content: Mapping[str, Any]) -> str:
    """Return who is helped once in the period: a person, a household or an address."""
    asked = "household" if "household" in content["parts"] else "person"
    return str(content.get("limit_of") or asked)


def current_lawbook() -> Lawbook:
    """Return the law that the expression being evaluated asks."""
    return _current.get()
