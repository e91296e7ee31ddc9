"""Regular expressions of XPath where RE2 reads them otherwise."""

from __future__ import annotations

import pytest

from feel import FeelLimitError, compile_expression


def matches(text: str, pattern: str, flags: str = "") -> bool | None:
    given = {"t": text, "p": pattern, "f": flags}
    found: bool | None = compile_expression("matches(t, p, f)").evaluate(given)
    return found


@pytest.mark.parametrize(
    ("text", "pattern", "flags", "expected"),
    [
        ("a\rb", "a.b", "", False),
        ("a\nb", "a.b", "", False),
        ("a\rb", "a.b", "s", True),
        ("a\rb", "a[.]b", "", False),
        ("a.b", r"a\.b", "", True),
    ],
)
def test_point__at_line_ends__stops_unless_it_stands_for_all(
    text: str, pattern: str, flags: str, expected: bool
) -> None:
    assert matches(text, pattern, flags) is expected


@pytest.mark.parametrize(
    ("text", "pattern", "flags", "expected"),
    [
        ("B", "[A-Z-[OI]]", "", True),
        ("O", "[A-Z-[OI]]", "", False),
        ("o", "[A-Z-[OI]]", "i", False),
        ("x", "[A-Z-[OI]]", "i", True),
        ("e", "[a-z-[^aeiou]]", "", True),
        ("f", "[a-z-[^aeiou]]", "", False),
        ("f", "[^a-c-[f]]", "", False),
        ("g", "[^a-c-[f]]", "", True),
        ("b", "[a-c-[a-c-[b]]]", "", True),
        ("a", "[a-c-[a-c-[b]]]", "", False),
        ("a", "[a-[a]]", "", False),
        ("-", r"[\-a-[a]]", "", True),
        ("5", r"[\d-[5]]", "", None),
        ("a", "[a-z-[b]", "", None),
        ("a", "[z-a-[b]]", "", None),
        ("-", "[a-]", "", True),
        ("]", "[]a]", "", True),
        ("b", "[^]a]", "", True),
        ("a", "[[:alpha:]]", "", True),
    ],
)
def test_class__from_which_another_is_taken__has_the_rest(
    text: str, pattern: str, flags: str, expected: bool | None
) -> None:
    assert matches(text, pattern, flags) is expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [(r"he llo[ ]wor ld", True), (r"hello\ sworld", True), ("hello world", False), (r"o[\] ]wo", True)],
)
def test_spaces__under_the_flag_x__count_in_classes_only(pattern: str, expected: bool) -> None:
    assert matches("hello world", pattern, "x") is expected


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("მესტია", r"^\p{IsGeorgian}+$", True),
        ("Mestia", r"\p{IsGeorgian}", False),
        ("Mestia", r"^\P{IsGeorgian}+$", True),
        ("მ1", r"^[\p{IsGeorgian}0-9]+$", True),
        ("a", r"\p{IsNowhere}", None),
        ("A", r"\p{Lu}", True),
    ],
)
def test_block__of_unicode__is_known_by_its_name(text: str, pattern: str, expected: bool | None) -> None:
    assert matches(text, pattern) is expected


@pytest.mark.parametrize("pattern", [r"(a)\1", r"\0", r"[a\0]", r"(a)[\1]", "a\\", "[a", "[a\\"])
def test_reference__back_to_a_group__is_null(pattern: str) -> None:
    assert matches("aa", pattern) is None


def test_classes__taken_from_one_another_without_end__are_limited() -> None:
    assert matches("a", "[a-" * 240 + "b" + "]" * 240) in (True, False, None)
    with pytest.raises(FeelLimitError):
        matches("a", "[a-" * 400)
