"""What has to be equal after a batch: register, plan, cases, letters, numbers, tasks, timeline. In SQL alone.

Each equation is two numbers that are counted in different tables. Whatever is lost, doubled or somebody
else's makes two of them differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

import psycopg

# The entries that the batch is about, by the register alone; the condition is the test's own, in SQL.
MEANT = """
register_entries e where e.register = 'residents' and e.state = 'active' and not e.is_final
and e.superseded_by is null and e.valid_from <= current_date
and (e.valid_until is null or e.valid_until > current_date) and ({condition})
"""
CHOSEN = "run_entries r where r.run_id = '{batch}'"
OPENED = "run_entries r join cases c on c.id = r.case_id where r.run_id = '{batch}'"

EQUATIONS: Final = {
    # The dry run.
    "chosen = meant": (f"select count(*) from {CHOSEN}", f"select count(*) from {MEANT}"),
    "foreseen + hindered = chosen": (
        f"select count(*) filter (where foreseen is null) + count(foreseen) from {CHOSEN}",
        f"select count(*) from {CHOSEN}",
    ),
    # What came of it.
    "opened + passed over = chosen": (
        "select count(*) filter (where outcome = 'opened') + count(*) filter (where outcome = 'skipped')"
        f" from {CHOSEN}",
        f"select count(*) from {CHOSEN}",
    ),
    "opened = foreseen": (
        f"select count(*) from {CHOSEN} and outcome = 'opened'",
        f"select count(*) from {CHOSEN} and foreseen is null",
    ),
    "passed over for a reason = hindered for that reason": (
        f"select count(*) from {CHOSEN} and outcome = 'skipped' and reason = foreseen",
        f"select count(*) from {CHOSEN} and foreseen is not null",
    ),
    # Cases.
    "cases that a batch opened = opened": (
        "select count(distinct case_id) from events where kind = 'case.opened_by_batch'",
        f"select count(*) from {OPENED}",
    ),
    "cases = opened + the one before": (
        "select count(*) from cases",
        f"select count(*) + 1 from {OPENED}",
    ),
    "people with a case = opened": (
        f"select count(distinct c.applicant_id) from {OPENED}",
        f"select count(*) from {CHOSEN} and outcome = 'opened'",
    ),
    "cases about the entry's person, settlement and ground = opened": (
        f"""select count(*) from {OPENED} and exists (
            select from register_entries e join runs n on n.id = r.run_id
            where e.id = r.entry_id and e.person_id = c.applicant_id
              and c.document->'application'->>'settlement' = e.fields->>'settlement'
              and c.document->'application'->>'reason' = n.ground)""",
        f"select count(*) from {OPENED}",
    ),
    "submissions = cases": ("select count(*) from submissions", "select count(*) from cases"),
    "last number = cases": (
        "select coalesce(max(last), 0) from number_series where series like 'case:%'",
        "select count(*) from cases",
    ),
    "numbers without gap or double = cases": (
        "select count(distinct right(number, 6)::int) from cases"
        " where right(number, 6)::int <= (select count(*) from cases)",
        "select count(*) from cases",
    ),
    # What each case has.
    "letters that announce it = cases": (
        "select count(*) from letters where template = 'receipt'",
        "select count(*) from cases",
    ),
    "people with such a letter = people with a case": (
        "select count(distinct applicant_id) from letters where template = 'receipt'",
        "select count(distinct applicant_id) from cases",
    ),
    "letters told in the timeline = letters": (
        "select count(*) from events where kind = 'letter.sent'",
        "select count(*) from letters",
    ),
    "open visits = cases": (
        "select count(*) from tasks where element = 'visit' and state = 0",
        "select count(*) from cases",
    ),
    "visits in the unit of the settlement = visits": (
        "select count(*) from tasks t join cases c on c.id = t.case_id join settlements s"
        " on s.code = c.document->'application'->>'settlement' where s.unit_code = t.unit_code",
        "select count(*) from tasks",
    ),
    "running clocks = cases": (
        "select count(*) from clocks where state = 'running'",
        "select count(*) from cases",
    ),
    # The register is only read.
    "entries that hold a place = entries": (
        "select count(*) from register_entries"
        " where case_id = (select id from cases order by filed_at limit 1)",
        "select count(*) from register_entries",
    ),
}


def unbalanced(
    connection: psycopg.Connection[Any], batch_id: UUID, *, condition: str = "true"
) -> Iterator[str]:
    """Yield each equation that does not hold, with both numbers."""
    for name, sides in EQUATIONS.items():
        left, right = (
            _number(connection, side.replace("{batch}", str(batch_id)).replace("{condition}", condition))
            for side in sides
        )
        if left != right:
            yield f"{name}: {left} and {right}"


def _number(connection: psycopg.Connection[Any], statement: str) -> int:
    row = connection.execute(statement).fetchone()
    assert row is not None
    return int(row[0])


# Corruptions of one row, each with the equation that notices it.
CORRUPTIONS: Final = {
    "a case is somebody else's": (
        "update cases set applicant_id = (select applicant_id from cases order by number desc limit 1)"
        " where id = (select case_id from run_entries where case_id is not null order by settled_at limit 1)",
        "people with a case = opened",
    ),
    "a letter is gone": (
        "delete from letters where id = (select id from letters order by id limit 1)",
        "letters that announce it = cases",
    ),
    "an entry is added to the register": (
        "update register_entries set state = 'active', is_final = false"
        " where id = (select id from register_entries where state = 'suspended' order by key desc limit 1)",
        "chosen = meant",
    ),
    "an entry is passed over that was opened": (
        "update run_entries set outcome = 'skipped', reason = 'stopped', case_id = null"
        " where entry_id = (select entry_id from run_entries where outcome = 'opened' limit 1)",
        "opened = foreseen",
    ),
    "a visit is in another unit": (
        "update tasks set unit_code = 'keda-unit-2' where id ="
        " (select id from tasks where unit_code = 'keda-unit-1' order by id limit 1)",
        "visits in the unit of the settlement = visits",
    ),
    "a number is given twice": (
        "update number_series set last = last + 1 where series like 'case:%'",
        "last number = cases",
    ),
}
