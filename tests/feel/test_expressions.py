"""Whole expressions: operators and their precedence, names, paths, filters, loops, functions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from feel import compile_expression, to_json


def value_of(text: str, **context: Any) -> Any:
    return to_json(compile_expression(text).evaluate(context))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("100 / 10 / 2", 5),
        ("2 * 3 ** 2", 18),
        ("2 ** 3 ** 2", 64),
        ("-2 ** 2", 4),
        ("- - 2", 2),
        ("2 ** -1", Decimal("0.5")),
        ("1 + 1 = 2 and 2 > 1", True),
        ("true or false and false", True),
        ("(true or false) and false", False),
        ("1 < 2 = true", True),
        ("2 between 1 + 0 and 1 + 2 and false", False),
        ('"a" + "b" = "ab"', True),
        ("1 + 2 in (3, 4) and true", True),
        ("2 in (1 + 1) * 1", True),
        ("1 + 1 instance of number", None),
        ("(1 + 1) instance of number", True),
        ("if true then 1 else 2 + 3", 1),
        ("1 + if false then 1 else 2 + 3", 6),
        ("for i in [1, 2] return i + 1", [2, 3]),
        ("// nothing\n1 /* two */ + 1", 2),
    ],
)
def test_operators__of_different_precedence__bind_as_the_standard_says(text: str, expected: Any) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('1 = "1"', None),
        ('1 < "2"', None),
        ('1 + "1"', None),
        ("true + 1", None),
        ("null = null", True),
        ("null = 1", False),
        ("null < 1", None),
        ("1 / 0", None),
        ("[1, 2] = [1, 2.0]", True),
        ('[1, 2] = [1, "2"]', False),
        ("{a: 1} = {a: 1.0}", True),
        ("{a: 1} = {b: 1}", False),
        ("missing.deeper.still", None),
        ('list contains([1, 2], "1")', False),
        ('upper case(["a"])', "A"),
        ("count(5)", 1),
        ("1 between null and 3", None),
        ("5 between null and 3", False),
    ],
)
def test_operands__of_wrong_kind_or_missing__give_null(text: str, expected: Any) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("საცხოვრებელი.თვეები >= 6", True),
        ("განმცხადებლის თვეები + 1", 8),
        ("{monthly fee: 2, total: monthly fee * 12}.total", 24),
        ('{"a b": {c: 1}}.a b.c', 1),
        ("{profit and loss: 5, twice: profit and loss * 2}.twice", 10),
        ("{a-b: 5, c: a-b}.c", 5),
        ('date and time("2024-01-01T00:00:00").year', 2024),
        ("for first thing in [1, 2] return first thing * 2", [2, 4]),
        ("[1..5].start included", True),
        ("{🐎: 2}.🐎", 2),
        ("for sale + 1", 4),
    ],
)
def test_names__with_spaces_operators_or_georgian_letters__are_read_whole(text: str, expected: Any) -> None:
    context = {"საცხოვრებელი": {"თვეები": 7}, "განმცხადებლის თვეები": 7, "for sale": 3}

    assert to_json(compile_expression(text, hints=list(context)).evaluate(context)) == expected


def test_name_with_operators__known_to_the_caller__is_one_name() -> None:
    expression = compile_expression("Pre-bureau risk + 1", names=["Pre-bureau risk", "Pre"])

    value = expression.evaluate({"Pre-bureau risk": 1, "Pre": 50})

    assert value == 2
    assert expression.names == {"Pre-bureau risk"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xs[1]", 10),
        ("xs[-1]", 30),
        ("xs[0]", None),
        ("xs[4]", None),
        ("xs[1.5]", None),
        ("xs[count(xs)]", 30),
        ("xs[item > 10]", [20, 30]),
        ("xs[item > limit]", [30]),
        ("people[age > 30].name", ["ნინო"]),
        ("people[name = wanted].age", [20]),
        ("people[item.age = 20][1].name", "ლევანი"),
        ("people.name", ["ნინო", "ლევანი"]),
        ("people[limit = 99].name", ["ლევანი"]),
        ("[][1]", None),
        ("[][item > 1]", []),
        ("5[item > 1]", [5]),
        ("null[1]", None),
    ],
)
def test_filter__over_lists_and_contexts__selects_items(text: str, expected: Any) -> None:
    people = [{"name": "ნინო", "age": 40}, {"name": "ლევანი", "age": 20, "limit": 99}]

    assert value_of(text, xs=[10, 20, 30], people=people, limit=20, wanted="ლევანი") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in 1..2, j in i..2 return i * 10 + j", [11, 12, 22]),
        ("for i in 1..5 return if i < 3 then 1 else partial[-1] + partial[-2]", [1, 1, 2, 3, 5]),
        ("for i in (1..4) return i", [2, 3]),
        ("for i in 1..2 return partial", [[], [[]]]),
        ("for i in null return i", None),
        ("some i in [1, null, 3] satisfies i > 2", True),
        ("some i in [1, null] satisfies i > 2", None),
        ("every i in [3, null] satisfies i > 2", None),
        ("every i in [1, null] satisfies i > 2", False),
        ("every i in [] satisfies false", True),
        ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r", 120),
        ("(function(a, b) a - b)(b: 1, a: 3)", 2),
        ("sort([3, 1, 2], function(a, b) a > b)", [3, 2, 1]),
        ("{k: 2, f: function(x) x * k, r: for i in [1, 2] return f(i)}.r", [2, 4]),
        ('(function(x: number) x)("a")', None),
        ('function(a) external {java: {class: "java.lang.Runtime"}}', None),
    ],
)
def test_loops_and_functions__of_every_kind__give_their_values(text: str, expected: Any) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 in ]1..5]", True),
        ("1 in ]1..5]", False),
        ("5 in [1..5[", False),
        ("5 in (> 3)", True),
        ("5 in (1, > 10, [4..6])", True),
        ("5 in [1, 5]", True),
        ("5 in (? > 3)", True),
        ("for x in [1, 5] return x in (odd(?), > x)", [True, True]),
        ("null in [1..5]", None),
        ("5 in [5..1]", None),
        ('"b" in ["a".."c"]', True),
        ("(< 5).end", 5),
        ("[1..3] = [1..3]", True),
        ("overlaps([1..5], [5..9])", True),
        ("overlaps([1..5), [5..9])", False),
        ("before([1..5), 5)", True),
        ("meets([1..5], [5..9])", True),
        ("during(3, [1..5])", True),
        ("includes([1..5], (> 2))", False),
        ('before(1, "a")', None),
    ],
)
def test_ranges__open_closed_and_unbounded__hold_what_lies_in_them(text: str, expected: Any) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"a\\nb\\u10d0\\"\\d"', 'a\nbა"\\d'),
        ('"\\U01F40E"', "🐎"),
        ('"\\uD83D\\uDC0E"', "🐎"),
        ('string length("🐎ა")', 2),
        ('substring("foobar", -2, 1)', "a"),
        ('substring("foobar", 0)', None),
        ('upper case("abc მესტია")', "ABC მესტია"),
        ('replace("2024-05", "([0-9]+)-([0-9]+)", "$2/$1")', "05/2024"),
        ('replace("abc", "x*", "-")', None),
        ('matches("01234567890", "^[0-9]{11}$")', True),
        ('matches("a", "(")', None),
        ('matches("A", "a", "i")', True),
        ('split("a;b;;c", ";")', ["a", "b", "", "c"]),
        ('string join(["a", null, "b"], ", ")', "a, b"),
        ('string([1, "a", {b: true, "c d": null}])', '[1, "a", {b: true, c d: null}]'),
        ("string(1.50)", "1.5"),
        ("string(10 ** 3)", "1000"),
        ("string(0.000001)", "0.000001"),
        ("string(null)", None),
        ('number("1 234,5", " ", ",")', Decimal("1234.5")),
        ('number("1.2.3")', None),
    ],
)
def test_strings__of_any_script__are_handled_by_characters(text: str, expected: Any) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list replace([1, 2, 3], 2.5, 4)", [1, 4, 3]),
        ("list replace([1, 2, 3], -1.5, 4)", [1, 2, 4]),
        ("list replace([1, 2, 3], 0.5, 4)", None),
        ("list replace([1, 2, 3], 3.9, 4)", [1, 2, 4]),
        ("list replace([1, 2, 3], 10 ** 6000, 4)", None),
    ],
)
def test_list_replace__at_a_position_with_a_fraction__takes_its_whole_part(text: str, expected: Any) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize("key", ['\\"', 'a\\"b', '\\"\\"', " "])
def test_context__with_a_key_that_no_name_could_be__keeps_it(key: str) -> None:
    assert value_of(f'{{"{key}": 1}}') == {key.replace("\\", ""): 1}
