"""Features lie in packages of their own, know the core and not each other, and the core knows none of them.

Only what a file itself imports counts: through the command bus everybody reaches everything.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FEATURES = (
    *(
        "absences",
        "adhoc",
        "announcements",
        "budgets",
        "cash",
        "centers",
        "feedback",
        "payments",
        "programmes",
        "property",
    ),
    *("quality", "registers", "studio"),
)
# Money goes one way: cash is received at a centre for a payment; budgets and property ask for payments. What
# a programme plans is held against the lines of the budget.
KNOWN_TO = {
    "cash": {"payments", "centers"},
    "budgets": {"payments"},
    "property": {"payments"},
    "programmes": {"budgets"},
}
# The layers within a feature, the highest first: none knows one above it, nor another beside it.
LAYERS = (("handlers", "queries", "jobs", "operations"), ("store",), ("rules",), ("commands",))
# What is put together of everything: it stands above the features, wherever it lies.
COMPOSITION = {
    "engine.command_registry": "every command",
    "engine.operations": "every operation of diagrams",
    "engine.jobs.app": "every job",
    "engine.jobs.hourly": "what is done by the hour",
    "engine.jobs.timers": "what is looked for by the minute",
    "engine.queries.cases": "the pages of a case",
    "engine.queries.views": "what the pages of a case show",
    "engine.queries.own_data": "everything about a person",
    "engine.queries.observations": "what scenarios observe of a case",
    "engine.queries.invariants": "what `mms reconcile` checks",
    "engine.handlers.reference": "the reference data of an installation",
}
COMPOSING = (
    "engine.installation",
    "engine.backup",
    "engine.reconcile",
    "engine.scenarios",
    "engine.cli",
)


@cache
def modules() -> dict[str, frozenset[str]]:
    """Return what each module of the engine imports of it, packages by their own name."""
    paths = {_name(path): path for path in (ROOT / "engine").rglob("*.py")}
    return {name: frozenset(_imported(path, paths)) for name, path in paths.items()}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imported(path: Path, known: dict[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in known else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def feature_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "engine" and parts[1] in FEATURES else None


def layer_of(module: str) -> str | None:
    """Return the layer of a feature's module; None where it lies beside the layers."""
    parts = module.split(".")
    names = {name for layer in LAYERS for name in layer}
    return parts[2] if len(parts) > 2 and parts[2] in names else None


def is_composition(module: str) -> bool:
    return module in COMPOSITION or ".".join(module.split(".")[:2]) in COMPOSING


@pytest.mark.parametrize("feature", FEATURES)
def test_feature__of_the_engine__knows_no_other_but_where_money_goes(feature: str) -> None:
    known = KNOWN_TO.get(feature, set())
    wrong = {
        f"{module} -> {imported}"
        for module, all_imported in modules().items()
        if feature_of(module) == feature
        for imported in all_imported
        if feature_of(imported) not in (None, feature, *known)
    }

    assert wrong == set()


def test_core__of_the_engine__knows_no_feature() -> None:
    wrong = {
        f"{module} -> {imported}"
        for module, all_imported in modules().items()
        if feature_of(module) is None and not is_composition(module)
        for imported in all_imported
        if feature_of(imported) is not None
    }

    assert wrong == set()


def test_composition__of_features__is_what_the_list_says() -> None:
    composing = {name for name in COMPOSITION if any(map(feature_of, modules()[name]))}

    assert composing == set(COMPOSITION)


@pytest.mark.parametrize("feature", FEATURES)
def test_layers__of_a_feature__know_what_lies_below_them(feature: str) -> None:
    height = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    wrong = {
        f"{module} -> {imported}"
        for module, all_imported in modules().items()
        if feature_of(module) == feature and (own := layer_of(module)) is not None
        for imported in all_imported
        if feature_of(imported) == feature and (other := layer_of(imported)) not in (None, own)
        if height[other] <= height[own]
    }

    assert wrong == set()
