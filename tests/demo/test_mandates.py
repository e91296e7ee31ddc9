"""The simulated registers of representations: shapes, faults, and mandates that end while it runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import jsonschema
import pytest

from tests.demo.processes import running

DEMO = Path(__file__).parents[2] / "demo"
DESCRIPTION = json.loads((DEMO / "registries" / "openapi.json").read_text(encoding="utf-8"))
HEADERS = {"X-Legal-Ground": "Civil Code", "X-Purpose": "acting for others", "X-Case": "not-filed"}
CHILDREN = ("civil-registry", "children", "Children", "00000000120")
WARDS = ("guardianship", "wards", "Wards", "00000000125")
COMPANIES = ("company-registry", "companies", "Companies", "00000000129")
POWERS = ("notary-chamber", "powers", "Powers", "00000000133")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running("demo.registries") as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, headers=HEADERS) as client:
        yield client
        client.put("/_ended", json=[]).raise_for_status()
        ok = {"civil_registry": {}, "guardianship": {}, "company_registry": {}, "notary_chamber": {}}
        client.put("/_faults", json=ok).raise_for_status()


def test_mandates_file__as_shipped__has_the_documented_shape() -> None:
    text = (DEMO / "mandates.schema.json").read_text().replace("people.schema.json#", "#")
    people = json.loads((DEMO / "people.schema.json").read_text())
    schema = json.loads(text)
    schema["$defs"] = people["$defs"] | schema["$defs"]

    jsonschema.Draft202012Validator(schema).validate(json.loads((DEMO / "mandates.json").read_text()))


def test_mandates_file__as_shipped__is_visibly_invented() -> None:
    content = json.loads((DEMO / "mandates.json").read_text())

    assert {person["given_name"]["en"] for person in content["people"]} == {"Demo"}
    assert all("Demo" in company["name"]["en"] for company in content["companies"])


@pytest.mark.parametrize(("register", "kind", "schema", "number"), [CHILDREN, WARDS, COMPANIES, POWERS])
def test_mandates__of_a_representative__are_answered_as_described(
    client: httpx.Client, register: str, kind: str, schema: str, number: str
) -> None:
    answer = client.get(f"/{register}/v1/persons/{number}/{kind}").json()

    described = {"$ref": f"#/components/schemas/{schema}", "components": DESCRIPTION["components"]}
    jsonschema.Draft202012Validator(described).validate(answer)
    assert len(answer["mandates"]) >= 3


@pytest.mark.parametrize(("register", "kind", "schema", "number"), [CHILDREN, WARDS, COMPANIES, POWERS])
def test_mandates__without_a_ground__are_refused(
    client: httpx.Client, register: str, kind: str, schema: str, number: str
) -> None:
    answer = client.get(f"/{register}/v1/persons/{number}/{kind}", headers={"X-Legal-Ground": ""})

    assert (answer.status_code, answer.json()["code"]) == (400, "header_missing")


def test_mandates__register_down__others_answer(client: httpx.Client) -> None:
    client.put("/_faults", json={"guardianship": {"mode": "down"}}).raise_for_status()

    answers = [
        client.get(f"/{register}/v1/persons/{number}/{kind}").status_code
        for register, kind, _, number in (CHILDREN, WARDS, COMPANIES)
    ]

    assert answers == [200, 503, 200]


def test_mandates__ended_while_it_runs__are_answered_as_ended(client: httpx.Client) -> None:
    ended = [["00000000120", "00000000122"], ["00000000129", "000000001"], ["00000000133", "00000000134"]]
    client.put("/_ended", json=ended)

    children = client.get("/civil-registry/v1/persons/00000000120/children").json()["mandates"]
    companies = client.get("/company-registry/v1/persons/00000000129/companies").json()["mandates"]

    assert [child["custody"] for child in children] == [False, False, True]
    assert companies[0]["valid_until"] == "2026-01-02"
    powers = client.get("/notary-chamber/v1/persons/00000000133/powers").json()["mandates"]
    assert [power["revoked_on"] is not None for power in powers] == [True, True, False, False, False, True]


def test_civil_registry__asked_about_a_child__knows_it(client: httpx.Client) -> None:
    assert client.get("/civil-registry/v1/persons/00000000122").json()["birth_date"] == "2015-06-09"
