"""Zones of a GeoJSON file: what is read, and what is wrong by feature. The oracle for overlaps is a grid."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.zones import geometry
from engine.zones.geometry import Budget, TooComplex
from engine.zones.reading import LARGEST_FILE, MOST_CORNERS, MOST_FEATURES, read_zones

SQUARE = ((41.90, 41.60), (41.91, 41.60), (41.91, 41.61), (41.90, 41.61))
BESIDE = ((41.91, 41.60), (41.92, 41.60), (41.92, 41.61), (41.91, 41.61))
BOW = ((41.90, 41.60), (41.91, 41.61), (41.91, 41.60), (41.90, 41.61))


def feature(corners: Any = SQUARE, code: str = "zone-1", **properties: Any) -> dict[str, Any]:
    said = {"code": code, "name_ka": "ზონა", "name_en": "Zone", "is_buildable": True}
    figures = {"k1_max": 0.5, "k2_max": 1.2, "k3_min": 0.3, "height_max": 12}
    ring = [list(corner) for corner in (*corners, corners[0])]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {**said, **figures, **properties}, "geometry": shape}


def file_of(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def codes(content: str) -> list[tuple[int | None, str]]:
    return [
        (finding.feature, finding.error.error_code.removeprefix("zone_plan."))
        for finding in read_zones(content).findings
    ]


def shaped(**geometry_: Any) -> dict[str, Any]:
    return {**feature(), "geometry": {"type": "Polygon", **geometry_}}


def test_zones__that_share_a_border__are_read() -> None:
    found = read_zones(file_of(feature(), feature(BESIDE, "zone-2")))

    assert found.findings == ()
    assert [zone.code for zone in found.zones] == ["zone-1", "zone-2"]
    assert tuple(found.zones[0].ring) == SQUARE and float(found.zones[0].figures["k2_max"]) == 1.2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (feature(BOW), "crosses_itself"),
        (shaped(coordinates=[[list(corner) for corner in SQUARE]]), "not_closed"),
        (shaped(coordinates=[[[41.9, 41.6], [41.9, 41.6]]]), "not_closed"),
        (feature([(41.9, 41.6), (41.91, 41.61), (41.92, 41.62)]), "no_area"),
        (feature([(x - 30, y) for x, y in SQUARE]), "outside"),
        (shaped(coordinates=[[[*corner] for corner in (*SQUARE, SQUARE[0])]] * 2), "has_holes"),
        (shaped(type="MultiPolygon", coordinates=[]), "no_polygon"),
        (shaped(coordinates=[[["a", 1], [1, 2], [2, 3], ["a", 1]]]), "no_corner"),
        (shaped(coordinates=[[[True, 1], [1, 2], [2, 3], [True, 1]]]), "no_corner"),
        (feature(code="Zone 1"), "code_invalid"),
        (feature(name_ka=" "), "not_said"),
        (feature(is_buildable="yes"), "not_said"),
        (feature(k1_max=2), "figure_invalid"),
        (feature(height_max="12"), "figure_invalid"),
        (feature(k3_min=True), "figure_invalid"),
        (feature(k2_max=0.12345678), "figure_invalid"),
        ({"type": "Feature", "properties": None, "geometry": None}, "no_feature"),
        ([], "no_feature"),
        (feature(BESIDE), "code_twice"),
        (feature([(x + 0.005, y + 0.005) for x, y in SQUARE], "zone-2"), "overlaps"),
        (feature(SQUARE, "zone-2"), "overlaps"),
        (feature([(41.902, 41.602), (41.908, 41.602), (41.905, 41.608)], "zone-2"), "overlaps"),
    ],
)
def test_feature__that_is_wrong__is_named_by_its_number(wrong: Any, code: str) -> None:
    assert codes(file_of(feature(), wrong)) == [(2, code)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "unreadable"),
        ("[]", "unreadable"),
        ("[" * 100_000, "unreadable"),
        ('{"type": "FeatureCollection", "features": NaN}', "unreadable"),
        ('{"type": "FeatureCollection", "features": {}}', "unreadable"),
        ('{"type": "FeatureCollection", "features": ["\ud800"]}', "unreadable"),
        ('{"type": "FeatureCollection", "features": ["\ufffd"]}', "unreadable"),
        (file_of(), "empty"),
        (file_of(*[None] * (MOST_FEATURES + 1)), "too_many"),
        (file_of(feature([SQUARE[0]] * (MOST_CORNERS + 1))), "too_many_corners"),
        (" " * (LARGEST_FILE + 1), "too_large"),
    ],
)
def test_file__that_is_none_or_more_than_is_read__has_one_finding(content: str, code: str) -> None:
    assert codes(content) == [(None, code)]


def test_file__whose_edges_all_lie_above_each_other__ends_with_the_budget() -> None:
    comb = [(41.9 + 0.2 * (n % 2), 41.6 + n * 1e-6) for n in range(4_000)]

    assert codes(file_of(feature([*comb, (41.8, 41.7)]))) == [(1, "too_complex")]
    with pytest.raises(TooComplex):
        Budget(3).spend(4)


# From one side to another one further on, so that none has to be thrown away.
SPANS = st.sets(st.integers(0, 6), min_size=2, max_size=2).map(sorted)
BOXES = st.tuples(SPANS, SPANS).map(lambda spans: (spans[0][0], spans[1][0], spans[0][1], spans[1][1]))


@given(BOXES, BOXES)
def test_boxes__of_a_grid__overlap_where_they_share_a_cell(
    one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    def cells(of: tuple[int, ...]) -> set[tuple[int, int]]:
        return {(x, y) for x in range(of[0], of[2]) for y in range(of[1], of[3])}

    def ring(of: tuple[int, ...]) -> geometry.Ring:
        west, south, east, north = (side / 100 for side in of)
        return [(west, south), (east, south), (east, north), (west, north)]

    assert geometry.overlap(ring(one), ring(other), Budget()) is bool(cells(one) & cells(other))
