"""Deadlines by week, month and day, and the calendar that a program subscribes to by a secret address."""

from __future__ import annotations

from icalendar import Calendar

from tests.web.desk import Desk


def test_calendar__of_an_office__shows_each_step_on_its_day_and_a_program_reads_the_same(desk: Desk) -> None:
    filed = desk.filed()
    clerk = desk.staff("specialist")
    due = clerk.get("/inbox?tab=unit").html.select("tbody time")[0]["datetime"]

    month = clerk.get(f"/inbox/deadlines?span=month&whose=unit&day={due}")
    days = [cell for cell in month.html.select("td li a") if "/inbox/tasks/" in str(cell["href"])]
    day = month.html.select_one("td:has(li) a.day")
    assert len(days) == 1 and day is not None
    assert len(clerk.get(str(day["href"])).html.select(".calendar-day li a")) == 1
    assert clerk.get("/inbox/deadlines?span=week&whose=mine").html.select("td li") == []

    form = month.form("/inbox/deadlines/feed")
    made = clerk.submit(month, form=form)
    mine, unit = [code.get_text() for code in made.html.select("code.secret")]
    feed = desk.stranger().get(unit.removeprefix(desk.engine.settings.public_url))
    (event,) = Calendar.from_ical(feed.response.data).events
    assert str(event["summary"]).startswith("KEDA-") and event["dtstart"].dt.isoformat() == days_of(day)
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "TRANSP"}
    assert filed.case_id.hex not in feed.response.get_data(as_text=True).replace("-", "")
    assert list(Calendar.from_ical(desk.stranger().get(path_of(desk, mine)).response.data).events) == []

    secret = path_of(desk, unit).rpartition("/")[2].partition(".ics")[0]
    asked = {"Authorization": f"Bearer {secret}"}
    assert desk.stranger().client.get("/api/v1/tasks", headers=asked).status_code == 401
    ended = clerk.submit(made, form=made.form("/end"))
    assert ended.status == 200
    assert desk.stranger().get(path_of(desk, unit)).status == 404


def path_of(desk: Desk, address: str) -> str:
    return address.removeprefix(desk.engine.settings.public_url)


def days_of(day: object) -> str:
    return str(day.select_one("time")["datetime"])  # type: ignore[attr-defined]


def test_token__of_the_api__opens_no_calendar(desk: Desk) -> None:
    for secret in ("mms_nothing", "x" * 43):
        assert desk.stranger().get(f"/calendar/{secret}.ics").status == 404
