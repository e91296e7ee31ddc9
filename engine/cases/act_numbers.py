"""The numbers of acts: the next one, one that was given up before, or the one reserved for what is signed.

A number is reserved when an act is laid before its signer and used when the case is decided by it. What is
given up goes to the next act of the year; what is left over when the year ends is voided. So each number is
used or voided, and none is missing. Refuses to know what an act says.

How a number is written: `engine/cases/numbers.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.cases.numbers import format_number
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.stores import act_numbers, cases, signings
from engine.stores.cases import CaseRow

if TYPE_CHECKING:
    from engine.steps import OpenCase

YEAR_OVER = "year_over"


class NumberNotFree(Rejected):
    """Only a number that was given up can be voided."""

    code = "signature.number_not_free"


@dataclass(frozen=True)
class Numbered:
    """The number of an act, and its day."""

    number: str
    on: date


def reserve(case: OpenCase, signing_id: UUID, *, today: date) -> str:
    """Reserve a number for an act that is about to be signed."""
    row, pattern = case.row, str(case.published.settings["number"]["order"])
    n, number = _following(case.tx, row, pattern, today=today)
    act_numbers.reserve(case.tx, signing_id, n=n, number=number, **_key(row, pattern, today))
    return number


def release(tx: Transaction, row: CaseRow, pattern: str, *, today: date) -> None:
    """Free what nobody goes on with."""
    series = f"order:{pattern}"
    act_numbers.free_abandoned(
        tx, municipality_id=row.municipality_id, series=series, today=today, reason=YEAR_OVER
    )


def take(case: OpenCase) -> Numbered:
    """Use the number that is reserved for the case, or else one that was given up, or the next one."""
    today, pattern = case.world.today, str(case.published.settings["number"]["order"])
    key = _key(case.row, pattern, today)
    found = act_numbers.for_case(case.tx, case.row.id, **key)
    if found is None:
        n = cases.next_number(case.tx, **key)
        return Numbered(_written(case.row, pattern, today, n), today)
    used = {name: getattr(found, name) for name in ("municipality_id", "series", "year", "n")}
    act_numbers.use(case.tx, case.row.id, **used)
    return Numbered(found.number, found.dated_on or today)


def give_back(tx: Transaction, signing_id: UUID) -> None:
    """Free a number that what is signed does not bear."""
    act_numbers.give_back(tx, signing_id)


def give_up(tx: Transaction, signing_id: UUID) -> None:
    """Drop what nobody will sign; its number is free."""
    signings.drop(tx, signing_id)
    act_numbers.give_back(tx, signing_id)


def void(tx: Transaction, municipality_id: int, number: str, *, reason: str) -> None:
    """Void a number that was given up, with the reason. Raises `NumberNotFree`."""
    if not act_numbers.void(tx, municipality_id=municipality_id, number=number, reason=reason):
        raise NumberNotFree


def _following(tx: Transaction, row: CaseRow, pattern: str, *, today: date) -> tuple[int, str]:
    key = _key(row, pattern, today)
    release(tx, row, pattern, today=today)
    free = act_numbers.first_free(tx, **key)
    if free is not None:
        return free.n, free.number
    n = cases.next_number(tx, **key)
    return n, _written(row, pattern, today, n)


def _written(row: CaseRow, pattern: str, today: date, n: int) -> str:
    return format_number(pattern, municipality=row.municipality_code, year=today.year, n=n)


def _key(row: CaseRow, pattern: str, today: date) -> dict[str, Any]:
    return {"municipality_id": row.municipality_id, "series": f"order:{pattern}", "year": today.year}
