"""Rights of others in a table: who has the thing of a row, for which days, for what.

Most were agreed on before there was a register, on paper. Refuses to know SQL; what the register has of the
same thing is given to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from engine.formats import show_date
from engine.property.rules import kinds
from engine.property.rules.cells import Cells, Mistake
from engine.spreadsheets import LATEST

REQUIRED: Final = ("right", "holder_name", "holder_number", "right_from")
COLUMNS: Final = (*REQUIRED, "right_last_day", "fee", "fee_period", "contract_no")
# Who owns a thing of the municipality is the municipality.
KINDS: Final = tuple(kind for kind in kinds.RIGHTS if kind != "ownership")


@dataclass(frozen=True)
class RightLine:
    """A right as a row describes it; `of_row` is the row of its thing, None where the register has it."""

    row: int
    of_row: int | None
    inventory_no: str | None
    kind: str
    holder_name: str
    holder_number: str
    valid_from: date
    valid_until: date | None
    fee_tetri: int | None
    fee_period: str | None
    contract_no: str | None

    @property
    def excludes(self) -> str:
        """Beside what it can't be, as the column of that name counts it."""
        return "management" if self.kind == "management" else "use"

    @property
    def last_day(self) -> date | None:
        """The day after which it is over, as people and contracts name it."""
        return self.valid_until and self.valid_until - timedelta(days=1)


def right_line(cells: Cells, *, has_asset: bool) -> RightLine:
    """Return the right of a row, with what is wrong noted."""
    cells.need(*REQUIRED, *(() if has_asset else ("inventory_no",)))
    if cells.text("fee") or cells.text("fee_period"):
        cells.need("fee", "fee_period")
    number = cells.text("holder_number").replace(" ", "")
    if number and not kinds.HOLDER_NUMBER.fullmatch(number):
        cells.wrong("holder_number", "holder_invalid")
    valid_from = cells.day("right_from", latest=LATEST, code="day_unreadable") or LATEST
    last = cells.day("right_last_day", latest=LATEST, code="day_unreadable")
    if last is not None and valid_from < LATEST and last < valid_from:
        cells.wrong("right_last_day", "right_ends_before")
    return RightLine(
        row=cells.row,
        of_row=cells.row if has_asset else None,
        inventory_no=cells.text("inventory_no") or None,
        kind=cells.choice("right", KINDS, "right"),
        holder_name=cells.text("holder_name"),
        holder_number=number,
        valid_from=valid_from,
        valid_until=last and last + timedelta(days=1),
        fee_tetri=cells.money("fee") if cells.text("fee") else None,
        fee_period=cells.choice("fee_period", kinds.FEE_PERIODS, "period") or None,
        contract_no=cells.text("contract_no") or None,
    )


def overlapping(lines: Iterable[RightLine]) -> list[Mistake]:
    """Return the rows that give away what an earlier row gives away for one of the same days."""
    found, earlier = [], dict[Any, list[RightLine]]()
    for line in lines:
        others = earlier.setdefault((line.of_row or line.inventory_no, line.excludes), [])
        beside = next((other for other in others if _meet(other, line)), None)
        if beside is not None:
            found.append(Mistake(line.row, "right_from", "right_twice", str(beside.row)))
        others.append(line)
    return found


def refused_beside(line: RightLine, held: Sequence[Any], owned_from: date | None) -> Mistake | None:
    """Return what keeps the right out: the thing is not the municipality's then, or somebody else has it."""
    owned = [right for right in held if right.is_own and right.valid_from <= line.valid_from]
    is_owned = any(right.valid_until is None or right.valid_until > line.valid_from for right in owned)
    if not is_owned and not (owned_from and owned_from <= line.valid_from):
        return Mistake(line.row, "right_from", "right_not_ours", str(show_date(line.valid_from)))
    taken = next((right for right in held if right.excludes == line.excludes and _meet(right, line)), None)
    if taken is None:
        return None
    last = taken.valid_until and show_date(taken.valid_until - timedelta(days=1))
    days = f"{show_date(taken.valid_from)} – {last or ''}".strip()
    return Mistake(line.row, "right_from", "right_taken", days)


def by_number(held: Iterable[Any]) -> Mapping[str, list[Any]]:
    """Return the rights that the register has, by the number of the thing; of some it has none."""
    found: dict[str, list[Any]] = {}
    for right in held:
        found.setdefault(right.inventory_no, []).extend([right] if right.excludes else [])
    return found


def _meet(one: Any, other: Any) -> bool:
    starts_before = other.valid_until is None or one.valid_from < other.valid_until
    return starts_before and (one.valid_until is None or other.valid_from < one.valid_until)
