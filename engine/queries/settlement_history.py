"""High-mountain settlements as they are listed on a day, and what became other between two days.

For administrators of the country. What an act has changed is kept with its list; what an installation began
with has no list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.offices.administration import as_the_engine, of_the_country
from engine.queries.changed_parts import ChangedPart, changed_parts
from engine.queries.views import Names
from engine.settlements.plan import CONFIRMED
from engine.stores import people
from engine.stores import settlements as store

MOST: Final = 3_000
A_YEAR: Final = timedelta(days=366)
_PARTS: Final = ("names", "unit", "altitude", "valid_until")


@dataclass(frozen=True)
class ListedSettlement:
    """A settlement that is listed on a day; without an act where the installation began with it."""

    code: str
    municipality: str
    names: Names
    unit: str | None
    altitude: int | None
    listed_since: date
    last_on: date | None
    act: str | None
    is_confirmed: bool


@dataclass(frozen=True)
class SettlementDifference:
    """A settlement that is listed on one of two days only."""

    code: str
    municipality: Names
    names: Names
    is_new: bool  # listed on the later day
    on_day: date  # since when it is so
    act: str | None


@dataclass(frozen=True)
class SettlementChange:
    """Change of a settlement by a list; `changes` is empty where the act confirmed it alone."""

    code: str
    municipality: Names
    names: Names
    what: str
    changes: tuple[ChangedPart, ...]
    act: str
    on_day: date
    proposed_by: Names
    approved_by: Names


@dataclass(frozen=True)
class SettlementHistory:
    """Differences between a day and an earlier one, and what lists have changed in between."""

    differences: tuple[SettlementDifference, ...]
    changes: tuple[SettlementChange, ...]


@dataclass(frozen=True)
class EndingList:
    """A municipality of whose settlements some are listed for less than a year from now."""

    municipality: Names
    last_on: date
    number: int


def listed(tx: Transaction, municipality: str | None, *, on: date) -> tuple[ListedSettlement, ...]:
    """Return the settlements that are listed on a day. Raises `NotAllowed`."""
    of_the_country(tx)
    return tuple(
        ListedSettlement(
            row.code,
            row.municipality,
            row.names,
            row.unit_code,
            row.altitude,
            row.valid_from,
            _last(row.valid_until),
            row.act,
            row.confidence in CONFIRMED,
        )
        for row in store.in_force(tx, on=on, municipality=municipality)
    )


def history(tx: Transaction, municipality: str | None, *, since: date, until: date) -> SettlementHistory:
    """Return what became other after a day and up to another. Raises `NotAllowed`."""
    of_the_country(tx)
    asked = {"since": since, "until": until, "municipality": municipality, "most": MOST}
    with as_the_engine(tx):
        differences, rows = store.differences(tx, **asked), store.changes(tx, **asked)
        names = people.names(tx, {row.proposed_by for row in rows} | {row.ended_by for row in rows})
    return SettlementHistory(
        tuple(
            SettlementDifference(
                row.code,
                row.municipality,
                row.names,
                row.is_new,
                row.valid_from if row.is_new else row.valid_until,
                row.act,
            )
            for row in differences
        ),
        tuple(
            SettlementChange(
                row.code,
                row.municipality,
                row.names,
                row.what,
                changed_parts(row.before, row.after, _PARTS),
                row.act,
                local_date(row.ended_at),
                names[row.proposed_by],
                names[row.ended_by],
            )
            for row in rows
        ),
    )


def ending(tx: Transaction) -> tuple[EndingList, ...]:
    """Return where settlements are listed for less than a year from now, the first to end first."""
    today = local_date(tx.now)
    return tuple(
        EndingList(row.names, row.valid_until - timedelta(days=1), row.number)
        for row in store.ending(tx, on=today, by=today + A_YEAR)
    )


def _last(valid_until: date | None) -> date | None:
    return None if valid_until is None else valid_until - timedelta(days=1)
