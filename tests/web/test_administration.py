"""Letterhead, values of councils and of the law, municipalities and figures, on the pages that set them."""

from __future__ import annotations

from typing import Any

from tests.web.desk import ANOTHER_CITIZEN, Desk
from tests.web.test_administrators import ADMIN, KEDA, appointment, rows

NATIONAL = "00000005001"
ACT = "Order No. 5"


def test_letterhead__set__stands_on_the_page_and_refuses_what_was_not_seen(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    page, looked_at = (admin.get(f"{KEDA}/letterhead") for _ in range(2))
    typed = {"official_name_ka": "ქედა", "phone": "555", "act": ACT}

    done = admin.submit(page, typed)
    late = admin.submit(looked_at, {**typed, "phone": "777"})

    assert "It is saved." in done.text and "in force" in done.text and "555" in done.text
    assert late.status == 422 and "changed this meanwhile" in late.text and "777" in str(late.html)


def test_parameter__of_the_council__stands_beside_the_countrys(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    fee = f"{KEDA}/parameters/con.fee.m2"

    wrong = admin.submit(admin.get(fee), {"value": "0,123", "act": ACT, "first_on": "2026-09-02"})
    done = admin.submit(admin.get(fee), {"value": "0,75", "act": ACT, "first_on": "2026-09-02"})
    desk.days_pass(1)
    (row,) = [row for row in rows(desk.staff(ADMIN).get(f"{KEDA}/parameters")) if "con.fee.m2" in row]

    assert wrong.status == 422 and "does not fit" in wrong.text and "0,123" in str(wrong.html)
    assert "It is saved." in done.text
    assert "0.75" in row and "1.00" in row
    assert admin.get(f"{KEDA}/parameters/con.permit").path.startswith(("/sign-in", f"{KEDA}/parameters"))


def test_law__set_by_the_national_administrator__is_told_with_its_act(desk: Desk) -> None:
    national = desk.signed_in(NATIONAL)
    term = {"value": "15", "unit": "working_days", "act": "Law No. 1", "first_on": "2026-09-02"}

    done = national.submit(national.get("/admin/law/con.permit"), term)
    half = national.submit(national.get("/admin/law/con.permit"), {**term, "value": "1.5"})

    (row,) = [row for row in rows(done) if "con.permit 20" in row]
    assert "20 working days" in row and "02.09.2026" in row
    assert half.status == 422
    assert "15 working days" in national.get("/admin/law/con.permit").text


def test_municipality__entered_in_one_form__is_on_the_list_with_its_state(desk: Desk) -> None:
    national = desk.signed_in(NATIONAL)
    form: dict[str, Any] = {
        **appointment(desk, ANOTHER_CITIZEN),
        **{f"{name}_{language}": "New Town" for name in ("name", "region") for language in ("ka", "en")},
        "code": "new-town",
    }

    refused = national.submit(national.get("/admin/rollout/new"), {**form, "code": "keda"})
    entered = national.submit(national.get("/admin/rollout/new"), form)
    state = {"state": "live", "act": ACT, "first_on": "2026-09-01"}
    live = national.submit(national.get("/admin/rollout/new-town"), state)

    assert refused.status == 422 and "of this code already" in refused.text
    assert [row for row in rows(entered) if row.startswith("New Town") and "being prepared" in row]
    assert [row for row in rows(live) if row.startswith("New Town") and "works with MMS" in row]
    assert "New Town" in desk.signed_in(ANOTHER_CITIZEN).get("/admin").text


def test_day_off_of_the_country__is_declared_once_its_effect_was_looked_at(desk: Desk) -> None:
    desk.filed()
    national = desk.signed_in(NATIONAL)
    typed = {"day": "2026-10-01", "name_ka": "დღე", "name_en": "A day of mourning", "act": ACT}

    looked = national.submit(national.get("/admin/days-off"), typed)
    other = national.submit(looked, {"day": "2026-09-04"})
    nothing = [row for row in rows(other) if "A day of mourning" in row]
    done = national.submit(other)
    off = national.submit(done, {**typed, "day": "2026-09-05"})

    assert "A day off on 01.10.2026 moves up to 1 open deadline of 1 open case." in looked.text
    assert "A day off on 04.09.2026 moves no open deadline" in other.text and nothing == []
    assert "It is saved." in done.text
    (row,) = [row for row in rows(done) if "A day of mourning" in row]
    assert row.startswith("04.09.2026") and ACT in row and row.endswith("1 open case")
    assert off.status == 422 and "Nobody works on 05.09.2026 anyway" in off.text


def test_analyst__named_for_a_period_and_ended__draws_services_meanwhile(desk: Desk) -> None:
    national = desk.signed_in(NATIONAL)
    named = national.submit(
        national.get("/admin/analysts"), {**appointment(desk, ANOTHER_CITIZEN), "last_on": "2026-09-30"}
    )
    drawing = desk.signed_in(ANOTHER_CITIZEN).get("/studio").status
    (link,) = [
        str(anchor["href"]) for anchor in named.html.select("th a") if ANOTHER_CITIZEN in str(anchor.parent)
    ]
    ended = national.submit(national.get(link), {"last_on": "2026-08-31", "act": "Order No. 6"})
    past = national.get("/admin/analysts?past=yes")

    (row,) = [row for row in rows(named) if ANOTHER_CITIZEN in row]
    assert "from 01.09.2026 to 30.09.2026" in row and ACT in row
    assert (drawing, desk.signed_in(ANOTHER_CITIZEN).get("/studio").status) == (200, 403)
    assert "It is saved." in ended.text and ANOTHER_CITIZEN not in str(ended.html.select_one("tbody"))
    assert "Order No. 6" in next(row for row in rows(past) if ANOTHER_CITIZEN in row)
    assert desk.staff(ADMIN).get("/admin/analysts").status == 403
    assert national.get("/admin/analysts/1").status == 404


def test_figures__of_a_period__compare_municipalities_and_hide_small_numbers(desk: Desk) -> None:
    desk.filed()
    national = desk.signed_in(NATIONAL)

    page = national.get("/admin/figures")
    sheet = national.get("/admin/figures.xlsx?since=2026-08-01")

    shown = [row.get_text(" ", strip=True) for row in page.html.select(".numbers tbody tr")]
    assert shown == ["Keda < 5 0 – – – 0 < 5 0"]
    assert not page.html.select(".numbers a")
    assert sheet.response.data.startswith(b"PK")


def test_pages__of_the_country__are_closed_to_all_others(desk: Desk) -> None:
    pages = ("rollout", "rollout/new", "rollout/keda", "law", "law/con.permit", "figures")
    for other in (desk.staff(ADMIN), desk.staff("mayor"), desk.signed_in()):
        assert {other.get(f"/admin/{page}").status for page in pages} == {403}
    for other in (desk.staff("mayor"), desk.signed_in(NATIONAL), desk.staff(ADMIN, "telavi")):
        assert {other.get(f"{KEDA}/{page}").status for page in ("letterhead", "parameters")} == {403}
    assert desk.signed_in(NATIONAL).get("/admin/law/no.such").status == 404


def test_settings__entered_by_two_at_once__are_the_firsts_and_the_later_is_told(desk: Desk) -> None:
    admin, national = desk.staff(ADMIN), desk.signed_in(NATIONAL)
    (office,) = [
        str(link["href"])
        for row in admin.get(f"{KEDA}/staff").html.select("tbody tr")
        for link in row.select("th a")
        if "council chair" in row.get_text().lower()
    ]
    typed = {"act": ACT, "first_on": "2026-09-02"}
    pages = {
        f"{KEDA}/services": {**typed, "what": "high_mountain", "is_on": "no"},
        f"{KEDA}/parameters/con.fee.m2": {**typed, "value": "0,75"},
        "/admin/rollout/telavi": {**typed, "state": "live"},
        "/admin/law/con.permit": {**typed, "value": "15", "unit": "working_days"},
        f"{KEDA}/units/keda-unit-1": {"act": ACT, "name_en": "Service of bridges"},
        office: {"act": ACT, "last_on": "2026-12-31"},
    }

    for path, values in pages.items():
        browser = national if path.startswith(("/admin/rollout", "/admin/law")) else admin
        one, other = browser.get(path), browser.get(path)
        changed = {**values, "act": "Order No. 6", "last_on": "2026-10-31"}
        done, late = browser.submit(one, values), browser.submit(other, changed)
        after_a_look = browser.submit(late, changed)

        assert "It is saved." in done.text, done.text
        assert late.status == 422 and "changed this meanwhile" in late.text, path
        assert "It is saved." in after_a_look.text, after_a_look.text
