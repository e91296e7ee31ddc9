"""Coming to a community centre by appointment."""

from __future__ import annotations

import pytest

from tests.centers.test_desk import OPERATOR
from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk

HEAD = "00000002016"
THERE = "/centre/book?center=68&day=2026-09-02"  # a Wednesday, tomorrow


@pytest.fixture(autouse=True)
def hours(desk: Desk) -> None:
    enter_hours(desk)


def enter_hours(desk: Desk) -> None:
    """Enter the hours of two centres, by a head and by whoever keeps the directory."""
    week = {f"{side}_{day}": at for day in "12345" for side, at in (("from", "10:00"), ("to", "18:00"))}
    for who, center in ((HEAD, 68), ("00000005001", 70)):
        keeper = desk.signed_in(who)
        page = keeper.get(f"/centre/{center}/hours")
        keeper.submit(page, week, form=page.form("from_1"))


def book(browser: Browser, **changes: str) -> Page:
    page = browser.get(THERE)
    return browser.submit(page, {"at": "10:30", "what": "A request", **changes}, form=page.form('name="at"'))


def test_appointment__made_at_home_and_by_phone__stands_on_the_centers_day(desk: Desk) -> None:
    citizen, operator = desk.signed_in(CITIZEN), desk.signed_in(OPERATOR)

    booked = book(citizen)
    page = operator.get("/centre/appointments?day=2026-09-02")
    called = {"at": "11:00", "name": "Demo Caller", "phone": "555 00 00 00", "what": "A pension"}
    nameless = operator.submit(page, {**called, "name": " "}, form=page.form('name="phone"'))
    listed = operator.submit(page, called, form=page.form('name="phone"'))

    assert nameless.status == 422 and "Write the name" in nameless.text
    assert "Your appointments" in booked.text and "A request" in booked.text
    rows = [row.get_text(" ", strip=True) for row in listed.html.select("table.rows tbody tr")]
    assert [row[:5] for row in rows] == ["10:30", "11:00"]
    assert "Demo Citizen 1" in rows[0] and "Demo Caller" in rows[1]


def test_time__that_is_taken_or_not_offered__is_refused_and_told(desk: Desk) -> None:
    first, second = desk.signed_in(CITIZEN), desk.signed_in(ANOTHER_CITIZEN)
    book(first)

    shown = second.get(THERE)
    taken, twice = book(second), book(first, at="12:00")
    sunday = book(second, day="2026-09-06")
    nothing = book(second, at="12:00", what=" ")

    options = [option["value"] for option in shown.html.select("#at option")]
    assert "10:30" not in options and "11:00" in options
    assert taken.status == twice.status == sunday.status == nothing.status == 422
    assert "This time is taken" in taken.text and "another appointment on that day" in twice.text
    assert "free times of the centre" in sunday.text and "Write what it is for" in nothing.text
    assert "Demo Citizen" not in shown.html.select_one("main").get_text()  # type: ignore[union-attr]


def test_appointment__of_somebody_else_or_another_center__does_not_exist(desk: Desk) -> None:
    citizen, other, operator = (desk.signed_in(person) for person in (CITIZEN, ANOTHER_CITIZEN, OPERATOR))
    address = str(book(citizen).form("/centre/book/")["action"])
    elsewhere = desk.signed_in("00000002015")

    foreign = _sent_to(address, other, other.get(THERE))
    theirs = address.replace("/book/", "/appointments/")
    at_another = _sent_to(theirs, elsewhere, elsewhere.get("/centre/appointments?day=2026-09-02"))
    listed = operator.get("/centre/appointments?day=2026-09-02")
    came = operator.submit(listed, form=listed.form("/centre/appointments/"), button=("_do", "came"))

    assert foreign.status == 404 and at_another.status == 404
    assert "has come" in came.text
    assert "Demo Citizen 1" not in elsewhere.get("/centre/appointments?day=2026-09-02").text


def _sent_to(address: str, browser: Browser, page: Page) -> Page:
    """Send a form of somebody's own page to another address."""
    form = page.form('name="at"')
    form["action"] = address
    return browser.submit(page, form=form)


def test_hours__entered_wrongly_or_by_others__are_refused(desk: Desk) -> None:
    head = desk.signed_in(HEAD)
    page = head.get("/centre/68/hours")

    wrong = head.submit(page, {"from_1": "18:00", "to_1": "10:00"}, form=page.form("from_1"))
    nameless = head.submit(page, {"on_day": "2026-09-02", "why": " "}, form=page.form('name="why"'))

    assert wrong.status == nameless.status == 422
    assert nameless.html.select_one("#from_1")["value"] == "10:00"  # type: ignore[index]
    assert "the first before the second" in wrong.text and "why the centre is closed" in nameless.text
    for who in (CITIZEN, OPERATOR, "00000002015"):
        assert desk.signed_in(who).get("/centre/68/hours").status == 403


def test_day__that_is_closed__says_why_and_offers_nothing(desk: Desk) -> None:
    head, citizen = desk.signed_in(HEAD), desk.signed_in(CITIZEN)
    page = head.get("/centre/68/hours")

    head.submit(page, {"on_day": "2026-09-02", "why": "Repairs"}, form=page.form('name="why"'))

    shown = citizen.get(THERE)
    assert "closed on this day: Repairs" in shown.text and shown.html.select_one("#at") is None


def test_queue__number_given_and_called__stands_on_the_days_list(desk: Desk) -> None:
    operator = desk.signed_in(OPERATOR)
    page = operator.get("/centre/queue")

    ticket = operator.submit(page, form=page.form('action="/centre/queue"'))
    called = operator.submit(page := operator.get("/centre/queue"), form=page.form("/queue/next"))
    nobody = operator.submit(page, form=operator.get("/centre/queue").form("/queue/next"))
    served = operator.submit(called, form=called.form("_do"), button=("_do", "served"))

    assert "Number 1" in ticket.text and "called" in called.text
    assert nobody.status == 422 and "Nobody waits" in nobody.text
    assert "served" in served.text
