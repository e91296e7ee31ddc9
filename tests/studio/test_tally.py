"""What is told of counts: nothing that is few, and nothing by which it could be found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cases.replaying import Answer, Outcome
from engine.decisions.explain.words import Words
from engine.studio import tally

FEW = 5
NUMBERS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(1, 12), max_size=8)


@given(NUMBERS, st.integers(0, 12))
def test_told_apart__of_any_numbers__is_nothing_few_nor_the_difference(
    numbers: dict[str, int], rest: int
) -> None:
    shown, left = tally.apart(numbers, FEW, rest=rest)

    assert sum(shown.values()) + left == sum(numbers.values()) + rest
    assert all(number >= FEW for number in shown.values())
    assert left == 0 or left >= FEW or not shown


@given(st.lists(st.integers(0, 12), min_size=3, max_size=3))
def test_parts__of_which_one_is_few__are_told_without_the_whole_and_what_stayed(counts: list[int]) -> None:
    parts = dict(zip(("same", "otherwise", "hindered"), counts, strict=True))

    told = tally.told(parts, FEW)

    is_hidden = any(0 < number < FEW for number in counts)
    assert (told["looked_at"]["number"] is None, told["same"]["number"] is None) == (is_hidden, is_hidden)
    for name, number in parts.items():
        assert told[name]["is_few"] == (0 < number < FEW)
        assert told[name]["number"] in (None, number)


@pytest.mark.parametrize(
    ("here", "there", "expected"), [(6, 3, ([], 9)), (7, 5, ([7, 5], 0)), (9, 0, ([9], 0))]
)
def test_change__in_several_municipalities__names_those_with_enough(
    here: int, there: int, expected: tuple[list[int], int]
) -> None:
    (change,) = _reported({"keda": here, "telavi": there})["changes"]

    assert ([place["number"] for place in change["places"]], change["elsewhere"]) == expected


def test_changes__of_too_many_kinds__are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MOST_GROUPS", 1)

    found = _reported({"keda": 6}, {"keda": 7})

    assert [change["number"] for change in found["changes"]] == [6]
    assert (found["rest"]["number"], found["otherwise"]["number"]) == (7, 13)


def _reported(*kinds: dict[str, int]) -> Any:
    """Return what is told of changes, each kind with how often it was where."""
    counted = tally.empty()
    for kind, places in enumerate(kinds):
        for place, number in places.items():
            for _ in range(number):
                outcome = Outcome("d", {"en": "D"}, _answer(0), _answer(kind + 1))
                tally.add(counted, outcome, place)
    names = {place: {"en": place} for places in kinds for place in places}
    (found,) = tally.report(counted, fewest=FEW, places=names, files={})
    return found


def _answer(result: int) -> Answer:
    return Answer((), result, (), {"en": Words("en", {})})
