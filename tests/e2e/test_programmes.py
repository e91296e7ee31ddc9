"""A programme of aid in Georgian: drafted, adopted by the council, applied for, amended, granted and paid."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.look import NARROW, Inspector
from tests.e2e.office_work import standing
from tests.e2e.programme_work import FINANCE, LISTED, Year
from tests.e2e.tour.visit import SPECIALIST

REMARKS: Final = {"opinion": "remarks", "remarks": "მიუთითეთ, რამდენია დაგეგმილი."}


def test_programme__drafted_by_the_service_and_adopted_by_the_council__is_applied_for_amended_and_paid(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector(widths=(NARROW,))
    year = Year(installation, browser, inspector.look)
    clerk = year.clerk
    clerk.go(LISTED)
    inspector.look(clerk, "programmes")
    was_adopted = clerk.page.get_by_text("მიღებულია", exact=True).count() > 0

    number = year.begin("amendment" if was_adopted else "year", year.this_year)
    year.draft({**year.sub_programme(), "name_en": ""})
    assert "შეავსეთ ეს ველი" in clerk.words()  # at its field, with everything else kept
    assert clerk.page.locator("[name=name_ka]").input_value() == year.name
    clerk.fill({"name_en": year.sub_programme()["name_en"]})
    clerk.send("programme.save")
    inspector.look(clerk, "sub-programme")
    assert "რას წაიკითხავს მოქალაქე" in clerk.words() and "ცნობა სკოლიდან" in clerk.words()

    year.desk().do(SPECIALIST, "draft_programme", {"next": "submit"}, number=number)
    year.desk().do(FINANCE, "finance_opinion", REMARKS, number=number)
    year.adopt(number, f"31-{year.number}")
    clerk.go(LISTED)
    clerk.reload_until(lambda: f"№31-{year.number}" in clerk.words(), "the act that adopts")
    assert year.name in clerk.words()
    inspector.look(clerk, "programmes-adopted")
    application = year.apply()

    number = year.begin("amendment", year.this_year)
    year.change(**{"figure.fixed.amount": "150"})
    assert "რით განსხვავდება მოქმედისგან" in clerk.words()
    year.adopt(number, f"32-{year.number}")
    clerk.go(LISTED)
    row = clerk.page.get_by_role("row").filter(has_text=year.name)
    clerk.reload_until(
        lambda: f"№32-{year.number}" in row.inner_text(),
        "the act that amends",
        tell=lambda: standing(installation, number),
    )

    # What was filed before the amendment is granted and paid by what held on its day.
    year.grant(application)
    assert "120,00" in year.payments(application, {"paid": 1}).inner_text()
    year.reader(application).wait_for("ხაზინამ")

    assert inspector.problems == []
    assert [complaint for person in year.people.values() for complaint in person.complaints] == []
