"""Runs a folder of DMN TCK test cases against our decisions and says what passes: a yardstick, not a test.

    python -m tests.decisions.tck FOLDER

Prints every failure and, for each level, `passed N of M`. A case passes if every expected result is equal;
where an error is expected, null and a refusal both count. Models with functions in Java are counted apart.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from engine.decisions import DecisionError, Decisions, load_decisions, sources
from feel import FeelError, compile_expression
from feel.run import Run
from feel.semantics import equal
from feel.temporal import parse_date, parse_date_time, parse_duration, parse_time

Case = tuple[str, bool, str]
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
READERS: Mapping[str, Any] = {
    "string": str,
    "boolean": lambda text: text in ("true", "1"),
    "decimal": Decimal,
    "double": Decimal,
    "integer": Decimal,
    "int": Decimal,
    "long": Decimal,
    "float": Decimal,
    "date": parse_date,
    "time": parse_time,
    "dateTime": parse_date_time,
    "duration": parse_duration,
    "dayTimeDuration": parse_duration,
    "yearMonthDuration": parse_duration,
}


def local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def child(element: etree._Element, name: str) -> etree._Element | None:
    return next((c for c in element if local(c) == name), None)


def value_of(element: etree._Element) -> Any:
    """Return the value an input node, an expected element, an item or a component holds."""
    if element.get(NIL) in ("true", "1"):
        return None
    components = [c for c in element if local(c) == "component"]
    if components:
        return {c.get("name"): value_of(c) for c in components}
    items = child(element, "list")
    if items is not None:
        return None if items.get(NIL) in ("true", "1") else [value_of(item) for item in items]
    value = child(element, "value")
    if value is None or value.get(NIL) in ("true", "1"):
        return None
    kind = (value.get(TYPE) or "string").split(":")[-1]
    text = value.text or ""
    return READERS[kind](text if kind == "string" else text.strip())


def matches(actual: Any, expected: Any) -> bool:
    """Compare as the TCK does: numbers to eight digits after the point."""
    if isinstance(expected, Decimal) and isinstance(actual, Decimal):
        return abs(actual - expected) < Decimal("0.00000001") or actual == expected
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(matches, actual, expected))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(matches(actual[k], expected[k]) for k in expected)
    return type(actual) is type(expected) and equal(Run(100_000), actual, expected) is True


def run_file(path: Path) -> list[Case]:
    """Run one file of cases."""
    root = etree.parse(str(path), etree.XMLParser(remove_comments=True)).getroot()
    model_name = child(root, "modelName")
    model_path = path.parent / ((model_name.text or "").strip() if model_name is not None else "")
    others = {other.name: other.read_bytes() for other in path.parent.glob("*.dmn")}
    try:
        decisions: Decisions | None = load_decisions(model_path.read_bytes(), imports=sources(others))
    except DecisionError as error:
        decisions, reason = None, str(error)
    cases: list[Case] = []
    for case in (c for c in root if local(c) == "testCase"):
        context = {n.get("name"): value_of(n) for n in case if local(n) == "inputNode"}
        for node in (n for n in case if local(n) == "resultNode"):
            name = f"{path.parent.name}/{path.stem}:{case.get('id')}:{node.get('name')}"
            if decisions is None:
                cases.append((name, False, reason))
                continue
            wanted = case.get("invocableName") or node.get("name") or ""
            cases.append((name, *outcome(decisions, wanted, context, node)))
    return cases


def outcome(decisions: Decisions, name: str, context: Mapping[str, Any], node: Any) -> tuple[bool, str]:
    """Return whether the result is the expected one, and what it was."""
    expected_element = child(node, "expected")
    expected = None if expected_element is None else value_of(expected_element)
    try:
        now = PRESENT.to_python()
        actual = decisions.evaluate_to_feel(name, context, now=now)
        if name != node.get("name") and isinstance(actual, dict):
            # A service with several outputs is asked for each of them.
            actual = actual.get(node.get("name"), actual)
    except (DecisionError, FeelError) as error:
        return (expected is None), f"expected {expected!r}, refused: {error}"
    except Exception as error:
        return False, f"crashed: {type(error).__name__}: {error}"
    return matches(actual, expected), f"expected {expected!r}, got {actual!r}"


PRESENT = compile_expression('date and time("2024-05-06T07:08:09Z")').evaluate({})


def level_of(directory: Path) -> str:
    """Return what the cases of a folder are counted under."""
    models = "".join(model.read_text("utf-8", errors="replace") for model in directory.glob("*.dmn"))
    needs_java = re.search(r'kind="(?:Java|PMML)"|\bexternal\s*\{', models)
    return f"{directory.parent.name}{', functions in Java' if needs_java else ''}"


def main() -> int:
    """Run every file below the folder."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("usage: make tck TCK=DIR (a checkout of the DMN TCK, or a part of it)", file=sys.stderr)
        return 2
    total: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for directory in sorted({path.parent for path in Path(sys.argv[1]).rglob("*-test-*.xml")}):
        level = level_of(directory)
        for path in sorted(directory.glob("*-test-*.xml")):
            for name, ok, detail in run_file(path):
                total[level] += 1
                passed[level] += ok
                if not ok:
                    print(f"failed {name}: {detail[:300]}")
    for level in sorted(total):
        print(f"{level}: passed {passed[level]} of {total[level]}")
    print(f"passed {passed.total()} of {total.total()}")
    return 0 if all(passed[level] == total[level] for level in total if "Java" not in level) else 1


if __name__ == "__main__":
    sys.exit(main())
