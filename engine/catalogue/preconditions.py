"""Preconditions of applying for a service: the declaration, and whether an entry counts.

A service says in `preconditions` of its `service.json` which entry of a register the applicant needs or must
not have, and which undecided cases. Which entries count is FEEL over `entry` and `application`, the answers
so far; days are texts there, as in the data of a case.
Refuses to know where entries and cases are kept, and who may see them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Final

from engine.catalogue.entry_expressions import readable
from engine.catalogue.published import Published
from engine.clock import ZONE
from engine.db.pool import Transaction
from engine.lawbook import LawOfDay
from engine.texts import OFFICIAL
from feel import FeelError

ENTRY: Final = frozenset({"key", "state", "ground", "since", "until", "order_number", "fields"})
NAMES: Final = frozenset({"entry", "application"})
COUNTRY: Final = "country"


class Needs(Enum):
    """Kind of precondition: the entry or the case that it asks for, or asks not to be there."""

    ENTRY = "entry"
    NO_ENTRY = "no_entry"
    NO_UNDECIDED_CASE = "no_undecided_case"


@dataclass(frozen=True)
class Precondition:
    """One line of `preconditions`."""

    code: str
    needs: Needs
    is_of_country: bool
    refuses: bool
    says: Mapping[str, str]
    register: str = ""
    condition: str = ""
    shows: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


def preconditions_of(settings: Mapping[str, Any]) -> tuple[Precondition, ...]:
    """Return the preconditions of a service, in the order of the file."""
    return tuple(
        Precondition(
            code,
            Needs(one["needs"]),
            one["where"] == COUNTRY,
            one["otherwise"] == "refuse",
            one["says"],
            register=one.get("register", ""),
            condition=one.get("condition", ""),
            shows=tuple(one.get("shows", ())),
            services=tuple(one.get("services", ())),
            same=tuple(one.get("same", ())),
        )
        for code, one in settings.get("preconditions", {}).items()
    )


@dataclass(frozen=True)
class EntryReader:
    """Holds entries against conditions, by the law of a municipality on a day."""

    tx: Transaction
    version: Published
    municipality_id: int
    day: date
    answers: Mapping[str, Any]

    def counts(self, precondition: Precondition, row: Any) -> bool:
        """Tell whether an entry is one of those that the precondition means.

        One that can't be evaluated does not count: nobody is kept from filing by a mistake of the service.
        """
        if row.register != precondition.register:
            return False
        if not precondition.is_of_country and row.municipality_id != self.municipality_id:
            return False
        if not precondition.condition:
            return True
        law = LawOfDay(self.tx, self.municipality_id, self.day)
        try:
            with law.current():
                found = readable(precondition.condition, NAMES).evaluate(
                    self._scope(row), now=self.tx.now.astimezone(ZONE)
                )
        except FeelError:
            return False
        return found is True

    def _scope(self, row: Any) -> dict[str, Any]:
        """Return what a condition sees; what is not answered yet is null."""
        form = self.version.start_form(OFFICIAL)
        application = {**{field.key: None for field in form.walk() if field.key}, **self.answers}
        entry = {
            "key": row.key,
            "state": row.state,
            "ground": row.ground,
            "since": row.valid_from.isoformat(),
            "until": row.valid_until and row.valid_until.isoformat(),
            "order_number": row.order_number,
            "fields": row.fields,
        }
        return {"entry": entry, "application": application}
