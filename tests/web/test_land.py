"""The plot of a case: its zone and limits as text for both sides of the counter, the map beside it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from engine import plans
from tests.web.browser import Page
from tests.web.desk import Desk, Filed

CORNERS = [[41.942, 41.6], [41.9424, 41.6], [41.9424, 41.60034], [41.942, 41.60034], [41.942, 41.6]]
PLOT = {"found": True, "area_m2": 1240, "address": "დემო ქუჩა 1", "source": "register"}
COMPUTED = {
    "application": {"cadastral_code": "21.04.33.101"},
    "zoning": {"k1_max": 0.5, "k2_max": 0.8, "k3_min": 0.4, "height_max": 12},
    "before": {"fields": {"k1_max": 0.3}},
    "measures": {"k1": 0.4, "k2": 0.7, "k3": 0.5, "height": 8.5},
    "compliance": {"k1": "over", "k2": "within", "k3": "within", "height": "within"},
}


def about_land(desk: Desk, *, outline: Any) -> Filed:
    """File a case and let its data say what the blocks of plot and building leave there."""
    filed = desk.filed()
    data = {**COMPUTED, "plot": {**PLOT, "geometry": outline}}
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        statement = "update cases set document = document || %s where id = %s"
        connection.execute(statement, (Jsonb(data), filed.case_id))
    return filed


def row(page: Page, name: str) -> str:
    found = next(line for line in page.html.select("section table tr") if line.th.get_text().startswith(name))
    return " ".join(found.get_text(" ").split())


def test_plot__case_with_limits__is_compared_in_words_for_applicant_and_office(desk: Desk) -> None:
    filed = about_land(desk, outline={"type": "Polygon", "coordinates": [CORNERS]})

    pages = (
        filed.browser.get(filed.address),
        desk.staff("specialist").get(f"/inbox/cases/{filed.case_id}"),
    )

    for page in pages:
        assert row(page, "k1").endswith(
            "0.4 at most 0.3 by the conditions that were set at most 0.5 by the zone beyond the limit"
        )
        assert row(page, "k3").endswith("0.5 at least 0.4 by the zone within the limit")
        assert "Demo residential zone 1 (invented for the demonstration)" in page.text
        drawn = json.loads(page.html.select_one("[data-f-drawn]")["data-f-drawn"])
        assert drawn["plot"][1] == [41.6, 41.9424] and drawn["zones"][0]["own"]


def test_plot__outline_unknown__is_said_and_no_map_is_promised(desk: Desk) -> None:
    filed = about_land(desk, outline=None)

    page = filed.browser.get(filed.address)

    assert "no zone here" in page.text and "there is no map" in page.text
    assert page.html.select("[data-f-drawn]") == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-12-31", []), ("2026-01-01", ["a"]), ("2026-06-30", ["a"]), ("2026-07-01", ["b"])],
)
def test_zones_on__day_of_a_change__are_those_of_the_plan_in_force(day: str, expected: list[str]) -> None:
    zones = [
        {"code": "a", "valid_from": "2026-01-01", "valid_until": "2026-07-01"},
        {"code": "b", "valid_from": "2026-07-01", "valid_until": None},
    ]

    assert [zone["code"] for zone in plans.zones_on({"zones": zones}, date.fromisoformat(day))] == expected
