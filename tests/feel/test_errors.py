"""Errors say what, where and what was meant."""

from __future__ import annotations

import pytest

from feel import FeelSyntaxError, compile_expression, compile_unary_tests


@pytest.mark.parametrize(
    ("text", "code", "column", "hint"),
    [
        ("", "feel.unexpected_end", 1, ""),
        ("1 +", "feel.unexpected_end", 4, ""),
        ("(1 + 2", "feel.unexpected_end", 7, ")"),
        ("if a 1 else 2", "feel.unexpected_token", 6, "then"),
        ("if a then 1", "feel.unexpected_end", 12, "else"),
        ("for x in xs retrun x", "feel.unexpected_end", 21, "return"),
        ("1 2", "feel.unexpected_token", 3, ""),
        ("a == b", "feel.unexpected_token", 4, ""),
        ('"abc', "feel.unterminated_string", 1, '"'),
        ('@"2024-02-30"', "feel.bad_temporal_literal", 1, ""),
        ('x + strng length("a")', "feel.unknown_function", 5, "string length"),
        ("xs[nosuch(item)]", "feel.unknown_function", 4, ""),
        ('substring("a")', "feel.wrong_arguments", 1, "string, start position, length"),
        ('substring(string: "a", begin: 1)', "feel.wrong_arguments", 1, "string, start position, length"),
        ("{a: 1, a: 2}", "feel.duplicate_key", 8, ""),
        ("x instance of nmber", "feel.unknown_type", 15, ""),
        ("x instance of list", "feel.unknown_type", 15, ""),
        ("a ~ b", "feel.unexpected_token", 3, ""),
        ('"\\uD800"', "feel.bad_escape", 1, ""),
        ("f(a: 1, 2)", "feel.mixed_arguments", 1, ""),
        ("a != = b", "feel.unexpected_token", 6, ""),
    ],
)
def test_wrong_text__compiled__says_code_place_and_hint(text: str, code: str, column: int, hint: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text)

    error = caught.value
    assert error.position is not None
    assert (error.code, error.position.line, error.position.column, error.hint) == (code, 1, column, hint)
    assert error.text == text


def test_error__on_a_later_line__counts_lines_and_columns() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression("if a\n  then 1\n  esle 2")

    assert caught.value.position is not None
    assert (caught.value.position.line, caught.value.position.column) == (3, 3)
    assert caught.value.hint == "else"


def test_unknown_name__when_names_are_given__is_refused_with_the_nearest() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression("aplication.months > 3", names=["application", "registry"])

    assert (caught.value.code, caught.value.hint) == ("feel.unknown_name", "application")


@pytest.mark.parametrize(
    "text",
    ["for x in application return x", "{x: 1, y: x}", "(function(x) x)(1)", "some x in [1] satisfies x > 0"],
)
def test_name_bound_inside__when_names_are_given__is_known(text: str) -> None:
    compile_expression(text, names=["application"])


def test_name_in_filter__when_names_are_given__may_be_an_entry_of_the_item() -> None:
    expression = compile_expression("people[age > limit]", names=["people", "limit"])

    assert expression.names == {"people", "limit"}


@pytest.mark.parametrize("text", ["> 5, ", "not(", "1, , 2", "5 >"])
def test_wrong_tests__compiled__are_refused(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        compile_unary_tests(text)
