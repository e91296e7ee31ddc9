"""Payments: what cases ask to be paid, orders at the treasury, returns and payouts.

To change what the treasury pays out, how an order ends, and what finance sees of it:
`engine/payments/operations/payouts.py`, `engine/payments/queries/payouts.py`, `engine/connectors/payouts.py`
and its contract, the block `bpmn/shared/payout`, `demo/payouts.py`.

To add a reason why a payment is refused (money that is not what the case waits for, and goes back):
`_why_not` in `engine/payments/handlers/payments.py`, of a bank's receipt
`engine/payments/operations/bank_receipts.py`; the check of `payment_attempts.why`
(`engine/db/schema/tables/payments.sql`, by a migration); words `events.payment.to_return.<why>` in
`engine/texts/<language>/events.json` and `payment.why.<why>` in `web/texts/<language>/payments.json`. Which
answer of the treasury is not believed: `Treasury.ask` in `engine/connectors/treasury.py`.
`tests/payments/test_payments.py`.

To add a second place to pay at (a provider of payments): a connector with the methods of
`engine/connectors/treasury.py`; `engine/payments/paying.py` chooses it, and `payment_attempts` gets a
column (migration, `engine/payments/store/payments.py`) that says where an order was laid, for there one
asks how it ended; its address as of another state register; the choice and its `origin` in `web/paying.py`;
a simulator in `demo/` and `_STAND_INS` of `engine/installation/serve.py`.
"""
