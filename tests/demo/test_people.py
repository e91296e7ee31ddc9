"""The demonstration people keep their documented shape and look like a demonstration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from engine.roles import ROLES

DEMO = Path(__file__).parents[2] / "demo"
MUNICIPALITIES = DEMO.parent / "bpmn" / "municipalities"


def people() -> list[dict[str, Any]]:
    return json.loads((DEMO / "people.json").read_text(encoding="utf-8"))["people"]


def test_people_file__as_shipped__has_the_documented_shape() -> None:
    schema = json.loads((DEMO / "people.schema.json").read_text(encoding="utf-8"))
    document = json.loads((DEMO / "people.json").read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator(schema).validate(document)


def test_people__as_shipped__are_visibly_invented_in_both_languages() -> None:
    for person in people():
        assert person["given_name"] == {"ka": "დემო", "en": "Demo"}


def test_people__as_shipped__have_distinct_numbers_and_addresses() -> None:
    for key in ("personal_number", "email", "phone"):
        values = [person[key] for person in people()]

        assert len(values) == len(set(values))


@pytest.mark.parametrize(("municipality", "prefix"), [("keda", "2"), ("telavi", "3"), ("dusheti", "4")])
def test_staff__of_a_municipality__holds_every_role_of_the_first_service(
    municipality: str, prefix: str
) -> None:
    wanted = {"chancellery", "specialist", "head_of_service", "lawyer", "mayor_rep", "commission", "mayor"}

    found = {
        role["role"]
        for person in people()
        for role in person["roles"]
        if role["municipality"] == municipality and person["personal_number"].startswith("0000000" + prefix)
    }

    assert found >= wanted


def test_roles__all_that_exist__are_held_by_somebody() -> None:
    assert {role["role"] for person in people() for role in person["roles"]} == ROLES.keys()


@pytest.mark.parametrize("municipality", ["keda", "telavi", "dusheti"])
def test_units__where_cases_may_come_from__have_somebody_who_sees_their_tasks(municipality: str) -> None:
    file = json.loads((MUNICIPALITIES / f"{municipality}.json").read_text(encoding="utf-8"))
    roles = [role for person in people() for role in person["roles"] if role["municipality"] == municipality]
    everywhere = {role["role"] for role in roles if role["unit"] is None}
    held = {(role["role"], role["unit"]) for role in roles}
    limited = {role["role"] for role in roles} - everywhere

    unseen = {
        (role, unit["code"]) for role in limited for unit in file["units"] if (role, unit["code"]) not in held
    }

    assert limited and unseen == set()
