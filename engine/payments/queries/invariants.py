"""Invariants of money: each payment taken once, by an order that was paid, and told to its case.

Refuses to change anything.
"""

from __future__ import annotations

from engine.queries.rules import LIVE, Rule, any_of, told

RULES = (
    Rule(
        "payments",
        """
        select format('%s payments, %s paid, %s to be returned', count(*),
                      count(*) filter (where state = 'paid'),
                      (select count(*) from payment_attempts where state = 'to_return')) from payments
        """,
        any_of(
            """
            select format('payment %s is %s and was paid by %s orders', p.number, p.state, count(a.id))
            from payments p left join payment_attempts a on a.payment_id = p.id and a.state = 'paid'
            group by p.id having count(a.id) <> (p.state = 'paid')::int
            """,
            """
            select format('payment %s asks for %s tetri and was paid with %s', p.number, p.amount_tetri,
                          a.paid_tetri)
            from payments p join payment_attempts a on a.payment_id = p.id
            where a.state = 'paid' and a.paid_tetri <> p.amount_tetri
            """,
            """
            select format('payment %s is paid and its case was told %s times', p.number, count(m.id))
            from payments p left join messages m
                on m.name = 'payment.settled' and m.correlation_key = p.id::text
            where p.state = 'paid' group by p.id having count(m.id) <> 1
            """,
            f"""
            select format('payment %s is paid and nothing will tell its case', p.number)
            from payments p join messages m on m.name = 'payment.settled' and m.correlation_key = p.id::text
            where m.state = 'kept' and exists (
                select from messages_awaited w where w.case_id = p.case_id and w.correlation_key = p.id::text)
              and not exists (select from procrastinate_jobs q
                              where {LIVE.format("deliver_message")} and q.args->>'message_id' = m.id::text)
            """,
            told("payments asked for", events="kind = 'payment.asked'", rows="payments"),
            told(
                "payments received",
                events="kind = 'payment.received'",
                rows="payment_attempts where state = 'paid' and means = 'treasury'",
            ),
            told(
                "payments by the receipt of a bank",
                events="kind = 'payment.received_at_bank'",
                rows="payment_attempts where state = 'paid' and means = 'bank'",
            ),
            told(
                "payments that came too much",
                events="kind = 'payment.to_return'",
                rows="payment_attempts where state in ('to_return', 'returned')",
            ),
        ),
    ),
)
