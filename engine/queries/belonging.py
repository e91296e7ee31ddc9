"""Columns that every part of a case repeats about the case, and where they say something else.

The parts of a case carry its municipality and applicant, because row-level security and indexes
need them beside the row: one that differs is seen by strangers, or by nobody. Refuses to change
anything.
"""

from __future__ import annotations

from engine.queries.rules import Rule, any_of

# Each part of a case, and what it repeats of it.
PARTS = {
    "submissions": ("municipality_id",),
    "tasks": ("municipality_id", "applicant_id"),
    "timers": ("municipality_id",),
    "jobs": ("municipality_id",),
    "messages_awaited": ("municipality_id",),
    "messages": ("municipality_id",),
    "signal_deliveries": ("municipality_id",),
    "incidents": ("municipality_id",),
    "step_events": ("municipality_id",),
    "letters": ("municipality_id", "applicant_id"),
    "case_messages": ("municipality_id", "applicant_id"),
    "case_notes": ("municipality_id",),
    "adhoc_tasks": ("municipality_id",),
    "documents": ("municipality_id",),
    "register_entries": ("municipality_id",),
    "register_notes": ("municipality_id",),
    "register_answers": ("municipality_id",),
    "told_changes": ("municipality_id",),
    "payments": ("municipality_id",),
    "asset_states": ("municipality_id",),
    "asset_rights": ("municipality_id",),
    "lots": ("municipality_id",),
    "inventories": ("municipality_id",),
    "inventory_items": ("municipality_id",),
    "budget_requests": ("municipality_id",),
    "payment_attempts": ("municipality_id",),
    "cash_receipts": ("municipality_id",),
    "case_links": ("municipality_id",),
    "signings": ("municipality_id", "applicant_id"),
}


def _strangers(table: str, columns: tuple[str, ...]) -> str:
    differs = " or ".join(f"p.{column} is distinct from c.{column}" for column in columns)
    return f"""
    select format('case %s: %s rows of {table} belong to another municipality or person', c.number, count(*))
    from {table} p join cases c on c.id = p.case_id where {differs} group by c.number
    """


RULES = (
    Rule(
        "belonging",
        f"select '{len(PARTS)} kinds of parts'",
        any_of(*(_strangers(table, columns) for table, columns in PARTS.items())),
    ),
    Rule(
        "closed cases",
        "select format('%s closed cases', count(*)) from cases where closed_at is not null",
        any_of(
            """
            select format('case %s is closed and its clock %s is %s', c.number, k.name, k.state)
            from clocks k join cases c on c.id = k.case_id
            where c.closed_at is not null and k.state in ('running', 'paused')
            """,
            """
            select format('case %s is closed and %s timers are left', c.number, count(*))
            from timers t join cases c on c.id = t.case_id where c.closed_at is not null group by c.number
            """,
        ),
    ),
    Rule(
        "answers",
        "select format('%s commands were answered', count(*)) from command_keys",
        """
        select format('key %s: its answer tells of version %s, and the case %s', a.key, a.version,
                      coalesce('is at ' || c.version, 'does not exist'))
        from (select key, (result->>'case_id')::uuid as case_id, (result->>'version')::int as version from
                (select key, convert_from(result, 'UTF8')::jsonb->'content' as result from command_keys) r
              where result ? 'version') a
        left join cases c on c.id = a.case_id where c.version is null or c.version < a.version
        """,
    ),
)
