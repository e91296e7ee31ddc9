"""Folding what people type in either script to one skeleton."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.folding import fold
from engine.queries.search import score, words_in


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("statusi", "სტატუსი"),
        ("shemweoba", "შემწეობა"),
        ("shemtseoba", "შემწეობა"),
        ("mshenebloba", "მშენებლობა"),
        ("qonebა", "ქონება"),
        ("konebა", "ქონება"),
        ("yvavili", "ყვავილი"),
        ("qvavili", "ყვავილი"),
        ("saxli", "სახლი"),
        ("sakhli", "სახლი"),
        ("gharibi", "ღარიბი"),
        ("ᲡᲢᲐᲢᲣᲡᲘ", "სტატუსი"),
    ],
)
def test_fold__either_script__is_the_same(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant)


@pytest.mark.parametrize("short", ["და", "da", "ან", "ააბბ"])
def test_words__of_two_signs_when_folded__tell_nothing(short: str) -> None:
    assert words_in(f"{short} ბაღი") == words_in("ბაღი") == (fold("ბაღი"),)


def test_words__of_three_signs_when_folded__are_searched() -> None:
    assert words_in("გზა") == (fold("გზა"),)


@given(st.text())
def test_fold__any_text__folds_to_something_that_finds_itself(text: str) -> None:
    asked = words_in(text)

    assert (score(asked, {1: [text]}, every_word=True) > 0) == bool(asked)


def test_score__name_and_summary__name_counts_more() -> None:
    asked = words_in("სახლი")

    in_name = score(asked, {4: ["სახლი"], 1: ["ბაღი"]}, every_word=True)
    in_summary = score(asked, {4: ["ბაღი"], 1: ["სახლი"]}, every_word=True)

    assert in_name > in_summary > 0
