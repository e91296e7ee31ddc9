"""The civil registry's connector against the simulator, and its settings."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.connectors.civil_registry import CivilRegistry
from engine.errors import EngineError, Rejected, Unavailable
from engine.operations.state_registers import CIVIL_REGISTRY_DEATH
from tests.connectors.awkward_server import answering, response
from tests.connectors.questions import NUMBER, a_record, ask
from tests.demo.processes import running

CHECKED_AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def simulator() -> Iterator[str]:
    with running("demo.registries") as address:
        yield address


@pytest.fixture
def registry(simulator: str) -> Iterator[CivilRegistry]:
    inject_fault(simulator, mode="ok")
    registry = CivilRegistry(simulator, read_seconds=0.5)
    yield registry
    registry.close()


def inject_fault(address: str, **fault: Any) -> None:
    httpx.put(f"{address}/_faults", json={"civil_registry": fault}, trust_env=False).raise_for_status()


def test_person__eligible__gives_exactly_the_operation_s_result(registry: CivilRegistry) -> None:
    result = ask(registry).as_result(CHECKED_AT)

    assert result == {
        "found": True,
        "is_citizen": True,
        "is_alive": True,
        "given_name": "დემო",
        "family_name": "მოქალაქე 1 (ქედა)",
        "birth_date": "1968-03-14",
        "registered_settlement": "keda-demo-1",
        "registered_settlement_name": "სოფელი დემო 1 (ქედა)",
        "registered_municipality": "keda",
        "registered_on": "2009-05-20",
        "checked_at": "2026-03-02T08:30:00+00:00",
        "source": "registry",
    }


def test_person__unknown__gives_the_same_keys_with_every_fact_null(registry: CivilRegistry) -> None:
    known = ask(registry).as_result(CHECKED_AT)

    unknown = ask(registry, "00000099999").as_result(CHECKED_AT)

    assert set(unknown) == set(known)
    assert {key for key, value in unknown.items() if value is not None} == {"found", "checked_at", "source"}
    assert unknown["found"] is False


def test_death__of_each_kind_of_person__gives_exactly_the_operation_s_result(registry: CivilRegistry) -> None:
    dead, alive, unknown = (
        ask(registry, number).as_death(CHECKED_AT) for number in ("00000000105", NUMBER, "00000099999")
    )

    assert tuple(dead) == CIVIL_REGISTRY_DEATH.outputs
    assert dead == {
        "found": True,
        "is_dead": True,
        "died_on": "2025-12-03",
        "given_name": "დემო",
        "family_name": "მოქალაქე 5 (ქედა)",
        "checked_at": "2026-03-02T08:30:00+00:00",
        "source": "registry",
    }
    assert (alive["found"], alive["is_dead"], alive["died_on"]) == (True, False, None)
    assert (unknown["found"], unknown["is_dead"], unknown["family_name"]) == (False, False, None)


@pytest.mark.parametrize(
    ("number", "fact", "value"),
    [
        ("00000000102", "is_citizen", False),
        ("00000000103", "registered_municipality", "batumi"),
        ("00000000104", "registered_settlement", "telavi-serodani"),
        ("00000000105", "is_alive", False),
        ("00000000109", "registered_settlement", None),
    ],
)
def test_person__each_demo_citizen__shows_the_fact_that_matters(
    registry: CivilRegistry, number: str, fact: str, value: Any
) -> None:
    assert ask(registry, number).as_result(CHECKED_AT)[fact] == value


def test_person__words_in_georgian_script__reach_the_registry_readable() -> None:
    heard: list[bytes] = []
    with answering(response("200 OK", json.dumps(a_record()).encode()), heard=heard) as address:
        registry = CivilRegistry(address)

        ask(registry, legal_ground="კანონი №4036\r\nX-Evil: 1")

        registry.close()
    head = heard[0].decode("ascii")
    assert "\r\nX-Legal-Ground: %E1%83%99" in head
    assert "\r\nX-Evil" not in head


@pytest.mark.parametrize(
    ("fault", "code", "reason"),
    [
        ({"mode": "slow", "seconds": 2}, "registry.timeout", None),
        ({"mode": "down"}, "registry.out_of_service", None),
        ({"mode": "down", "how": "drop"}, "registry.unreachable", None),
        ({"mode": "wrong"}, "registry.answer_invalid", "schema"),
        ({"mode": "wrong", "how": "other_person"}, "registry.answer_invalid", "other_person"),
        ({"mode": "wrong", "how": "not_json"}, "registry.answer_invalid", "not_json"),
        ({"mode": "wrong", "how": "oversized"}, "registry.answer_invalid", "too_large"),
    ],
)
def test_person__each_fault__is_unavailable_and_says_which(
    simulator: str, registry: CivilRegistry, fault: dict[str, Any], code: str, reason: str | None
) -> None:
    inject_fault(simulator, **fault)

    with pytest.raises(Unavailable) as failed:
        ask(registry)

    assert failed.value.error_code == code
    assert failed.value.params.get("reason") == reason


def test_person__fault_over__is_answered_again(simulator: str, registry: CivilRegistry) -> None:
    inject_fault(simulator, mode="down", how="drop", times=1)
    with pytest.raises(Unavailable):
        ask(registry)

    assert ask(registry).found


def test_person__nobody_listening__is_unreachable() -> None:
    with answering() as address:
        pass

    with pytest.raises(Unavailable) as failed:
        ask(CivilRegistry(address))

    assert failed.value.error_code == "registry.unreachable"


@pytest.mark.parametrize("number", ["", "101", NUMBER + "\n", "٠٠٠٠٠٠٠٠١٠١", "../../_faults"])
def test_person__malformed_number__is_refused_before_asking(number: str) -> None:
    heard: list[bytes] = []
    with answering(heard=heard) as address, pytest.raises(Rejected) as failed:
        ask(CivilRegistry(address), number)

    assert failed.value.error_code == "registry.personal_number_malformed"
    assert heard == []


@pytest.mark.parametrize("missing", ["case_number", "legal_ground", "purpose"])
def test_person__without_ground_purpose_or_case__is_refused_before_asking(missing: str) -> None:
    heard: list[bytes] = []
    with answering(heard=heard) as address, pytest.raises(Rejected) as failed:
        ask(CivilRegistry(address), **{missing: "  "})

    assert failed.value.error_code == "registry.ground_missing"
    assert heard == []


@pytest.mark.parametrize(
    "fault",
    [
        {"mode": "ok"},
        {"mode": "slow", "seconds": 2},
        {"mode": "down", "how": "drop"},
        {"mode": "wrong"},
        {"mode": "wrong", "how": "other_person"},
    ],
)
def test_person__asked__leaves_personal_data_in_no_log_and_no_error(
    simulator: str, registry: CivilRegistry, caplog: pytest.LogCaptureFixture, fault: dict[str, Any]
) -> None:
    caplog.set_level(logging.DEBUG)
    inject_fault(simulator, **fault)
    caplog.clear()

    told = ""
    try:
        ask(registry)
    except EngineError as failed:
        told = "".join(traceback.format_exception(failed)) + repr(failed.params)
        assert failed.__context__ is None

    told += caplog.text
    for secret in (NUMBER, "00000000102", "მოქალაქე", "1968"):
        assert secret not in told


def test_check__shipped_kind_of_settings__finds_nothing(tmp_path: Path) -> None:
    assert CivilRegistry("http://127.0.0.1:8070").check() == ()
    assert CivilRegistry("https://registry.demo.invalid/api").check() == ()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "connector.address_malformed"),
        ("registry", "connector.address_malformed"),
        ("http://[::1", "connector.address_malformed"),
        ("https://a.demo.invalid?x=1", "connector.address_malformed"),
        ("https://name:word@a.demo.invalid", "connector.address_has_password"),
        ("http://registry.demo.invalid", "connector.address_unencrypted"),
    ],
)
def test_check__unfit_address__is_found_without_asking(address: str, code: str) -> None:
    findings = CivilRegistry(address).check()

    assert [finding.code for finding in findings] == [code]


def test_check__unfit_limits_and_files__are_each_found(tmp_path: Path) -> None:
    registry = CivilRegistry("http://127.0.0.1:1", max_bytes=0, ca_file=tmp_path / "none.pem")

    codes = [finding.code for finding in registry.check()]

    assert codes == ["connector.limit_not_positive", "connector.file_missing"]
