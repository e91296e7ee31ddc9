"""Zones of the plan on the pages of administrator and mayor: a file, findings, the map, the second person."""

from __future__ import annotations

import io

from tests.engine.test_zone_reading import BESIDE, BOW, feature, file_of
from tests.web.browser import Browser, Page
from tests.web.desk import Desk

ZONES, ACT = "/admin/municipalities/keda/zones", "Resolution No. 31"


def sent(admin: Browser, content: str, **values: str) -> Page:
    page = admin.get(ZONES)
    file = {"zones": (io.BytesIO(content.encode()), "plan.geojson")}
    return admin.submit(page, {"act": ACT, **file, **values}, form=page.form('type="file"'))


def test_zones__sent_by_the_administrator_and_approved_by_the_mayor__are_on_the_map(desk: Desk) -> None:
    admin, mayor = desk.staff("municipal_admin"), desk.staff("mayor")

    own = sent(admin, file_of(feature(code="new-1"), feature(BESIDE, "new-2")))
    page = mayor.get(own.path)
    done = mayor.submit(page, button=("_do", "approve"))

    assert len(own.html.select("svg.zone-map polygon")) == 2
    assert not own.html.select('button[value="approve"]'), "nobody approves their own"
    assert "new-2" in page.text and ACT in page.text
    assert len(done.html.select("svg.zone-map polygon")) == 2 and "new-1" in done.text
    assert "approved" in done.text
    assert not done.html.select('input[type="file"]'), "the mayor proposes nothing"


def test_file__with_mistakes__names_each_feature_and_is_not_proposed(desk: Desk) -> None:
    admin = desk.staff("municipal_admin")

    refused = sent(admin, file_of(feature(), feature(BOW, "bow"), feature(k1_max=3)))
    unreadable = sent(admin, "{")
    nothing = admin.submit(admin.get(ZONES), {"act": ACT}, form=admin.get(ZONES).form('type="file"'))

    rows = [
        row.get_text(" ", strip=True) for row in refused.html.select("[aria-labelledby=findings] tbody tr")
    ]
    assert refused.status == 422 and [row[0] for row in rows] == ["2", "3"]
    assert "crosses or touches itself" in rows[0] and "k1_max" in rows[1]
    assert "no GeoJSON" in unreadable.text and unreadable.status == 422
    assert "Choose a file." in nothing.text
    assert "Proposed plans" not in admin.get(ZONES).text


def test_zones__sent_without_an_act__are_refused_beside_the_form(desk: Desk) -> None:
    refused = sent(desk.staff("municipal_admin"), file_of(feature()), act="")

    assert refused.status == 422 and "act" in refused.text


def test_zones__saved_and_sent_again__have_no_mistake_and_stay_as_they_are(desk: Desk) -> None:
    admin = desk.staff("municipal_admin")

    saved = admin.client.get(f"{ZONES}/file").get_data(as_text=True)
    table = admin.client.get(f"{ZONES}?as=table").get_data(as_text=True)
    own = sent(admin, saved)

    assert "demo-residential-1" in table and table.startswith("\ufeff")
    corners = [polygon["points"] for polygon in admin.get(ZONES).html.select("svg.zone-map polygon")]
    assert [polygon["points"] for polygon in own.html.select("svg.zone-map polygon")] == corners
    assert len(corners) == 3


def test_two_days__of_zones_and_centers__are_compared_and_saved(desk: Desk) -> None:
    admin, mayor = desk.staff("municipal_admin"), desk.staff("mayor")
    own = sent(admin, file_of(feature(code="new-1")))
    mayor.submit(mayor.get(own.path), button=("_do", "approve"))
    days = "since=2026-08-31&until=2026-09-01"

    page = mayor.get(f"/admin/municipalities/keda/zone-changes?{days}")
    saved = mayor.client.get(f"/admin/municipalities/keda/zone-changes?{days}&as=table").get_data(
        as_text=True
    )
    centers = desk.signed_in("00000005001").get(f"/admin/centers/changes?{days}")

    assert "new-1" in page.text and "demo-residential-1" in page.text and ACT in page.text
    assert "new-1" in saved and "ended" in saved
    assert "Nothing became other between these days." in centers.text
