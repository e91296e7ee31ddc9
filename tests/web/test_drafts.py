"""An application page by page: the list, the pages, two devices, changing one answer at the end."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import Tag

from tests.web.browser import Browser, Page, fields_of
from tests.web.desk import (
    ABSENCE,
    CONFIRMATIONS,
    CONTACT,
    EVIDENCE,
    HOUSEHOLD,
    PAGES,
    RESIDENCE,
    SERVICE,
    Desk,
    answers_on,
)

CONTINUE, SAVE = ("_do", "continue"), ("_do", "save")


def go_on(browser: Browser, address: str, **changes: str) -> Page:
    """Fill in a page and press Continue."""
    return browser.submit(browser.get(address), answers_on(address, **changes), button=CONTINUE)


def states(browser: Browser) -> list[str]:
    """Return what the list says of each page, and of the check at the end."""
    shown = browser.get(f"{SERVICE}/apply").html.select(".stages .tag")
    return [tag.get_text() for tag in shown]


def autosaved(browser: Browser, page: Page, **answers: str) -> dict[str, object]:
    """Send what the page's script would."""
    data = fields_of(page.form())
    for name, value in answers.items():
        data.setlist(name, [value])
    answer = browser.client.post(f"{page.path}/save", data=data)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    found: dict[str, object] = json.loads(answer.get_data(as_text=True))
    return found


def test_list__nothing_done__says_so_and_the_check_can_not_start(desk: Desk) -> None:
    assert states(desk.signed_in()) == ["not started"] * len(PAGES) + ["can't start yet"]


def test_list__on_the_way__says_how_far_each_page_is(desk: Desk) -> None:
    browser = desk.signed_in()
    go_on(browser, RESIDENCE)
    browser.submit(browser.get(CONTACT), {"phone": "12"}, button=SAVE)

    assert states(browser) == [
        "done", "not started", "not started", "not started", "in progress", "not started", "can't start yet",
    ]  # fmt: skip


def test_list__everything_done__leads_to_the_check(desk: Desk) -> None:
    browser = desk.signed_in()
    check = desk.fill_in(browser)

    assert check.path == f"{SERVICE}/check"
    assert states(browser) == ["done"] * len(PAGES) + ["not started"]
    assert browser.get(f"{SERVICE}/apply").html.select_one(f'.stages a[href="{SERVICE}/check"]')


def test_page__continued__leads_to_the_next(desk: Desk) -> None:
    browser = desk.signed_in()

    assert go_on(browser, RESIDENCE).path == ABSENCE
    assert go_on(browser, ABSENCE).path == HOUSEHOLD


def test_page__has_a_way_back_to_the_page_before_and_to_the_list(desk: Desk) -> None:
    browser = desk.signed_in()

    assert browser.get(RESIDENCE).html.select_one(f'.back a[href="{SERVICE}/apply"]')
    assert browser.get(ABSENCE).html.select_one(f'.back a[href="{RESIDENCE}"]')


def test_page__with_an_error__keeps_what_was_typed_also_after_leaving(desk: Desk) -> None:
    browser = desk.signed_in()

    refused = go_on(browser, RESIDENCE, months_last_year="thirteen")

    assert refused.status == 422
    assert len(refused.html.select(".f-errors a")) == 1
    assert fields_of(browser.get(RESIDENCE).form())["months_last_year"] == "thirteen"
    assert states(browser)[0] == "in progress"


def test_page__unknown__is_not_found(desk: Desk) -> None:
    browser = desk.signed_in()

    assert browser.get(f"{SERVICE}/apply/nothing").status == 404


def test_page__answers_of_another_page__are_left_alone(desk: Desk) -> None:
    browser = desk.signed_in()
    go_on(browser, RESIDENCE)

    browser.submit(browser.get(CONTACT), {"actual_address": "forged"}, button=SAVE)

    assert fields_of(browser.get(RESIDENCE).form())["actual_address"] == "დემო ქუჩა 1"


def test_change__one_answer_from_the_check__comes_back_to_the_check(desk: Desk) -> None:
    browser = desk.signed_in()
    check = desk.fill_in(browser)
    link = check.html.select_one(f'a[href="{RESIDENCE}?from=check#f-actual_address"]')
    assert link is not None

    page = browser.get(str(link["href"]).partition("#")[0])
    again = browser.submit(page, {"actual_address": "დემო ქუჩა 77"}, button=CONTINUE)

    assert page.html.select_one(f'.back a[href="{SERVICE}/check"]')
    assert again.path == f"{SERVICE}/check"
    assert "დემო ქუჩა 77" in again.text


def test_change__wrong_answer__stays_on_the_page_and_then_comes_back(desk: Desk) -> None:
    browser = desk.signed_in()
    desk.fill_in(browser)

    wrong = browser.submit(
        browser.get(f"{RESIDENCE}?from=check"), {"months_last_year": "99"}, button=CONTINUE
    )
    right = browser.submit(wrong, {"months_last_year": "10"}, button=CONTINUE)

    assert wrong.status == 422
    assert right.path == f"{SERVICE}/check"


def test_change__that_brings_a_question__leads_to_what_is_open(desk: Desk) -> None:
    browser = desk.signed_in()
    desk.fill_in(browser)

    page = browser.submit(
        browser.get(f"{EVIDENCE}?from=check"), {"evidence_types": ["witnesses"]}, button=CONTINUE
    )

    assert page.status == 422
    assert states(browser)[3] == "in progress"
    assert browser.get(f"{SERVICE}/check").path == f"{SERVICE}/apply"


def test_check__names_the_pages_and_each_answer_has_a_change_link(desk: Desk) -> None:
    check = desk.fill_in(desk.signed_in())

    rows = check.html.select(".with-change > div")
    links = check.html.select(".with-change .change a")

    assert len(rows) == len(links) > 8
    assert {str(link["href"]).partition("?")[0] for link in links} == set(PAGES)


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


def test_session__over_while_filling_in__draft_and_what_came_too_late_are_there_after_signing_in(
    desk: Desk,
) -> None:
    browser = desk.signed_in()
    go_on(browser, RESIDENCE)
    page = browser.get(CONTACT)
    desk.clock.advance(timedelta(hours=2))

    sent_away = browser.submit(page, answers_on(CONTACT), button=CONTINUE)
    person = str(desk.people()["00000000101"].person_id)
    form = sent_away.form(f'name="person" value="{person}"')
    kept = browser.submit(sent_away, form=form, button=("person", person))
    browser.submit(kept, form=kept.form(CONTACT))

    assert [states(browser)[place] for place in (0, 4)] == ["done", "done"]


def test_draft__deleted__is_gone_after_a_question(desk: Desk) -> None:
    browser = desk.signed_in()
    go_on(browser, RESIDENCE)
    question = browser.get(f"{SERVICE}/draft/delete")

    done = browser.submit(question)

    assert "The draft is deleted." in done.text
    assert states(browser)[0] == "not started"


def test_draft__filed__is_gone(desk: Desk) -> None:
    browser = desk.signed_in()

    browser.submit(desk.fill_in(browser))

    assert states(browser) == ["not started"] * len(PAGES) + ["can't start yet"]


def test_confirmation__ticked_on_one_device__is_still_to_be_continued(desk: Desk) -> None:
    browser = desk.signed_in()
    autosaved(browser, browser.get(CONFIRMATIONS), notice_ack="true", declaration="true")

    assert states(browser)[5] == "in progress"


def test_pages__without_a_script__need_none(desk: Desk) -> None:
    page = desk.signed_in().get(EVIDENCE)
    form = page.form()

    assert isinstance(form, Tag) and form["action"] == EVIDENCE
    assert page.html.select_one("[data-save-state][role=status]")


def test_home_and_own_cases__draft_begun__lead_back_to_it(desk: Desk) -> None:
    browser = desk.signed_in()
    before = browser.get("/").html.select(f'a[href="{SERVICE}/apply"]')
    go_on(browser, RESIDENCE)

    assert before == []
    for address in ("/", "/cases"):
        page = browser.get(address)
        assert page.html.select_one(f'a[href="{SERVICE}/apply"]'), address
        assert "kept until 1 October 2026" in page.text


def test_home__nobody_signed_in__shows_no_drafts(desk: Desk, browser: Callable[[], Browser]) -> None:
    go_on(desk.signed_in(), RESIDENCE)

    assert not browser().get("/").html.select_one(f'a[href="{SERVICE}/apply"]')


def test_receipt__on_paper__holds_number_deadline_and_the_answers(desk: Desk) -> None:
    filed = desk.filed()
    link = filed.receipt.html.select_one(f'a[href="{filed.address}/receipt.pdf"]')
    assert link is not None

    paper = filed.browser.get(str(link["href"])).response

    assert paper.mimetype == "application/pdf"
    program = ["pdftotext", "-", "-"]
    text = subprocess.run(program, input=paper.data, capture_output=True, check=True).stdout.decode()
    assert "KEDA-HM-2026-000001" in text
    assert "1 October 2026" in text
    assert "20.05.2009" in text
    assert "refusal" in text


def test_receipt__of_somebody_else__is_not_found(desk: Desk) -> None:
    filed = desk.filed()

    assert desk.signed_in("00000000105").get(f"{filed.address}/receipt.pdf").status == 404
