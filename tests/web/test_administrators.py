"""Staff and units of a municipality on the pages of its administrator."""

from __future__ import annotations

from typing import Any

from tests.web.desk import ANOTHER_CITIZEN, Desk

ADMIN = "municipal_admin"
KEDA = "/admin/municipalities/keda"
ACT = "Order No. 5"


def appointment(desk: Desk, number: str = ANOTHER_CITIZEN, **changes: Any) -> dict[str, Any]:
    """Return what an administrator types to give somebody an office."""
    given, family = desk.people()[number].name["ka"].split(" ", 1)
    names = {f"given_name_{language}": given for language in ("ka", "en")}
    names |= {f"family_name_{language}": family for language in ("ka", "en")}
    return {"personal_number": number, **names, "role": "lawyer", "act": ACT, **changes}


def rows(page: Any) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.html.select("table.rows tbody tr")]


def test_office__given_for_a_period_and_ended__stands_in_the_list(desk: Desk) -> None:
    admin = desk.staff(ADMIN)

    given = admin.submit(admin.get(f"{KEDA}/staff"), appointment(desk, is_acting="yes", last_on="2026-09-30"))
    listed = [row for row in rows(given) if ANOTHER_CITIZEN in row]
    lawyer = desk.signed_in(ANOTHER_CITIZEN).get("/inbox").status
    (link,) = [
        str(anchor["href"])
        for anchor in given.html.select("table.rows th a")
        if ANOTHER_CITIZEN in anchor.parent.get_text()
    ]
    ended = admin.submit(admin.get(link), {"act": "Order No. 6", "last_on": "2026-08-31"})

    (row,) = listed
    assert "lawyer, acting" in row and "from 01.09.2026 to 30.09.2026 Order No. 5" in row
    assert lawyer == 200
    assert not [row for row in rows(ended) if ANOTHER_CITIZEN in row]
    (past,) = [row for row in rows(admin.get(f"{KEDA}/staff?past=yes")) if ANOTHER_CITIZEN in row]
    assert "ended by: Order No. 6" in past
    assert desk.signed_in(ANOTHER_CITIZEN).get("/inbox").status == 403


def test_office__with_a_wrong_name__is_refused_and_keeps_what_was_typed(desk: Desk) -> None:
    admin = desk.staff(ADMIN)

    refused = admin.submit(
        admin.get(f"{KEDA}/staff"), appointment(desk, family_name_ka="სხვა", role="finance")
    )

    assert refused.status == 422 and "is called otherwise" in refused.text
    chosen = refused.html.select_one("#role option[selected]")
    assert chosen is not None and chosen["value"] == "finance"
    assert not [row for row in rows(refused) if ANOTHER_CITIZEN in row]


def test_offices__that_others_give__are_not_offered(desk: Desk) -> None:
    page = desk.staff(ADMIN).get(f"{KEDA}/staff")

    offered = {str(option["value"]) for option in page.html.select("#role option")}

    assert {"mayor", ADMIN} <= offered and not {"operator", "national_admin", "analyst"} & offered


def test_unit__set_up_renamed_and_dissolved__is_offered_while_it_is_there(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    named = {"name_ka": "სამსახური", "name_en": "Service of roads", "act": ACT}

    added = admin.submit(admin.get(f"{KEDA}/units"), named)
    (link,) = [str(anchor["href"]) for anchor in added.html.select("th a") if "of roads" in anchor.get_text()]
    renamed = admin.submit(
        admin.get(link), {"name_en": "Service of bridges", "act": ACT}, button=("_do", "rename")
    )
    offered = admin.get(f"{KEDA}/staff").html.select_one("#unit")
    no_day = admin.submit(admin.get(link), {"act": ACT, "last_on": ""}, button=("_do", "end"))
    ended = admin.submit(admin.get(link), {"act": ACT, "last_on": "2026-09-01"}, button=("_do", "end"))

    assert [row for row in rows(renamed) if "Service of bridges" in row]
    assert offered is not None and "Service of bridges" in offered.get_text()
    assert no_day.status == 422 and "Enter the day" in no_day.text
    assert [row for row in rows(ended) if "to 01.09.2026" in row and "Service of bridges" in row]


def test_pages__for_others_than_the_administrator__are_refused(desk: Desk) -> None:
    office = desk.staff(ADMIN).get(f"{KEDA}/staff").html.select_one("table.rows th a")
    assert office is not None
    pages = (f"{KEDA}/staff", f"{KEDA}/units", f"{KEDA}/units/keda-unit-1", str(office["href"]))

    for other in (desk.signed_in(), desk.staff("mayor"), desk.staff(ADMIN, "telavi")):
        assert {other.get(page).status for page in pages} == {403}
    assert desk.staff(ADMIN).get(f"{KEDA}/units/telavi-unit-1").status == 404
    assert desk.staff(ADMIN).get(f"{KEDA}/staff/999999").status == 404
