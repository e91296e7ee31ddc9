"""Registers that are asked about one person: answers fit the contract, and nonsense counts as no answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

import engine.connectors
from engine.connectors.state_registers import (
    DISABILITY,
    DISPLACED,
    EDUCATION,
    HEALTH_AGENCY,
    PROPERTY,
    REVENUE,
    SOCIAL_AGENCY,
    VETERANS,
    Facts,
    StateRegister,
)
from engine.errors import EngineError, Rejected
from tests.engine.simulated import Simulated, simulated

CONTRACTS = Path(engine.connectors.__file__).parent / "contracts"
KEDA, TELAVI, STUDENT, NOBODY = "00000000101", "00000000103", "00000000108", "00000000199"


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulated]:
    with simulated() as found:
        yield found


def ask(simulator: Simulated, register: str, number: str = KEDA, **changed: str) -> Facts:
    connector = StateRegister(register, f"{simulator.address}/{register}")
    stated = {"case_number": "K-1", "legal_ground": "კანონი", "purpose": "სტატუსი"} | changed
    try:
        return connector.ask(number, **stated)
    finally:
        connector.close()


@pytest.mark.parametrize(
    ("register", "number", "entry", "words"),
    [
        (PROPERTY, KEDA, {"settlement": "keda-demo-1", "share": "1/1"}, "21.04.33.101 (საცხოვრებელი, 1/1)"),
        (REVENUE, KEDA, {"municipality": "keda", "until": None}, "დემო სკოლა (ქედა), 01.09.2012 –"),
        (SOCIAL_AGENCY, KEDA, {"score": 41250, "household_members": 4}, "41250 (4), 03.11.2025"),
        (DISPLACED, TELAVI, {"kind": "displaced", "until": None}, "დევნილი, № DEMO-D-103, 01.09.2008 –"),
        (VETERANS, KEDA, {"kind": "forces"}, "შეიარაღებული ძალების ვეტერანი, № DEMO-V-101, 26.05.2001 –"),
        (DISABILITY, TELAVI, {"kind": "significant", "until": None}, "შშმ პირი, 04.03.2019 –"),
        (HEALTH_AGENCY, TELAVI, {"covers": "treatment", "percent": 100}, "მკურნალობა: 100%, 01.01.2025 –"),
        (EDUCATION, STUDENT, {"level": "higher", "since": "2025-09-15"}, "(უმაღლესი), 15.09.2025 –"),
    ],
)
def test_register__asked__says_what_it_holds_as_the_contract_says(
    simulator: Simulated, register: str, number: str, entry: dict[str, Any], words: str
) -> None:
    facts = ask(simulator, register, number)

    (only,) = facts.entries
    assert entry.items() <= only.items() and words in facts.summary
    contract = json.loads((CONTRACTS / f"{register}.openapi.json").read_text())
    path = next(iter(contract["paths"])).replace("{personal_number}", number)
    headers = {"X-Legal-Ground": "law", "X-Purpose": "status", "X-Case": "K-1"}
    answer = httpx.get(f"{simulator.address}/{register}{path}", headers=headers, trust_env=False).json()
    schema = {"$ref": "#/components/schemas/Answer", "components": contract["components"]}
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker(["date"]))
    assert checker.is_valid(answer) and not checker.is_valid(answer | {"entries": [{"since": "x"}]})


def test_register__that_holds_nothing__says_so(simulator: Simulated) -> None:
    facts = ask(simulator, EDUCATION, NOBODY)

    assert (facts.entries, facts.summary, bool(facts.reference)) == ((), "", True)


@pytest.mark.parametrize("register", [REVENUE, HEALTH_AGENCY, DISPLACED, VETERANS, DISABILITY])
@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"mode": "down"}, "registry.out_of_service"),
        ({"mode": "down", "how": "drop"}, "registry.unreachable"),
        ({"mode": "wrong", "how": "schema"}, "registry.answer_invalid"),
        ({"mode": "wrong", "how": "not_json"}, "registry.answer_invalid"),
        ({"mode": "wrong", "how": "other_person"}, "registry.answer_invalid"),
        ({"mode": "wrong", "how": "oversized"}, "registry.answer_invalid"),
    ],
)
def test_register__that_misbehaves__has_not_answered(
    simulator: Simulated, register: str, fault: dict[str, str], code: str
) -> None:
    simulator.inject_faults(**{register: {**fault, "times": 1}})

    with pytest.raises(EngineError) as failed:
        ask(simulator, register)

    assert failed.value.error_code == code


@pytest.mark.parametrize("changed", [{"legal_ground": " "}, {"purpose": ""}, {"case_number": ""}])
def test_register__without_ground_purpose_or_case__is_not_asked(
    simulator: Simulated, changed: dict[str, str]
) -> None:
    with pytest.raises(Rejected, match=r"registry\.ground_missing"):
        ask(simulator, REVENUE, **changed)
