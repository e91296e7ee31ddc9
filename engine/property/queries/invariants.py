"""Invariants of municipal property: each thing is in one state, and sold is what somebody else owns.

What two rows can't say of each other, the database refuses (`engine/db/schema/tables/property.sql`). Refuses
to change anything.
"""

from __future__ import annotations

from engine.property.rules.kinds import FORMER_STATES
from engine.queries.rules import Rule, any_of, told

_FORMER = ", ".join(f"'{state}'" for state in FORMER_STATES)

RULES = (
    Rule(
        "property",
        """
        select format('%s assets, %s states, %s rights', (select count(*) from assets),
                      (select count(*) from asset_states), count(*)) from asset_rights
        """,
        any_of(
            """
            select format('asset %s is in %s states from now on', a.inventory_no, count(s.id))
            from assets a left join asset_states s
                on s.asset_id = a.id and s.valid_until is null and s.superseded_by is null
            group by a.id having count(s.id) <> 1
            """,
            f"""
            select format('asset %s is %s and %s the municipality''s', a.inventory_no, s.state,
                          case when r.id is null then 'not' else 'still' end)
            from assets a
            join asset_states s on s.asset_id = a.id and s.valid_until is null and s.superseded_by is null
            left join asset_rights r
                on r.asset_id = a.id and r.is_own and r.state = 'held' and r.valid_until is null
            where (s.state in ({_FORMER})) = (r.id is not null)
            """,
            """
            select format('table %s brought %s assets, it was to bring %s', i.file_name, count(s.id),
                          i.assets)
            from asset_imports i left join asset_states s on s.import_id = i.id
            group by i.id having count(s.id) <> i.assets
            """,
            """
            select format('table %s brought %s rights, it was to bring %s', i.file_name, count(r.id),
                          i.rights)
            from asset_imports i left join asset_rights r on r.import_id = i.id and not r.is_own
            group by i.id having count(r.id) <> i.rights
            """,
            """
            select format('inventory of case %s is closed and %s things are not counted', c.number, count(*))
            from inventories i join cases c on c.id = i.case_id
            join inventory_items t on t.case_id = i.case_id and t.result is null
            where i.closed_at is not null group by c.number
            """,
            told(
                "inventories that were closed",
                events="kind = 'inventory.closed'",
                rows="inventories where closed_at is not null",
            ),
            told(
                "states of assets",
                events="kind in ('asset.entered', 'asset.changed', 'asset.taken_back')",
                rows="asset_states where case_id is not null and state <> 'sold'",
            ),
        ),
    ),
)
