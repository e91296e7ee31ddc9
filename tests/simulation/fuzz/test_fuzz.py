"""The fuzzer itself: the same seed makes the same texts, and a broken law is seen."""

from __future__ import annotations

from random import Random

import pytest

from feel import expressions
from tests.simulation.fuzz import judge as judging
from tests.simulation.fuzz.judge import Wrong, judge
from tests.simulation.fuzz.run import texts


def test_texts__of_the_same_seed__are_the_same_and_hold_every_law() -> None:
    made = list(texts(Random(11), 300))

    assert list(texts(Random(11), 300)) == made
    assert len(set(made)) > 250
    ends = [judge(text, as_tests=as_tests) for text, as_tests in made]
    assert ends.count("value") > 100


def test_judge__of_an_evaluation_that_raises_something_else__says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> object:
        raise AttributeError("lost")

    monkeypatch.setattr(expressions, "_evaluate", broken)

    with pytest.raises(Wrong, match="AttributeError"):
        judge("1 + 1", as_tests=False)


def test_judge__of_a_text_read_as_another_tree__says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "show", lambda node: "1 - 1")

    with pytest.raises(Wrong, match="another tree"):
        judge("1 + 1", as_tests=False)


def test_judge__of_an_answer_that_depends_on_what_is_not_read__says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "_outcome", lambda compiled, context: f"value {len(context)}")

    with pytest.raises(Wrong, match="reads more"):
        judge("x", as_tests=False)
