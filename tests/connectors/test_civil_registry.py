"""The civil registry's connector against the simulator, and against answers of our own making."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.connectors.civil_registry import CivilRegistry, PersonRecord, UnknownPerson, _read_record
from engine.errors import EngineError, Rejected, Unavailable
from tests.connectors.awkward_server import answering, response
from tests.demo.processes import running

CHECKED_AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
NUMBER = "00000000101"


@pytest.fixture(scope="module")
def simulator() -> Iterator[str]:
    with running("demo.registries") as address:
        yield address


@pytest.fixture
def registry(simulator: str) -> Iterator[CivilRegistry]:
    play(simulator, mode="ok")
    registry = CivilRegistry(simulator, read_seconds=0.5)
    yield registry
    registry.close()


def play(address: str, **fault: Any) -> None:
    httpx.put(f"{address}/_faults", json={"civil_registry": fault}, trust_env=False).raise_for_status()


def ask(registry: CivilRegistry, number: str = NUMBER, **changed: str) -> PersonRecord | UnknownPerson:
    stated = {"case_number": "K-1", "legal_ground": "law", "purpose": "high_mountain.grant"} | changed
    return registry.person(number, **stated)


def a_record(**changed: Any) -> dict[str, Any]:
    address = {
        "settlement": "keda-demo-1",
        "settlement_name": {"ka": "სოფელი დემო", "en": "Village Demo"},
        "municipality": "keda",
        "municipality_name": {"ka": "ქედა", "en": "Keda"},
        "line": "",
        "registered_on": "2009-05-20",
    }
    record = {
        "personal_number": NUMBER,
        "given_name": {"ka": "დემო", "en": "Demo"},
        "family_name": {"ka": "მოქალაქე", "en": "Citizen"},
        "birth_date": "1968-03-14",
        "sex": "female",
        "citizenship": "GEO",
        "status": "alive",
        "died_on": None,
        "registered_address": address,
    }
    return record | changed


def asked_of(body: bytes, status: str = "200 OK", **options: Any) -> EngineError:
    """The error that a server answering this body provokes."""
    with answering(response(status, body, **options)) as address:
        registry = CivilRegistry(address)
        with pytest.raises(EngineError) as failed:
            ask(registry)
        registry.close()
    return failed.value


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
    play(simulator, **fault)

    with pytest.raises(Unavailable) as failed:
        ask(registry)

    assert failed.value.error_code == code
    assert failed.value.params.get("reason") == reason


def test_person__fault_over__is_answered_again(simulator: str, registry: CivilRegistry) -> None:
    play(simulator, mode="down", how="drop", times=1)
    with pytest.raises(Unavailable):
        ask(registry)

    assert ask(registry).found


def test_person__nobody_listening__is_unreachable() -> None:
    with answering() as address:
        pass

    with pytest.raises(Unavailable) as failed:
        ask(CivilRegistry(address))

    assert failed.value.error_code == "registry.unreachable"


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        ("302 Found", Unavailable, "registry.answer_invalid"),
        ("204 No Content", Unavailable, "registry.answer_invalid"),
        ("400 Bad Request", Rejected, "registry.request_refused"),
        ("403 Forbidden", Rejected, "registry.not_permitted"),
        ("429 Too Many", Unavailable, "registry.out_of_service"),
        ("502 Bad Gateway", Unavailable, "registry.out_of_service"),
    ],
)
def test_person__status_of_an_error__is_final_or_passing(status: str, kind: type, code: str) -> None:
    error = asked_of(b"{}", status)

    assert type(error) is kind
    assert error.error_code == code


@pytest.mark.parametrize("body", [b"<h1>404</h1>", b"{}", b'{"code": "route_unknown"}', b"[]"])
def test_person__not_found_from_somebody_else__is_not_an_unknown_person(body: bytes) -> None:
    error = asked_of(body, "404 Not Found")

    assert error.error_code == "registry.answer_invalid"


@pytest.mark.parametrize(
    "record",
    [
        a_record(status="unsure"),
        a_record(birth_date="14/03/68"),
        a_record(citizenship="geo"),
        a_record(personal_number="0000000010١"),
        a_record(personal_number=NUMBER + "\n"),
        a_record(personal_number=101),
        a_record(given_name={"en": "Demo"}),
        a_record(given_name="დემო"),
        a_record(registered_address={}),
        {key: value for key, value in a_record().items() if key != "died_on"},
        {key: value for key, value in a_record().items() if key != "registered_address"},
        [],
        None,
        "text",
    ],
)
def test_person__answer_of_another_shape__is_not_believed(record: Any) -> None:
    error = asked_of(json.dumps(record).encode())

    assert (error.error_code, error.params["reason"]) == ("registry.answer_invalid", "schema")


@pytest.mark.parametrize("facts", [{"status": "dead"}, {"died_on": "2025-01-01"}])
def test_person__status_contradicts_day_of_death__is_not_believed(facts: dict[str, str]) -> None:
    error = asked_of(json.dumps(a_record(**facts)).encode())

    assert error.params["reason"] == "contradiction"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_person__broken_json__is_not_believed(body: bytes) -> None:
    assert asked_of(body).params["reason"] == "not_json"


def test_person__field_added_by_the_registry__is_passed_over() -> None:
    with answering(response("200 OK", json.dumps(a_record(photo="…")).encode())) as address:
        registry = CivilRegistry(address)

        record = ask(registry)

        registry.close()
    assert isinstance(record, PersonRecord)
    assert record.birth_date == date(1968, 3, 14)


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
    play(simulator, **fault)
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


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(sorted(a_record())), inner),
    )
)
def test_schema__any_json__is_a_record_or_refused(content: Any) -> None:
    try:
        record = _read_record(content)
    except Unavailable:
        return

    assert isinstance(record, PersonRecord)


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
