"""The head's board: who has how much, overdue cases, and assignment from there."""

from __future__ import annotations

from tests.web.browser import Browser, Page
from tests.web.desk import Desk

FIRST, SECOND = "00000002002", "00000002008"
REASON = {"reason": "დემო მიზეზი"}


def take(desk: Desk, personal_number: str = FIRST) -> Page:
    """Let a specialist take the first step that nobody has."""
    browser = desk.signed_in(personal_number)
    listed = browser.get("/inbox?tab=unassigned")
    return browser.submit(listed, form=listed.form("/claim"))


def person(page: Page, name: str) -> str:
    """Return the choice of somebody by name."""
    options = page.html.select("select[name=person] option")
    return str(next(option["value"] for option in options if name in option.get_text()))


def assign_first(browser: Browser, page: Page, to: str, **answers: str) -> Page:
    task = str(page.html.select_one("input[name=task]")["value"])  # type: ignore[index]
    seen = page.html.select_one(f"input[name='seen.{task}']")
    assert seen is not None
    sent = {"task": [task], f"seen.{task}": str(seen["value"]), "person": to, **answers}
    return browser.submit(page, sent, form=page.form("/inbox/chosen"), button=("_do", "assign"))


def row_of(page: Page, name: str) -> str:
    return next(row.get_text(" ") for row in page.html.select("tbody tr") if name in row.get_text())


def test_board__of_a_head__tells_who_has_how_much_in_words_and_figures(desk: Desk) -> None:
    desk.filed()
    take(desk)

    page = desk.staff("head_of_service").get("/inbox/board")

    assert " 1 " in row_of(page, "Specialist 1") and " 0 " in row_of(page, "Specialist 2")
    assert "No case is overdue." in page.text
    assert page.html.select_one("svg.bar rect.bar-later")["width"] == "100.0"  # type: ignore[index]


def test_board__deadline_passed__says_why_and_assigns_it_to_another(desk: Desk) -> None:
    desk.filed()
    take(desk)
    desk.days_pass(60)
    head = desk.staff("head_of_service")
    page = head.get("/inbox/board")

    done = assign_first(head, page, person(page, "Specialist 2"), **REASON)

    assert "Taken, but not finished: 1" in " ".join(page.html.select_one(".causes").get_text().split())  # type: ignore[union-attr]
    assert "1 step is assigned." in done.text
    assert len(desk.signed_in(SECOND).get("/inbox").html.select("tbody tr")) == 1
    assert desk.signed_in(FIRST).get("/inbox").html.select("tbody tr") == []


def test_board__assigned_meanwhile__is_refused_line_by_line(desk: Desk) -> None:
    desk.filed()
    desk.days_pass(60)
    head = desk.staff("head_of_service")
    page = head.get("/inbox/board")
    take(desk)

    done = assign_first(head, page, person(page, "Specialist 2"), **REASON)

    assert "1 was refused." in done.text and "Specialist 1" in done.text


def test_board__without_a_reason__says_that_one_is_needed(desk: Desk) -> None:
    desk.filed()
    desk.days_pass(60)
    head = desk.staff("head_of_service")
    page = head.get("/inbox/board")

    refused = assign_first(head, page, person(page, "Specialist 2"), reason="")

    assert refused.status == 422 and "Give the reason" in refused.text


def test_board__of_a_clerk__is_not_allowed(desk: Desk) -> None:
    assert desk.staff("specialist").get("/inbox/board").status == 403


def test_list_of_a_colleague__away__is_reassigned_whole(desk: Desk) -> None:
    desk.filed()
    take(desk)
    desk.filed("00000000105")
    take(desk)
    head = desk.staff("head_of_service")
    board = head.get("/inbox/board")
    listed = head.get(
        next(a["href"] for a in board.html.select("main th a") if "Specialist 1" in a.get_text())
    )
    form = listed.form("/inbox/colleagues/steps")
    options = listed.html.select("#all-person option")
    other = str(next(option["value"] for option in options if "Specialist 2" in option.get_text()))

    refused = head.submit(listed, {"person": other, "reason": ""}, form=form)
    done = head.submit(listed, {"person": other, **REASON}, form=form)

    assert refused.status == 422
    assert "2 steps are assigned." in done.text
    assert len(desk.signed_in(SECOND).get("/inbox").html.select("tbody tr")) == 2
