"""How much there is in a clerk's lists, counted to a limit (decision 28).

Refuses to know what rows look like.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from engine.clock import local_date, start_of_day
from engine.db.pool import Transaction, as_json
from engine.queries import inbox_ranges
from engine.queries.inbox_views import Counts, Due
from engine.stores import reference
from engine.terms import remaining

SOON_DAYS: Final = 3  # working days
START: Final = ("-infinity", 0, UUID(int=0))
NO_DEADLINE: Final = datetime.fromisoformat("9999-12-31T00:00:00+00:00")
GROUPS = """
groups as (select * from jsonb_to_recordset(cast(:groups as jsonb)) as g(municipality_id smallint,
    role text, unit text))
"""
COUNT_MINE = """
select count(*) as mine, count(*) filter (where deadline_at < :now) as overdue from tasks
where state = 0 and (claimed_by = :person or person_id = :person and person_id <> applicant_id)
  and municipality_id = any (:municipalities)
"""
# Nobody needs to know more than that there are very many, and counting all of them takes long.
COUNT_POOL = """
select count(distinct t.id) as unit, count(distinct t.id) filter (where t.claimed_by is null) as unassigned
from groups g cross join lateral (
    (select t.id, t.claimed_by from tasks t
    where t.state = 0 and t.municipality_id = g.municipality_id and t.role = g.role and t.person_id is null
      and (g.unit is null or t.unit_code is null or t.unit_code = g.unit)
    limit {most})
    union all
    (select t.id, t.claimed_by from tasks t
    where t.state = 0 and t.municipality_id = g.municipality_id and t.role = g.role and t.person_id is null
      and (g.unit is null or t.unit_code is null or t.unit_code = g.unit) and t.claimed_by is null
    limit {most})) t
"""
BOUNDS: Final = ("after_at", "after_rank", "after_id", "until")
Bounds = tuple[Any, int, UUID, Any]


def bounds(tx: Transaction, due: Due | None) -> Bounds:
    """Return where the list of what is due so begins and where it ends."""
    at, rank, first = START
    if due is Due.OVERDUE:
        return at, rank, first, tx.now
    if due is Due.SOON:
        return tx.now, rank, first, _end_of_soon(tx)
    if due is Due.NONE:
        return NO_DEADLINE - timedelta(seconds=1), rank, first, "infinity"
    return at, rank, first, "infinity"


def filed_since(tx: Transaction) -> datetime:
    """Return since when a case is new: since this morning."""
    return start_of_day(local_date(tx.now))


def counts(tx: Transaction, tab: str) -> Counts:
    """Return how many tasks each tab has, and of the one that is shown how many are due when."""
    most = Counts.MOST + 1
    mine = tx.one(
        COUNT_MINE,
        person=tx.actor.person_id,
        municipalities=list(tx.actor.municipalities),
        now=tx.now,
    )
    pool = tx.one(f"with {GROUPS} {COUNT_POOL}".format(most=most), groups=as_json(_groups(tx)))
    sql, params = _beside(tx, tab, most)
    beside = tx.one(sql, **params)
    assert mine is not None and pool is not None and beside is not None
    return Counts(
        mine=mine.mine,
        unit=min(pool.unit, most),
        unassigned=min(pool.unassigned, most),
        all=beside.everything,
        waiting=beside.waiting,
        overdue=mine.overdue,
        due={due: getattr(beside, due.value) for due in Due},
    )


def _beside(tx: Transaction, tab: str, most: int) -> tuple[str, Mapping[str, Any]]:
    """Return one statement that counts the other lists, and the parts of the one that is shown."""
    shown = inbox_ranges.body(tx.actor, tab)
    fresh = inbox_ranges.body(tx.actor, tab, filed_since=filed_since(tx))
    wanted = {
        "everything": (inbox_ranges.body(tx.actor, "all"), bounds(tx, None)),
        "waiting": (inbox_ranges.body(tx.actor, "waiting"), bounds(tx, None)),
        **{due.value: (fresh if due is Due.NEW else shown, bounds(tx, due)) for due in Due},
    }
    columns: list[str] = []
    params: dict[str, Any] = {}
    for name, (body, where) in wanted.items():
        sql, own = _apart(body, name, where)
        columns.append(f"(select count(*)::int from ({sql}) x) as {name}")
        params |= own
    return f"select {', '.join(columns)}".format(limit=most), params


def _apart(body: inbox_ranges.Body, name: str, where: Bounds) -> tuple[str, dict[str, Any]]:
    """Return the statement with parameters of its own."""
    sql, params = body.sql, {**body.params, **dict(zip(BOUNDS, where, strict=True))}
    # The longer name first: `:role_1` is the beginning of `:role_10`.
    for param in sorted(params, key=len, reverse=True):
        sql = sql.replace(f":{param}", f":{name}__{param}")
    return sql, {f"{name}__{param}": value for param, value in params.items()}


def _end_of_soon(tx: Transaction) -> datetime:
    """Return the instant at which the first day begins that is further than the last of the nearest days."""
    today = local_date(tx.now)
    calendar = reference.calendar(tx, next(iter(tx.actor.municipalities), 0))
    day = today
    while remaining(day, today, calendar) <= SOON_DAYS:
        day += timedelta(days=1)
    return start_of_day(day)


def _groups(tx: Transaction) -> list[dict[str, Any]]:
    return [
        {"municipality_id": grant.municipality_id, "role": grant.role, "unit": grant.unit}
        for grant in tx.actor.roles
    ]
