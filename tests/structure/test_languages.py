"""A language is whole or not there: each test names a place that a third language would need."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from engine.commands import ChooseChannel
from engine.formats import ARTICLE
from engine.speech.speaker import VOICES
from engine.texts import LANGUAGES

ROOT = Path(__file__).parents[2]
FOLDERS = ("engine/texts", "web/texts")
FILES = ("forms/texts", "engine/catalogue/texts")
SCHEMAS = sorted((ROOT / "bpmn" / "schemas").glob("*.json"))
TEMPLATES = ROOT / "engine" / "notifications" / "templates"


def schema(name: str) -> Any:
    return json.loads((ROOT / "bpmn" / "schemas" / f"{name}.schema.json").read_text())


@pytest.mark.parametrize("folder", FOLDERS)
def test_texts__in_folders__are_there_in_each_language(folder: str) -> None:
    found = {path.name for path in (ROOT / folder).iterdir() if path.is_dir() and path.name[0] != "_"}

    assert found == set(LANGUAGES)


@pytest.mark.parametrize("folder", FILES)
def test_texts__in_files__are_there_in_each_language(folder: str) -> None:
    assert {path.stem for path in (ROOT / folder).glob("*.json")} == set(LANGUAGES)


def test_common_letters__are_there_in_each_language() -> None:
    names = {path.name.split(".")[0] for path in TEMPLATES.glob("*.html")}

    expected = {f"{name}.{language}.html" for name in names for language in LANGUAGES}
    assert {path.name for path in TEMPLATES.glob("*.html")} == expected


def test_schemas__of_services_and_municipalities__know_the_languages() -> None:
    assert schema("common")["$defs"]["names"]["required"] == list(LANGUAGES)
    assert schema("municipality")["properties"]["languages"]["items"]["enum"] == list(LANGUAGES)
    assert schema("scenario")["properties"]["language"]["enum"] == list(LANGUAGES)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "bpmn" / "schemas").glob("*.json")), ids=lambda path: path.name
)
def test_schemas__that_ask_for_one_language__ask_for_all(path: Path) -> None:
    found = re.findall(r'"required": (\[ *"ka"[^]]*\])', path.read_text())

    assert [json.loads(languages) for languages in found] == [list(LANGUAGES)] * len(found)


def test_choices_of_a_language__in_the_database__are_the_languages() -> None:
    texts = [file.read_text() for file in sorted((ROOT / "engine/db/migrations/sql").rglob("*.sql"))]
    found = [match for text in texts for match in re.findall(r"language in \(([^)]*)\)", text)]

    assert re.findall(r"'(\w+)'", found[-1]) == list(LANGUAGES)


def test_words_of_articles_voices_and_channels__know_the_languages() -> None:
    assert ARTICLE.keys() == set(LANGUAGES)
    assert VOICES.keys() == set(LANGUAGES)
    assert set(get_args(get_type_hints(ChooseChannel)["language"])) == set(LANGUAGES)
