"""Invariants of collective orders: what an order grants and what its cases say agree.

Refuses to change anything.
"""

from __future__ import annotations

from engine.queries.rules import Rule, any_of, told

RULES = (
    Rule(
        "collective orders",
        """
        select format('%s offers, %s waiting, %s granted', count(*),
                      count(*) filter (where state = 'waiting'), count(*) filter (where state = 'decided'))
        from collective_items
        """,
        any_of(
            told(
                "offers to be granted with others",
                events="kind = 'collective.offered'",
                rows="collective_items",
            ),
            """
            select format('the order of case %s grants case %s, and has no number', o.number, c.number)
            from collective_items i join cases c on c.id = i.case_id join cases o on o.id = i.order_case_id
            where i.state = 'decided' and o.order_number is null
            """,
            """
            select format('case %s is listed by case %s, which is closed', c.number, o.number)
            from collective_items i join cases c on c.id = i.case_id join cases o on o.id = i.order_case_id
            where i.state = 'listed' and o.closed_at is not null
            """,
            """
            select format('case %s has number %s, its order %s and the place %s', c.number, c.order_number,
                          o.order_number, i.place)
            from collective_items i join cases c on c.id = i.case_id join cases o on o.id = i.order_case_id
            where i.state = 'decided' and c.order_number is not null
              and c.order_number <> o.order_number || '/' || i.place
            """,
            """
            select format('case %s waits for an order, and is offered to none', c.number)
            from messages_awaited a join cases c on c.id = a.case_id
            where a.name = 'collective.decided' and not exists
                (select from collective_items i where i.case_id = a.case_id and i.id::text = a.correlation_key
                 and i.state <> 'left')
            """,
        ),
    ),
)
