"""Stems: one for all forms of a word that people type, and none for words that say nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.stemming import SHORTEST, asked_stems, stem, stems_in


@pytest.mark.parametrize(
    "forms",
    [
        "სახლი სახლის სახლს სახლმა სახლით სახლად სახლო სახლში სახლზე სახლიდან სახლისთვის სახლებში",
        "ბავშვი ბავშვს ბავშვმა ბავშვისთვის ბავშვები ბავშვებს bavshvi bavshvistvis",
        "მიწა მიწის მიწაზე მიწები mitsa mica",
        "ღობე ღობის ღობეები ghobe gobis",
        "ქირა ქირის ქირით qira kira",
        "permit permits",
    ],
)
def test_forms__of_one_word__have_one_stem(forms: str) -> None:
    assert len({stem for form in forms.split() for stem in stems_in(form)}) == 1


@pytest.mark.parametrize("pair", ["სახლი სახელი", "ქირა ქარი", "მთა მიწა", "დენი დედა", "გაზი გზა"])
def test_words__that_are_not_one__have_stems_of_their_own(pair: str) -> None:
    one_stem, other = stems_in(pair)

    assert one_stem != other


def test_question__is_asked_for_what_says_something() -> None:
    assert asked_stems("როგორ მივიღო მთის სტატუსი") == stems_in("მთის სტატუსი")
    assert asked_stems("how can I get the permit") == stems_in("permit")


def test_question__of_nothing_but_such_words__is_asked_for_all_of_them() -> None:
    assert asked_stems("რა ვქნა") == stems_in("ვქნა")


@given(st.text())
def test_stem__of_any_word__is_its_beginning_and_no_shorter_than_three_letters(text: str) -> None:
    found = stem(text)

    assert text.startswith(found)
    assert len(found) >= min(len(text), SHORTEST)
