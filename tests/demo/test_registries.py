"""The registry simulator, run as a program and asked over HTTP."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from tests.demo.processes import running

DESCRIPTION = json.loads(
    (Path(__file__).parents[2] / "demo" / "registries" / "openapi.json").read_text(encoding="utf-8")
)
HEADERS = {"X-Legal-Ground": "Law 4036, art. 3", "X-Purpose": "high_mountain.grant", "X-Case": "K-1"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running("demo.registries") as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False) as client:
        client.put("/_faults", json={"civil_registry": {"mode": "ok"}}).raise_for_status()
        yield client


def ask(client: httpx.Client, number: str = "00000000101", **options: Any) -> httpx.Response:
    return client.get(f"/civil-registry/v1/persons/{number}", **({"headers": HEADERS} | options))


def fits(name: str, value: Any) -> bool:
    """Does the value fit a schema of the description?"""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}
    checker = jsonschema.FormatChecker(formats=["date"])
    return jsonschema.Draft202012Validator(schema, format_checker=checker).is_valid(value)


def inject_fault(client: httpx.Client, **fault: Any) -> None:
    client.put("/_faults", json={"civil_registry": fault}).raise_for_status()


def test_health__running__answers_ok(client: httpx.Client) -> None:
    answer = client.get("/health")

    assert answer.json()["status"] == "ok"


def test_description__asked_for__is_the_shipped_file(client: httpx.Client) -> None:
    answer = client.get("/openapi.json")

    assert answer.json() == DESCRIPTION


@pytest.mark.parametrize("last", range(101, 111))
def test_person__known__is_answered_as_described(client: httpx.Client, last: int) -> None:
    answer = ask(client, f"{last:011d}")

    assert answer.status_code == 200
    assert fits("Person", answer.json())
    assert answer.json()["personal_number"] == f"{last:011d}"


def test_person__deceased__carries_the_day_of_death(client: httpx.Client) -> None:
    record = ask(client, "00000000105").json()

    assert (record["status"], record["died_on"]) == ("dead", "2025-12-03")


@pytest.mark.parametrize("missing", sorted(HEADERS))
def test_person__ground_purpose_or_case_missing__is_refused(client: httpx.Client, missing: str) -> None:
    headers = {key: value for key, value in HEADERS.items() if key != missing}

    answer = ask(client, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "header_missing")
    assert fits("Problem", answer.json())


def test_person__unknown__is_not_found(client: httpx.Client) -> None:
    answer = ask(client, "00000099999")

    assert (answer.status_code, answer.json()["code"]) == (404, "person_unknown")


@pytest.mark.parametrize("number", ["101", "0000000010a", "٠٠٠٠٠٠٠٠١٠١"])
def test_person__malformed_number__is_refused(client: httpx.Client, number: str) -> None:
    answer = ask(client, number)

    assert (answer.status_code, answer.json()["code"]) == (400, "personal_number_malformed")


def test_fault_slow__played__delays_a_right_answer(client: httpx.Client) -> None:
    inject_fault(client, mode="slow", seconds=0.4)

    begun = time.monotonic()
    answer = ask(client)

    assert time.monotonic() - begun >= 0.4
    assert answer.status_code == 200


def test_fault_down__by_status__answers_503(client: httpx.Client) -> None:
    inject_fault(client, mode="down")

    answer = ask(client)

    assert (answer.status_code, answer.json()["code"]) == (503, "out_of_service")
    assert answer.headers["Retry-After"] == "60"


def test_fault_down__by_drop__ends_the_connection_without_an_answer(client: httpx.Client) -> None:
    inject_fault(client, mode="down", how="drop")

    with pytest.raises(httpx.TransportError):
        ask(client)


def test_fault_wrong__schema__answers_what_the_description_forbids(client: httpx.Client) -> None:
    inject_fault(client, mode="wrong")

    answer = ask(client)

    assert answer.status_code == 200
    assert not fits("Person", answer.json())


def test_fault_wrong__other_person__answers_a_valid_record_of_somebody_else(client: httpx.Client) -> None:
    inject_fault(client, mode="wrong", how="other_person")

    record = ask(client).json()

    assert fits("Person", record)
    assert record["personal_number"] != "00000000101"


def test_fault__limited_to_two_answers__ends_by_itself(client: httpx.Client) -> None:
    inject_fault(client, mode="down", times=2)

    codes = [ask(client).status_code for _ in range(3)]

    assert codes == [503, 503, 200]


@pytest.mark.parametrize(
    "faults",
    [
        [],
        {"tax_registry": {"mode": "ok"}},
        {"civil_registry": {"mode": "sad"}},
        {"civil_registry": {"mode": "ok", "how": "drop"}},
        {"civil_registry": {"mode": "slow", "seconds": -1}},
        {"civil_registry": {"mode": "down", "times": 0}},
        {"civil_registry": {"mode": "down", "extra": 1}},
    ],
)
def test_faults__not_playable__are_refused_and_change_nothing(client: httpx.Client, faults: Any) -> None:
    before = client.get("/_faults").json()

    answer = client.put("/_faults", json=faults)

    assert (answer.status_code, answer.json()["code"]) == (400, "fault_refused")
    assert client.get("/_faults").json() == before


def test_program__serving_enquiries__prints_no_personal_number(tmp_path: Path) -> None:
    with (
        running("demo.registries", capture=tmp_path / "err") as address,
        httpx.Client(base_url=address, trust_env=False) as client,
    ):
        ask(client)
        inject_fault(client, mode="down", how="drop")
        with pytest.raises(httpx.TransportError):
            ask(client)

    assert (tmp_path / "err").read_text(encoding="utf-8") == ""
