"""Every flash message has a kind: a failure must not look like a success."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "web/flashes.py"


def without_kind(source: str) -> list[int]:
    """Return the lines that reach for Flask's own messages, which ask for no kind."""
    names = {"flash", "get_flashed_messages"}
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "flask":
            found += [node.lineno for alias in node.names if alias.name in names]
        elif isinstance(node, ast.Attribute) and node.attr in names:
            found.append(node.lineno)
    return found


def test_messages__anywhere__have_a_kind() -> None:
    files = [path for path in (ROOT / "web").rglob("*.py") if path != OWN]
    found = {str(path.relative_to(ROOT)): without_kind(path.read_text()) for path in files}

    assert {path: lines for path, lines in found.items() if lines} == {}
    assert any("flashes.failed(" in path.read_text() for path in files)


def test_message_without_kind__is_found() -> None:
    assert without_kind(
        "from flask import flash\nflash('Payment failed')\nimport flask\nflask.flash('x')"
    ) == [1, 4]
