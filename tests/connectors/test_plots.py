"""The property registry, asked about a plot: answers fit the contract, and nonsense counts as none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import jsonschema
import pytest

import engine.connectors
from engine.connectors.plots import Plot, PropertyRegistry
from engine.connectors.state_registers import PROPERTY
from engine.errors import EngineError, Rejected
from tests.engine.simulated import Simulated, simulated

CONTRACT = Path(engine.connectors.__file__).parent / "contracts" / f"{PROPERTY}.openapi.json"
SHARED, UNKNOWN = "21.04.33.102", "21.04.33.999"


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulated]:
    with simulated() as found:
        yield found


def ask(simulator: Simulated, code: str = SHARED) -> Plot:
    connector = PropertyRegistry(PROPERTY, f"{simulator.address}/{PROPERTY}")
    try:
        return connector.plot(code, case_number="K-1", legal_ground="კანონი", purpose="ნებართვა")
    finally:
        connector.close()


def test_plot__asked_for__is_told_as_the_contract_says(simulator: Simulated) -> None:
    plot = ask(simulator)

    assert plot.held is not None and plot.held["area_m2"] == 900
    assert [(owner["number"], owner["share"]) for owner in plot.held["owners"]] == [
        ("00000000101", "1/2"),
        ("00000000102", "1/2"),
    ]
    contract = json.loads(CONTRACT.read_text())
    address = f"{simulator.address}/{PROPERTY}/property-registry/v1/plots/{SHARED}"
    headers = {"X-Legal-Ground": "law", "X-Purpose": "permit", "X-Case": "K-1"}
    answer = httpx.get(address, headers=headers, trust_env=False).json()
    schema = {"$ref": "#/components/schemas/PlotAnswer", "components": contract["components"]}
    checker = jsonschema.Draft202012Validator(schema)
    assert checker.is_valid(answer) and not checker.is_valid(answer | {"plot": {"area_m2": "large"}})


def test_plot__that_the_registry_does_not_know__is_not_found(simulator: Simulated) -> None:
    assert ask(simulator, UNKNOWN).held is None


@pytest.mark.parametrize("how", ["schema", "not_json", "other_person"])
def test_answer__that_is_none__does_not_count(simulator: Simulated, how: str) -> None:
    simulator.inject_faults(property_registry={"mode": "wrong", "how": how, "times": 1})

    with pytest.raises(EngineError) as failed:
        ask(simulator)

    assert failed.value.error_code == "registry.answer_invalid"


def test_code__that_is_none__is_not_asked(simulator: Simulated) -> None:
    with pytest.raises(Rejected, match=r"registry\.cadastral_code_malformed"):
        ask(simulator, "../persons")
