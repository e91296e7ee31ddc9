"""Languages of a page: of which municipality it is, and in which languages that offers its services today.

Refuses to know how a page is shown; what somebody may not see has no municipality here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.queries.views import Names
from engine.texts import LANGUAGES

TABLES: Final = {"case": "cases", "task": "tasks", "filing": "joint_filings", "signing": "signings"}
SPOKEN = """
select m.names, municipality_setting(m.id, 'languages', :on)->'languages' as languages
from municipalities m where {which}
"""


@dataclass(frozen=True)
class Spoken:
    """A municipality and the languages in which it offers its services."""

    names: Names
    languages: tuple[str, ...]


def of_place(tx: Transaction, code: str) -> Spoken | None:
    """Return the languages of a municipality; None if there is none of this code."""
    return _spoken(tx, "m.code = :key", code)


def of_thing(tx: Transaction, kind: str, key: Any) -> Spoken | None:
    """Return the languages of the municipality of a case, task, joint filing or signing."""
    return _spoken(tx, f"m.id = (select municipality_id from {TABLES[kind]} where id = :key)", key)


def _spoken(tx: Transaction, which: str, key: Any) -> Spoken | None:
    row = tx.one(SPOKEN.format(which=which), key=key, on=local_date(tx.now))
    return None if row is None else Spoken(row.names, tuple(row.languages or LANGUAGES))
