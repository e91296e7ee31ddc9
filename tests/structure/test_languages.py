"""A language is whole or not there: each test names a place that a third language would need."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from engine.commands.channels import ChooseChannel
from engine.formats import (
    ACTS_IN_SHORT,
    ARTICLE,
    ARTICLE_IN_SHORT,
    CHAPTER,
    CHAPTER_IN_SHORT,
    NUMBER,
)
from engine.speech.speaker import VOICES
from engine.texts import ALPHABETS, LANGUAGES, OFFICIAL
from signing.agent.words import LANGUAGES as AGENT_LANGUAGES
from tests.structure.newest import newest_check

ROOT = Path(__file__).parents[2]
FOLDERS = ("engine/texts", "web/texts")
FILES = ("forms/texts", "engine/catalogue/texts")
SCHEMAS = sorted((ROOT / "bpmn" / "schemas").glob("*.json"))
TEMPLATES = ROOT / "engine" / "notifications" / "templates"


# Lists of languages that hold something for each; the tests below compare them with the one list.
LISTS = {
    "engine/texts/__init__.py",
    "engine/formats.py",
    "engine/speech/speaker.py",
    "signing/agent/words.py",  # runs where the engine is not
}
OTHERS = set(LANGUAGES) - {OFFICIAL}
CODE = sorted(
    path for folder in ("engine", "forms", "signing", "web") for path in (ROOT / folder).rglob("*.py")
)
TABLES = sorted((ROOT / "bpmn").rglob("*.dmn"))
PAGES = sorted((ROOT / "web" / "templates").rglob("*.html"))


def schema(name: str) -> Any:
    return json.loads((ROOT / "bpmn" / "schemas" / f"{name}.schema.json").read_text())


@pytest.mark.parametrize("folder", FOLDERS)
def test_texts__in_folders__are_there_in_each_language(folder: str) -> None:
    found = {path.name for path in (ROOT / folder).iterdir() if path.is_dir() and path.name[0] != "_"}

    assert found == set(LANGUAGES)


@pytest.mark.parametrize("folder", FILES)
def test_texts__in_files__are_there_in_each_language(folder: str) -> None:
    assert {path.stem for path in (ROOT / folder).glob("*.json")} == set(LANGUAGES)


def test_alphabets__are_known_of_each_language() -> None:
    assert ALPHABETS.keys() == set(LANGUAGES)


@pytest.mark.parametrize("folder", [*FOLDERS, *FILES])
def test_keys__of_texts__are_found_as_the_code_says_them(folder: str) -> None:
    nested = {
        f"{path.relative_to(ROOT)}: {key}"
        for path in (ROOT / folder).rglob("*.json")
        for key, value in json.loads(path.read_text()).items()
        if not isinstance(value, str)
    }

    assert nested == set()


def test_common_letters__are_there_in_each_language() -> None:
    names = {path.name.split(".")[0] for path in TEMPLATES.glob("*.html")}

    expected = {f"{name}.{language}.html" for name in names for language in LANGUAGES}
    assert {path.name for path in TEMPLATES.glob("*.html")} == expected


def test_schemas__of_services_and_municipalities__know_the_languages() -> None:
    assert schema("common")["$defs"]["names"]["required"] == list(LANGUAGES)
    assert schema("municipality")["properties"]["languages"]["items"]["enum"] == list(LANGUAGES)
    assert schema("scenario")["properties"]["language"]["enum"] == list(LANGUAGES)


@pytest.mark.parametrize(
    "path", [*SCHEMAS, *sorted((ROOT / "demo").glob("*.schema.json"))], ids=lambda path: path.name
)
def test_schemas__that_ask_for_one_language__ask_for_all(path: Path) -> None:
    found = re.findall(r'"required": (\[ *"ka"[^]]*\])', path.read_text())

    assert [json.loads(languages) for languages in found] == [list(LANGUAGES)] * len(found)


def test_choices_of_a_language__in_the_database__are_the_languages() -> None:
    assert newest_check("language") == list(LANGUAGES)


def test_words_of_articles_voices_and_channels__know_the_languages() -> None:
    said = (ARTICLE, CHAPTER, NUMBER, ARTICLE_IN_SHORT, CHAPTER_IN_SHORT, *ACTS_IN_SHORT.values())
    assert all(words.keys() == set(LANGUAGES) for words in said)
    assert VOICES.keys() == set(LANGUAGES)
    assert set(get_args(get_type_hints(ChooseChannel)["language"])) == set(LANGUAGES)
    assert AGENT_LANGUAGES == LANGUAGES


def test_code__names_no_language_beside_the_one_list() -> None:
    named = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in CODE
        if str(path.relative_to(ROOT)) not in LISTS and "node_modules" not in path.parts
        for name in _names(ast.parse(path.read_text()))
        if name in OTHERS or name.rpartition("_")[2] in OTHERS
    }

    assert named == set(), "take it from LANGUAGES, OFFICIAL or TERMINAL of engine/texts"


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.arg | ast.keyword):
            yield node.arg or ""
        elif isinstance(node, ast.Name):
            yield node.id


@pytest.mark.parametrize("language", sorted(OTHERS))
def test_pages__name_no_language(language: str) -> None:
    pattern = re.compile(rf"""['"_.]{language}\b['"]?(?![-\w])""")
    found = [path.name for path in PAGES for code in _code_of(path) if pattern.search(code)]

    assert found == []


def _code_of(page: Path) -> list[str]:
    """Return what a template computes, without what it says."""
    return re.findall(r"{[{%].*?[%}]}", page.read_text(), re.DOTALL)


@pytest.mark.parametrize("language", sorted(OTHERS))
def test_functions_of_the_database__name_no_language(language: str) -> None:
    files = sorted((ROOT / "engine/db/schema/functions").glob("*.sql"))

    assert len(files) > 20
    assert [file.stem for file in files if f"'{language}'" in file.read_text()] == []


def test_georgian__in_services_and_their_words__has_no_capitals() -> None:
    # Mtavruli letters stand for whole words in capitals only; many fonts have none.
    places = (ROOT / "bpmn", *(ROOT / folder for folder in FOLDERS), *(ROOT / file for file in FILES))
    kinds = {".json", ".form", ".bpmn", ".dmn", ".html", ".md"}
    files = [path for place in places for path in place.rglob("*") if path.suffix in kinds]

    assert len(files) > 1000
    assert [str(file) for file in files if re.search("[\u1c90-\u1cbf]", file.read_text())] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_inputs_of_tables__whose_reasons_people_read__are_named_in_each_language(table: Path) -> None:
    inputs = set(re.findall(r'<input id="([^"]+)"', table.read_text()))

    for language in LANGUAGES:
        texts = json.loads((table.parent / "texts" / f"{language}.json").read_text())
        assert inputs <= texts.get("inputs", {}).keys(), language
