"""Operations describe themselves: nobody else knows them by name, and what they say of themselves is true."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.operations import ALL, Operation
from engine.operations.traits import OnRegister
from engine.texts import LANGUAGES, Texts
from tests.golden import files
from tests.golden.operations import VERSION

ROOT = Path(__file__).parents[2]
PACKAGES = ("demo", "engine", "feel", "forms", "signing", "tools", "web")
AREAS = frozenset(f"{name.partition('.')[0]}." for name in ALL.names)
# What begins like an operation and is something else.
EVENTS = ("act.", "asset.", "budget.", "clock.", "inventory.", "message.", "register.")
OTHERS = {
    ("engine/property/rules/cells.py", "asset."),  # words
    *(("engine/queries/timeline.py", kind) for kind in EVENTS),
    ("web/inbox/asset_imports.py", "asset."),  # words
    ("forms/vocabulary.py", "message."),  # properties of a field: its own words for what is wrong
}

every_operation = pytest.mark.parametrize(
    "operation", [ALL.find(name) for name in sorted(ALL.names)], ids=lambda one: one.name
)


@cache
def engine_words() -> Texts:
    return Texts.load(ROOT / "engine" / "texts")


def named_elsewhere() -> Iterator[tuple[str, str]]:
    """Yield the files beside the operations that have one's name, or its beginning, as a text."""
    quoted = re.compile("|".join(f"'{re.escape(name)}'" for name in sorted(ALL.names)))  # as in SQL
    for path in (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))):
        if "operations" in path.with_suffix("").parts or "node_modules" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_bytes())):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and (text in ALL.names | AREAS or quoted.search(text)):
                yield str(path.relative_to(ROOT)), text


def test_operations__by_name__are_known_to_themselves_alone() -> None:
    assert set(named_elsewhere()) == OTHERS, "ask a trait (engine/operations/traits.py), or add one"


@every_operation
def test_operation__with_a_trait__has_the_inputs_that_the_trait_speaks_of(operation: Operation) -> None:
    traits = {
        "clock": operation.on_clock is not None,
        "register": operation.on_register is not None,
        "outcome": operation.decides,
        "template": bool(operation.templates_in),
    }

    assert {name: name in operation.inputs for name in traits} == traits


@pytest.mark.parametrize("language", LANGUAGES)
def test_state_registers__that_operations_ask__have_names_for_whom_they_are_asked_about(
    language: str,
) -> None:
    words = Texts.load(ROOT / "web" / "texts")

    nameless = {
        asking_register
        for asking_register in ALL.asking_registers.values()
        if words.find(language, f"reads.register.{asking_register}") is None
    }

    assert nameless == set()


@every_operation
def test_operation__in_its_recorded_examples__does_what_its_traits_say(operation: Operation) -> None:
    examples = [example["did"] for example in files.read("operations", VERSION, operation.name)["examples"]]

    moved = {table for example in examples for table in example["rows"]}
    noted = {kind for example in examples for kind, _ in example["notes"]}
    writes = operation.on_register and operation.on_register.writes

    if examples:
        is_on_clock = operation.on_clock is not None or operation.decides
        assert ("clocks" in moved) == is_on_clock
        assert moved & {"register_entries", "register_notes"} == ({writes} if writes else set())
        assert noted & {kind.value for kind in OnRegister} == _event_of(operation)
        assert any("decided_on" in example["changes"] for example in examples) == operation.decides


def _event_of(operation: Operation) -> set[Any]:
    what = operation.on_register
    return set() if what is None or what.value is None else {what.value}


@every_operation
@pytest.mark.parametrize("language", LANGUAGES)
def test_operation__shown_to_analysts__has_words_for_itself_and_for_what_it_takes_and_brings(
    operation: Operation, language: str
) -> None:
    words = engine_words()
    keys = {f"operations.name.{operation.name}"}
    keys |= {f"operations.value.{name}" for name in (*operation.inputs, *operation.outputs)}

    assert {key for key in keys if words.find(language, key) is None} == set()
