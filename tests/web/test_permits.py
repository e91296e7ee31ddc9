"""The public list of permits: objects without people, page by page, where the module is switched on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from engine.queries.public_permits import ON_A_PAGE
from engine.stores import people, reference, registers
from engine.tenancy import system
from tests.web.browser import Browser
from tests.web.desk import CITIZEN, Desk

FIELDS = {
    "cadastral_code": "21.04.33.101",
    "plot_address": "დემო ქუჩა 1",
    "holder": CITIZEN,
    "building_class": 2,
    "work_kind": "new",
    "floor_area": 220.5,
    "decided_on": "2026-09-01",
    "valid_until": "2028-06-01",
    "change_number": "KEDA-O-2027-00009",
}


def enter(desk: Desk, *keys: str) -> None:
    filed = desk.filed()
    with desk.engine.read(system()) as tx:
        place = int(reference.municipality(tx, "keda").id)
    with desk.engine.connections.database.transaction(system(place), now=desk.clock.now()) as tx:
        for key in keys:
            registers.insert(
                tx,
                id=uuid4(),
                register="permits",
                municipality_id=place,
                is_single=True,
                key=key,
                person_id=people.id_of(tx, CITIZEN),
                fields=FIELDS,
                valid_from=date(2026, 9, 1),
                case_id=filed.case_id,
                order_number=key,
                state="in_force",
                ground="extended",
                is_final=False,
            )


def test_permits__listed_for_everybody__name_the_object_and_nobody(
    desk: Desk, browser: Callable[[], Browser]
) -> None:
    enter(desk, *(f"KEDA-O-2026-{number:05}" for number in range(ON_A_PAGE + 1)))

    first = browser().get("/municipalities/keda/permits")

    assert "21.04.33.101" in first.text and "220.5" in first.text
    assert "ვადა გაგრძელდა, ბრძანება KEDA-O-2027-00009" in first.text
    assert CITIZEN not in first.text and "Citizen 1" not in first.text
    rows = first.html.select("tbody th")
    assert (len(rows), rows[0].text) == (ON_A_PAGE, f"KEDA-O-2026-{ON_A_PAGE:05}")
    second = browser().get("/municipalities/keda/permits?page=2")
    assert [head.text for head in second.html.select("tbody th")] == ["KEDA-O-2026-00000"]


def test_permits__where_the_module_is_off__are_no_page(browser: Callable[[], Browser]) -> None:
    assert browser().get("/municipalities/tbilisi/permits").status == 404


@pytest.mark.parametrize("question", ["ნებართვები", "nebartvebi", "გაცემული ნებართვა", "building permits"])
def test_permits__looked_for_by_words__are_found_where_the_module_is_on(
    browser: Callable[[], Browser], question: str
) -> None:
    reader = browser()

    assert reader.get(f"/services?q={question}&in=keda").html.select(
        'main a[href="/municipalities/keda/permits"]'
    )
    assert not reader.get(f"/services?q={question}&in=tbilisi").html.select('main a[href$="/permits"]')
    assert not reader.get("/services?q=ვეტერანი&in=keda").html.select('main a[href$="/permits"]')
