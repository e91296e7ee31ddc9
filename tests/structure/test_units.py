"""Each unit of a term is known wherever something follows from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.terms.term import Unit
from engine.texts import LANGUAGES, Texts

ROOT = Path(__file__).parents[2]
ENGINE = Texts.load(ROOT / "engine" / "texts")
WEB = Texts.load(ROOT / "web" / "texts")


def test_schema_of_parameters__admits_exactly_the_units() -> None:
    schema = (ROOT / "bpmn" / "schemas" / "parameters.schema.json").read_text()

    assert f'"unit": {{ "enum": {json.dumps(list(Unit))} }}' in schema


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", Unit)
def test_unit__in_each_language__has_words(unit: Unit, language: str) -> None:
    derived = (f"derivation.{unit}", f"derivation.extended_{unit}", f"derivation.extended_{unit}_because")

    for key in ("length." + unit, *derived):
        assert ENGINE.find(language, f"terms.{key}"), key
    assert WEB.find(language, f"term.{unit}.other")
