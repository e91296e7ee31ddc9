"""Invariants of cash at community centres: each receipt settles its payment, no money is lost.

Refuses to change anything.
"""

from __future__ import annotations

from engine.queries.rules import Rule, any_of, told

OF_RECEIPT = "from cash_receipts r left join cash_voids v on v.receipt_id = r.id"

RULES = (
    Rule(
        "cash",
        f"""
        select format('%s receipts, %s voided, %s tetri not deposited', count(*), count(v.receipt_id),
                      coalesce(sum(r.amount_tetri)
                               filter (where coalesce(v.receipt_id, d.receipt_id) is null), 0))
        {OF_RECEIPT} left join cash_deposited d on d.receipt_id = r.id
        """,
        any_of(
            f"""
            select format('receipt %s of centre %s settles no order as it should', r.number, r.center)
            {OF_RECEIPT} left join payment_attempts a on a.id = r.id
            where (a.payment_id, a.case_id, a.paid_tetri, a.means, a.state) is distinct from
                  (r.payment_id, r.case_id, r.amount_tetri, 'cash',
                   case when v.receipt_id is null then 'paid' else 'voided' end)
            """,
            f"""
            select format('payment %s is %s and its receipt %s', p.number, p.state,
                          case when v.receipt_id is null then 'stands' else 'is voided' end)
            {OF_RECEIPT} join payments p on p.id = r.payment_id
            where p.state <> case when v.receipt_id is null then 'paid' else 'voided' end
            """,
            """
            select format('order %s was paid in cash and has no receipt', a.reference)
            from payment_attempts a
            where a.means = 'cash' and not exists (select from cash_receipts r where r.id = a.id)
            """,
            """
            select format('the receipts of centre %s end with %s, and there are %s', s.center, s.last,
                          count(r.id))
            from cash_series s left join cash_receipts r on r.center = s.center
            group by s.center, s.last having count(r.id) <> s.last or coalesce(max(r.number), 0) <> s.last
            """,
            f"""
            select format('the cash of centre %s on %s was closed with %s tetri, its receipts say %s',
                          k.center, k.on_day, n.expected_tetri, coalesce(sum(r.amount_tetri), 0))
            from cash_confirmations k join cash_counts n on n.id = k.count_id
            left join (select r.* {OF_RECEIPT} where v.receipt_id is null) r
                on r.center = k.center and r.received_on = k.on_day
            group by k.center, k.on_day, n.expected_tetri
            having n.expected_tetri <> coalesce(sum(r.amount_tetri), 0)
            """,
            """
            select format('the deposit %s says %s tetri, its receipts %s', d.document, d.expected_tetri,
                          coalesce(sum(r.amount_tetri), 0))
            from cash_deposits d left join cash_deposited x on x.deposit_id = d.id
            left join cash_receipts r on r.id = x.receipt_id and r.center = d.center
                and r.municipality_id = d.municipality_id
            group by d.id, d.document, d.expected_tetri
            having d.expected_tetri <> coalesce(sum(r.amount_tetri), 0)
            """,
            f"""
            select format('receipt %s of centre %s was deposited and %s', r.number, r.center,
                          case when v.receipt_id is null then 'its day is open' else 'is voided' end)
            {OF_RECEIPT} join cash_deposited d on d.receipt_id = r.id
            where v.receipt_id is not null or not exists (
                select from cash_confirmations k where k.center = r.center and k.on_day = r.received_on)
            """,
            told("payments in cash", events="kind = 'payment.received_in_cash'", rows="cash_receipts"),
        ),
    ),
)
