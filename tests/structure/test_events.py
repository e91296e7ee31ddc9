"""Every event that something notes on a case has words in every language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.queries.timeline import UNSPOKEN
from engine.texts import LANGUAGES, Texts

ROOT = Path(__file__).parents[2]
TEXTS = Texts.load(ROOT / "engine" / "texts")


def kinds() -> Iterator[str]:
    """Yield the kinds of events that are noted; of one that ends in a value, what stands before it."""
    for path in sorted((ROOT / "engine").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "note"
            ):
                yield from _kind(node.args[0] if node.args else None)


def _kind(given: ast.expr | None) -> Iterator[str]:
    first = given.values[0] if isinstance(given, ast.JoinedStr) else given
    if isinstance(first, ast.Constant) and "." in str(first.value):
        yield str(first.value)


KINDS = sorted(set(kinds()) - set(UNSPOKEN))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_event__that_is_noted__has_words(kind: str, language: str) -> None:
    key = f"events.{kind}"

    assert any(_is_about(text, key) for text in TEXTS.by_language[language])


def _is_about(text: str, key: str) -> bool:
    """Tell whether a text is the event's, or one of those it has for each of its outcomes."""
    is_begun = key[-1] in "._"
    return text == key or text.startswith(key if is_begun else f"{key}.")
