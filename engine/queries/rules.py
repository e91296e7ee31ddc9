"""Rules that several lists of invariants are written with: a count, and statements that find differences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """An invariant that one statement can check."""

    name: str
    counted: str
    differences: str


def told(what: str, *, events: str, rows: str) -> str:
    """Return the statement that compares, case by case, what the timeline tells with what there is."""
    return f"""
    select format('case %s: %s events tell of {what}, %s exist', c.number, coalesce(e.n, 0), coalesce(r.n, 0))
    from cases c
    left join (select case_id, count(*) as n from events where {events} group by case_id) e
        on e.case_id = c.id
    left join (select case_id, count(*) as n from {rows} group by case_id) r on r.case_id = c.id
    where coalesce(e.n, 0) <> coalesce(r.n, 0)
    """


def any_of(*statements: str) -> str:
    """Return the statement whose rows are those of all the statements."""
    return " union all ".join(f"({statement})" for statement in statements)


LIVE = "task_name = '{}' and status in ('todo', 'doing')"
