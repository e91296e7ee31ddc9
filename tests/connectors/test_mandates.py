"""Registers of representations, asked over HTTP: what counts as an answer, and what does not."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from engine.connectors.mandates import (
    COMPANIES,
    GUARDIANSHIP,
    PARENTS,
    MandateRegister,
    RegisterAnswer,
)
from engine.connectors.representations import eighteenth_birthday
from engine.errors import EngineError, Rejected, Unavailable
from tests.connectors.awkward_server import answering, response

NUMBER = "00000000120"
CHILD = {
    "personal_number": "00000000122",
    "given_name": {"ka": "დემო"},
    "family_name": {"ka": "შვილი"},
    "birth_date": "2015-06-09",
}
DECISION = {"court": {"ka": "სასამართლო (დემო)"}, "number": "დემო-1", "decided_on": "2023-04-12"}
WARD = {
    "ward": CHILD,
    "kind": "supporter",
    "represents": True,
    "areas": ["social"],
    "decision": DECISION,
    "valid_from": "2023-04-12",
    "valid_until": None,
}
DIRECTOR = {
    "company": {"company_number": "000000001", "name": {"ka": "შპს „დემო“"}, "status": "active"},
    "office": {"ka": "დირექტორი"},
    "rule": "alone",
    "limits": None,
    "valid_from": "2020-02-03",
    "valid_until": None,
}


def asked(name: str, *mandates: Any, **envelope: Any) -> RegisterAnswer:
    content = {"representative": NUMBER, "reference": "demo-1", "mandates": list(mandates)} | envelope
    with answering(response("200 OK", json.dumps(content).encode())) as address:
        register = MandateRegister(name, address)
        try:
            return register.mandates_of(NUMBER, legal_ground="law", purpose="test")
        finally:
            register.close()


def test_child__with_custody__is_represented_until_it_is_of_age() -> None:
    answer = asked(PARENTS, {"child": CHILD, "custody": True})

    found = answer.mandates[0]
    assert (found.kind, found.represented.number, found.bar) == ("parent", "00000000122", None)
    assert found.valid_until == date(2033, 6, 9)
    assert (answer.reference, len(answer.digest)) == ("demo-1", 64)


def test_child__without_custody__is_barred() -> None:
    assert asked(PARENTS, {"child": CHILD, "custody": False}).mandates[0].bar == "custody_lost"


def test_birthday__on_the_29th_of_february__is_in_march() -> None:
    assert eighteenth_birthday(date(2008, 2, 29)) == date(2026, 3, 1)


def test_ward__of_a_supporter__is_represented_in_the_areas_of_the_court() -> None:
    found = asked(GUARDIANSHIP, WARD).mandates[0]

    assert (found.kind, found.areas, found.bar) == ("supporter", ("social",), None)
    assert found.ground["number"] == "დემო-1"


def test_ward__of_a_supporter_who_only_advises__is_barred() -> None:
    assert asked(GUARDIANSHIP, WARD | {"represents": False}).mandates[0].bar == "supports_only"


@pytest.mark.parametrize(
    ("changed", "bar", "together"),
    [
        ({}, None, 1),
        ({"rule": "joint", "together": 3}, None, 3),
        ({"rule": "joint"}, "joint", 1),
        ({"rule": "joint", "together": 1}, "joint", 1),
        ({"rule": "joint", "together": 21}, "joint", 1),
        ({"company": DIRECTOR["company"] | {"status": "removed"}}, "company_gone", 1),  # type: ignore[operator]
    ],
)
def test_company__by_its_entry__is_represented_or_barred(
    changed: dict[str, Any], bar: str | None, together: int
) -> None:
    found = asked(COMPANIES, DIRECTOR | changed).mandates[0]

    assert (found.represented.is_company, found.bar, found.together) == (True, bar, together)


@pytest.mark.parametrize(
    ("mandate", "envelope"),
    [
        ({"child": CHILD, "custody": "perhaps"}, {}),
        ({"child": CHILD}, {}),
        ({"child": CHILD | {"personal_number": "122"}, "custody": True}, {}),
        ({"child": CHILD, "custody": True}, {"reference": ""}),
        ({"child": CHILD, "custody": True}, {"representative": "00000000121"}),
    ],
)
def test_answer__not_as_agreed__counts_for_nothing(mandate: Any, envelope: dict[str, Any]) -> None:
    with pytest.raises(Unavailable) as refused:
        asked(PARENTS, mandate, **envelope)

    assert refused.value.error_code == "registry.answer_invalid"


@pytest.mark.parametrize("status", ["503 Down", "500 Broken"])
def test_register__away__is_worth_asking_again(status: str) -> None:
    with answering(response(status, b"{}")) as address:
        register = MandateRegister(COMPANIES, address)
        with pytest.raises(Unavailable):
            register.mandates_of(NUMBER, legal_ground="law", purpose="test")
        register.close()


def test_question__without_a_ground_or_with_a_wrong_number__is_not_asked() -> None:
    register = MandateRegister(COMPANIES, "http://127.0.0.1:9")

    codes = []
    for number, ground in (("129", "law"), (NUMBER, "law")):
        try:
            register.mandates_of(number, legal_ground=ground, purpose="test")
        except EngineError as error:
            codes.append((type(error), error.error_code))

    assert codes[0] == (Rejected, "registry.personal_number_malformed")
    assert codes[1][0] is Unavailable
