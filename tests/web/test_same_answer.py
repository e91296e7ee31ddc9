"""Bulk completion: one answer to the same step of many cases, a result for each."""

from __future__ import annotations

import pytest

from engine.commands.applications import FileApplication
from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk
from tests.web.test_appeals import actor, complain

ADMISSIBLE = {"admissible": "yes"}


@pytest.fixture
def lawyer(desk: Desk) -> Browser:
    """The lawyer, before whom two complaints lie that nobody has taken."""
    for citizen in (CITIZEN, ANOTHER_CITIZEN):
        complain(desk, None, by=citizen)
    return desk.staff("lawyer")


def ticked(browser: Browser, verb: str = "answer", tasks: list[str] | None = None) -> Page:
    """Return the page after the verb was chosen for all steps of the list, or for some."""
    listed = browser.get("/inbox?tab=unassigned")
    found = [str(box["value"]) for box in listed.html.select("input[type=checkbox][name=task]")]
    return browser.submit(
        listed,
        {"task": found if tasks is None else tasks},
        form=listed.form("/inbox/chosen"),
        button=("_do", verb),
    )


def outcomes(page: Page) -> list[str]:
    return [" ".join(line.get_text(" ").split()) for line in page.html.select("ul.documents li")]


def test_steps__of_two_cases_answered_alike__are_both_finished_by_who_answers(
    desk: Desk, lawyer: Browser
) -> None:
    before = set(ticked_numbers(lawyer))
    asked = ticked(lawyer)
    assert "2 cases" in asked.text and len(asked.html.select("input[name=task]")) == 2

    done = lawyer.submit(asked, ADMISSIBLE, form=asked.form("same-answer"))

    assert "2 steps are finished." in done.text and [
        line.endswith("finished") for line in outcomes(done)
    ] == [True, True]
    desk.run_jobs()
    after = set(ticked_numbers(lawyer))
    assert len(after) == 2 and not after & before  # the next step of both


def ticked_numbers(browser: Browser) -> list[str]:
    page = browser.get("/inbox?tab=unassigned")
    return [str(box["value"]) for box in page.html.select("input[type=checkbox][name=task]")]


def test_step__that_somebody_finished_meanwhile__is_told_and_holds_up_no_other(
    desk: Desk, lawyer: Browser
) -> None:
    asked = ticked(lawyer)
    first = str(asked.html.select("input[name=task]")[0]["value"])
    alone = ticked(lawyer, tasks=[first])
    lawyer.submit(alone, ADMISSIBLE, form=alone.form("same-answer"))

    done = lawyer.submit(asked, ADMISSIBLE, form=asked.form("same-answer"))

    assert "1 step is finished." in done.text
    assert "Finished already." in done.text


def test_answer__that_the_form_refuses__is_shown_again_and_nothing_is_finished(lawyer: Browser) -> None:
    asked = ticked(lawyer)

    refused = lawyer.submit(asked, {}, form=asked.form("same-answer"))

    assert refused.status == 422 and len(refused.html.select("input[name=task]")) == 2
    assert refused.html.select(".f-error")
    assert len(ticked_numbers(lawyer)) == 2


def test_answer__sent_twice__finishes_once(lawyer: Browser) -> None:
    asked = ticked(lawyer)
    first, again = (lawyer.submit(asked, ADMISSIBLE, form=asked.form("same-answer")) for _ in range(2))

    assert "2 steps are finished." in first.text
    assert "None of the ticked steps" in again.text or "Finished already." in again.text


def test_steps__of_different_forms__are_left_out_by_name(desk: Desk, lawyer: Browser) -> None:
    first = ticked_numbers(lawyer)[0]
    alone = ticked(lawyer, tasks=[first])
    lawyer.submit(alone, ADMISSIBLE, form=alone.form("same-answer"))
    desk.run_jobs()

    asked = ticked(lawyer)

    assert len(asked.html.select("input[name=task]")) == 1
    assert "asks something else" in asked.text


def test_steps__of_another_municipality__are_as_if_they_were_not_named(desk: Desk, lawyer: Browser) -> None:
    foreign = ticked_numbers(lawyer)
    stranger = desk.staff("lawyer", "telavi")

    page = stranger.get(f"/inbox/same-answer?task={foreign[0]}&task={foreign[1]}")

    assert "None of the ticked steps" in page.text and not page.html.select("input[name=task]")


def test_chosen__more_than_an_address_holds__is_refused_with_the_number(lawyer: Browser) -> None:
    many = [f"00000000-0000-0000-0000-{number:012d}" for number in range(51)]

    assert "At most 50" in ticked(lawyer, tasks=many).text


def test_page__of_a_form_that_tells_of_its_case__shows_what_each_case_tells(desk: Desk) -> None:
    for number, citizen in enumerate((CITIZEN, ANOTHER_CITIZEN)):
        answers = {"subject": f"დემო საგანი {number}", "question": "დემო კითხვა", "notify_by": "portal"}
        desk.engine.send(FileApplication("general.question", "keda", answers), actor=actor(desk, citizen))

    page = ticked(desk.staff("chancellery"))

    lines = outcomes(page)
    told = [line.rpartition("დემო საგანი ")[2].split()[0] for line in lines]
    assert sorted(told) == ["0", "1"]
    assert page.text.count("დემო საგანი 0") == page.text.count("დემო საგანი 1") == 1
