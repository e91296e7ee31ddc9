"""Account of a programme's year: what is planned, paid and promised by sub-programme, and who still waits.

Money is that of the year's budget, whenever the case was filed: a case that reserved money goes on when the
year is over, and is paid from the line that it has reserved. Without money nobody is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.db.pool import Transaction
from engine.programmes import store as programmes
from engine.programmes.rules.entries import PLANNED

ASKED = """
select r.programme as code,
       coalesce(sum(r.amount_tetri) filter (where r.state = 'spent'), 0) as paid_tetri,
       coalesce(sum(r.amount_tetri) filter (where r.state = 'reserved'), 0) as promised_tetri,
       coalesce(sum(r.amount_tetri) filter (where r.state = 'waiting'), 0) as wanted_tetri,
       count(distinct r.case_id) filter (where r.state in ('reserved', 'waiting')) as open_cases
from budget_requests r join budget_lines l on l.id = r.line_id
where l.municipality_id = :municipality_id and l.year = :year and r.programme is not null
  and r.state <> 'released'
group by r.programme
"""


@dataclass(frozen=True)
class SubProgrammeAccount:
    """Money of a sub-programme in a year; `open_cases` have reserved some of it, or wait for it."""

    code: str
    names: Mapping[str, str]
    planned_tetri: int | None
    paid_tetri: int
    promised_tetri: int
    wanted_tetri: int
    open_cases: int


def of_year(tx: Transaction, municipality_id: int, year: int) -> tuple[SubProgrammeAccount, ...]:
    """Return the account of each sub-programme that was planned for the year, or was asked for."""
    planned, names = _planned(tx, municipality_id, year)
    asked = {row.code: row for row in tx.all(ASKED, municipality_id=municipality_id, year=year)}
    found = []
    for code in sorted({*planned, *asked}):
        row = asked.get(code)
        sums = (
            (0, 0, 0, 0)
            if row is None
            else (int(row.paid_tetri), int(row.promised_tetri), int(row.wanted_tetri), row.open_cases)
        )
        found.append(SubProgrammeAccount(code, names[code], planned.get(code), *sums))
    return tuple(found)


def _planned(
    tx: Transaction, municipality_id: int, year: int
) -> tuple[dict[str, int | None], dict[str, Mapping[str, str]]]:
    """Return what the programme of the year plans as it was amended last, and what everything is called."""
    names = {period.code: period.content["names"] for period in programmes.periods(tx, municipality_id)}
    adopted = [row for row in programmes.adopted(tx, municipality_id, year) if row.year == year]
    entries = programmes.entries(tx, adopted[0].id) if adopted else []
    planned = {entry.code: entry.content.get(PLANNED) for entry in entries}
    return planned, names | {entry.code: entry.content["names"] for entry in entries}
