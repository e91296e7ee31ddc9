"""Every error a person may meet has words in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.process.errors import CODES
from engine.texts import LANGUAGES, Texts

ROOT = Path(__file__).parents[2]
TEXTS = Texts.load(ROOT / "engine" / "texts")


def codes() -> Iterator[str]:
    """Yield every code that the engine's modules declare or raise."""
    for path in sorted((ROOT / "engine").rglob("*.py")):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                yield from _declared(node)
            elif isinstance(node, ast.Call):
                yield from _raised(node)


def leaf_codes() -> Iterator[str]:
    """Yield the codes of the packages whose errors the engine passes on."""
    for folder, start in (("feel", "feel"), ("engine/decisions", "decision")):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and re.fullmatch(rf"{start}\.[a-z_]+", str(node.value)):
                    yield str(node.value)


def _declared(node: ast.ClassDef) -> Iterator[str]:
    if not any(isinstance(base, ast.Name) and base.id in ERRORS for base in node.bases):
        return
    for line in node.body:
        target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
        if isinstance(target, ast.Name) and target.id == "code" and isinstance(line.value, ast.Constant):  # type: ignore[union-attr]
            yield line.value.value  # type: ignore[union-attr]


def _raised(node: ast.Call) -> Iterator[str]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in ERRORS and node.args and isinstance(node.args[0], ast.Constant):
        yield str(node.args[0].value)


def _error_classes() -> frozenset[str]:
    """Return the names of the error classes, found from their bases upwards."""
    known = {"EngineError", "ProcessError"}
    while True:
        found = set(known)
        for path in (ROOT / "engine").rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ClassDef) and any(
                    isinstance(base, ast.Name) and base.id in known for base in node.bases
                ):
                    found.add(node.name)
        if found == known:
            return frozenset(known)
        known = found


# The code of a CatalogueError names a finding, which is shown with its place and detail.
ERRORS = _error_classes() - {"CatalogueError"}

# What validation finds in a diagram has words of its own: `test_findings` holds them to it.
SPOKEN = {code for code in (*codes(), *leaf_codes(), *CODES) if not code.startswith("diagram.")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors__every_code__has_words(language: str) -> None:
    silent = sorted(code for code in SPOKEN if TEXTS.find(language, f"errors.{code}") is None)

    assert silent == []


def test_texts__of_the_engine__say_the_same_in_both_languages() -> None:
    assert TEXTS.gaps() == ()
    assert [
        key
        for key in TEXTS.by_language["ka"]
        if TEXTS.placeholders("ka", key) != TEXTS.placeholders("en", key)
    ] == []
