"""Counts of a clerk's lists, each to a limit (decision 28).

Refuses to know what rows look like.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from engine.clock import local_date, start_of_day
from engine.db.pool import Transaction, as_json
from engine.queries import inbox_ranges
from engine.queries.inbox_last_seen import LastSeen
from engine.queries.inbox_ranges import Place
from engine.queries.inbox_views import Counts, Due
from engine.roles import RESTRICTED_CASES
from engine.stores import reference
from engine.terms import Calendar, remaining

SOON_DAYS: Final = 3  # working days
START: Final = Place("-infinity", 0, "-infinity", UUID(int=0))
NO_DEADLINE: Final = datetime.fromisoformat("9999-12-31T00:00:00+00:00")
# Nobody needs to know more than that there are very many, and counting all of them takes long: each range of
# the index is counted to a limit. Instants come from a table, or each page would be planned anew for them.
MINE = """t.state = 0 and (t.claimed_by = (select person from at)
    or t.person_id = (select person from at) and t.person_id <> t.applicant_id)
  and t.municipality_id = any ((select places from at)::smallint[])"""
POOL = """t.state = 0 and t.municipality_id = g.municipality_id and t.role = g.role and t.person_id is null
  and (g.unit is null or t.unit_code is null or t.unit_code = g.unit)"""
WAITING = """t.state = 0 and t.municipality_id = any ((select overseen from at)::smallint[])
  and t.role is null and t.person_id = t.applicant_id"""
OF_GROUPS = """(select count(distinct t.id)::int from {groups} g cross join lateral (
    select t.id from tasks t where {which} limit {most}) t)"""
OF_LIST = "(select count(*)::int from (select from tasks t where {which} limit {most}) t)"
FRESH = """(select count(*)::int from (select from cases c join tasks t on t.case_id = c.id
    where c.municipality_id = any (:places) and c.filed_at >= (select filed from at)
      and {which} limit {most}) t)"""
# What somebody did themselves is not new to them.
SINCE = "(select new_{tab} from at)"
OF_OTHERS = "t.touched_by is distinct from (select person from at)"
NEW = f"t.opened_at > {SINCE} and {OF_OTHERS}"
NEW_OF_MINE = f"{MINE} and greatest(t.opened_at, t.touched_at) > {SINCE} and {OF_OTHERS}".format(tab="mine")
NEW_OF_UNIT = f"{POOL} and {NEW}".format(tab="unit")
NEW_UNASSIGNED = f"{POOL} and t.claimed_by is null and {NEW}".format(tab="unassigned")
TABS = f"""
select
    (select count(*)::int from tasks t where {NEW_OF_MINE}) as new_mine,
    {OF_GROUPS.format(groups="own", which=NEW_OF_UNIT, most="{most}")} as new_unit,
    {OF_GROUPS.format(groups="own", which=NEW_UNASSIGNED, most="{most}")} as new_unassigned,
    (select count(*)::int from tasks t where {MINE}) as mine,
    (select count(*)::int from tasks t
        where {MINE} and t.deadline_at < (select now from at)) as overdue_of_mine,
    {OF_GROUPS.format(groups="own", which=POOL, most="{most}")} as unit,
    {OF_GROUPS.format(groups="own", which=f"{POOL} and t.claimed_by is null", most="{most}")} as unassigned,
    {OF_GROUPS.format(groups="everybody", which=POOL, most="{most}")} as everything,
    {OF_LIST.format(which=WAITING, most="{most}")} as waiting
"""
GROUPS = """
with own as materialized (select * from jsonb_to_recordset(cast(:own as jsonb))
    as g(municipality_id smallint, role text, unit text)),
everybody as materialized (select * from jsonb_to_recordset(cast(:everybody as jsonb))
    as g(municipality_id smallint, role text, unit text)),
at as materialized (select cast(:now as timestamptz) as now, cast(:soon as timestamptz) as soon,
    cast(:never as timestamptz) as never, cast(:filed as timestamptz) as filed,
    cast(:places as smallint[]) as places, cast(:overseen as smallint[]) as overseen,
    cast(:person as bigint) as person, cast(:new_mine as timestamptz) as new_mine,
    cast(:new_unit as timestamptz) as new_unit, cast(:new_unassigned as timestamptz) as new_unassigned)
"""
COUNTED_NEW: Final = ("mine", "unit", "unassigned")
DUE: Final = {
    Due.OVERDUE: "t.deadline_at < (select now from at)",
    Due.SOON: "t.deadline_at >= (select now from at) and t.deadline_at < (select soon from at)",
    Due.NONE: "t.deadline_at >= (select never from at)",
}


def bounds(tx: Transaction, due: Due | None, calendar: Calendar | None = None) -> tuple[Place, Any]:
    """Return where the list of what is due so begins and at which instant it ends."""
    if due is Due.OVERDUE:
        return START, tx.now
    if due is Due.SOON:
        return START._replace(at=tx.now), _end_of_soon(tx, calendar)
    if due is Due.NONE:
        return START._replace(at=NO_DEADLINE - timedelta(seconds=1)), "infinity"
    return START, "infinity"


def filed_since(tx: Transaction) -> datetime:
    """Return since when a case is new: since this morning."""
    return start_of_day(local_date(tx.now))


def counts(tx: Transaction, tab: str, calendar: Calendar, markers: LastSeen) -> Counts:
    """Return how many tasks each tab has, how many are new, and of the shown one how many are due when."""
    most = Counts.MOST + 1
    found = tx.one(
        f"{GROUPS} {TABS}, {_parts(tab)}".format(most=most),
        own=as_json(_groups(tx)),
        places=list(tx.actor.municipalities),
        overseen=inbox_ranges.overseen(tx.actor),
        everybody=as_json(_everybody(tx)),
        person=tx.actor.person_id,
        now=tx.now,
        soon=_end_of_soon(tx, calendar),
        never=NO_DEADLINE,
        filed=filed_since(tx),
        **{f"new_{what}": markers.get(what) for what in COUNTED_NEW},
    )
    assert found is not None
    return Counts(
        mine=found.mine,
        unit=min(found.unit, most),
        unassigned=min(found.unassigned, most),
        all=min(found.everything, most),
        waiting=found.waiting,
        overdue=found.overdue_of_mine,
        due={due: min(getattr(found, due.value), most) for due in Due},
        new={what: min(getattr(found, f"new_{what}"), most) for what in COUNTED_NEW},
    )


def _parts(tab: str) -> str:
    """Return the columns that count the parts of a tab."""
    which = {"mine": MINE, "waiting": WAITING}.get(tab, POOL)
    if tab == "unassigned":
        which += " and t.claimed_by is null"
    if tab in ("mine", "waiting"):
        template, fresh = OF_LIST, which
    else:
        groups = "everybody" if tab == "all" else "own"
        template = OF_GROUPS.replace("{groups}", groups)
        fresh = f"exists (select from {groups} g where {which})"
    columns = [
        f"{template.format(which=f'{which} and {when}', most='{most}')} as {due.value}"
        for due, when in DUE.items()
    ]
    return ", ".join([*columns, f"{FRESH.format(which=fresh, most='{most}')} as {Due.NEW.value}"])


def _end_of_soon(tx: Transaction, calendar: Calendar | None) -> datetime:
    """Return the instant at which the first day begins that is further than the last of the nearest days."""
    today = local_date(tx.now)
    calendar = calendar or reference.calendar(tx, next(iter(tx.actor.municipalities), 0))
    day = today
    while remaining(day, today, calendar) <= SOON_DAYS:
        day += timedelta(days=1)
    return start_of_day(day)


def _groups(tx: Transaction) -> list[dict[str, Any]]:
    return [
        {"municipality_id": grant.municipality_id, "role": grant.role, "unit": grant.unit}
        for grant in tx.actor.roles
        if grant.role != RESTRICTED_CASES
    ]


def _everybody(tx: Transaction) -> list[dict[str, Any]]:
    places, roles = inbox_ranges.overseen(tx.actor), inbox_ranges.OFFICES
    return [{"municipality_id": place, "role": role, "unit": None} for place in places for role in roles]
