"""Reconciling names corruption of cash."""

from __future__ import annotations

import pytest

from engine.cash.commands import RecordDeposit, VoidReceipt
from tests.cash.desks import HEAD, OPERATOR, asked, close_day, receive, take_cash, today
from tests.engine.bookkeeping import found, owner
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office

CORRUPTIONS = {
    "the order is another's": (
        "update payment_attempts set paid_tetri = 5900 where reference = 'CASH-68-2'",
        "receipt 2 of centre 68 settles no order as it should",
    ),
    "the payment is due again": (
        "update payments set state = 'due', settled_at = null where state = 'paid'",
        "is due and its receipt stands",
    ),
    "the void is gone": ("delete from cash_voids", "is voided and its receipt stands"),
    "a number is gone": (
        "update cash_series set last = 3",
        "the receipts of centre 68 end with 3, and there are 2",
    ),
    "the count is another": (
        "update cash_counts set expected_tetri = 7000, note = 'x'",
        "was closed with 7000 tetri, its receipts say 6000",
    ),
    "the deposit is another": (
        "update cash_deposits set expected_tetri = 7000, note = 'x'",
        "the deposit T-1 says 7000 tetri, its receipts 6000",
    ),
    "the confirmation is gone": ("delete from cash_confirmations", "was deposited and its day is open"),
    "the order has no receipt": (
        "delete from cash_deposited; delete from cash_receipts where number = 2",
        "order CASH-68-2 was paid in cash and has no receipt",
    ),
}


@pytest.fixture
def closed(paying: Office) -> Office:
    """An office with a day that is closed and deposited, after one of its receipts was voided."""
    take_cash(paying)
    mistaken = receive(paying, asked(paying, by=OTHER_CITIZEN)[1])
    receive(paying, asked(paying, by=CITIZEN)[1])
    paying.engine.send(VoidReceipt(mistaken.receipt_id, "mistake"), actor=paying.person(HEAD))
    close_day(paying, 6000)
    deposit = RecordDeposit("keda", "T-1", today(paying), 6000, 6000)
    paying.engine.send(deposit, actor=paying.person(OPERATOR))
    (paying.engine.settings.home / "mail").mkdir()
    return paying


def test_reconcile__cash_as_it_should_be__finds_nothing(closed: Office) -> None:
    assert [check for check in found(closed) if check.differences] == []


@pytest.mark.parametrize("damage", CORRUPTIONS)
def test_reconcile__cash_that_was_damaged__is_named(closed: Office, damage: str) -> None:
    statement, sentence = CORRUPTIONS[damage]
    with owner(closed) as connection:
        connection.execute(statement)

    told = [line for check in found(closed) for line in check.differences]

    assert any(sentence in line for line in told), told


def test_cash__that_was_written_down__is_not_changed_by_the_programs(closed: Office) -> None:
    with owner(closed) as connection:
        rights = connection.execute(
            """
            select table_name, privilege_type from information_schema.role_table_grants
            where grantee = 'mms_app' and table_name like 'cash%' and privilege_type in ('UPDATE', 'DELETE')
            """
        ).fetchall()

    assert rights == [("cash_series", "UPDATE")]
