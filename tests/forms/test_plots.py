"""Plots: what can be typed, what is refused, what is kept."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import canonical
from forms import InvalidAnswers, parse_html, render, summarise, validate
from forms.formats import Refused
from forms.plots import LONGEST_TEXT, read_plot
from tests.forms.builders import a_form, codes_of, submitted, typed
from tests.hostile.spent import measured

FORM = a_form(typed("plot", type="textarea"))
SQUARE = "41.65, 42.01\n41.65, 42.02\n41.66, 42.02\n41.66, 42.01"
RING = [[42.01, 41.65], [42.02, 41.65], [42.02, 41.66], [42.01, 41.66], [42.01, 41.65]]


def polygon(ring: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def kept(value: Any) -> Any:
    return validate(FORM, {"answer": value})["answer"]


@pytest.mark.parametrize(
    "value",
    [
        SQUARE,
        SQUARE + "\n41.65, 42.01",
        SQUARE.replace(", ", " "),
        SQUARE.replace(", ", ";").replace("\n", "\r\n\r\n"),
        polygon(RING),
        json.dumps(polygon(RING)),
        json.dumps({"type": "Feature", "properties": {"a": 1}, "geometry": polygon(RING)}),
        polygon(RING[::-1]),
    ],
)
def test_plot__any_spelling__is_one_polygon(value: Any) -> None:
    found = kept(value)

    assert found["type"] == "Polygon"
    assert set(map(tuple, found["coordinates"][0])) == {(Decimal(str(x)), Decimal(str(y))) for x, y in RING}
    assert found["coordinates"][0][0] == found["coordinates"][0][-1]
    assert kept(found) == found
    assert kept(canonical.loads(canonical.dumps(found))) == found


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("here", "plot"), ("41.65", "plot"), ("{", "plot"), ("{}", "plot"), ("41,65, 42,01", "plot"),
        ('{"type": "Polygon", "coordinates": [[NaN]]}', "plot"), ("[" * 9000, "plot"),
        ("{\"a\":" * 3000, "plot"),
        ("1" * 30_000, "plot"), ([], "plot"), (True, "plot"), ({"type": "Point"}, "plot"),
        (polygon([["a", "b"]] * 4), "plot"), (polygon([[1, 2, 3]] * 4), "plot"), (polygon(None), "plot"),
        ({"type": "Polygon", "coordinates": [RING, RING]}, "plot"),
        (polygon([[float("inf"), 1.0]] * 4), "plot"), (polygon([[Decimal("1e999999"), 1]] * 4), "plot"),
        (polygon(RING[:-1]), "plot_open"), (polygon([]), "plot_open"),
        ("41.65, 42.01\n41.66, 42.01", "plot_points"),
        ("\n".join(f"41.{n:04}, 42.01" for n in range(201)), "plot_points"),
        (polygon(RING * 50), "plot_points"),
        ("42.01, 41.65\n42.02, 41.65\n42.02, 41.66", None),
        ("55.75, 37.61\n55.76, 37.61\n55.76, 37.62", "plot_outside"),
        ("41.65, 42.01\n41.66, 42.02\n41.65, 42.02\n41.66, 42.01", "plot_crosses"),
        ("41.65, 42.01\n41.66, 42.01\n41.67, 42.01", "plot_crosses"),
        ("41.65, 42.01\n41.65, 42.03\n41.65, 42.02\n41.66, 42.02", "plot_crosses"),
        (SQUARE + "\n41.65, 42.02", "plot_crosses"),
        ("41.65, 42.01\n41.65, 42.02\n41.65, 42.02\n41.66, 42.01", "plot_crosses"),
    ],
)  # fmt: skip
def test_plot__what_is_no_plot_here__is_refused(value: Any, code: str | None) -> None:
    if code is None:
        assert kept(value)
    else:
        assert codes_of(FORM, {"answer": value}) == [("answer", code)]


def test_plot__of_a_line_of_spaces__is_refused_at_once() -> None:
    with measured() as spent, pytest.raises(Refused):
        read_plot(f"41.65{' ' * (LONGEST_TEXT - 10)}x")

    assert spent.cpu < 0.5  # of a second; 4 when the line was looked at from each of its signs


def test_plot__stored__is_shown_in_words_and_as_lines() -> None:
    found = {"answer": kept(SQUARE)}

    (row,) = summarise(FORM, found, language="en")
    page = render(FORM, found, language="en")

    assert row.value.startswith("4 corners, about 92")
    assert submitted(page)["answer"][0].splitlines()[0] == "41.65, 42.01"
    assert kept(parse_html(FORM, submitted(page))["answer"]) == found["answer"]


corner = st.tuples(
    st.integers(41_000_000, 43_700_000).map(lambda n: n / 10**6),
    st.integers(39_900_000, 46_800_000).map(lambda n: n / 10**6),
)


@given(st.lists(corner, min_size=3, max_size=8))
def test_plot__any_corners__are_refused_or_come_back_the_same(corners: list[tuple[float, float]]) -> None:
    text = "\n".join(f"{lat:.6f}, {lon:.6f}" for lat, lon in corners)
    try:
        found = kept(text)
    except InvalidAnswers:
        return

    sent = parse_html(FORM, submitted(render(FORM, {"answer": found}, language="ka")))

    assert validate(FORM, sent)["answer"] == found
