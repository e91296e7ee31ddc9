"""Heights of lanes: the name at its edge is read upwards, in two lines at most."""

from __future__ import annotations

import pytest

from engine.process.tidy.text import SMALL, standing, width


@pytest.mark.parametrize(
    ("name", "widest"),
    [
        ("", ""),
        ("მერი", "მერი"),
        ("ზედამხედველობის სამსახური", "ზედამხედველობის"),
        ("მერის წარმომადგენელი აქ", "წარმომადგენელი"),
    ],
)
def test_lane__by_its_name__is_as_high_as_the_widest_of_two_lines(name: str, widest: str) -> None:
    assert width(widest, SMALL) <= standing(name, 2) <= width(name, SMALL)
    assert standing(name, 1) == width(name, SMALL)
