"""Relevance: rare words tell more, what answers too little is no answer, slips are forgiven."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.queries.relevance import relevance

FIRE = {3: ["სახლი დამეწვა", "ხანძარი"], 1: ["Aid after a fire"]}
BUILDING = [
    {3: ["სახლის აშენება", f"ნებართვა {number}"]} for number in ("პირველი", "მეორე", "მესამე", "მეოთხე")
]


def best(question: str, *things: dict[int, list[str]]) -> list[int]:
    """Return the places of the things that answer, the best first."""
    scores = relevance(question, things)
    return sorted((place for place, score in enumerate(scores) if score), key=lambda place: -scores[place])


def test_house__that_burned__finds_no_building_office() -> None:
    assert best("სახლი დამეწვა", FIRE, *BUILDING) == [0]


def test_question__of_which_one_common_word_is_known__is_not_answered() -> None:
    assert best("სახლში ღვინის ქვევრი გამიტყდა", FIRE, *BUILDING) == []


def test_word__that_one_thing_has__tells_more_than_one_that_all_have() -> None:
    common = [{3: ["დახმარება", word]} for word in ("ტყუპები", "ქირა", "გაზი")]

    assert best("დახმარება ქირა", *common)[0] == 1


@pytest.mark.parametrize("typed", ["ხანძარი", "ხანძრით", "xandzari", "khandzari", "ხანზარი", "ხანძრის გამო"])
def test_word__in_another_case_or_script_or_with_a_slip__is_found(typed: str) -> None:
    assert best(typed, FIRE, *BUILDING) == [0]


@pytest.mark.parametrize("typed", ["ქმარი", "აბგდევ", "", "და", "💥", "' or 1=1 --"])
def test_word__that_nothing_has__finds_nothing(typed: str) -> None:
    assert best(typed, FIRE, *BUILDING) == []


def test_words__in_one_phrase__count_more_than_apart() -> None:
    apart = {3: ["სახლი", "დამეწვა"]}

    assert best("სახლი დამეწვა", apart, FIRE) == [1, 0]


@given(st.text(max_size=200), st.lists(st.text(max_size=40), max_size=4))
def test_any_question__over_any_texts__is_answered_with_as_many_scores(
    question: str, texts: list[str]
) -> None:
    scores = relevance(question, [{1: [text]} for text in texts])

    assert len(scores) == len(texts) and all(score >= 0 for score in scores)
