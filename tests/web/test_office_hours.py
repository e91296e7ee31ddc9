"""Office hours on the page of the administrator, and on the public page of the municipality."""

from __future__ import annotations

from tests.web.desk import Desk

HOURS = "/admin/municipalities/keda/office-hours"
TYPED = {
    "hours_ka": "ორშაბათი–პარასკევი, 10:00–18:00",
    "hours_en": "Monday to Friday, 10:00–18:00",
    "reception_ka": "ორშაბათი",
    "reception_en": "Mondays",
    "act": "Order No. 8",
}


def test_hours__set_by_the_administrator__are_on_the_public_page_in_both_languages(desk: Desk) -> None:
    admin = desk.staff("municipal_admin")

    done = admin.submit(admin.get(HOURS), TYPED)

    assert "Monday to Friday" in done.text and "Order No. 8" in done.text and "in force" in done.text
    assert "Monday to Friday" in admin.get("/municipalities/keda").text
    ka = desk.signed_in("00000000101", language="ka").get("/municipalities/keda")
    assert "ორშაბათი–პარასკევი" in ka.text and "მოქალაქეთა მიღება" in ka.text
    assert "Monday to Friday" not in admin.get("/municipalities/telavi").text


def test_search__that_finds_nothing__says_when_the_office_may_be_asked(desk: Desk) -> None:
    admin = desk.staff("municipal_admin")
    admin.submit(admin.get(HOURS), TYPED)

    page = admin.get("/services?q=passport&in=keda").text

    assert "No such service was found" in page and "Or ask the city hall" in page
    assert "Monday to Friday" in page


def test_hours__in_one_language__are_refused_and_stay_in_the_form(desk: Desk) -> None:
    admin = desk.staff("municipal_admin")

    refused = admin.submit(admin.get(HOURS), {**TYPED, "hours_en": ""})

    assert refused.status == 422 and "in Georgian and in English" in refused.text
    assert TYPED["hours_ka"] in str(refused.html)
