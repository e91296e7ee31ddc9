"""What has to be equal after the month. Each equation is two numbers counted in different places.

Most are counted in tables that different statements fill, some in the books of the treasury beside the
municipality's. Whatever is lost, doubled or altered makes two of them differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import psycopg

Books = Mapping[str, list[dict[str, Any]]]

# Two statements each; both numbers are counts or tetri.
EQUATIONS: Final = {
    # Who came.
    "applications kept = cases": (
        "select count(*) from submissions",
        "select count(*) from cases",
    ),
    "numbers given to cases = cases": (
        "select sum(last) from number_series where series like 'case:%'",
        "select count(distinct number) from cases",
    ),
    "cases that were announced to somebody = cases": (
        "select count(distinct case_id) from letters where template = 'receipt'",
        "select count(*) from cases",
    ),
    "what happened, by case = what happened, by event": (
        "select sum(event_count) from cases",
        "select count(*) from events",
    ),
    # How it ended.
    "cases with an outcome = outcomes told": (
        "select count(*) from cases where decided_on is not null",
        "select count(*) from events where kind like 'case.decided.%'",
    ),
    "cases with an outcome = cases told of one": (
        "select count(*) from cases where decided_on is not null",
        "select count(distinct case_id) from events where kind like 'case.decided.%'",
    ),
    "closed cases = cases that came to an end": (
        "select count(*) from cases where closed_at is not null",
        "select count(distinct case_id) from events where kind = 'case.finished'",
    ),
    "numbers given to acts = cases with an act + numbers given up": (
        "select coalesce(sum(last), 0) from number_series where series like 'order:%'",
        """select (select count(distinct order_number) from cases where order_number is not null)
                + (select count(*) from reserved_numbers where state <> 'used')""",
    ),
    "tasks opened = tasks done, open and taken away": (
        "select count(*) from events where kind = 'task.opened'",
        "select count(*) from tasks",
    ),
    "open cases = open cases that wait for something": (
        "select count(*) from cases where closed_at is null",
        """select count(*) from cases c where c.closed_at is null and exists (
               select from tasks where case_id = c.id and state = 0
               union all select from timers where case_id = c.id and token is not null
               union all select from messages_awaited where case_id = c.id
               union all select from jobs where case_id = c.id and state = 'queued')""",
    ),
    # Terms.
    "silence that counts = silence that was told": (
        "select count(*) from clocks where deemed_outcome is not null",
        "select count(*) from events where kind ~ 'expired.(refusal|consent)_by_silence'",
    ),
    "decided after the last day = of these, whose silence was told": (
        """select count(*) from cases c join clocks k on k.case_id = c.id and k.name = 'case'
           where c.decided_on > k.last_day""",
        """select count(*) from cases c join clocks k on k.case_id = c.id and k.name = 'case'
           where c.decided_on > k.last_day and exists
               (select from events e where e.case_id = c.id and e.kind like 'clock.expired.%')""",
    ),
    # Money that goes out.
    "reserved + spent, by line = promised, by request": (
        "select coalesce(sum(committed_tetri), 0) from budget_lines",
        "select coalesce(sum(amount_tetri), 0) from budget_requests where state in ('reserved', 'spent')",
    ),
    "lines, as finance last set them = lines": (
        """select coalesce(sum(amount_tetri), 0) from (select distinct on (line_id) line_id, amount_tetri
           from budget_changes order by line_id, id desc) newest""",
        "select coalesce(sum(amount_tetri), 0) from budget_lines",
    ),
    "requests to the budget = requests told": (
        "select count(*) from budget_requests",
        "select count(*) from events where kind in ('budget.reserved', 'budget.waiting')",
    ),
    # Money that comes in.
    "fees asked for = fees paid, due and given up": (
        "select count(*) from events where kind = 'payment.asked'",
        "select count(*) from payments where state in ('paid', 'due', 'cancelled')",
    ),
    # Property.
    "words on things of inventories = words told": (
        "select coalesce(sum(version), 0) from inventory_items",
        "select count(*) from stream_events where kind = 'asset.counted'",
    ),
    "assets that are gone = rights of the municipality that ended": (
        """select count(*) from asset_states where superseded_by is null and valid_until is null
           and state in ('sold', 'written_off', 'transferred')""",
        "select count(*) from asset_rights where is_own and valid_until is not null",
    ),
    # Registers.
    "entries of registers = entries told": (
        "select count(*) from register_entries",
        "select count(*) from events where kind in ('register.entered', 'register.changed')",
    ),
    "people with the status = grants of the status": (
        "select count(distinct person_id) from register_entries where register = 'residents'",
        """select count(distinct applicant_id) from cases where reason = 'granted'
           and service_code = 'high_mountain.grant'""",
    ),
    "aid entered = aid granted": (
        "select count(distinct case_id) from register_entries where register = 'aid'",
        "select count(*) from cases where reason = 'granted' and service_code = 'social.apply'",
    ),
    # Letters.
    "letters = letters told": (
        "select count(*) from letters",
        "select count(*) from events where kind = 'letter.sent'",
    ),
    "cases with an act = cases whose act was brought to somebody": (
        "select count(*) from cases where order_number is not null and closed_at is not null",
        """select count(*) from cases c where order_number is not null and closed_at is not null and exists
               (select from letters l where l.case_id = c.id and l.sent_at::date >= c.decided_on)""",
    ),
    # Beside the cases.
    "complaints about a case = cases complained of": (
        """select count(*) from cases where service_code = 'general.complaint'
           and document->'application'->>'about' is not null""",
        """select count(*) from case_links l join cases c on c.id = l.case_id
           where l.kind = 'about' and c.service_code = 'general.complaint'""",
    ),
    "deaths the registry told = deaths followed": (
        "select count(*) from registry_events where kind = 'death'",
        "select count(distinct event_id) from registry_events_followed",
    ),
    "proceedings that cases asked for = proceedings opened for them": (
        "select count(*) from events where kind = 'case.opened_another'",
        "select count(*) from procrastinate_jobs where task_name = 'open_proceeding'"
        " and status = 'succeeded'",
    ),
    "what workers gave up = nothing": (
        "select count(*) from procrastinate_jobs where status = 'failed'",
        "select 0",
    ),
    "what stopped = nothing": (
        "select count(*) from incidents where state = 'open'",
        "select 0",
    ),
}


@dataclass(frozen=True)
class Sides:
    """An equation with its two numbers."""

    name: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        return self.left == self.right

    def __str__(self) -> str:
        return f"{'' if self.holds else 'NOT EQUAL: '}{self.name}: {self.left} and {self.right}"


def counted(connection: psycopg.Connection[Any], books: Books) -> Iterator[Sides]:
    """Yield every equation with both numbers."""
    for name, (left, right) in EQUATIONS.items():
        yield Sides(name, _number(connection, left), _number(connection, right))
    yield from _of_lines(connection)
    yield from _of_treasury(connection, books)


def unbalanced(connection: psycopg.Connection[Any], books: Books) -> set[str]:
    """Return the names of the equations that do not hold."""
    return {one.name for one in counted(connection, books) if not one.holds}


def _of_lines(connection: psycopg.Connection[Any]) -> Iterator[Sides]:
    """Of each line: what was allotted is spent, reserved or free, and never less than nothing is free."""
    rows = connection.execute(
        """select l.code, l.amount_tetri, l.committed_tetri,
                  coalesce(sum(r.amount_tetri) filter (where r.state = 'spent'), 0)::bigint,
                  coalesce(sum(r.amount_tetri) filter (where r.state = 'reserved'), 0)::bigint
           from budget_lines l left join budget_requests r on r.line_id = l.id
           group by l.id order by l.code"""
    ).fetchall()
    for code, amount, committed, spent, reserved in rows:
        free = max(0, amount - committed)
        yield Sides(f"line {code}: allotted = spent + reserved + free", amount, spent + reserved + free)


def _of_treasury(connection: psycopg.Connection[Any], books: Books) -> Iterator[Sides]:
    """What the treasury has in its books and what the municipality says of it."""
    payouts = Counter(one["state"] for one in books["payouts"])
    told = dict(
        connection.execute(
            "select kind, count(*) from events where kind like 'payout.%' group by kind"
        ).fetchall()
    )
    yield Sides(
        "orders at the treasury = paid + returned + on their way",
        len(books["payouts"]),
        told.get("payout.executed", 0) + told.get("payout.returned", 0) + payouts["accepted"],
    )
    yield Sides(
        "orders the treasury returned = returns told", payouts["returned"], told.get("payout.returned", 0)
    )
    paid = sum(one["amount_tetri"] for one in books["payouts"] if one["state"] == "executed")
    spent = "select coalesce(sum(amount_tetri), 0) from budget_requests where state = 'spent'"
    yield Sides("tetri the treasury paid = tetri spent of the budget", paid, _number(connection, spent))
    received = sum(one["amount_tetri"] for one in books["orders"] if one["state"] == "paid")
    came_in = "select coalesce(sum(paid_tetri), 0) from payment_attempts where paid_tetri is not null"
    yield Sides("tetri the treasury received = tetri of fees", received, _number(connection, came_in))


def _number(connection: psycopg.Connection[Any], statement: str) -> int:
    row = connection.execute(statement).fetchone()
    assert row is not None
    return int(row[0])
