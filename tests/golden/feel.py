"""FEEL as golden files: expressions by area, each with its value or the code of its error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import feel
from feel import FeelError, Functions, compile_expression, compile_unary_tests, to_json
from feel.signature import Builtin
from tests.feel.test_standard_examples import EXAMPLES
from tests.simulation.fuzz.grammar import KINDS, LEAVES, Grower

PART, VERSION = "feel", feel.VERSION
NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
BUDGET = 20_000
LONGEST = 1_500  # characters of a value worth recording
CONTEXT = {
    "x": "5",
    "n": "2.50",
    "s": '"გამარჯობა, abc"',
    "xs": '[1, 2.5, "a", null, -7, true]',
    "c": '{a: 1, name: "n", ok: true, "full name": "f n"}',
    "rows": '[{amount: 4, name: "a"}, {amount: 2, a: {b: 1}}, {name: null}]',
    "day": '@"2024-02-29"',
    "clock": '@"12:00:00"',
    "span": '@"PT1H"',
    "term": '@"P14M"',
    "yes": "true",
    "თვე": "7",
    "full name": '"Ana"',
}
# The language itself, by the rule of the grammar that grows it.
LANGUAGE = {
    "arithmetic": ("sum", "time_sum", "negation"),
    "comparison": ("comparison", "between", "membership", "instance"),
    "logic": ("logic", "choice", "quantified"),
    "structures": ("listing", "context", "interval", "loop", "filter", "index", "property", "function"),
}
CALLS, GROWN, TESTS = 8, 30, 80


def context() -> dict[str, Any]:
    return {name: compile_expression(text).evaluate({}) for name, text in CONTEXT.items()}


def outcome(text: str, *, is_test: bool, over: Mapping[str, Any]) -> Any:
    """Return the value, with its kind, or the code of the error. A test is asked of 7."""
    try:
        if is_test:
            compiled = compile_unary_tests(text, hints=("full name",))
            return {"value": compiled.evaluate(Decimal(7), over, now=NOW, budget=BUDGET)}
        value = compile_expression(text, hints=("full name",)).evaluate(over, now=NOW, budget=BUDGET)
        return {"value": written(value)}
    except FeelError as error:
        return {"error": error.code}


def written(value: Any) -> Any:
    """Return a value as JSON that tells a date from a text that looks like one."""
    if isinstance(value, list):
        return [written(item) for item in value]
    if isinstance(value, dict):
        return {"context": {key: written(item) for key, item in value.items()}}
    if isinstance(value, feel.Function):
        return {"function": True}
    if isinstance(value, feel.Range):
        bounds = {"start": written(value.start), "end": written(value.end)}
        return {"range": bounds | {"included": [value.start_included, value.end_included]}}
    if isinstance(value, feel.Temporal):
        return {type(value).__name__: to_json(value)}
    return to_json(value)


def areas() -> Iterator[tuple[str, list[str], bool]]:
    """Yield the areas with the texts that stand for them, and whether they are tests of a cell."""
    for area, functions in _library().items():
        grower = Grower(Random(area))
        yield f"library_{area}", [text for function in functions for text in _calls(grower, function)], False
    for area, rules in LANGUAGE.items():
        grower = Grower(Random(area))
        yield area, [_grown(grower, rule, depth % 3) for rule in rules for depth in range(GROWN)], False
    yield "examples_of_the_standard", list(EXAMPLES), False
    seeds = Path(__file__).parents[1] / "simulation" / "fuzz" / "seeds.txt"
    yield "seeds", [line for line in seeds.read_text().splitlines() if not line.startswith("#")], False
    grower = Grower(Random("tests"))
    yield "tests_of_cells", [grower.tests() for _ in range(TESTS)], True


def recorded() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the golden files: texts whose value is short, each once."""
    over = context()
    for area, texts, is_test in areas():
        cases: list[dict[str, Any]] = []
        nothing = 0
        for text in dict.fromkeys(texts):
            found = outcome(text, is_test=is_test, over=over)
            is_nothing = found == {"value": None}
            if len(repr(found)) <= LONGEST and not (is_nothing and nothing > len(cases) / 2):
                cases.append({"text": text, **found})
                nothing += is_nothing
        yield area, {"is_test": is_test, "now": NOW.isoformat(), "context": CONTEXT, "cases": cases}


def differences(content: Mapping[str, Any]) -> list[str]:
    """Return what the file says otherwise than this release does."""
    over = {name: compile_expression(text).evaluate({}) for name, text in content["context"].items()}
    found = []
    for case in content["cases"]:
        before = {name: case[name] for name in ("value", "error") if name in case}
        after = outcome(case["text"], is_test=content["is_test"], over=over)
        if after != before:
            found.append(f"{case['text']}\n  was {before}\n  is  {after}")
    return found


def _library() -> dict[str, list[Builtin]]:
    """Return the functions of the language by the file that defines them."""
    found: dict[str, list[Builtin]] = {}
    functions = Functions.standard()
    for name in sorted(functions):
        builtin = functions[name]
        assert isinstance(builtin, Builtin)
        area = builtin.overloads[0].call.__module__.rpartition(".")[2]
        found.setdefault(area, []).append(builtin)
    return found


def _calls(grower: Grower, builtin: Builtin) -> Iterator[str]:
    """Yield calls with arguments of the right kinds, then with a null and with one too many."""
    grower.builtins = [builtin]
    yield from (grower.call(depth % 2) for depth in range(CALLS))
    for overload in builtin.overloads:
        count = len(overload.parameters)
        yield f"{builtin.name}({', '.join(['null'] * max(count, 1))})"
        yield f"{builtin.name}({', '.join(['1'] * (count + 1))})"
        for kind in KINDS:
            yield f"{builtin.name}({', '.join([LEAVES[kind][0]] * max(count, 1))})"


def _grown(grower: Grower, rule: str, depth: int) -> str:
    grower.wanted = grower.pick(("number", "string", "boolean", "context"))
    text: str = getattr(grower, rule)(depth)
    return text
