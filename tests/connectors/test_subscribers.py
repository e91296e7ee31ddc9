"""Delivery to subscribers: what is sent and answered fits the contract; nonsense counts as no answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import jsonschema
import pytest

import engine.connectors
from engine.connectors.subscribers import Change, StatusSubscriber
from engine.errors import EngineError, Rejected, Unavailable
from tests.engine.simulated import Simulated, simulated

CONTRACT = json.loads(
    (Path(engine.connectors.__file__).parent / "contracts" / "status_changes.openapi.json").read_text()
)
AGENCY = "social_agency"


@pytest.fixture
def simulator() -> Iterator[Simulated]:
    with simulated() as found:
        yield found


def fits(name: str, value: Any) -> bool:
    schema = {"$ref": f"#/components/schemas/{name}", "components": CONTRACT["components"]}
    checker = jsonschema.FormatChecker(formats=["date", "uuid"])
    return jsonschema.Draft202012Validator(schema, format_checker=checker).is_valid(value)


def a_change(number: int = 1) -> Change:
    content = {"state": "active", "valid_from": "2026-09-01", "order_number": "keda-O-2026-1", "fields": {}}
    at = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)
    return Change(uuid4(), number, "residents", "keda", "00000000101", at, content)


def tell(simulator: Simulated, change: Change) -> str:
    subscriber = StatusSubscriber(AGENCY, f"{simulator.address}/{AGENCY}")
    try:
        return subscriber.deliver(change, legal_ground="კანონი", purpose="პენსია")
    finally:
        subscriber.close()


def test_change__told_twice__is_one_and_fits_the_contract(simulator: Simulated) -> None:
    change = a_change()

    receipts = {tell(simulator, change), tell(simulator, change)}

    (told,) = simulator.told(AGENCY)
    assert len(receipts) == 1 and fits("Receipt", {"receipt": receipts.pop()})
    assert fits("Change", told) and not fits("Change", told | {"valid_from": "soon"})


def test_change__behind_a_later_one__is_refused(simulator: Simulated) -> None:
    tell(simulator, a_change(2))

    with pytest.raises(Rejected, match=r"subscriber\.refused"):
        tell(simulator, a_change(1))


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [
        ({"mode": "down", "how": "drop"}, Unavailable, "registry.unreachable"),
        ({"mode": "wrong", "how": "schema"}, Unavailable, "registry.answer_invalid"),
        ({"mode": "wrong", "how": "not_json"}, Unavailable, "registry.answer_invalid"),
        ({"mode": "wrong", "how": "oversized"}, Unavailable, "registry.answer_invalid"),
        ({"mode": "wrong", "how": "other_person"}, Rejected, "subscriber.refused"),
    ],
)
def test_subscriber__that_misbehaves__has_not_taken_the_change(
    simulator: Simulated, fault: dict[str, str], error: type[EngineError], code: str
) -> None:
    simulator.inject_faults(social_agency=fault)

    with pytest.raises(error) as failed:
        tell(simulator, a_change())

    assert failed.value.error_code == code and simulator.told(AGENCY) == []


def test_simulator__what_is_no_change__is_refused(simulator: Simulated) -> None:
    address = f"{simulator.address}/{AGENCY}/status-changes/v1/changes"
    stated = {"X-Legal-Ground": "law", "X-Purpose": "pension"}

    answers = [
        httpx.post(address, content=body, headers=headers, trust_env=False)
        for body, headers in ((b"{}", stated), (b"x", stated), (b"{}", {}))
    ]

    assert [answer.status_code for answer in answers] == [400] * 3
    assert all(fits("Problem", answer.json()) for answer in answers)
    nobody = address.replace(AGENCY, "nobody")
    assert httpx.post(nobody, content=b"{}", trust_env=False).status_code == 404
