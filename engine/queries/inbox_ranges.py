"""The statements of a clerk's lists: ranges of one index, merged while they are read.

Each role and unit a person holds is one range of `tasks_inbox`; a list of everything is a range for each
role there is. A filter by deadline moves the ends of the ranges, so it costs nothing. Refuses to know what
rows become.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from engine.roles import NO_WORK, OF_THE_COUNTRY, RESTRICTED_CASES, ROLES, Right
from engine.tenancy import Actor

COLUMNS = (
    "t.id, t.case_id, t.municipality_id, t.element, t.role, t.unit_code, t.claimed_by, t.person_id,"
    " t.opened_at, t.deadline_at, t.reminded, t.rank, t.touched_at, t.touched_by"
)
# Limits stand in the texts of statements: one that is a parameter could be any number to the planner, which
# then plans each page anew, and that takes longer than reading it.
# What the indexes are ordered by: the law comes before what a diagram calls urgent, then what arrived first.
PLACE = "t.deadline_at, t.rank, t.opened_at, t.id"
BEHIND = (
    f"({PLACE}) > (:after_at, cast(:after_rank as smallint), cast(:after_opened as timestamptz), :after_id)"
    " and t.deadline_at < :until"
)
MINE = f"""
select {COLUMNS} from tasks t where t.state = 0
  and (t.claimed_by = :person or t.person_id = :person and t.person_id <> t.applicant_id)
  and t.municipality_id = any (:municipalities) and {BEHIND} {{more}}
order by {PLACE} limit {{limit}}
"""
# A task of a unit is for those who hold the role in that unit or in the whole municipality. Without the
# limit in each range, PostgreSQL would rather fetch and sort all of them.
ROLE = """t.role = :role_{n} and t.person_id is null
  and (cast(:unit_{n} as text) is null or t.unit_code is null or t.unit_code = :unit_{n})"""
# What a certain person has; what nobody has taken of an office.
HELD: Final = (
    "t.claimed_by = :person",
    "t.person_id = :person and t.claimed_by is null and t.person_id <> t.applicant_id",
)
FREE: Final = "t.role = :free and t.person_id is null and t.claimed_by is null"
NAMED = "t.role is null and t.person_id <> t.applicant_id"
WAITING = "t.role is null and t.person_id = t.applicant_id"
RANGE = f"""
(select {COLUMNS} from tasks t
where t.state = 0 and t.municipality_id = :place_{{n}} and {{whose}} and {BEHIND}
  and (not :unassigned or t.claimed_by is null) {{more}}
order by {PLACE} limit {{limit}})
"""
NOTHING = f"select {COLUMNS} from tasks t where false"
POOL = f"select distinct on ({PLACE}) t.* from ({{ranges}}) t order by {PLACE} limit {{limit}}"
OF_SERVICE = "and exists (select from cases c where c.id = t.case_id and c.service_code = :service)"
OF_ANSWER = """and exists (select from cases c where c.id = t.case_id and c.service_code = :service
  and c.document #>> cast(:answered_at as text[]) = :answered)"""
FILED_SINCE = (
    "and t.case_id in (select c.id from cases c where c.municipality_id = any (:of) and c.filed_at >= :filed)"
)
OFFICES = sorted(set(ROLES) - OF_THE_COUNTRY - NO_WORK - {"operator"})


class Place(NamedTuple):
    """The key of a row in the order of the list; a page begins behind one."""

    at: Any  # its deadline
    rank: int
    opened: Any
    id: UUID

    def params(self) -> dict[str, Any]:
        """Return what `BEHIND` compares with."""
        return {f"after_{name}": value for name, value in self._asdict().items()}


@dataclass(frozen=True)
class Body:
    """A statement that gives tasks in the order of the list, and its parameters; its limit is still open."""

    sql: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Holder:
    """Whose steps of all are shown: those of a person, or those of an office that nobody has taken."""

    person: int | None = None
    free: str | None = None


def body(
    actor: Actor,
    tab: str,
    *,
    more: str = "",
    holder: Holder | None = None,
) -> Body:
    """Return the tasks of a tab for which `more` holds: conditions whose parameters the caller has.

    Of all also those of a holder.
    """
    if tab == "mine":
        places = list(actor.municipalities)
        return Body(filled(MINE, more=more), {"person": actor.person_id, "municipalities": places})
    params: dict[str, Any] = {"unassigned": tab == "unassigned"}
    if holder:
        params |= {"person": holder.person} if holder.person else {"free": holder.free}
    ranges = []
    for n, (place, whose, role, unit) in enumerate(_ranges(actor, tab, holder)):
        params[f"place_{n}"] = place
        if role is not None:
            params |= {f"role_{n}": role, f"unit_{n}": unit}
        ranges.append(filled(filled(RANGE, whose=whose, more=more), n=str(n)))
    return Body(POOL.replace("{ranges}", " union all ".join(ranges) or NOTHING), params)


def _ranges(
    actor: Actor, tab: str, holder: Holder | None
) -> Iterator[tuple[int | None, str, str | None, str | None]]:
    """Yield municipality, condition, role and unit of each range."""
    if tab in ("unit", "unassigned"):
        yield from (
            (grant.municipality_id, ROLE, grant.role, grant.unit)
            for grant in actor.roles
            if grant.role != RESTRICTED_CASES
        )
        return
    for place in overseen(actor):
        if holder and tab == "all":
            yield from ((place, whose, None, None) for whose in (HELD if holder.person else (FREE,)))
        elif tab == "waiting":
            yield place, WAITING, None, None
        else:
            yield from ((place, ROLE, role, None) for role in OFFICES)
            yield place, NAMED, None, None


def overseen(actor: Actor) -> list[int]:
    """Return the municipalities of whose cases somebody may look into more than those with their steps."""
    if actor.is_service_account:
        return list(actor.municipalities)
    rights = (Right.SEE_CASES, Right.SEE_SERVICE)
    return [place for place in actor.municipalities if any(actor.may(right, place) for right in rights)]


def sees_only_some(actor: Actor) -> bool:
    """Say whether what the list of all may hold is decided case by case for this actor."""
    return any(not actor.may(Right.SEE_CASES, place) for place in overseen(actor))


def filled(text: str, **values: str) -> str:
    """Return a statement with its parts put in; whatever else has braces stays."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
