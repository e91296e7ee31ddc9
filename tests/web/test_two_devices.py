"""A draft on two devices, and what a page's script saves by itself."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from engine.answers.windows import is_same_browser
from tests.web.browser import Browser, Page, fields_of
from tests.web.desk import (
    ABSENCE,
    CONFIRMATIONS,
    CONTACT,
    CONTINUE,
    PAGES,
    RESIDENCE,
    SAVE,
    SERVICE,
    Desk,
    answers_on,
    go_on,
    states,
)


def autosaved(browser: Browser, page: Page, **answers: str) -> dict[str, object]:
    """Send what the page's script would."""
    data = fields_of(page.form())
    for name, value in answers.items():
        data.setlist(name, [value])
    answer = browser.client.post(f"{page.path}/save", data=data)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    found: dict[str, object] = json.loads(answer.get_data(as_text=True))
    return found


def test_two_browsers__draft_of_one__is_found_by_the_other(desk: Desk) -> None:
    go_on(desk.signed_in(), RESIDENCE)

    other = desk.signed_in()

    assert states(other)[0] == "done"
    assert "Continue your draft" in other.get(SERVICE).text
    assert fields_of(other.get(RESIDENCE).form())["actual_address"] == "დემო ქუჩა 1"


def test_two_browsers__different_pages__do_not_disturb_each_other(desk: Desk) -> None:
    one, other = desk.signed_in(), desk.signed_in()
    first, second = one.get(RESIDENCE), other.get(CONTACT)
    one.submit(first, answers_on(RESIDENCE), button=CONTINUE)

    other.submit(second, answers_on(CONTACT), button=CONTINUE)

    assert [states(one)[place] for place in (0, 4)] == ["done", "done"]


def two_versions(desk: Desk) -> tuple[Browser, Page]:
    """Let two browsers change the same page; return the later one and what it is shown."""
    one, other = desk.signed_in(), desk.signed_in()
    first, second = one.get(RESIDENCE), other.get(RESIDENCE)
    one.submit(first, answers_on(RESIDENCE), button=CONTINUE)
    desk.clock.advance(timedelta(minutes=7))
    return other, other.submit(
        second, answers_on(RESIDENCE, actual_address="მეორე მისამართი"), button=CONTINUE
    )


def test_two_browsers__same_page__both_versions_are_shown(desk: Desk) -> None:
    browser, page = two_versions(desk)

    assert page.path == f"{RESIDENCE}/versions"
    assert "დემო ქუჩა 1" in page.text and "მეორე მისამართი" in page.text
    assert "01.09.2026 10:00" in page.text and "01.09.2026 10:07" in page.text
    assert len(page.html.select(".tag.begun")) == 2  # one answer differs, and each side says so
    assert states(browser)[0] == "two versions"


def test_two_versions__pending__nothing_can_be_checked(desk: Desk) -> None:
    browser, _ = two_versions(desk)
    for address in PAGES[1:]:
        go_on(browser, address)

    assert browser.get(f"{SERVICE}/check").path == f"{SERVICE}/apply"


@pytest.mark.parametrize(("keep", "kept"), [("kept", "დემო ქუჩა 1"), ("rival", "მეორე მისამართი")])
def test_two_versions__one_chosen__is_the_draft(desk: Desk, keep: str, kept: str) -> None:
    browser, page = two_versions(desk)

    browser.submit(page, form=page.form(f'value="{keep}"'))

    assert fields_of(browser.get(RESIDENCE).form())["actual_address"] == kept
    assert states(browser)[0] == "done"


def test_two_versions__changed_while_they_were_compared__are_shown_again(desk: Desk) -> None:
    browser, page = two_versions(desk)
    browser.submit(browser.get(CONTACT), {"phone": "555 11 22 33"}, button=SAVE)

    again = browser.submit(page, form=page.form('value="rival"'))

    assert again.status == 422
    assert "has changed meanwhile" in again.text
    assert states(browser)[0] == "two versions"


def test_autosave__script_saves__says_when_and_the_page_stays_in_progress(desk: Desk) -> None:
    browser = desk.signed_in()
    page = browser.get(RESIDENCE)

    told = autosaved(browser, page, actual_address="დემო ქუჩა 3")

    assert told == {"words": "Saved at 10:00.", "version": 1}
    assert fields_of(browser.get(RESIDENCE).form())["actual_address"] == "დემო ქუჩა 3"
    assert states(browser)[0] == "in progress"


def test_autosave__then_the_button_of_the_same_page__is_no_conflict(desk: Desk) -> None:
    browser = desk.signed_in()
    page = browser.get(RESIDENCE)
    autosaved(browser, page, actual_address="დემო ქუჩა 3")

    assert browser.submit(page, answers_on(RESIDENCE), button=CONTINUE).path == ABSENCE


def test_autosave__overtaken_by_the_button__changes_nothing(desk: Desk) -> None:
    browser = desk.signed_in()
    page = browser.get(RESIDENCE)
    browser.submit(page, answers_on(RESIDENCE), button=CONTINUE)

    told = autosaved(browser, page, actual_address="old")

    assert told == {"isOvertaken": True, "version": 1}
    assert states(browser)[0] == "done"


def test_autosave__last_of_a_page_that_is_left__counts_though_the_one_before_was_not_answered(
    desk: Desk,
) -> None:
    browser = desk.signed_in()
    page = browser.get(RESIDENCE)

    autosaved(browser, page, actual_address="first")
    last = autosaved(browser, page, actual_address="last", _last="yes")
    late = autosaved(browser, page, actual_address="late")

    assert last["version"] and late["isOvertaken"]
    assert fields_of(browser.get(RESIDENCE).form())["actual_address"] == "last"


def test_page__before_anything_is_sent__has_told_the_browser_from_others(desk: Desk) -> None:
    browser = desk.signed_in()
    browser.get(RESIDENCE)

    with browser.client.session_transaction() as kept:
        assert kept["browser"]


@pytest.mark.parametrize(
    ("window", "other", "is_same"),
    [
        ("a/1", "a/1", True),
        ("a/1", "a/2", True),
        ("a/1", "b/1", True),
        ("a/1", "b/2", False),
        ("1", "1", True),
        ("1", "2", False),
        ("/1", "/2", False),
        ("a/1", "2", False),
    ],
)
def test_windows__of_one_browser_or_one_page__are_the_same(window: str, other: str, is_same: bool) -> None:
    assert is_same_browser(window, other) is is_same


def test_windows_of_one_browser__same_page__are_no_conflict(desk: Desk) -> None:
    browser = desk.signed_in()
    first, second = browser.get(RESIDENCE), browser.get(RESIDENCE)
    autosaved(browser, first, actual_address="first", _last="yes")

    late = autosaved(browser, second, actual_address="second")
    page = browser.submit(second, answers_on(RESIDENCE), button=CONTINUE)

    assert late == {"isOvertaken": True, "version": 1}
    assert page.path == ABSENCE
    assert fields_of(browser.get(RESIDENCE).form())["actual_address"] == "დემო ქუჩა 1"


def test_autosave__last_of_a_page_that_arrives_after_the_next_page_has_saved__is_older(desk: Desk) -> None:
    browser = desk.signed_in()
    first, second = browser.get(RESIDENCE), browser.get(RESIDENCE)
    autosaved(browser, second, actual_address="newer")

    late = autosaved(browser, first, actual_address="older", _last="yes")

    assert late["isOvertaken"]
    assert fields_of(browser.get(RESIDENCE).form())["actual_address"] == "newer"


def test_form_shown_anew__answered_after_the_button__changes_nothing(desk: Desk) -> None:
    browser = desk.signed_in()
    page = browser.get(CONTACT)
    browser.submit(page, answers_on(CONTACT), button=CONTINUE)

    browser.submit(page, {"notify_by": "email"}, button=("__refresh__", "notify_by"))

    assert states(browser)[4] == "done"


def test_autosave__page_changed_on_another_device__says_so_and_leads_to_the_choice(desk: Desk) -> None:
    one, other = desk.signed_in(), desk.signed_in()
    mine = one.get(RESIDENCE)
    other.submit(other.get(RESIDENCE), answers_on(RESIDENCE), button=CONTINUE)

    told = autosaved(one, mine, actual_address="დემო ქუჩა 3")

    assert "changed on another device, 01.09.2026 10:00" in str(told["words"])
    assert told["address"] == f"{RESIDENCE}/versions"


def test_autosave__too_much_text__is_refused_in_words(desk: Desk) -> None:
    browser = desk.signed_in()

    told = autosaved(browser, browser.get(RESIDENCE), actual_address="x" * 300_000)

    assert told == {"words": "The draft is too large. Shorten the text."}


def test_autosave__session_over__leads_to_signing_in(desk: Desk) -> None:
    browser = desk.signed_in()
    page = browser.get(RESIDENCE)
    desk.clock.advance(timedelta(hours=2))

    answer = browser.client.post(f"{RESIDENCE}/save", data=fields_of(page.form()))

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


def test_confirmation__ticked_on_one_device__is_still_to_be_continued(desk: Desk) -> None:
    browser = desk.signed_in()
    autosaved(browser, browser.get(CONFIRMATIONS), notice_ack="true", declaration="true")

    assert states(browser)[5] == "in progress"
