"""Payments: what cases ask to be paid, orders at the treasury, returns and payouts."""
