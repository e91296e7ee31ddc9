"""Paying out by the treasury: answers fit the contract, and whatever is cut off is paid once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import jsonschema
import pytest

import engine.connectors
from engine.connectors.payouts import PayoutDiffers, PayoutOrder, Payouts
from engine.errors import EngineError, Unavailable
from tests.payments.treasury import RunningTreasury, running_treasury

CONTRACT = json.loads(
    (Path(engine.connectors.__file__).parent / "contracts" / "payouts.openapi.json").read_text()
)
PAID, CLOSED = "GE29NB0000000101904917", "GE91NB0000000000000000"
STATED = {"case_number": "K-1", "legal_ground": "კანონი", "purpose": "დახმარება"}
SLOW, LOST = "GE91NB0000000000001111", "GE91NB0000000000002222"


@pytest.fixture(scope="module")
def treasury() -> Iterator[RunningTreasury]:
    with running_treasury() as found:
        yield found


@pytest.fixture
def payouts(treasury: RunningTreasury) -> Iterator[Payouts]:
    connector = Payouts(treasury.address, treasury.token)
    yield connector
    connector.close()


def an_order(iban: str = PAID, **changed: Any) -> PayoutOrder:
    said = {"amount_tetri": 70000, "payee": "დემო კლინიკა", "payee_code": "204500001", "line": "07 02"}
    return PayoutOrder(**{"payout_id": uuid4(), "iban": iban, "purpose": "K-1", **said, **changed})


def times_paid(treasury: RunningTreasury, payout_id: UUID) -> int:
    return sum(payment["payout"] == str(payout_id) for payment in treasury.books.payouts.paid)


@pytest.mark.parametrize(
    ("iban", "first", "then", "paid"),
    [
        (PAID, "executed", "executed", 1),
        (CLOSED, "returned", "returned", 0),
        (SLOW, "accepted", "executed", 1),
    ],
)
def test_order__laid__ends_as_its_account_says(
    treasury: RunningTreasury, payouts: Payouts, iban: str, first: str, then: str, paid: int
) -> None:
    order = an_order(iban)

    laid, asked = payouts.lay(order, **STATED), payouts.ask(order.payout_id, **STATED)

    assert (laid.state, asked.state, times_paid(treasury, order.payout_id)) == (first, then, paid)
    assert (asked.reference is not None) == (then == "executed")


def test_order__whose_answer_was_lost__is_laid_again_and_paid_once(
    treasury: RunningTreasury, payouts: Payouts
) -> None:
    order = an_order(LOST)
    with pytest.raises(Unavailable):
        payouts.lay(order, **STATED)

    again = payouts.lay(order, **STATED)

    assert again.state == "executed"
    assert times_paid(treasury, order.payout_id) == 1


def test_order__under_the_id_of_another__is_refused(treasury: RunningTreasury, payouts: Payouts) -> None:
    order = an_order()
    payouts.lay(order, **STATED)

    with pytest.raises(PayoutDiffers):
        payouts.lay(an_order(payout_id=order.payout_id, amount_tetri=1), **STATED)

    assert times_paid(treasury, order.payout_id) == 1


def test_treasury__asked_of_an_order_it_never_heard_of__or_without_token__refuses(
    treasury: RunningTreasury, payouts: Payouts
) -> None:
    stranger = Payouts(treasury.address, "other")

    for connector in (payouts, stranger):
        with pytest.raises(EngineError, match=r"registry\.(request_refused|not_permitted)"):
            connector.ask(uuid4(), **STATED)
    stranger.close()


def test_simulator__and_what_we_send__fit_the_contract(treasury: RunningTreasury) -> None:
    path, components = next(iter(CONTRACT["paths"])), CONTRACT["components"]
    order = {"payout": str(uuid4()), "amount_tetri": 1, "payee": "ვ", "payee_code": "00000000101"}
    order |= {"iban": PAID, "line": "07 02", "purpose": "K-1"}
    headers = {"Authorization": f"Bearer {treasury.token}"}
    stated = {parameter["name"]: "x" for parameter in CONTRACT["paths"][path]["post"]["parameters"]}

    unfounded, answer = (
        httpx.post(f"{treasury.address}{path}", json=order, headers=sent, trust_env=False)
        for sent in (headers, {**headers, **stated})
    )

    assert (unfounded.status_code, answer.status_code) == (400, 201)
    for value, name in ((order, "Order"), (answer.json(), "State")):
        schema = {"$ref": f"#/components/schemas/{name}", "components": components}
        judge = jsonschema.Draft202012Validator(schema)
        assert judge.is_valid(value) and not judge.is_valid({**value, next(iter(value)): 1.5, "state": 1})
