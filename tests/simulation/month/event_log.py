"""The event log of the simulated month: how the cases of each service ended, and the events between."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.simulation.month.simulation import MonthSimulation

ENDS = """
select service_code, coalesce(reason, case when closed_at is null then 'open' else status end) as how,
       count(*) as number
from cases group by 1, 2 order by 1, 3 desc, 2
"""
# What a reader of the month asks about, and where it is counted. None of it is missing in a whole month.
SPECIAL: Final = {
    "cases": "select count(*) from cases",
    "silence that counts": "select count(*) from clocks where deemed_outcome is not null",
    "terms that ran out": "select count(*) from events where kind ~ '^(clock|stage).expired'",
    "notices to complete the papers": "select count(*) from letters where template = 'notice'",
    "withdrawn": "select count(*) from cases where reason = 'withdrawn'",
    "deaths": "select count(*) from registry_events where kind = 'death'",
    "complaints about a case": "select count(*) from case_links where kind = 'about'",
    "cases that follow a stage": "select count(*) from case_links where kind = 'stage'",
    "cases that waited for money": "select count(distinct case_id) from events where kind = 'budget.waiting'",
    "decided by tables": "select count(*) from automatic_decisions",
    "granted with others by one order": "select count(*) from cases where order_number like '%/%'",
    "months of aid that were paid": """select count(*) from (select case_id from budget_requests
        where state = 'spent' group by case_id having count(*) > 1) paid""",
    "payments that came back": "select count(*) from events where kind = 'payout.returned'",
    "rights to property": "select count(*) from asset_rights",
    "put on the list of privatisation": """select count(*) from cases
        where service_code = 'assets.privatisation' and reason = 'granted'""",
    "lots that found nobody": "select count(*) from cases where document->'auction'->>'state' = 'failed'",
    "lots that were sold": "select count(*) from cases where document->'auction'->>'state' = 'sold'",
    "property sold": """select count(*) from asset_rights
        where kind = 'ownership' and contract_no is not null and fee_tetri > 0""",
    "sales under conditions": "select count(*) from cases where service_code = 'assets.conditions'",
    "direct disposals": """select count(*) from cases
        where service_code = 'assets.direct' and reason = 'granted'""",
    "permits to build": "select count(*) from register_entries where register = 'permits'",
    "fees paid": "select count(*) from payments where state = 'paid'",
    "signed by card": "select count(*) from events where kind = 'signature.added'",
    "letters": "select count(*) from letters",
    "events in the chains": "select count(*) from events",
}


def event_log(simulation: MonthSimulation) -> list[str]:
    """Return the events of the simulated month in lines."""
    by_service: dict[str, list[str]] = defaultdict(list)
    for row in simulation.environment.rows(ENDS):
        by_service[row.service_code].append(f"{row.number} {row.how}")
    lines = [f"{service}: {', '.join(ends)}" for service, ends in by_service.items()]
    lines += [
        f"{name}: {simulation.environment.rows(statement)[0].count}" for name, statement in SPECIAL.items()
    ]
    lines += [f"turned away, {why}: {number}" for why, number in simulation.turned_away.items()]
    lines += [f"put off, {why}: {number}" for why, number in simulation.unanswered.items()]
    return lines
