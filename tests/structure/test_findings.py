"""Every finding of validation has its words in both languages, and every word its finding."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from engine.catalogue.check.words import texts
from engine.process.errors import CODES
from engine.texts import LANGUAGES

ROOT = Path(__file__).parents[2]
# What begins so is a code wherever it stands in these folders.
PREFIXES = {
    "engine/catalogue/check": (
        *(
            "reference",
            "trial",
            "expression",
            "data",
            "term",
            "diagram",
            "soundness",
            "form",
            "sign",
            "layout",
        ),
        *("second_person", "document.template"),
    ),
    "engine/process": ("trial",),
    "engine/documents": ("document.template",),
    "engine/decisions": ("decision",),
    "feel": ("feel",),
}
# Only a running case can meet these.
OF_RUNS = {"decision.unknown", "decision.unknown_outcome"}
# A class says what all its errors are; each of them says which.
CALLS = {"CatalogueError": "catalogue", "ParameterUnknown": "catalogue", "FormError": "form"}


@cache
def codes() -> frozenset[str]:
    """Return every code that a finding may carry."""
    found = {code for code in CODES if code.startswith("diagram.")}
    for folder, prefixes in PREFIXES.items():
        pattern = re.compile(rf"({'|'.join(map(re.escape, prefixes))})\.[a-z_0-9]+")
        for node in _nodes(folder):
            if isinstance(node, ast.Constant) and pattern.fullmatch(str(node.value)):
                found.add(str(node.value))
    for folder in ("engine/catalogue", "forms"):
        for node in _nodes(folder):
            found |= set(_called(node))
    found |= {f"soundness.{name}" for name in _flaws()}
    return frozenset(found - OF_RUNS)


def _nodes(folder: str) -> Iterator[ast.AST]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield from ast.walk(ast.parse(path.read_text()))


def _called(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in CALLS:
            yield f"{CALLS[name]}.{node.args[0].value}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        first = node.args[0]
        if node.func.attr == "__init__" and isinstance(first, ast.Constant) and first.value:
            yield f"catalogue.{first.value}"


def _flaws() -> tuple[str, ...]:
    from typing import get_args

    from engine.catalogue.soundness import flaws

    return (*get_args(flaws.Property), "not_decided")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["wrong", "mend"])
def test_findings__every_code__has_words(language: str, part: str) -> None:
    silent = sorted(c for c in codes() if not texts().find(language, f"findings.{c}.{part}"))

    assert silent == [], f"add them to engine/catalogue/texts/{language}.json"


def test_findings__every_word__has_a_code() -> None:
    known = codes()
    worded = {
        key.removeprefix("findings.").rpartition(".")[0]
        for key in texts().by_language["ka"]
        if key.startswith("findings.")
    }

    assert sorted(worded - known) == []


def test_texts__of_validation__say_the_same_in_both_languages() -> None:
    assert texts().gaps() == ()
    for key in texts().by_language["ka"]:
        assert texts().placeholders("ka", key) == texts().placeholders("en", key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences__of_validation__are_sentences(language: str) -> None:
    for key, text in texts().by_language[language].items():
        if key.startswith("findings."):
            assert text.endswith((".", ".”", ".“")), key
