"""Which answers of a registry are believed, given by a server of our own making."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.connectors.civil_registry import CivilRegistry, PersonRecord, _read_record
from engine.errors import Rejected, Unavailable
from tests.connectors.awkward_server import answering, response
from tests.connectors.questions import NUMBER, a_record, ask, asked_of


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
