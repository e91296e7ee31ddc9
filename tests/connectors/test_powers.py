"""Powers of attorney, asked over HTTP: what they come to, and answers that count for nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.connectors.mandates import POWERS
from engine.connectors.representations import RegisteredMandate
from engine.errors import Unavailable
from tests.connectors.test_mandates import asked

PERSON = {
    "personal_number": "00000000134",
    "given_name": {"ka": "დემო"},
    "family_name": {"ka": "მარწმუნებელი"},
    "birth_date": "1961-02-14",
    "status": "alive",
}
COMPANY = {"company_number": "000000001", "name": {"ka": "შპს „დემო“"}, "status": "active"}
DIRECTOR = {"name": {"ka": "დემო დირექტორი"}, "office": "director"}
PARENT = {"name": {"ka": "დემო მშობელი"}, "office": "parent"}
POWER: dict[str, Any] = {
    "person": PERSON,
    "company": None,
    "given_by": None,
    "paper": {"number": "დემო-1", "certified_on": "2026-02-10", "notary": {"ka": "დემო ნოტარიუსი"}},
    "areas": ["social"],
    "valid_from": "2026-02-10",
    "valid_until": None,
    "revoked_on": None,
}
OF_A_COMPANY = POWER | {"person": None, "company": COMPANY, "given_by": DIRECTOR}


def read(power: Any) -> RegisteredMandate:
    return asked(POWERS, power).mandates[0]


def test_power__of_a_person__is_a_mandate_by_the_number_of_its_paper() -> None:
    found = read(POWER)

    assert (found.kind, found.paper, found.bar) == ("attorney", "დემო-1", None)
    assert (found.represented.number, found.areas) == ("00000000134", ("social",))
    assert found.ground == {"number": "დემო-1", "certified_on": "2026-02-10", "notary": "დემო ნოტარიუსი"}


def test_power__of_a_company__says_who_gave_it() -> None:
    found = read(OF_A_COMPANY)

    assert found.represented.is_company
    assert (found.ground["given_by"], found.ground["given_as"]) == ("დემო დირექტორი", "director")


@pytest.mark.parametrize(
    ("power", "bar"),
    [
        (POWER | {"revoked_on": "2026-08-14"}, "revoked"),
        (POWER | {"person": PERSON | {"status": "dead"}}, "principal_died"),
        (OF_A_COMPANY | {"company": COMPANY | {"status": "removed"}}, "company_gone"),
    ],
)
def test_power__that_is_over__is_barred(power: Any, bar: str) -> None:
    assert read(power).bar == bar


@pytest.mark.parametrize(("until", "end"), [(None, "2033-06-09"), ("2030-01-01", "2030-01-01")])
def test_power__given_by_a_parent__ends_when_the_child_is_of_age(until: str | None, end: str) -> None:
    child = PERSON | {"birth_date": "2015-06-09"}

    found = read(POWER | {"person": child, "given_by": PARENT, "valid_until": until})

    assert found.valid_until == date.fromisoformat(end)


@pytest.mark.parametrize(
    "changed",
    [
        {"company": COMPANY},
        {"person": None},
        {"person": None, "company": COMPANY},
        {"person": None, "company": COMPANY, "given_by": PARENT},
        {"given_by": DIRECTOR},
        {"given_by": {"name": {"ka": "x"}, "office": "mayor"}},
        {"paper": POWER["paper"] | {"number": ""}},
        {"paper": POWER["paper"] | {"number": "9" * 61}},
        {"areas": ["social'; drop table mandates"]},
        {"areas": ["social"] * 41},
        {"person": PERSON | {"personal_number": "00000000134\n"}},
        {"revoked_on": "yesterday"},
        {"revoked_on": True},
    ],
)
def test_answer__that_does_not_fit_together__counts_for_nothing(changed: dict[str, Any]) -> None:
    with pytest.raises(Unavailable) as refused:
        read(POWER | changed)

    assert refused.value.error_code == "registry.answer_invalid"
