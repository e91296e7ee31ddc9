"""Looking rows up says what testing every cell says, for any table and any value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.decisions import load_decisions
from engine.decisions.lookup import make_lookup
from feel import Date, DateTime, DaysDuration, Functions, Host, Time, compile_unary_tests
from feel.run import Run
from tests.decisions.builders import decision, definitions, table

NUMBERS = ["-2", "0", "1", "1.5", "2", "1e6000", "-1e6144", "9999999999999999999999999999999999", "1e-6140"]
DATES = ['date("2024-02-29")', 'date("2024-03-01")', '@"0001-01-01"', 'date("999999999-12-31")', 'date("x")']
OTHERS = ["true", "false", "null", '"a"', '"b"', '""', '@"PT1H"', '@"12:00:00"', '@"2024-02-29T00:00:00"']
constants = st.sampled_from([*NUMBERS, *DATES, *OTHERS])
operators = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])
brackets = st.tuples(st.sampled_from("[(]"), st.sampled_from("])["))
simple = st.one_of(
    constants,
    st.tuples(operators, constants).map(" ".join),
    st.tuples(brackets, constants, constants).map(lambda t: f"{t[0][0]}{t[1]}..{t[2]}{t[0][1]}"),
    st.sampled_from(["x", "> x", "? > 1", "[x..5]", "[1, 2]", "host(1)", "> host(1)", "-1", "null"]),
)
cells = st.one_of(
    st.just(""),
    simple,
    st.lists(simple, min_size=1, max_size=3).map(", ".join),
    st.lists(simple, min_size=1, max_size=2).map(lambda tests: f"not({', '.join(tests)})"),
)
values = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(["a", "b", "", "c", "ab?", "zzz"]),
    st.sampled_from([Decimal(n) for n in NUMBERS]),
    st.decimals(min_value=-3, max_value=3, places=2),
    st.sampled_from(
        [Date(2024, 2, 28), Date(2024, 2, 29), Date(2024, 3, 1), Date(2024, 3, 2), Date(1, 1, 1)]
    ),
    st.sampled_from(
        [DaysDuration(3_600_000_000_000), Time(12, 0, 0), DateTime(Date(2024, 2, 29), Time(0, 0, 0))]
    ),
    st.lists(st.sampled_from([Decimal(1), "a"]), max_size=2),
)
FUNCTIONS = Functions.standard().plus({"host": Host(params=("n",), call=lambda n: 2)})


@settings(max_examples=600, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(cells, cells), min_size=1, max_size=8),
    st.tuples(values, values),
    st.booleans(),
)
@example([("1", ""), ("not(1)", '"a"')], (Decimal("1.0"), "a"), False)
@example([('< "b"', ""), ('"a"', "")], ("ab", None), False)
def test_lookup__of_any_table__says_what_testing_every_cell_says(
    rows: list[tuple[str, str]], given_: tuple[Any, Any], first: bool
) -> None:
    compiled = [
        tuple(
            (index, compile_unary_tests(cell, functions=FUNCTIONS)) for index, cell in enumerate(row) if cell
        )
        for row in rows
    ]
    scope = {"x": Decimal(1)}
    expected = [
        place
        for place, row in enumerate(compiled)
        if all(test.evaluate_in(Run(9_999), given_[index], context=scope) is True for index, test in row)
    ]

    found = make_lookup(2, compiled, hosts=FUNCTIONS.hosts).matching(
        Run(9_999), given_, scope=scope, first=first
    )

    assert found == (expected[:1] if first else expected)


def test_cell__that_calls_a_function_of_the_host_named_like_one_of_the_language__is_asked_each_time() -> None:
    rules = table(('date("2024-01-01")', "1"), ("-", "2"), policy="FIRST")
    decisions = load_decisions(definitions(decision(rules)))
    answers = iter([7, 8, 8])
    functions = Functions.standard().plus({"date": Host(params=("from",), call=lambda text: next(answers))})

    found = [decisions.evaluate("d", {"x": 8}, functions=functions).value for _ in range(3)]

    assert found == [2, 1, 1]
