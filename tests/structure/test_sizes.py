"""Files and functions are short; what is a little long says why."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("engine", "feel", "forms", "signing", "web", "demo", "tools", "bench")
FILES = sorted(
    path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if "node_modules" not in path.parts
)
USUAL_FILE, LONGEST_FILE = 300, 320
USUAL_FUNCTION, LONGEST_FUNCTION = 40, 45


@pytest.mark.parametrize("package", PACKAGES)
def test_files__of_the_package__are_short_or_say_why_not(package: str) -> None:
    long = {
        str(path.relative_to(ROOT)): length
        for path in _of(package)
        if (length := len(path.read_text().splitlines())) > USUAL_FILE
        and (length > LONGEST_FILE or "A little long" not in path.read_text())
    }

    assert long == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_functions__of_the_package__are_short_or_say_why_not(package: str) -> None:
    found = [(path, function) for path in _of(package) for function in _functions(path)]
    long = {
        f"{path.relative_to(ROOT)}: {function.name}": length
        for path, function in found
        if (length := (function.end_lineno or 0) - function.lineno + 1) > USUAL_FUNCTION
        and (length > LONGEST_FUNCTION or "Long" not in (ast.get_docstring(function) or ""))
    }

    assert long == {}


def _of(package: str) -> Iterator[Path]:
    return (path for path in FILES if path.is_relative_to(ROOT / package))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
