"""Programmes as the office sees them: the years, a draft beside what is in force, one sub-programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.budgets import store as budgets
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.formats import full_name
from engine.programmes import store as programmes
from engine.programmes.queries import account
from engine.programmes.queries.account import SubProgrammeAccount
from engine.programmes.rules.entries import PLANNED
from engine.programmes.rules.force import ENDS, Before, Period, before, compared, differing, drafted, in_force
from engine.programmes.rules.submission import submitted
from engine.roles import Right

LISTED = """
select p.id as programme_id, p.municipality_id, m.code as place_code, m.names as place, p.year, p.part,
       p.state, p.reason, p.begun_at, p.act_number, p.act_on, p.act_address, p.valid_from, p.closed_at,
       p.case_id, c.number,
       (select count(*) from drafted_sub_programmes d where d.programme_id = p.id) as entries
from yearly_programmes p join municipalities m on m.id = p.municipality_id
left join cases c on c.id = p.case_id
where cast(:programme_id as uuid) is null or p.id = :programme_id
order by p.year desc, p.part desc, p.begun_at desc
"""
OF_CASE = """
select id, year, part, state from yearly_programmes where case_id = :case_id order by begun_at desc limit 1
"""
CHANGES = """
select c.code, c.content, c.changed_at, p.given_name, p.family_name
from sub_programme_changes c left join people p on p.id = c.changed_by
where c.programme_id = :programme_id and (cast(:code as text) is null or c.code = :code)
order by c.id desc limit :limit
"""
PLACES = "select id, code, names from municipalities where id = any (:places) order by code"
SHOWN = 100


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme of a year, or an amendment of it (`part` above 0); `number` is that of its case."""

    programme_id: UUID
    place_code: str
    place: Mapping[str, str]
    year: int
    part: int
    state: str
    reason: str
    begun_at: datetime
    act_number: str | None
    act_on: date | None
    act_address: str | None
    valid_from: date | None
    closed_at: datetime | None
    case_id: UUID
    number: str | None
    entries: int

    @property
    def is_compared(self) -> bool:
        """Whether it is still to come into force, so that it can be held against what is."""
        return self.state in ("draft", "submitted")


@dataclass(frozen=True)
class InForce:
    """A sub-programme that is in force, and by which act."""

    code: str
    names: Mapping[str, str]
    act: Mapping[str, str]
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class PlaceProgrammes:
    """Programmes of a municipality: in force today, and drawn up there."""

    code: str
    place: Mapping[str, str]
    in_force: tuple[InForce, ...]
    programmes: tuple[ProgrammeRow, ...]
    may_open: bool


@dataclass(frozen=True)
class DraftedEntry:
    """A sub-programme of a programme; `does` says of a draft what it does to what is in force."""

    code: str
    names: Mapping[str, str]
    line: str
    planned_tetri: int | None
    version: int
    does: str | None
    differs: tuple[str, ...]


@dataclass(frozen=True)
class DraftChange:
    """Change of a sub-programme of a draft, or its removal: by whom, and when."""

    code: str
    names: Mapping[str, str] | None
    is_removed: bool
    changed_at: datetime
    changed_by: Mapping[str, str] | None


@dataclass(frozen=True)
class LineCover:
    """Cover of a budget line: what is planned of it, and what it has; nothing where there is no such line."""

    line: str
    planned_tetri: int
    amount_tetri: int | None
    is_covered: bool


@dataclass(frozen=True)
class ProgrammeView:
    """One programme: what is in it, ends by it and is taken of the budget; adopted, the year's `account`."""

    programme: ProgrammeRow
    entries: tuple[DraftedEntry, ...]
    ends: tuple[InForce, ...]
    lines: tuple[LineCover, ...]
    changes: tuple[DraftChange, ...]
    account: tuple[SubProgrammeAccount, ...]
    may_edit: bool
    may_close: bool


@dataclass(frozen=True)
class SubProgrammeView:
    """One sub-programme of a programme, what is in force of it, and the `others` of the programme."""

    programme: ProgrammeRow
    code: str | None
    content: Mapping[str, Any]
    version: int
    was: Mapping[str, Any] | None
    differs: tuple[str, ...]
    others: Mapping[str, Mapping[str, str]]
    lines: tuple[str, ...]
    changes: tuple[DraftChange, ...]
    may_edit: bool


@dataclass(frozen=True)
class CaseProgramme:
    """The programme that a case draws up."""

    programme_id: UUID
    year: int
    part: int
    state: str


def keeps(tx: Transaction) -> bool:
    """Say whether this person draws programmes up in some municipality."""
    return tx.actor.may_somewhere(Right.KEEP_PROGRAMMES)


def of_case(tx: Transaction, case_id: UUID) -> CaseProgramme | None:
    """Return the programme that the case draws up, for the page of its steps."""
    row = tx.one(OF_CASE, case_id=case_id)
    return None if row is None else CaseProgramme(row.id, row.year, row.part, row.state)


def places(tx: Transaction) -> tuple[PlaceProgrammes, ...]:
    """Return the programmes where the person works. Raises `NotAllowed` if that is nowhere."""
    if not tx.actor.municipalities:
        raise NotAllowed
    rows, today = _rows(tx), local_date(tx.now)
    found = []
    for place in tx.all(PLACES, places=list(tx.actor.municipalities)):
        periods = in_force(programmes.periods(tx, place.id), today, today.replace(month=12, day=31))
        found.append(
            PlaceProgrammes(
                place.code,
                place.names,
                tuple(_in_force(period) for period in periods.values() if period.valid_from <= today),
                tuple(row for row in rows if row.place_code == place.code),
                tx.actor.may(Right.KEEP_PROGRAMMES, place.id),
            )
        )
    return tuple(found)


def programme(tx: Transaction, programme_id: UUID) -> ProgrammeView:
    """Return one programme. Raises `NotFound`."""
    row, municipality_id = _row(tx, programme_id)
    entries, held = programmes.entries(tx, programme_id), _held(tx, row, municipality_id)
    contents = {entry.code: entry.content for entry in entries}
    does = compared(contents, held, year=row.year) if row.is_compared else {}
    lines = budgets.lines_of_year(tx, municipality_id, row.year)
    may = tx.actor.may(Right.KEEP_PROGRAMMES, municipality_id)
    return ProgrammeView(
        row,
        tuple(_entry(entry, does.get(entry.code), held, row.year) for entry in entries),
        tuple(_in_force(held.periods[code]) for code in sorted(does) if does[code] == ENDS),
        tuple(LineCover(**line) for line in submitted(contents, held.periods, does, lines)["lines"]),
        _changes(tx, programme_id),
        account.of_year(tx, municipality_id, row.year) if row.state == "adopted" else (),
        may_edit=may and row.state == "draft",
        may_close=may and row.state == "adopted" and row.closed_at is None,
    )


def sub_programme(tx: Transaction, programme_id: UUID, code: str | None) -> SubProgrammeView:
    """Return one sub-programme, or an empty one to be entered. Raises `NotFound`."""
    row, municipality_id = _row(tx, programme_id)
    entries = {entry.code: entry for entry in programmes.entries(tx, programme_id)}
    if code is not None and code not in entries:
        raise NotFound
    entry, held = entries.get(code or ""), _held(tx, row, municipality_id)
    was = _was(held, code or "", row.year)
    content = {} if entry is None else entry.content
    return SubProgrammeView(
        row,
        code,
        content,
        0 if entry is None else entry.version,
        was,
        () if was is None else differing(content, was),
        {known: other.content["names"] for known, other in entries.items() if known != code},
        tuple(line.code for line in budgets.lines_of_year(tx, municipality_id, row.year)),
        () if code is None else _changes(tx, programme_id, code),
        may_edit=row.state == "draft" and tx.actor.may(Right.KEEP_PROGRAMMES, municipality_id),
    )


def _rows(tx: Transaction, programme_id: UUID | None = None) -> list[ProgrammeRow]:
    return [_shown(row) for row in tx.all(LISTED, programme_id=programme_id)]


def _row(tx: Transaction, programme_id: UUID) -> tuple[ProgrammeRow, int]:
    row = tx.one(LISTED, programme_id=programme_id)
    if row is None:
        raise NotFound
    return _shown(row), row.municipality_id


def _shown(row: Any) -> ProgrammeRow:
    return ProgrammeRow(**{name: getattr(row, name) for name in ProgrammeRow.__dataclass_fields__})


def _held(tx: Transaction, row: ProgrammeRow, municipality_id: int) -> Before:
    """Return what a draft is held against; nothing, where it has been adopted."""
    periods = programmes.periods(tx, municipality_id) if row.is_compared else ()
    return before(periods, today=local_date(tx.now), year=row.year, amends=row.part > 0)


def _was(held: Before, code: str, year: int) -> dict[str, Any] | None:
    period = held.periods.get(code)
    return None if period is None else drafted(period, on=held.on, year=year)


def _entry(entry: Any, does: str | None, held: Before, year: int) -> DraftedEntry:
    content, was = entry.content, _was(held, entry.code, year)
    return DraftedEntry(
        entry.code,
        content["names"],
        content["budget_line"],
        content.get(PLANNED),
        entry.version,
        does,
        () if was is None else differing(content, was),
    )


def _in_force(period: Period) -> InForce:
    content = period.content
    law = content["law"]["act"]
    return InForce(period.code, content["names"], law, period.valid_from, period.valid_until)


def _changes(tx: Transaction, programme_id: UUID, code: str | None = None) -> tuple[DraftChange, ...]:
    rows = tx.all(CHANGES, programme_id=programme_id, code=code, limit=SHOWN)
    return tuple(
        DraftChange(
            row.code,
            None if row.content is None else row.content["names"],
            row.content is None,
            row.changed_at,
            None if row.given_name is None else full_name(row),
        )
        for row in rows
    )
