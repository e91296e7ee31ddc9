"""Every event that is recorded on a case has words in every language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.operations.traits import OnRegister
from engine.queries.timeline import UNSPOKEN
from engine.texts import LANGUAGES, Texts

ROOT = Path(__file__).parents[2]
TEXTS = Texts.load(ROOT / "engine" / "texts")


def kinds() -> Iterator[str]:
    """Yield the kinds of events that are recorded; of one that ends in a value, what stands before it."""
    for path in sorted((ROOT / "engine").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called == "clockwork.record" or (called, path.name) == ("record", "clockwork.py"):
                yield from (
                    f"{of}.{what}" for what in _beginnings(node.args[2:3]) for of in ("clock", "stage")
                )
            elif called.endswith(".record"):
                yield from (kind for kind in _beginnings(node.args[:1]) if "." in kind)


def _beginnings(given: list[ast.expr]) -> Iterator[str]:
    for argument in given:
        first = argument.values[0] if isinstance(argument, ast.JoinedStr) else argument
        if isinstance(first, ast.Constant):
            yield str(first.value)


# The case's own clock is stopped by the decision, which is told instead.
NEVER = {"clock.stopped"}
OF_REGISTERS = {kind.value for kind in OnRegister if kind.value is not None}
KINDS = sorted((OF_REGISTERS | set(kinds())) - {*UNSPOKEN, *NEVER})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_event__that_is_recorded__has_words(kind: str, language: str) -> None:
    key = f"events.{kind}"

    assert any(_is_about(text, key) for text in TEXTS.by_language[language])


def _is_about(text: str, key: str) -> bool:
    """Tell whether a text is the event's, or one of those it has for each of its outcomes."""
    is_begun = key[-1] in "._"
    return text == key or text.startswith(key if is_begun else f"{key}.")
