"""Invariants of budgets: what is counted is what was promised, nobody waits beside money that is free.

Refuses to change anything.
"""

from __future__ import annotations

from engine.queries.rules import LIVE, Rule, any_of, told

RULES = (
    Rule(
        "budgets",
        """
        select format('%s lines, %s requests, %s waiting', (select count(*) from budget_lines), count(*),
                      count(*) filter (where state = 'waiting')) from budget_requests
        """,
        any_of(
            """
            select format('line %s of %s has %s tetri committed, its requests add up to %s', l.code, l.year,
                          l.committed_tetri, coalesce(sum(r.amount_tetri), 0))
            from budget_lines l
            left join budget_requests r on r.line_id = l.id and r.state in ('reserved', 'spent')
            group by l.id having l.committed_tetri <> coalesce(sum(r.amount_tetri), 0)
            """,
            """
            select format('line %s of %s has %s tetri, its newest change says %s', l.code, l.year,
                          l.amount_tetri, c.amount_tetri)
            from budget_lines l
            left join lateral (select amount_tetri from budget_changes where line_id = l.id
                               order by id desc limit 1) c on true
            where c.amount_tetri is distinct from l.amount_tetri
            """,
            f"""
            select format('line %s of %s has money for case %s, which waits', l.code, l.year, c.number)
            from budget_lines l
            join lateral (select * from budget_requests where line_id = l.id and state = 'waiting'
                          order by filed_at, case_id, asked_at, id limit 1) r on true
            join cases c on c.id = r.case_id
            where r.amount_tetri <= l.amount_tetri - l.committed_tetri
              and not exists (select from procrastinate_jobs q
                              where {LIVE.format("offer_budget")} and q.args->>'line_id' = l.id::text)
            """,
            """
            select format('order %s of case %s was executed with %s tetri, its request is %s with %s', p.id,
                          c.number, p.amount_tetri, r.state, r.amount_tetri)
            from payouts p join budget_requests r on r.id = p.request_id join cases c on c.id = p.case_id
            where p.state = 'executed' and (r.state <> 'spent' or r.amount_tetri <> p.amount_tetri)
            """,
            """
            select format('order %s of case %s took more than was reserved', p.id, c.number)
            from payouts p join budget_requests r on r.id = p.request_id join cases c on c.id = p.case_id
            where p.amount_tetri > r.amount_tetri
            """,
            """
            select format('case %s is over and its request to the budget is %s', c.number, r.state)
            from budget_requests r join cases c on c.id = r.case_id
            where c.closed_at is not null and r.state in ('waiting', 'reserved')
            """,
            told(
                "requests to the budget",
                events="kind in ('budget.reserved', 'budget.waiting')",
                rows="budget_requests",
            ),
        ),
    ),
)
