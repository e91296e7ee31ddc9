"""Reconciling names corruption of what was paid."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from engine.payments import paying as payments
from engine.payments.queries.payments import of_case
from tests.engine.bookkeeping import Ledger, found, owner
from tests.engine.kit import CITIZEN, Office
from tests.payments.test_payments import begin, come_back
from tests.payments.treasury import RunningTreasury

CORRUPTIONS = {
    "the order is gone": (
        "delete from payment_attempts where state = 'paid'",
        "is paid and was paid by 0 orders",
    ),
    "the payment is due again": (
        "update payments set state = 'due', settled_at = null where state = 'paid'",
        "is due and was paid by 1 orders",
    ),
    "the amount is another": (
        "update payments set amount_tetri = 5000 where state = 'paid'",
        "asks for 5000 tetri and was paid with 6000",
    ),
    "the message is gone": ("delete from messages where name = 'payment.settled'", "was told 0 times"),
    "its delivery is gone": (
        "delete from procrastinate_jobs where task_name = 'deliver_message'",
        "nothing will tell its case",
    ),
    "money too much is forgotten": (
        "delete from payment_attempts where state = 'to_return'",
        "1 events tell of payments that came too much, 0 exist",
    ),
    "the payment is another municipality's": (
        "update payments set municipality_id = municipality_id + 1",
        "rows of payments belong to another municipality",
    ),
}


@pytest.fixture
def paid(paying: Office, treasury: RunningTreasury) -> Office:
    """An office with one payment paid twice, whose case has not been told yet, and one that is due."""
    case_id = paying.file(key=uuid4()).case_id
    paying.file(key=uuid4())
    with paying.engine.read(paying.person(CITIZEN)) as tx:
        (payment,) = of_case(tx, case_id)
    pages = [begin(paying, payment.payment_id) for _ in range(2)]
    for page in pages:
        treasury.simulate_outcome(page, "paid")
        come_back(paying, page)
    (paying.engine.settings.home / "mail").mkdir()
    return paying


def test_reconcile__money_as_it_should_be__finds_nothing(paid: Office) -> None:
    assert payments.poll(paid.engine) == 0
    assert [check for check in found(paid) if check.differences] == []


@pytest.mark.parametrize(
    ("state", "tetri", "sentence"),
    [
        ("acknowledged", 6000, None),
        ("refused", None, "the treasury took nothing"),
        ("acknowledged", 5000, "the treasury took 5000 tetri"),
        ("sent", 6000, None),
    ],
)
def test_ledger__order_that_was_paid__is_as_the_treasury_said_or_named(
    paid: Office, tmp_path: Path, state: str, tetri: int | None, sentence: str | None
) -> None:
    ledger = Ledger(paid, tmp_path / "ledger.jsonl")
    with owner(paid) as connection:
        row = connection.execute("select id from payment_attempts where state = 'paid'").fetchone()
    told = {"command": "Pay", "person": CITIZEN, "order": str(row[0]), "paid_tetri": tetri}

    ledger.write(key=str(uuid4()), state=state, **told)

    found = ledger.check().differences
    assert [sentence in difference for difference in found] == [True] if sentence else found == ()


def test_ledger__order_that_nobody_knows__is_named(paid: Office, tmp_path: Path) -> None:
    ledger = Ledger(paid, tmp_path / "ledger.jsonl")
    told = {"command": "Pay", "person": CITIZEN, "order": str(uuid4()), "paid_tetri": 6000}

    ledger.write(key=str(uuid4()), state="acknowledged", **told)

    assert "does not exist" in ledger.difference()


@pytest.mark.parametrize("corruption", CORRUPTIONS)
def test_reconcile__money_damaged__is_named(paid: Office, corruption: str) -> None:
    statement, sentence = CORRUPTIONS[corruption]

    with owner(paid) as connection:
        connection.execute(statement)

    assert any(sentence in difference for check in found(paid) for difference in check.differences)
