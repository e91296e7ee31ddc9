"""Two databases table by table: what a case came to must not depend on what went wrong on the way."""

from __future__ import annotations

from collections import Counter
from typing import Any

import psycopg
from psycopg.rows import dict_row

# What belongs to a case or to its way here, without what is salted or says how often something was tried.
TABLES = {
    "cases": ("chain_head",),
    "submissions": (),
    "tasks": (),
    "timers": ("claimed_until",),
    "jobs": ("unanswered",),
    "messages_awaited": (),
    "messages": (),
    "signals": (),
    "signal_deliveries": (),
    "incidents": (),
    "letters": (),
    "staff_notices": (),
    "case_messages": (),
    "payments": (),
    "payment_attempts": (),
    "clock_pauses": (),
    "clock_changes": (),
    "clocks": (),
    "number_series": (),
    "events": ("digest", "hash", "salt"),
    "command_keys": (),
}
# Without what comes round by the wall clock.
QUEUED = "select task_name, args from procrastinate_jobs where not args ? 'timestamp'"
MOST_SHOWN = 5


def differences(disturbed: str, undisturbed: str) -> list[str]:
    """Return what is stored otherwise, a few rows of each table; the arguments are addresses."""
    with _opened(disturbed) as here, _opened(undisturbed) as there:
        found = []
        for table, ignored in TABLES.items():
            found += _of_table(table, _rows(here, table, ignored), _rows(there, table, ignored))
        queued = [Counter(map(repr, database.execute(QUEUED).fetchall())) for database in (here, there)]
        return found + _of_table("the queue", *queued)


def _opened(url: str) -> psycopg.Connection[dict[str, Any]]:
    return psycopg.connect(url, row_factory=dict_row)


def _rows(
    connection: psycopg.Connection[dict[str, Any]], table: str, ignored: tuple[str, ...]
) -> Counter[str]:
    rows = connection.execute(f"select * from {table}").fetchall()
    return Counter(repr({name: row[name] for name in row if name not in ignored}) for row in rows)


def _of_table(table: str, here: Counter[str], there: Counter[str]) -> list[str]:
    found = [f"{table}: only after faults: {row}" for row in sorted((here - there).elements())[:MOST_SHOWN]]
    return found + [
        f"{table}: only undisturbed: {row}" for row in sorted((there - here).elements())[:MOST_SHOWN]
    ]
