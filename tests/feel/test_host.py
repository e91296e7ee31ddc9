"""Functions of the host, opaque values, and the boundary to JSON."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from feel import (
    FeelEvaluationError,
    FeelSyntaxError,
    Functions,
    Host,
    compile_expression,
    to_json,
)


@dataclass(frozen=True)
class Term:
    name: str


def functions(**calls: Any) -> Functions:
    return Functions.standard().plus(calls)


def test_host_function__called__gets_feel_values_and_gives_plain_ones() -> None:
    seen: list[Any] = []

    def parameter(name: str, scale: Decimal) -> dict[str, int]:
        seen.extend((name, scale))
        return {"months": 6}

    host = functions(parameter=Host(params=("name", "scale"), call=parameter))

    value = compile_expression('parameter("hm", 2).months + 0.5', functions=host).evaluate({})

    assert value == Decimal("6.5")
    assert seen == ["hm", Decimal(2)]


@pytest.mark.parametrize("text", ["f()", "f(1, 2, 3)", "f(x: 1, z: 2)", "f(y: 1)"])
def test_host_function__with_wrong_arguments__is_refused_at_compile_time(text: str) -> None:
    host = functions(f=Host(params=("x", "y"), call=lambda x, y=None: x, optional=1))

    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text, functions=host)

    assert caught.value.code == "feel.wrong_arguments"


@pytest.mark.parametrize(("text", "expected"), [("f(8, 2)", 4), ("f(y: 2, x: 8)", 4), ("f(8)", 8)])
def test_host_function__with_named_or_optional_arguments__is_called(text: str, expected: int) -> None:
    host = functions(f=Host(params=("x", "y"), call=lambda x, y=Decimal(1): x / y, optional=1))

    assert compile_expression(text, functions=host).evaluate({}) == expected


def test_host_function__brought_at_evaluation__serves_instead() -> None:
    compiled = compile_expression("f()", functions=functions(f=Host(params=(), call=lambda: 1)))

    value = compiled.evaluate({}, functions=functions(f=Host(params=(), call=lambda: 2)))

    assert value == 2
    assert compiled.evaluate({}) == 1


def test_host_function__that_fails__raises_its_own_error() -> None:
    class NoSuchParameter(Exception):
        pass

    def fail() -> None:
        raise NoSuchParameter

    with pytest.raises(NoSuchParameter):
        compile_expression("f()", functions=functions(f=Host(params=(), call=fail))).evaluate({})


def test_opaque_value__of_the_host__passes_through_and_equals_itself() -> None:
    host = functions(term=Host(params=("name",), call=Term))

    value = compile_expression('{t: term("a"), same: t = term("a"), sum: t + 1}', functions=host).evaluate({})

    assert value == {"t": Term("a"), "same": True, "sum": None}
    with pytest.raises(FeelEvaluationError):
        to_json(value)


def test_context__used_by_an_expression__is_never_changed() -> None:
    context = {"xs": [1, [2]], "c": {"a": 1}}

    compile_expression('[append(xs, 3), context put(c, "b", 2), remove(xs, 1), reverse(xs)]').evaluate(
        context
    )

    assert context == {"xs": [1, [2]], "c": {"a": 1}}


def test_json__of_every_kind_of_value__is_plain() -> None:
    text = '[1, 1.5, 1E3, "a", true, null, @"2024-02-29", @"P1D", {a: [@"10:00:00"]}]'

    value = to_json(compile_expression(text).evaluate({}))

    assert value == [1, Decimal("1.5"), 1000, "a", True, None, "2024-02-29", "P1D", {"a": ["10:00:00"]}]
    assert [type(item) for item in value[:3]] == [int, Decimal, int]


def test_function__asked_for_as_json__is_refused() -> None:
    with pytest.raises(FeelEvaluationError) as caught:
        to_json(compile_expression("function(x) x").evaluate({}))

    assert caught.value.code == "feel.not_json"
