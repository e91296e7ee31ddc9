"""Saved lists on the page: kept from what is shown, opened by their address, changed and removed."""

from __future__ import annotations

from tests.web.desk import Desk

FIRST, SECOND = "00000002002", "00000002008"
PART = "/inbox/filters?tab=unassigned&due=soon"


def test_filter__saved_for_the_unit__leads_a_colleague_to_the_same_list(desk: Desk) -> None:
    first, second = desk.signed_in(FIRST), desk.signed_in(SECOND)
    page = first.get(PART)

    back = first.submit(page, {"name": "Urgent ones", "with": "keda/"})

    assert back.path == "/inbox?tab=unassigned&due=soon" and "The list is saved." in back.text
    links = second.get("/inbox").html.select("nav.parts-of-list a")
    (address,) = [str(link["href"]) for link in links if "Urgent ones" in link.get_text()]
    shown = second.get(address)
    assert shown.html.select_one("#tab-unassigned[aria-current]")
    assert shown.html.select_one("#part-soon[aria-current]")


def test_filter__without_a_name__says_what_to_do_and_keeps_the_part(desk: Desk) -> None:
    browser = desk.signed_in(FIRST)
    page = browser.get(PART)

    refused = browser.submit(page, {"name": " "})

    assert refused.status == 422
    assert "Give the list a name" in refused.text and "3 working days or fewer" in refused.text


def test_filter__of_a_hostile_address__is_refused_or_plain_text(desk: Desk) -> None:
    browser = desk.signed_in(FIRST)
    page = browser.get("/inbox/filters?tab=<script>&due='--&service=<img src=x>")

    refused = browser.submit(page, {"name": "<b>x</b>"})

    assert refused.status == 422
    assert refused.html.find("img", src="x") is None and "There is no such part" in refused.text


def test_filter__renamed_and_removed__is_gone_from_the_list(desk: Desk) -> None:
    browser = desk.signed_in(FIRST)
    page = browser.get(PART)
    browser.submit(page, {"name": "Mine"})

    kept = browser.get("/inbox/filters")
    renamed = browser.submit(kept, {"name": "Other"}, form=kept.form("/inbox/filters/"))
    removed = browser.submit(renamed, form=renamed.form("/inbox/filters/"), button=("_do", "remove"))

    assert "The list has another name." in renamed.text and "Other" in renamed.text
    assert "The list is removed." in removed.text
    assert "Other" not in browser.get("/inbox").text
