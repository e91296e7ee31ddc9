"""Public pages of lots at auction: the list with its map, one lot, found by search, and nobody named."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.web.apps import app_over
from tests.web.browser import Browser
from tests.web.desk import Desk
from web.outlines import to_scale

MARKER = "მარკერი პასუხისმგებელი"
LOTS = "/municipalities/keda/lots"
PUT_UP = """
with c as (select * from cases order by closed_at is not null, filed_at limit 1),
a as (insert into assets (id, municipality_id, inventory_no, kind, entered_at)
    select gen_random_uuid(), municipality_id, %(number)s, 'immovable', %(now)s from c returning *),
s as (insert into asset_states (id, asset_id, municipality_id, name, category, state, cadastral_code,
        value_tetri, fields, ground, valid_from, case_id, recorded_at)
    select gen_random_uuid(), a.id, a.municipality_id, 'დემო ნაკვეთი ' || %(number)s, 'additional', 'idle',
        '21.03.32.0' || %(number)s, 5000000, jsonb_build_object('area_m2', 640, 'location', 'დემო სოფელი 1',
            'land_category', 'agricultural', 'responsible_person', %(marker)s::text,
            'encumbrances', %(marker)s::text, 'holder_unit', %(marker)s::text,
            'geometry', jsonb_build_object('type', 'Polygon', 'coordinates',
                '[[[42.0,41.6],[42.001,41.6],[42.001,41.601],[42.0,41.601],[42.0,41.6]]]'::jsonb)),
        %(marker)s, date '2020-01-01', c.id, %(now)s from a cross join c)
insert into lots (id, case_id, municipality_id, asset_id, kind, use, number, start_tetri, step_tetri,
    deposit_tetri, put_up_at, closes_at)
select %(id)s, c.id, a.municipality_id, a.id, 'sale', 'ownership', 'LOT-' || %(number)s, 640000, 32000,
    192000, %(now)s, %(now)s + interval '10 days' from a cross join c
"""


def put_up(desk: Desk, number: str = "11") -> UUID:
    """Put a lot up, as the auction's answer leaves it in the database."""
    lot_id = uuid4()
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        said = {"id": lot_id, "number": number, "now": desk.clock.now(), "marker": MARKER}
        connection.execute(PUT_UP.encode(), said)
    return lot_id


def test_lots__listed_for_everybody__say_what_where_for_how_much_and_until_when(
    desk: Desk, browser: Callable[[], Browser]
) -> None:
    case_id = desk.filed().case_id
    lot_id = put_up(desk)
    put_up(desk, "12")
    reader = browser()
    reader.get("/?language=en")

    page = reader.get(LOTS)

    text = page.html.select_one("main").get_text(" ")  # type: ignore[union-attr]
    for words in ("LOT-11", "დემო ნაკვეთი 11", "21.03.32.011", "640", "6,400.00", "11.09.2026", "Sale"):
        assert words in text
    assert len(page.html.select("svg.zone-map polygon")) == 2
    one = reader.get(f"{LOTS}/{lot_id}")
    assert one.status == 200 and one.html.select_one("svg.zone-map polygon")
    for shown in (page.text, one.text):
        assert MARKER not in shown and str(case_id) not in shown


def test_lot__of_another_municipality_or_where_the_module_is_off__is_no_page(
    desk: Desk, browser: Callable[[], Browser]
) -> None:
    desk.filed()
    lot_id = put_up(desk)
    reader = browser()

    pages = (f"/municipalities/telavi/lots/{lot_id}", f"{LOTS}/{uuid4()}", "/municipalities/tbilisi/lots")
    assert [reader.get(page).status for page in pages] == [404, 404, 404]


@pytest.mark.parametrize("question", ["აუქციონი", "auqcioni", "იჯარა მიწა", "lots for sale", "auction"])
def test_lots__looked_for_by_words__are_found_where_the_module_is_on(
    browser: Callable[[], Browser], question: str
) -> None:
    reader = browser()

    assert reader.get(f"/services?q={question}&in=keda").html.select_one(f'a[href="{LOTS}"]')
    assert not reader.get(f"/services?q={question}&in=tbilisi").html.select_one('a[href$="/lots"]')


def test_lots__where_there_are_none__says_so_and_the_municipality_leads_there(
    browser: Callable[[], Browser],
) -> None:
    reader = browser()
    reader.get("/?language=en")

    assert "No lot" in reader.get(LOTS).text
    assert reader.get("/municipalities/keda").html.select_one(f'a[href="{LOTS}"]')


def test_program__without_a_token__reads_lots(desk: Desk) -> None:
    desk.filed()
    lot_id = put_up(desk)
    client = app_over(desk.engine).test_client(use_cookies=False)

    listed = client.get("/api/v1/municipalities/keda/lots").json
    one = client.get(f"/api/v1/municipalities/keda/lots/{lot_id}").json

    assert [lot["number"] for lot in listed["items"]] == ["LOT-11"] and listed["next"] is None
    assert one == listed["items"][0] and one["outline"][0] == [42.0, 41.6]
    assert MARKER not in str(listed)


def test_outlines__to_scale__keep_north_above_and_their_shape() -> None:
    square = ((42.0, 0.0), (42.01, 0.0), (42.01, 0.01), (42.0, 0.01))

    drawn = to_scale([square])

    assert drawn is not None and drawn.height == pytest.approx(1000, abs=1)
    assert drawn.outlines[0].points.split(" ")[0] == f"0.0,{drawn.height}"  # the south-western corner
    assert (drawn.metres, drawn.bar) == (500, pytest.approx(449, abs=3))
    assert to_scale([]) is None
