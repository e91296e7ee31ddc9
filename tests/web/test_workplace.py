"""The shell of staff pages, and a step beside the list it was opened from."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk

CLERK = "00000002002"
PEOPLE = {
    "specialist": CLERK,
    "head": "00000002003",
    "mayor_rep": "00000002005",
    "finance": "00000002009",
    "administrator": "00000002041",
    "operator": "00000002010",
    "national_admin": "00000005001",
    "analyst": "00000009001",
}
HOMES = {
    "administrator": "/admin",
    "operator": "/centre",
    "national_admin": "/admin/rollout",
    "analyst": "/studio",
}
LIST = "/inbox?tab=unassigned&service=high_mountain.grant"


@pytest.mark.parametrize("role", PEOPLE)
def test_navigation__of_each_role__names_pages_that_open(desk: Desk, role: str) -> None:
    browser = desk.signed_in(PEOPLE[role])
    home = browser.get(HOMES.get(role, "/inbox"))
    sections = {str(link["href"]) for link in home.html.select(".work-nav a.work-section")}

    pages = [home, *map(browser.get, sorted(sections))]
    entries = {str(link["href"]) for page in pages for link in page.html.select(".work-pages a")}
    pages += map(browser.get, sorted(entries - sections))

    assert sections and {page.status for page in pages} == {200}
    assert bool(home.html.select(".work-seek")) == (role not in HOMES)


def test_navigation__of_a_specialist__has_nothing_of_supervision_or_money(desk: Desk) -> None:
    words = desk.staff("specialist").get("/inbox").html.select_one(".work-nav")

    assert words is not None
    assert "Work" in words.text and "Registers" in words.text
    assert not {"Reports", "Finance", "Studio", "Administration"} & set(words.get_text(" ").split())


def test_shell__on_pages_of_citizens__is_absent(desk: Desk) -> None:
    pages = [desk.signed_in(CITIZEN).get("/cases"), desk.staff("specialist").get("/")]

    assert all(page.html.select_one(".site-header") and not page.html.select(".work-nav") for page in pages)


def test_step__opened_from_a_list__leads_to_the_next_of_the_same_list(desk: Desk) -> None:
    for citizen in (CITIZEN, ANOTHER_CITIZEN):
        desk.filed(citizen)
        desk.clock.advance(timedelta(seconds=1))  # what opens at one instant stands in the order of its ids
    browser = desk.signed_in(CLERK)
    listed = browser.get(f"{LIST}&due=new")
    first, second = [str(row["id"]).removeprefix("task-") for row in listed.html.select("tbody tr")]
    step = browser.submit(listed, form=listed.form(f"{first}/claim"))

    alone = browser.submit(step, desk.COMPLETE, form=step.form("task-form"))

    assert alone.path.partition("?")[0] == f"/inbox/tasks/{second}"
    assert "due=new" in alone.path and "The step is finished" in alone.text
    back = alone.html.select_one("a.task-back")
    assert back is not None and browser.get(str(back["href"])).html.select_one("#part-new[aria-current]")


def test_step__beside_its_list__stays_there_whatever_is_done(desk: Desk) -> None:
    desk.filed()
    browser = desk.signed_in(CLERK)
    (row,) = browser.get(LIST).html.select("tbody tr")
    task = str(row["id"]).removeprefix("task-")
    beside = f"{LIST}&task={task}"

    shown = browser.get(beside)
    taken = browser.submit(shown, form=shown.form("data-claim-open"))
    wrong = browser.submit(taken, {"complete": "no", "missing_text": ""}, form=taken.form("task-form"))
    released = browser.submit(wrong, form=wrong.form("/release"))

    assert [len(page.html.select("h1")) for page in (shown, taken, wrong, released)] == [1, 1, 1, 1]
    assert taken.path == released.path == beside
    assert wrong.status == 422 and wrong.html.select_one("[data-list] #tab-unassigned[aria-current]")
    assert released.html.select_one("tr.open") and "The step is free for others" in released.text


def test_step__that_is_gone__leaves_the_list(desk: Desk) -> None:
    page = desk.staff("specialist").get(f"{LIST}&task={uuid4()}")

    assert page.status == 200 and not page.html.select("[data-task]")


def test_view__chosen__is_kept_and_comes_back_to_the_list(desk: Desk) -> None:
    desk.filed()
    browser = desk.signed_in(CLERK)
    page = browser.get(LIST)
    assert page.html.select_one(".work-list.compact") and page.html.select_one("[data-keys=on]")

    chosen = _view(browser, {"rows": "comfortable", "finished": "stay"})

    assert chosen.path == LIST and chosen.html.select_one(".work-list.comfortable")
    assert chosen.html.select_one("[data-keys=off]")
    step = browser.submit(chosen, form=chosen.form("/claim"))
    assert browser.submit(step, desk.COMPLETE, form=step.form("task-form")).path == LIST


def test_case__that_waits_for_the_applicant__says_so_to_the_office_and_you_to_the_applicant(
    desk: Desk,
) -> None:
    filed = desk.filed()
    desk.ask_for_missing(filed)

    office = desk.staff("specialist").get(f"/inbox/cases/{filed.case_id}").text
    applicant = filed.browser.get(filed.address).text

    assert "waiting for the applicant" in office and "waiting for you" not in office
    assert "waiting for you" in applicant and "waiting for the applicant" not in applicant


def _view(browser: Browser, sent: dict[str, str]) -> Page:
    page = browser.get(LIST)
    form = page.form("/inbox/view")
    token = form.select_one("[name=csrf_token]")
    assert token is not None
    return browser.post(str(form["action"]), {"csrf_token": str(token["value"]), **sent})
