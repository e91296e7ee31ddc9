"""Marker test: what is asked for, granted and entered about people stands on no page for everybody."""

from __future__ import annotations

import pytest

from tests.web.applications import Application
from tests.web.desk import CITIZEN, Desk
from tests.web.test_lots import put_up
from tests.web.test_permits import enter
from tests.web.test_sub_programmes import codes

MARKERS = {
    "need": "მარკერი გაჭირვების აღწერა",
    "actual_address": "მარკერის ქუჩა 17",
    "phone": "+995599123987",
    "bank_iban": "GE29NB0000000101904917",
    "event_address": "დამწვარი მარკერის გზა 5",
    "damage": "მარკერი სახურავი დაიწვა",
}
FIRE = {
    **MARKERS, "programme": "fire", "event_on": "20.08.2026", "notify_by": "portal",
    "notice_ack": "true", "declaration": "true",
}  # fmt: skip
NAMED = (CITIZEN, "მარკერი", "KEDA-SOC-", "Citizen 1", "მოქალაქე 1", *MARKERS.values())
SEARCHED = ("მარკერი", "ხანძარი", CITIZEN, "მოქალაქე", "ნებართვა", "აუქციონი", "KEDA-SOC")
PAGES = (
    "/", "/municipalities", "/municipalities/keda", "/municipalities/keda/services/social.apply",
    "/municipalities/keda/permits", "/municipalities/keda/lots", "/announcements?in=keda",
    *(f"/municipalities/keda/programmes/{code}" for code in codes("keda")),
    *(f"/services?q={question}&in=keda" for question in SEARCHED),
)  # fmt: skip


@pytest.mark.parametrize("language", ["ka", "en"])
def test_pages_for_everybody__with_cases_and_permits_of_people__name_none_of_them(
    desk: Desk, language: str
) -> None:
    citizen = desk.signed_in(CITIZEN)
    case_id = Application(citizen, "social.apply", "keda", FIRE).file()
    assert "მარკერი" in citizen.get(f"/cases/{case_id}").text
    enter(desk, "KEDA-O-2026-00001")
    lot_id = put_up(desk)
    reader = desk.stranger()
    reader.get(f"/?language={language}")

    for address in (*PAGES, f"/municipalities/keda/lots/{lot_id}"):
        page = reader.get(address)
        assert page.status == 200, address
        for own in page.html.select("#q, title, .site-header, .site-footer"):
            own.decompose()  # what the reader typed, and what stands around every page
        shown = str(page.html)
        assert [marker for marker in (*NAMED, str(case_id)) if marker in shown] == [], address
