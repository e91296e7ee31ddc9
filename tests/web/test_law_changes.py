"""The page that compares parameters of two days, of the country and of a municipality."""

from __future__ import annotations

from datetime import timedelta

from engine.clock import local_date
from tests.web.desk import Desk

ACT, CHANGES = "Resolution No. 7", "/admin/municipalities/keda/parameter-changes"


def test_fee__set_by_a_council__is_compared_and_saved_as_a_table(desk: Desk) -> None:
    admin = desk.staff("municipal_admin")
    first_on = local_date(desk.clock.now()) + timedelta(1)
    page = admin.get("/admin/municipalities/keda/parameters/con.fee.m2")
    admin.submit(page, {"value": "0,75", "act": ACT, "first_on": first_on.isoformat()})

    until = f"?until={first_on.isoformat()}"
    shown = admin.get(CHANGES + until)
    saved = admin.client.get(f"{CHANGES}{until}&as=table").get_data(as_text=True)

    assert "Fee per square metre" in shown.text and ACT in shown.text and "0.75" in shown.text
    assert "Fee per square metre" in saved and ACT in saved
    assert "Nothing became other" in admin.get(CHANGES).text
