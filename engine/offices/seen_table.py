"""A table that somebody has looked at: what is asked before any of it is entered."""

from __future__ import annotations

from collections.abc import Sized
from typing import Protocol

from engine.errors import Rejected
from engine.offices.administration import ChangedMeanwhile


class TableInvalid(Rejected):
    """Something in the table is wrong; nothing of it may be entered."""

    code = "spreadsheet.invalid"


class PlannedTable(Protocol):
    """Protocol of planned tables: their mistakes, and the digest of what whoever confirms them has seen."""

    @property
    def mistakes(self) -> Sized: ...

    @property
    def digest(self) -> str: ...


def refuse_unseen(planned: PlannedTable, seen: str, *, invalid: type[Rejected] = TableInvalid) -> None:
    """Refuse a table with mistakes, and one of which something else would come than was seen.

    Raises `invalid` with the number of mistakes, `ChangedMeanwhile`.
    """
    if number := len(planned.mistakes):
        raise invalid(number=number)
    if planned.digest != seen:
        raise ChangedMeanwhile
