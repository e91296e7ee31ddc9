"""Text measuring: widths of the product's font, and the lines into which a name falls."""

from __future__ import annotations

import json

from engine.process.layout.text import lines, width
from tools import font_widths


def test_widths__table__is_that_of_the_font() -> None:
    assert json.loads(font_widths.TABLE.read_text(encoding="utf-8")) == font_widths.widths()


def test_width__of_a_text__is_the_sum_of_its_letters_and_grows_with_the_size() -> None:
    assert width("მმ") == 2 * width("მ")
    assert width("მერი", 25) == 2 * width("მერი", 12.5)


def test_width__of_what_the_font_lacks__is_as_wide_as_the_size() -> None:
    assert width("№", 12) == 12


def test_lines__of_a_name__are_filled_and_no_wider() -> None:
    name = "ვიზიტის დღის დანიშვნა"

    found = lines(name, 102)

    assert " ".join(found) == name
    assert all(width(line) <= 102 for line in found)
    assert len(found) == 2


def test_lines__of_a_word_that_is_wider__hold_it_whole() -> None:
    assert lines("ერთი გადაწყვეტილება ორი", 60) == ("ერთი", "გადაწყვეტილება", "ორი")


def test_lines__that_the_author_broke__stay_broken() -> None:
    assert lines("ერთი\nორი", 500) == ("ერთი", "ორი")
    assert lines("", 500) == ()
