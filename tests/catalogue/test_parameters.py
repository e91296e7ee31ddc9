"""Parameters: one value on each day, and the day decides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.catalogue import CatalogueError
from engine.catalogue.parameters import Parameter, Parameters
from engine.catalogue.validity import Validity
from tests.catalogue.builders import NAMES

DAYS = st.dates(date(2024, 1, 1), date(2024, 3, 1))
VALIDITIES = st.builds(Validity, DAYS, st.none() | DAYS)


def a_parameter(**changes: Any) -> Parameter:
    entry = {
        "name": "gac.decision",
        "names": NAMES,
        "kind": "term",
        "value": {"number": 1, "unit": "months"},
        "unit": None,
        "valid_from": "2024-01-01",
        "valid_until": None,
        "law": None,
        "confidence": "high",
        "source": "demo",
        "note": None,
    }
    return Parameter.of({**entry, **changes})


def an_amount(value: int, valid_from: str, valid_until: str | None) -> Parameter:
    return a_parameter(
        kind="money", value=value, unit="tetri", valid_from=valid_from, valid_until=valid_until
    )


def test_find__new_value_from_a_day__holds_from_that_day_on() -> None:
    known = Parameters([an_amount(100, "2024-01-01", "2026-03-01"), an_amount(150, "2026-03-01", None)])

    assert known.value("gac.decision", date(2026, 2, 28)) == 100
    assert known.value("gac.decision", date(2026, 3, 1)) == 150


@pytest.mark.parametrize(
    ("name", "on"), [("gac.nothing", date(2026, 1, 1)), ("gac.decision", date(2023, 12, 31))]
)
def test_find__unknown_name_or_day__is_an_error(name: str, on: date) -> None:
    with pytest.raises(CatalogueError) as caught:
        Parameters([a_parameter()]).find(name, on)

    assert caught.value.error_code == "catalogue.parameter_unknown"


def test_term__asked_of_an_amount__is_an_error() -> None:
    known = Parameters([an_amount(100, "2024-01-01", None)])

    with pytest.raises(CatalogueError, match="not_a_term"):
        known.term("gac.decision", date(2026, 1, 1))


def test_value__asked_of_a_term__is_an_error() -> None:
    with pytest.raises(CatalogueError, match="is_a_term"):
        Parameters([a_parameter()]).value("gac.decision", date(2026, 1, 1))


def test_parameters__two_values_on_one_day__are_refused() -> None:
    with pytest.raises(CatalogueError, match="parameter_overlap"):
        Parameters([an_amount(100, "2024-01-01", "2026-03-02"), an_amount(150, "2026-03-01", None)])


def test_parameters__value_that_never_holds__is_refused() -> None:
    with pytest.raises(CatalogueError, match="parameter_never_valid"):
        Parameters([an_amount(100, "2024-01-01", "2024-01-01")])


@given(VALIDITIES, VALIDITIES)
def test_validity__overlap__is_a_day_that_both_cover(one: Validity, other: Validity) -> None:
    days = [date.fromordinal(date(2024, 1, 1).toordinal() + step) for step in range(90)]

    shared = any(one.covers(day) and other.covers(day) for day in days)

    assert one.overlaps(other) == other.overlaps(one) == shared
