"""A clerk's list: mine, my unit's, unassigned; nearest legal deadline first, then the more urgent.

Each role and unit a person holds is one range of one index (`tasks_inbox`). The ranges are merged as they are
read, up to the end of the page, and the page after it continues from its last row: so a page costs the
same however long the list is, and hardly more with many roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.catalogue.published import published
from engine.clock import local_date
from engine.db.pool import Transaction, as_json
from engine.errors import Rejected
from engine.queries.inbox_views import Counts, InboxPage, InboxRow
from engine.stores import people, reads, reference
from engine.tenancy import Actor
from engine.terms import Calendar, remaining

TABS = ("mine", "unit", "unassigned")
LONGEST_PAGE = 200
URGENT = 75  # of 100; the usual priority is 50
RANKS = range(101)

GROUPS = """
groups as (select * from jsonb_to_recordset(cast(:groups as jsonb)) as g(municipality_id smallint,
    role text, unit text))
"""
COLUMNS = (
    "t.id, t.case_id, t.municipality_id, t.element, t.unit_code, t.claimed_by, t.person_id, t.opened_at,"
    " t.deadline_at, t.reminded, t.rank"
)
# Limits stand in the texts of statements: one that is a parameter could be any number to the planner, which
# then plans each page anew, and that takes longer than reading it.
# What the indexes are ordered by: the law comes before what a diagram calls urgent.
PLACE = "t.deadline_at, t.rank, t.id"
BEHIND = f"({PLACE}) > (:after_at, cast(:after_rank as smallint), :after_id)"
MINE = f"""
select {COLUMNS} from tasks t where t.state = 0
  and (t.claimed_by = :person or t.person_id = :person and t.person_id <> t.applicant_id)
  and t.municipality_id = any (:municipalities) and {BEHIND}
order by {PLACE} limit {{limit}}
"""
# A task of a unit is for those who hold the role in that unit or in the whole municipality. Without the
# limit in each range, PostgreSQL would rather fetch and sort all of them.
RANGE = f"""
(select {COLUMNS} from tasks t
where t.state = 0 and t.municipality_id = :place_{{n}} and t.role = :role_{{n}} and t.person_id is null
  and (cast(:unit_{{n}} as text) is null or t.unit_code is null or t.unit_code = :unit_{{n}})
  and {BEHIND} and (not :unassigned or t.claimed_by is null)
order by {PLACE} limit {{limit}})
"""
NOTHING = f"select {COLUMNS} from tasks t where false"
POOL = f"select distinct on ({PLACE}) t.* from ({{ranges}}) t order by {PLACE} limit {{limit}}"
# Marks of the page's rows, looked up once for all of them.
MARKS = """
saved as (select d.task_id from task_drafts d where d.task_id in (select id from page)),
written as (select w.case_id from case_messages w
    where w.case_id in (select case_id from page) and w.seen_at is null and not w.is_from_office)
"""
ROWS = f"""
select t.id, t.case_id, t.element, t.unit_code, t.claimed_by, t.person_id, t.opened_at, t.deadline_at,
       t.reminded, t.rank, t.id in (select task_id from saved) as is_saved,
       c.number, c.version_id, c.applicant_name, c.channel, m.id as municipality_id, m.names as municipality,
       u.names as unit,
       t.case_id in (select case_id from written) as has_message
from page t join cases c on c.id = t.case_id join municipalities m on m.id = t.municipality_id
left join units u on u.code = t.unit_code
order by {PLACE} limit {{limit}}
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
NO_DEADLINE_YEAR = 9999
START = ("-infinity", 0, UUID(int=0))


def page(
    tx: Transaction, tab: str, *, after: str | None = None, limit: int = 50, is_export: bool = False
) -> InboxPage:
    """Return a page of a tab; `after` is the key that the page before it gave.

    What is taken away as a file is on record with each case; looking at the list is not.
    """
    if tab not in TABS:
        raise Rejected("inbox.unknown_tab", tab=tab)
    limit = min(limit, LONGEST_PAGE)
    after_at, after_rank, after_id = _key(after)
    who = _who(tx)
    body, whose = (MINE, who) if tab == "mine" else _pool(tx.actor, is_unassigned=tab == "unassigned")
    rows = tx.all(
        f"with page as ({body}), {MARKS} {ROWS}".format(limit=limit + 1),
        **whose,
        after_at=after_at,
        after_rank=after_rank,
        after_id=after_id,
    )
    shown, more = rows[:limit], len(rows) > limit
    if is_export:
        reads.note_exported(tx, ((row.case_id, row.municipality_id) for row in shown))
    names = people.names(tx, {row.claimed_by for row in shown if row.claimed_by})
    calendars: dict[int, Calendar] = {}
    return InboxPage(
        tab=tab,
        rows=tuple(_row(tx, row, names, calendars=calendars) for row in shown),
        counts=_counts(tx, who),
        next_after=_key_of(shown[-1]) if more else None,
    )


def _pool(actor: Actor, *, is_unassigned: bool) -> tuple[str, dict[str, Any]]:
    """Return the statement of what the person's roles reach, and its parameters."""
    params: dict[str, Any] = {"unassigned": is_unassigned}
    for n, grant in enumerate(actor.roles):
        params |= {f"place_{n}": grant.municipality_id, f"role_{n}": grant.role, f"unit_{n}": grant.unit}
    ranges = " union all ".join(RANGE.replace("{n}", str(n)) for n in range(len(actor.roles)))
    return POOL.replace("{ranges}", ranges or NOTHING), params


def _row(tx: Transaction, row: Any, names: Mapping[int, Any], *, calendars: dict[int, Calendar]) -> InboxRow:
    version = published(tx, row.version_id)
    if row.municipality_id not in calendars:
        calendars[row.municipality_id] = reference.calendar(tx, row.municipality_id)
    due_on = due_day(row.deadline_at)
    today = local_date(tx.now)
    return InboxRow(
        task_id=row.id,
        case_id=row.case_id,
        case_number=row.number,
        service=version.names,
        step=version.names_of(row.element),
        applicant=row.applicant_name,
        municipality=row.municipality,
        unit=row.unit,
        assignee=names.get(row.claimed_by),
        is_mine=tx.actor.person_id in (row.claimed_by, row.person_id),
        opened_at=row.opened_at,
        due_on=due_on,
        working_days_left=due_on and remaining(due_on, today, calendars[row.municipality_id]),
        channel=row.channel,
        reminded=row.reminded,
        is_urgent=row.rank <= 100 - URGENT,
        has_message=row.has_message,
        is_saved=row.is_saved,
    )


def due_day(deadline_at: Any) -> Any:
    """Return the day of an instant; a task without a deadline has none."""
    if deadline_at is None or deadline_at.year >= NO_DEADLINE_YEAR:
        return None
    return local_date(deadline_at)


def _counts(tx: Transaction, who: Mapping[str, Any]) -> Counts:
    mine = tx.one(COUNT_MINE, person=who["person"], municipalities=who["municipalities"], now=tx.now)
    most = Counts.MOST + 1
    pool = tx.one(f"with {GROUPS} {COUNT_POOL}".format(most=most), groups=who["groups"])
    assert mine is not None and pool is not None
    return Counts(
        mine=mine.mine,
        unit=min(pool.unit, most),
        unassigned=min(pool.unassigned, most),
        overdue=mine.overdue,
    )


def _who(tx: Transaction) -> dict[str, Any]:
    groups = [
        {"municipality_id": grant.municipality_id, "role": grant.role, "unit": grant.unit}
        for grant in tx.actor.roles
    ]
    return {
        "person": tx.actor.person_id,
        "municipalities": list(tx.actor.municipalities),
        "groups": as_json(groups),
    }


def _key_of(row: Any) -> str:
    return f"{row.deadline_at.isoformat()}|{row.rank}|{row.id}"


def _key(after: str | None) -> tuple[Any, int, UUID]:
    if after is None:
        return START
    try:
        at, rank, task_id = after.split("|")
        if int(rank) not in RANKS:
            raise ValueError(rank)
        return datetime.fromisoformat(at), int(rank), UUID(task_id)
    except ValueError:
        raise Rejected("inbox.unknown_page") from None
