"""Payments out of the budget as finance sees them: what is promised, to be paid, sent, returned and paid.

One statement brings a page: its rows, the totals and what can be chosen. The totals are those of the ledger,
so that whatever a line has committed stands in one of the states. Data of health are not asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed
from engine.roles import Right, who_may
from engine.stores import reads

PROMISED, TO_PAY, SENT, RETURNED, PAID = STATES = ("promised", "to_pay", "sent", "returned", "paid")
SHOWN, TAKEN_AWAY = 200, 10_000

# What a line has committed, each request once, with the order that was laid last for it.
COMMITTED = """
committed as (
    select r.id, r.case_id, r.municipality_id, r.amount_tetri, r.programme, r.filed_at, l.id as line_id,
           l.code as line, l.names as line_names, c.number, c.applicant_id, p.attempt, p.payee, p.iban, p.why,
           p.reference, p.amount_tetri as ordered_tetri,
           coalesce(r.settled_at, p.settled_at, p.ordered_at) as at,
           case when r.state = 'spent' then 'paid' when p.state = 'returned' then 'returned'
                when p.state is not null then 'sent' when c.status = 'decided' then 'to_pay' else 'promised'
           end as state
    from budget_requests r join budget_lines l on l.id = r.line_id join cases c on c.id = r.case_id
    left join lateral (select * from payouts o where o.request_id = r.id order by o.attempt desc limit 1) p
        on true
    where r.municipality_id = any (:places) and r.state in ('reserved', 'spent') and l.year = :year
      and (cast(:line as text) is null or l.code = :line)
),
chosen as (
    select * from committed where (cast(:state as text) is null or state = :state)
      and (cast(:programme as text) is null or programme = :programme)
)
"""
PAGE = f"""
with {COMMITTED},
named as (
    select distinct on (d.programme) d.programme as code, coalesce(s.content->'names', '{{}}') as names
    from committed d left join programmes s
        on s.municipality_id = d.municipality_id and s.code = d.programme
    where d.programme is not null order by d.programme, s.valid_from desc, s.recorded_at desc
),
page as (
    select d.*, n.names as programme_names,
           (select t.id from tasks t where t.case_id = d.case_id and t.state = 0 and t.role = any (:roles)
            order by t.opened_at limit 1) as task_id,
           (select t.deadline_at from tasks t where t.case_id = d.case_id and t.state = 0
              and t.person_id = d.applicant_id and d.state = 'returned' limit 1) as waits_until
    from chosen d left join named n on n.code = d.programme
    order by array_position(:states, d.state), d.at nulls first, d.number limit :limit
)
select
    (select count(*) from chosen) as found,
    (select coalesce(sum(amount_tetri), 0) from chosen) as found_tetri,
    (select coalesce(jsonb_agg(to_jsonb(p)), '[]') from page p) as rows,
    (select coalesce(jsonb_object_agg(s.state, s.tetri), '{{}}')
     from (select state, sum(amount_tetri) as tetri from committed group by state) s) as totals,
    (select coalesce(sum(committed_tetri), 0) from budget_lines where municipality_id = any (:places)
        and year = :year and (cast(:line as text) is null or code = :line)) as ledger,
    (select coalesce(jsonb_agg(distinct jsonb_build_object('code', code, 'names', names)), '[]')
     from budget_lines where municipality_id = any (:places) and year = :year) as lines,
    (select coalesce(jsonb_agg(to_jsonb(n)), '[]') from named n) as programmes,
    (select coalesce(jsonb_agg(distinct year), '[]') from budget_lines
     where municipality_id = any (:places)) as years
"""


@dataclass(frozen=True)
class Wanted:
    """Filter of payouts: a year (none is this one), and perhaps one line, sub-programme or state."""

    year: int | None = None
    line: str | None = None
    programme: str | None = None
    state: str | None = None


@dataclass(frozen=True)
class PayoutRow:
    """Money of a case from the budget: `tetri` is what it holds, `ordered_tetri` what is paid of that."""

    case_id: UUID
    number: str
    state: str
    tetri: int
    ordered_tetri: int | None
    line: str
    line_names: Mapping[str, str]
    programme_names: Mapping[str, str] | None
    payee: str | None
    iban: str | None
    attempt: int | None
    reference: str | None
    at: datetime | None
    task_id: UUID | None  # what finance has to do about it
    waits_until: datetime | None  # for the applicant's right account


@dataclass(frozen=True)
class PayoutPage:
    """A page with its totals by state; `ledger` is what the lines say that they have committed."""

    year: int
    rows: tuple[PayoutRow, ...]
    found: int
    found_tetri: int
    totals: Mapping[str, int]
    ledger: int
    lines: tuple[Mapping[str, Any], ...]
    programmes: tuple[Mapping[str, Any], ...]
    years: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return what stands in any of the states."""
        return sum(self.totals.values())


def pays(tx: Transaction) -> bool:
    """Say whether this person pays out of the budget of some municipality."""
    return bool(_places(tx))


def page(tx: Transaction, wanted: Wanted, *, is_export: bool = False) -> PayoutPage:
    """Return what finance is to pay and has paid; what is taken away is on record with each case."""
    places = _places(tx)
    if not places:
        raise NotAllowed
    year = wanted.year or local_date(tx.now).year
    found: Any = tx.one(
        PAGE,
        places=places,
        year=year,
        line=wanted.line,
        programme=wanted.programme,
        state=wanted.state,
        states=list(STATES),
        roles=list(who_may(Right.PAY_OUT)),
        limit=TAKEN_AWAY if is_export else SHOWN,
    )
    if is_export:
        reads.record_exported(tx, ((UUID(row["case_id"]), row["municipality_id"]) for row in found.rows))
    return PayoutPage(
        year=year,
        rows=tuple(_row(row) for row in found.rows),
        found=found.found,
        found_tetri=int(found.found_tetri),
        totals={state: int(found.totals.get(state, 0)) for state in STATES},
        ledger=int(found.ledger),
        lines=tuple(sorted(found.lines, key=lambda line: str(line["code"]))),
        programmes=tuple(found.programmes),
        years=tuple(sorted({year, *found.years}, reverse=True)),
    )


def _places(tx: Transaction) -> list[int]:
    return [place for place in tx.actor.municipalities if tx.actor.may(Right.PAY_OUT, place)]


def _row(one: Mapping[str, Any]) -> PayoutRow:
    return PayoutRow(
        case_id=UUID(one["case_id"]),
        number=one["number"],
        state=one["state"],
        tetri=one["amount_tetri"],
        ordered_tetri=one["ordered_tetri"],
        line=one["line"],
        line_names=one["line_names"],
        programme_names=one["programme_names"] or None,
        payee=one["payee"],
        iban=one["iban"],
        attempt=one["attempt"],
        reference=one["reference"],
        at=one["at"] and datetime.fromisoformat(one["at"]),
        task_id=one["task_id"] and UUID(one["task_id"]),
        waits_until=one["waits_until"] and datetime.fromisoformat(one["waits_until"]),
    )
