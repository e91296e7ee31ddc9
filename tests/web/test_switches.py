"""What an administrator switches off is on no page, and the pages of administration are theirs alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from engine.clock import local_date
from tests.web.browser import Browser, Page
from tests.web.desk import SERVICE, Desk

ADMIN = "municipal_admin"
PAGE = "/admin/municipalities/keda/services"
NAME = "high-mountain settlement"  # of the service, as search finds it
ACT = "Resolution No. 7"


def switch(desk: Desk, what: str, how: str, *, days: int = 0, **more: str) -> Page:
    admin = desk.staff(ADMIN)
    first = (local_date(desk.clock.now()) + timedelta(days)).isoformat()
    sent = {"what": what, "is_on": how, "first_on": first, "act": ACT, **more}
    return admin.submit(admin.get(PAGE), sent)


def addresses(app: Flask, method: str) -> list[str]:
    """Return every address of a service that is reached by its name."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return [
            adapter.build(
                rule.endpoint, {"code": "keda", "service": "high_mountain.grant", **_more(rule.arguments)}
            )
            for rule in app.url_map.iter_rules()
            if {"code", "service"} <= rule.arguments and method in (rule.methods or ())
        ]


def _more(arguments: set[str]) -> dict[str, str]:
    return {name: "application_residence" for name in arguments - {"code", "service"} if name == "page_id"}


def lists(browser: Browser) -> dict[str, bool]:
    """Return which lists name the service."""
    pages = ("/", "/municipalities/keda", "/services?q=permanent+resident&in=keda")
    links = {
        page: [str(link["href"]) for link in browser.get(page).html.select("main a[href]")] for page in pages
    }
    return {page: any(SERVICE in link for link in found) for page, found in links.items()}


@pytest.mark.parametrize("what", ["high_mountain", "high_mountain.grant"])
def test_service__switched_off_and_on__is_on_no_page_meanwhile(desk: Desk, app: Flask, what: str) -> None:
    citizen = desk.signed_in()
    citizen.get("/municipalities/keda")
    open_before = [address for address in addresses(app, "GET") if citizen.get(address).status == 200]
    seen_before = lists(citizen)

    switch(desk, what, "no")
    seen_off, closed = (
        lists(citizen),
        {address: citizen.get(address).status for address in addresses(app, "GET")},
    )
    app.config["WTF_CSRF_ENABLED"] = False
    sent = {address: citizen.client.post(address, data={}).status_code for address in addresses(app, "POST")}
    app.config["WTF_CSRF_ENABLED"] = True
    switch(desk, what, "yes")

    assert len(open_before) >= 5 and set(seen_before.values()) == {True}
    assert {page: closed[page] for page in open_before} == dict.fromkeys(open_before, 404)
    assert not {200, 303} & set(closed.values())
    assert len(sent) >= 5 and not {200, 303} & set(sent.values()), sent
    assert set(seen_off.values()) == {False}
    assert lists(citizen) == seen_before


def test_application__begun_before_the_service_is_off__is_kept_and_not_filed(desk: Desk) -> None:
    citizen = desk.signed_in()
    check = desk.fill_in(citizen)
    switch(desk, "high_mountain.grant", "no")

    refused = citizen.submit(check)
    switch(desk, "high_mountain.grant", "yes")
    filed = citizen.submit(citizen.get(check.path))

    assert refused.status == 404
    assert filed.path.endswith("/receipt")


def test_switch__for_a_period__is_told_with_its_act_and_who_entered_it(desk: Desk) -> None:
    page = switch(desk, "high_mountain", "no", days=2, last_on="2026-09-20")

    assert "It is saved." in page.text and "off from 03.09.2026" in page.text
    assert "off, from 03.09.2026 to 20.09.2026 Resolution No. 7" in page.text
    assert "Demo Municipal Administrator (Keda)" in page.text
    assert lists(desk.signed_in())["/municipalities/keda"]


def test_mistake__on_the_page__is_told_with_what_was_typed(desk: Desk) -> None:
    no_act = switch(desk, "social", "yes", act=" ")
    no_day = switch(desk, "social", "yes", first_on="soon")

    assert (no_act.status, no_day.status) == (422, 422)
    assert "Name the act" in no_act.text and "Enter the day" in no_day.text
    chosen = no_day.html.select_one("#what option[selected]")
    assert chosen is not None and chosen["value"] == "social"


def test_pages__of_another_municipality_or_for_others__are_refused(desk: Desk) -> None:
    admin = desk.staff(ADMIN)

    assert admin.get("/admin").status == 200
    assert admin.get(PAGE.replace("keda", "telavi")).status == 403
    assert admin.get("/inbox").status == 403
    for other in (desk.signed_in(), desk.staff("mayor"), desk.signed_in("00000005001")):
        assert other.get(PAGE).status == 403
        assert other.get("/admin").status == 403
