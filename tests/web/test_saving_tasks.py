"""A step's form that is saved without finishing the step."""

from __future__ import annotations

import json
from datetime import timedelta

from tests.web.browser import Browser, Page, fields_of
from tests.web.desk import Desk

SAVE = ("_do", "save")


def step_of(desk: Desk, browser: Browser) -> Page:
    """Take the first step of a fresh application."""
    desk.filed()
    listed = browser.get("/inbox?tab=unassigned")
    return browser.submit(listed, form=listed.form("/claim"))


def test_step__saved_half_filled__is_kept_as_typed_and_restored(desk: Desk) -> None:
    browser = desk.staff("specialist")
    step = step_of(desk, browser)

    saved = browser.submit(step, {"complete": "no", "missing_text": "ჯერ"}, button=SAVE)
    later = desk.staff("specialist").get(step.path)

    assert saved.status == 200
    assert "Saved 01.09.2026 10:00, not finished" in saved.text
    assert "Saved 01.09.2026 10:00, not finished" in later.text
    assert fields_of(later.form("_window"))["missing_text"] == "ჯერ"


def test_step__saved__says_so_in_the_list(desk: Desk) -> None:
    browser = desk.staff("specialist")
    step = step_of(desk, browser)
    before = browser.get("/inbox").text

    browser.submit(step, {"complete": "no"}, button=SAVE)

    assert "saved, not finished" not in before
    assert "saved, not finished" in browser.get("/inbox").text


def test_step__saved_then_finished__is_done(desk: Desk) -> None:
    browser = desk.staff("specialist")
    saved = browser.submit(step_of(desk, browser), {"complete": "yes"}, button=SAVE)

    done = browser.submit(saved, desk.COMPLETE, form=saved.form("_window"))

    assert done.path == "/inbox?tab=unassigned"


def test_step__saved_in_another_window_of_the_same_browser__is_replaced(desk: Desk) -> None:
    browser = desk.staff("specialist")
    first = step_of(desk, browser)
    second = browser.get(first.path)
    browser.submit(first, {"complete": "no", "missing_text": "ერთი"}, button=SAVE)

    assert browser.submit(second, {"complete": "no", "missing_text": "ორი"}, button=SAVE).status == 200
    assert fields_of(browser.get(first.path).form("_window"))["missing_text"] == "ორი"


def test_step__saved_on_another_device__says_when_and_saving_again_replaces_it(desk: Desk) -> None:
    browser, other = desk.staff("specialist"), desk.staff("specialist")
    first = step_of(desk, browser)
    second = other.get(first.path)
    browser.submit(first, {"complete": "no", "missing_text": "ერთი"}, button=SAVE)
    desk.clock.advance(timedelta(minutes=3))

    told = other.submit(second, {"complete": "no", "missing_text": "ორი"}, button=SAVE)
    again = other.submit(told, form=told.form("_window"), button=SAVE)

    assert told.status == 422
    assert "on another device, 01.09.2026 10:00" in told.text
    assert again.status == 200
    assert fields_of(browser.get(first.path).form("_window"))["missing_text"] == "ორი"


def test_notice__answer_saved_by_the_applicant__is_not_seen_by_the_office(desk: Desk) -> None:
    filed = desk.filed()
    desk.ask_for_missing(filed)
    link = filed.browser.get(filed.address).html.select_one("main a[href^='/tasks/']")
    assert link is not None
    form = filed.browser.get(str(link["href"]))

    filed.browser.submit(form, {"statement": "ჯერ არ დამისრულებია"}, button=SAVE)

    assert "ჯერ არ დამისრულებია" in str(filed.browser.get(str(link["href"])).html)
    assert "ჯერ არ დამისრულებია" not in str(desk.staff("specialist").get(f"/inbox{filed.address}").html)


def autosaved(browser: Browser, page: Page, **answers: str) -> dict[str, object]:
    """Send what the page's script would."""
    form = page.form("_window")
    data = fields_of(form)
    for name, value in answers.items():
        data.setlist(name, [value])
    answer = browser.client.post(str(form["data-autosave"]), data=data)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    found: dict[str, object] = json.loads(answer.get_data(as_text=True))
    return found


def looks(desk: Desk) -> list[str]:
    """Return what the applicant reads of who looked."""
    return [row.get_text(" ") for row in desk.signed_in().get("/my-data/reads").html.select("tbody tr")]


def test_step__kept_by_the_script__says_when_is_restored_and_reads_nothing_of_the_case(desk: Desk) -> None:
    browser = desk.staff("specialist")
    step = step_of(desk, browser)
    before = looks(desk)

    told = autosaved(browser, step, complete="no", missing_text="ჯერ")
    noted = looks(desk)
    later = browser.get(step.path)

    assert (told["version"], told["words"]) == (1, "Saved at 10:00.")
    assert noted == before != []
    assert fields_of(later.form("_window"))["missing_text"] == "ჯერ"
    done = browser.submit(later, desk.COMPLETE, form=later.form("_window"))
    assert done.path == "/inbox?tab=unassigned"


def test_step__kept_late_by_the_script__is_overtaken_by_what_the_window_kept_after(desk: Desk) -> None:
    browser = desk.staff("specialist")
    step = step_of(desk, browser)
    autosaved(browser, step, complete="no", missing_text="first")

    last = autosaved(browser, step, complete="no", missing_text="last", _last="yes")
    late = autosaved(browser, step, complete="no", missing_text="late")

    assert late == {"version": last["version"], "isOvertaken": True}
    assert fields_of(browser.get(step.path).form("_window"))["missing_text"] == "last"


def test_step__done_or_saved_elsewhere__the_script_is_told_and_may_send(desk: Desk) -> None:
    browser = desk.staff("specialist")
    step, other = step_of(desk, browser), desk.staff("specialist")
    second = other.get(step.path)
    autosaved(browser, step, missing_text="one")

    crossed = autosaved(other, second, missing_text="two")
    browser.submit(step, desk.COMPLETE, form=step.form("_window"))
    closed = autosaved(other, second, missing_text="three")

    assert crossed["maySend"] and "on another device" in str(crossed["words"])
    assert closed["maySend"] and "version" not in closed
