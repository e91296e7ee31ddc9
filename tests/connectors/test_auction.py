"""The auction: lots, bids, a moved end and a failure as the contract says; nonsense counts as no answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import jsonschema
import pytest

import engine.connectors
from engine.connectors.auction import FAILED, OPEN, SOLD, Auction, Lot, Standing
from engine.errors import EngineError, Rejected, Unavailable
from tests.engine.simulated import Simulated, simulated

CONTRACT = json.loads(
    (Path(engine.connectors.__file__).parent / "contracts" / "auction.openapi.json").read_text()
)
STATED = {"case_number": "KEDA-AS-2026-000001", "legal_ground": "№669", "purpose": "იჯარა"}


@pytest.fixture
def simulator() -> Iterator[Simulated]:
    with simulated() as found:
        yield found


@pytest.fixture
def auction(simulator: Simulated) -> Iterator[Auction]:
    found = Auction(f"{simulator.address}/auction")
    yield found
    found.close()


def a_lot() -> Lot:
    return Lot(uuid4(), "დემო ოფისი", "lease", 500_00, 25_00, 150_00, datetime.now(UTC) + timedelta(days=7))


def simulate_bids(simulator: Simulated, *steps: dict[str, Any]) -> httpx.Response:
    return httpx.put(f"{simulator.address}/_bids", json=list(steps))


def bid(lot: Lot, tetri: int, name: str = "Demo Citizen 7") -> dict[str, Any]:
    return {"lot": str(lot.id), "name": name, "number": "00000000107", "amount_tetri": tetri}


def fits(name: str, value: Any) -> bool:
    schema = {"$ref": f"#/components/schemas/{name}", "components": CONTRACT["components"]}
    return jsonschema.Draft202012Validator(schema).is_valid(value)


def test_lot__put_up_twice_and_bid_for__is_one_and_sold_to_the_highest(
    auction: Auction, simulator: Simulated
) -> None:
    lot = a_lot()

    first, again = (auction.announce(announced, **STATED) for announced in (lot, replace(lot, title="again")))
    assert first == again and first.state == OPEN
    assert simulate_bids(simulator, bid(lot, 500_00)).status_code == 200
    assert simulate_bids(simulator, bid(lot, 510_00)).status_code == 400  # less than a step more
    simulate_bids(simulator, bid(lot, 530_00, "Demo Citizen 8"), {"lot": str(lot.id), "close": True})

    ended = auction.ask(lot.id, **STATED)
    assert (ended.state, ended.price_tetri, ended.winner_name) == (SOLD, 530_00, "Demo Citizen 8")
    (told,) = httpx.get(f"{simulator.address}/_bids").json()
    assert fits("Lot", told) and fits("Standing", told)


def test_lot__without_a_bid__fails_and_one_with_a_late_bid_closes_later(
    auction: Auction, simulator: Simulated
) -> None:
    empty, late = a_lot(), replace(a_lot(), closes_at=datetime.now(UTC) + timedelta(minutes=1))
    for lot in (empty, late):
        auction.announce(lot, **STATED)

    simulate_bids(simulator, {"lot": str(empty.id), "close": True}, bid(late, 500_00))

    assert auction.ask(empty.id, **STATED).state == FAILED
    moved = auction.ask(late.id, **STATED)
    assert moved.state == OPEN and moved.closes_at > late.closes_at + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [
        ({"mode": "down", "how": "status"}, Unavailable, "registry.out_of_service"),
        ({"mode": "down", "how": "drop"}, Unavailable, "registry.unreachable"),
        ({"mode": "wrong", "how": "schema"}, Unavailable, "registry.answer_invalid"),
        ({"mode": "wrong", "how": "not_json"}, Unavailable, "registry.answer_invalid"),
        ({"mode": "wrong", "how": "other_person"}, Unavailable, "registry.answer_invalid"),
    ],
)
def test_auction__that_misbehaves__has_not_answered(
    auction: Auction, simulator: Simulated, fault: dict[str, str], error: type[EngineError], code: str
) -> None:
    lot = a_lot()
    auction.announce(lot, **STATED)
    httpx.put(f"{simulator.address}/_faults", json={"auction": fault})

    with pytest.raises(error) as refused:
        auction.ask(lot.id, **STATED)

    assert refused.value.error_code == code


def test_lot__that_nobody_put_up__is_final(auction: Auction) -> None:
    with pytest.raises(Rejected):
        auction.ask(uuid4(), **STATED)


def test_standing__as_a_result__carries_no_more_than_a_diagram_may_read() -> None:
    standing = Standing("7", OPEN, datetime(2026, 11, 20, 13, tzinfo=UTC))

    assert standing.as_result(uuid4())["state"] == OPEN
