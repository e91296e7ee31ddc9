"""Columns, order and conditions of the list of steps, as somebody chooses them on its page."""

from __future__ import annotations

from bs4 import Tag

from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk

CLERK, COLLEAGUE = "00000002002", "00000002008"
LIST = "/inbox?tab=unit"
SERVICE = "high_mountain.grant"
USUAL = ["Deadline", "Left", "Case", "Applicant", "What to do", "Place", "Waiting for", "Who"]


def heads(page: Page) -> list[str]:
    """Return the headings of the list, without the one of ticks and the sign of the order."""
    found = page.html.select("table.tasks thead th")[1:]
    return [" ".join(head.get_text().split()).rstrip(" ↑↓") for head in found]


def choices(page: Page) -> list[str]:
    return [str(box["value"]) for box in page.html.select("input[name=column]")]


def choose(
    browser: Browser, columns: list[str], address: str = "/inbox/layout?tab=unit", *, do: str = ""
) -> Page:
    page = browser.get(address)
    form: Tag | None = page.html.select_one("form:has(input[name=column])")
    assert form is not None
    return browser.submit(page, {"column": columns}, form=form, button=("_do", do) if do else None)


def test_columns__chosen__are_those_of_the_person_alone(desk: Desk) -> None:
    desk.filed()
    clerk, colleague = desk.signed_in(CLERK), desk.signed_in(COLLEAGUE)
    assert heads(clerk.get(LIST)) == USUAL

    back = choose(clerk, ["case", "opened", "step", "role"])

    assert back.path == LIST and "The columns are saved." in back.text
    assert heads(clerk.get(LIST)) == ["Case", "Arrived", "What to do", "Role"]
    assert len(clerk.get(LIST).html.select("table.tasks tbody tr > *")) == 5
    assert heads(colleague.get(LIST)) == USUAL

    choose(clerk, ["case"], do="usual")

    assert heads(clerk.get(LIST)) == USUAL


def test_column__moved__changes_places_with_its_neighbour(desk: Desk) -> None:
    desk.filed()
    clerk = desk.signed_in(CLERK)
    choose(clerk, ["case", "opened", "step"])

    page = choose(clerk, ["case", "opened", "step"], do="up:step")

    assert page.path.startswith("/inbox/layout") and choices(page)[:3] == ["case", "step", "opened"]
    choose(clerk, ["case", "step", "opened"], do="down:case")
    assert heads(clerk.get(LIST)) == ["What to do", "Case", "Arrived"]


def test_columns__without_the_one_that_leads_to_the_step__keep_it(desk: Desk) -> None:
    desk.filed()
    clerk = desk.signed_in(CLERK)

    choose(clerk, ["case"])

    assert heads(clerk.get(LIST)) == ["Case", "What to do"]


def test_columns__that_there_are_not__are_refused_in_words(desk: Desk) -> None:
    clerk = desk.signed_in(CLERK)

    refused = choose(clerk, ["case", "<script>"])

    assert refused.status == 422 and "There is no such column" in refused.text
    assert heads(clerk.get(LIST)) in ([], USUAL)


def test_answers__of_the_one_service__are_columns_of_its_lists_alone(desk: Desk) -> None:
    desk.filed()
    clerk = desk.signed_in(CLERK)
    address = f"/inbox/layout?tab=unit&service={SERVICE}"
    answer = next(name for name in choices(clerk.get(address)) if name.startswith("answer:"))

    choose(clerk, ["case", "step", answer], address)

    own = heads(clerk.get(f"{LIST}&service={SERVICE}"))
    assert own[:2] == ["Case", "What to do"] and len(own) == 3
    assert heads(clerk.get(LIST)) == USUAL


def test_heading__pressed__sorts_and_pressed_again_turns_the_order(desk: Desk) -> None:
    cases = [f"/inbox/cases/{desk.filed(by).case_id}" for by in (CITIZEN, ANOTHER_CITIZEN)]
    clerk = desk.signed_in(CLERK)

    def shown(page: Page) -> list[str]:
        return [str(link["href"]) for link in page.html.select("table.tasks td.no a")]

    def pressed(page: Page) -> Page:
        link = page.html.select_one("table.tasks th.no a.sort")
        assert link is not None
        return clerk.get(str(link["href"]))

    up = pressed(clerk.get(LIST))
    down = pressed(up)

    assert shown(up) == cases and shown(down) == cases[::-1]
    assert [page.html.select_one("th.no")["aria-sort"] for page in (up, down)] == [  # type: ignore[index]
        "ascending",
        "descending",
    ]


def test_list__narrowed__says_so_and_is_kept_with_its_conditions(desk: Desk) -> None:
    desk.filed()
    clerk = desk.signed_in(CLERK)
    address = f"{LIST}&due_until=2020-01-01&order=-opened"

    page = clerk.get(address)

    assert not page.html.select("table.tasks tbody tr")
    assert page.html.select_one("#part-narrowed") and page.html.select_one("#part-whole")
    keeping = clerk.get(f"/inbox/filters?{address.partition('?')[2]}")
    back = clerk.submit(keeping, {"name": "Old ones"})
    assert back.path == address
    links = clerk.get(LIST).html.select("nav.parts-of-list a")
    (kept,) = [str(link["href"]) for link in links if "Old ones" in link.get_text()]
    assert sorted(kept.split("&")) == sorted(address.split("&"))


def test_list__of_hostile_conditions__is_the_whole_list(desk: Desk) -> None:
    desk.filed()
    clerk = desk.signed_in(CLERK)
    hostile = "&due_since=<b>&came_until=99999-01-01&order=t.id;--&answer=%00=x&answer=a=b"

    page = clerk.get(f"{LIST}{hostile}")

    assert page.status == 200 and len(page.html.select("table.tasks tbody tr")) == 1
    assert not page.html.select_one("#part-narrowed")
