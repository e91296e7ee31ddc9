"""Measures how long a long form takes to be checked and to be shown, with an error in every row.

    python -m bench.forms [--write]   (--write puts the table into docs/performance.md)

Two hundred fields, nineteen of them in a list of fifty rows: 1,132 answers. A quarter have conditions or
limits in FEEL, and each row breaks one. What is measured is checked first: the errors, and
the inputs on the page.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from bench import report
from bench.ratio import machine
from forms import FieldError, Form, InvalidAnswers, load_form, render, validate

ROWS: Final = 50
ROUNDS: Final = 30
AIM: Final = 50.0
KINDS: Final = ("textfield", "number", "datetime", "select")
TYPED: Final = ("text", "50", "27.03.1985", "one")  # the numbers are above the limit of the rows' first
TOP, IN_ROWS = 179, 19


@dataclass(frozen=True)
class Measured:
    """Milliseconds of the processor, each round alone."""

    name: str
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    @property
    def most(self) -> float:
        return max(self.rounds)


def long_form() -> Form:
    """Return the form."""
    top = [_question(f"k{number}", number, f"=k{number - 2} = 0") for number in range(TOP)]
    total = {"type": "number", "id": "total", "key": "total", "label": "Total"}
    rows = [_question(f"r{number}", number, f'=this.r{number - 1} = "x"') for number in range(IN_ROWS)]
    rows[1]["validate"] = {"max": "=total"}
    listed = {"type": "dynamiclist", "id": "rows", "path": "rows", "label": "Row", "components": rows}
    document = {"id": "long", "type": "default", "schemaVersion": 19, "components": [*top, total, listed]}
    return load_form(json.dumps(document).encode())


def _question(key: str, number: int, condition: str) -> dict[str, Any]:
    kind = KINDS[number % 4]
    item: dict[str, Any] = {"type": kind, "id": key, "key": key, "label": f"Question {number}"}
    if kind == "datetime":
        item["subtype"] = "date"
    if kind == "select":
        item["values"] = [{"value": "one", "label": "First"}, {"value": "two", "label": "Second"}]
    if number and number % 4 == 1:
        item["conditional"] = {"hide": condition}
    item["validate"] = {"required": True}
    return item


def answers() -> dict[str, Any]:
    """Return what was typed: everything, with a number too large in every row."""
    row = {f"r{number}": TYPED[number % 4] for number in range(IN_ROWS)}
    top = {f"k{number}": TYPED[number % 4] for number in range(TOP)}
    return {**top, "total": "10", "rows": [dict(row) for _ in range(ROWS)]}


def errors_of(form: Form, typed: dict[str, Any]) -> tuple[FieldError, ...]:
    try:
        validate(form, typed)
    except InvalidAnswers as refused:
        return refused.errors
    return ()


def measure() -> list[Measured]:
    """Return both, after having looked at what they give."""
    form, typed = long_form(), answers()
    errors = errors_of(form, typed)
    fields = sum(1 for item in form.walk() if item.type != "dynamiclist")
    page = render(form, typed, errors=errors, language="ka")
    inputs = page.count("<input class=") + page.count("<select")
    assert (fields, len(errors), inputs) == (199, ROWS, TOP + 1 + ROWS * IN_ROWS), (
        fields,
        len(errors),
        inputs,
    )
    return [
        _measured("checked", lambda: errors_of(form, typed)),
        _measured("shown with its errors", lambda: render(form, typed, errors=errors, language="ka")),
    ]


def _measured(name: str, work: Callable[[], Any]) -> Measured:
    work()
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        rounds.append((time.process_time() - began) * 1000)
    return Measured(name, tuple(rounds))


def as_table(results: list[Measured]) -> str:
    """Return the results as a table."""
    lines = ["| a form of 200 fields, 50 rows | CPU ms, median | most | aim |", "|---|---:|---:|---:|"]
    lines += [
        f"| {result.name} | **{result.median:.1f}** | {result.most:.1f} | ≤ {AIM:.0f} |" for result in results
    ]
    return "\n".join(lines)


def main() -> int:
    """Print the results, and write them down if asked to."""
    text = f"{as_table(measure())}\n\n{machine()}"
    print(text)
    if "--write" in sys.argv:
        report.write("bench.forms", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
