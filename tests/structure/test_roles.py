"""Whatever names a role names one of `engine/roles.py`, by the same words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.roles import PUBLISHER, ROLES, SERVICE_ACCOUNT, Right, who_may
from engine.texts import LANGUAGES, Texts

ROOT = Path(__file__).parents[2]
TEXTS = Texts.load(ROOT / "engine" / "texts")
MODULES = sorted((ROOT / "bpmn").glob("*/module.json"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", [*ROLES, PUBLISHER, SERVICE_ACCOUNT])
def test_role__in_each_language__has_words(role: str, language: str) -> None:
    assert TEXTS.get(language, f"roles.{role}")


def test_words_of_roles__without_a_role__are_gone() -> None:
    for language in LANGUAGES:
        assert TEXTS.under(language, "roles").keys() == {*ROLES, PUBLISHER, SERVICE_ACCOUNT}


@pytest.mark.parametrize("right", Right)
def test_right__is_held_by_somebody(right: Right) -> None:
    assert who_may(right)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.parent.name)
def test_module__names_only_roles_that_exist__by_their_words(file: Path) -> None:
    for role in json.loads(file.read_text())["roles"]:
        assert role["code"] in ROLES
        for language, name in role["names"].items():
            assert name.casefold() == TEXTS.get(language, f"roles.{role['code']}").casefold()


def test_invented_people__may_hold_each_role_and_no_other() -> None:
    schema = json.loads((ROOT / "demo" / "people.schema.json").read_text())

    assert set(schema["$defs"]["role"]["properties"]["role"]["enum"]) == ROLES.keys()
