"""Measures a compiled condition and a decision table against the same rules written by hand in Python.

    python -m bench.feel [--write]   (--write puts the table into docs/performance.md)

By hand means as a careful programmer would: Decimal with 34 digits, constants made once, every row looked
at where two rows may not match. Both sides get the same JSON data and give the same answers, which is
checked before anything is measured.
"""

from __future__ import annotations

import decimal
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from bench.ratio import Compared, as_table, compare, machine
from engine.decisions import load_decisions
from feel import compile_expression

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"
START, END = "<!-- bench.feel -->", "<!-- /bench.feel -->"
Case = dict[str, Any]

CONDITION = """
application.months >= 6 and application.category in ("family", "pensioner")
and household.income / household.members < 312.50 and not(applicant.is_debtor)
and application.area * rate + surcharge <= 1500
""".strip()
LIMIT, CEILING, SIX = Decimal("312.50"), Decimal(1500), Decimal(6)
CATEGORIES = frozenset({"family", "pensioner"})


def by_hand(case: Case) -> bool:
    """Do what CONDITION says."""
    application, household = case["application"], case["household"]
    return bool(
        application["months"] >= SIX
        and application["category"] in CATEGORIES
        and Decimal(household["income"]) / Decimal(household["members"]) < LIMIT
        and not case["applicant"]["is_debtor"]
        and Decimal(application["area"]) * case["rate"] + case["surcharge"] <= CEILING
    )


def a_case(number: int) -> Case:
    return {
        "application": {
            "months": number % 40,
            "category": ("family", "pensioner", "student", "other")[number // 3 % 4],
            "area": Decimal(number % 90) + Decimal("0.5"),
            "filed_on": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
        },
        "household": {"income": 200 + number * 37 % 2000, "members": number % 5 + 1},
        "applicant": {"is_debtor": number % 7 == 0},
        "rate": Decimal("12.75"),
        "surcharge": 40,
    }


CASES = [a_case(number) for number in range(60)]

# A row: category, months from (included) and to, income a head up to, may be a debtor, filed before, answer.
BANDS = ((0, 3), (3, 6), (6, 12), (12, 24), (24, 60))
ROWS = tuple(
    (
        category,
        low,
        high,
        Decimal(f"{90 + 55 * place + 130 * group}.50"),
        group == 2,
        date(2025, 1 + place, 15),
        answer,
    )
    for group, category in enumerate(("family", "pensioner", "student", "other"))
    for place, (low, high) in enumerate(BANDS)
    for answer in (f"{category} {low}",)
)
MONEY = tuple(
    (category, Decimal(low), Decimal(high), limit, debtor, before, answer)
    for category, low, high, limit, debtor, before, answer in ROWS
)


def table(policy: str) -> bytes:
    """Return a table of 20 rows and 5 inputs."""
    inputs = "".join(
        f'<input id="i{n}"><inputExpression><text>{text}</text></inputExpression></input>'
        for n, text in enumerate(
            (
                "application.category",
                "application.months",
                "household.income / household.members",
                "applicant.is_debtor",
                "date(application.filed_on)",
            )
        )
    )
    rows = "".join(_row(number, *row) for number, row in enumerate(ROWS))
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:m">'
        f'<decision id="d" name="d"><variable name="d"/><decisionTable id="t" hitPolicy="{policy}">'
        f'{inputs}<output id="o"/>{rows}</decisionTable></decision></definitions>'
    ).encode()


def _row(
    number: int, category: str, low: int, high: int, limit: Decimal, debtor: bool, before: date, answer: str
) -> str:
    cells = (
        f'"{category}"',
        f"[{low}..{high})",
        f"<= {limit}",
        "-" if debtor else "false",
        f'< date("{before}")',
    )
    tests = "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in cells)
    return f'<rule id="r{number}">{tests}<outputEntry><text>"{answer}"</text></outputEntry></rule>'


def table_by_hand(case: Case, *, first: bool) -> str | None:
    """Do what the table says."""
    application, household = case["application"], case["household"]
    category, months = application["category"], Decimal(application["months"])
    income = Decimal(household["income"]) / Decimal(household["members"])
    is_debtor = case["applicant"]["is_debtor"]
    filed_on = date.fromisoformat(application["filed_on"])
    found: str | None = None
    for wanted, low, high, limit, debtor, before, answer in MONEY:
        if (
            category == wanted
            and low <= months < high
            and income <= limit
            and (debtor or not is_debtor)
            and filed_on < before
        ):
            if first:
                return answer
            if found is not None:
                raise ValueError("two rows match")
            found = answer
    return found


def over(cases: list[Case], function: Callable[[Case], Any]) -> Callable[[], None]:
    def work() -> None:
        for case in cases:
            function(case)

    return work


def measure() -> list[Compared]:
    """Return the comparisons, each for one case."""
    decimal.getcontext().prec = 34
    condition = compile_expression(CONDITION).evaluate
    holding = [case for case in CASES if by_hand(case)]
    results = [
        _compared("a condition of five parts", condition, by_hand, cases=CASES, aim=8),
        _compared("the same where every part counts", condition, by_hand, cases=holding, aim=8),
    ]
    for policy in ("UNIQUE", "FIRST"):
        ours, theirs = _table_pair(policy)
        name = f"a table of 20 rows and 5 inputs, {policy}"
        results.append(_compared(name, ours, theirs, cases=CASES, aim=10))
    return results


def _compared(
    name: str, ours: Callable[[Case], Any], theirs: Callable[[Case], Any], *, cases: list[Case], aim: float
) -> Compared:
    answers = [(ours(case), theirs(case)) for case in cases]
    assert answers and all(a == b for a, b in answers), [pair for pair in answers if pair[0] != pair[1]]
    found = compare(name, over(cases, ours), over(cases, theirs), aim=aim)
    return replace(found, ours=found.ours / len(cases), theirs=found.theirs / len(cases))


def _table_pair(policy: str) -> tuple[Callable[[Case], Any], Callable[[Case], Any]]:
    decisions = load_decisions(table(policy))

    def ours(case: Mapping[str, Any]) -> Any:
        return decisions.evaluate("d", case).value

    return ours, lambda case: table_by_hand(case, first=policy == "FIRST")


def main() -> int:
    """Print the results, and write them down if asked to."""
    results = measure()
    text = f"{as_table(results)}\n\n{machine()}"
    print(text)
    if "--write" in sys.argv:
        document = DOCUMENT.read_text("utf-8")
        before, _, rest = document.partition(START)
        after = rest.partition(END)[2]
        DOCUMENT.write_text(f"{before}{START}\n{text}\n{END}{after}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
