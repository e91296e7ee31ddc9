"""Texts: found by language and key, filled in without reaching into what is put in."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.texts import TextError, Texts
from tests.catalogue.builders import write

TEXTS = Texts.of(
    {
        "ka": {"_review": "unchecked", "case": {"due": "ვადა: {due_on}", "open": "ღიაა"}},
        "en": {"_review": "checked", "case": {"due": "Due on {due_on}"}},
    }
)


def test_get__with_a_parameter__fills_it_in() -> None:
    assert TEXTS.get("ka", "case.due", due_on="14.04.2026") == "ვადა: 14.04.2026"


def test_get__placeholder_in_a_value__is_not_filled_in_again() -> None:
    assert TEXTS.get("en", "case.due", due_on="{due_on}") == "Due on {due_on}"


def test_get__attribute_in_a_placeholder__stays_text() -> None:
    texts = Texts.of({"en": {"a": "{who.__class__} {0} {} {who!r}"}})

    assert texts.get("en", "a", who="x") == "{who.__class__} {0} {} {who!r}"


@pytest.mark.parametrize(
    ("language", "key", "code"),
    [
        ("en", "case.open", "texts.missing"),
        ("fr", "case.due", "texts.missing"),
        ("en", "case", "texts.missing"),
        ("en", "_review", "texts.missing"),
        ("en", "case.due", "texts.parameter_missing"),
    ],
)
def test_get__missing_text_or_parameter__is_an_error(language: str, key: str, code: str) -> None:
    with pytest.raises(TextError) as caught:
        TEXTS.get(language, key)

    assert caught.value.code == code


def test_gaps__key_in_one_language_only__is_named() -> None:
    assert TEXTS.gaps() == (("en", "case.open"),)


def test_under__prefix__gives_the_rest_of_the_keys() -> None:
    assert TEXTS.under("ka", "case") == {"due": "ვადა: {due_on}", "open": "ღიაა"}
    assert TEXTS.under("ka", "cas") == {}


def test_over__other_texts__wins_where_both_speak() -> None:
    merged = Texts.of({"en": {"case": {"due": "By {due_on}"}}}).over(TEXTS)

    assert merged.get("en", "case.due", due_on="x") == "By x"
    assert merged.get("ka", "case.open") == "ღიაა"


def test_load__directory__reads_each_language(tmp_path: Path) -> None:
    write(tmp_path / "ka.json", {"a": "ა"})
    write(tmp_path / "en.json", {"a": "A"})

    assert Texts.load(tmp_path).get("ka", "a") == "ა"


def test_load__folder_of_areas__reads_them_as_one(tmp_path: Path) -> None:
    (tmp_path / "ka").mkdir()
    write(tmp_path / "ka" / "one.json", {"_review": "unchecked", "a": "ა"})
    write(tmp_path / "ka" / "two.json", {"_review": "unchecked", "b": {"c": "ბ"}})

    texts = Texts.load(tmp_path)

    assert texts.by_language == {"ka": {"a": "ა", "b.c": "ბ"}}


def test_load__key_in_two_areas__is_an_error(tmp_path: Path) -> None:
    (tmp_path / "ka").mkdir()
    write(tmp_path / "ka" / "one.json", {"a": {"b": "ა"}})
    write(tmp_path / "ka" / "two.json", {"a": {"c": "ბ"}})

    with pytest.raises(TextError, match="given_twice"):
        Texts.load(tmp_path)


def test_load__empty_directory__is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TextError, match="no_files"):
        Texts.load(tmp_path)


def test_of__number_where_a_text_belongs__is_an_error() -> None:
    with pytest.raises(TextError, match="not_a_text"):
        Texts.of({"en": {"a": 1}})
