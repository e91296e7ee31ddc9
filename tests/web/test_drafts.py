"""An application page by page: the list, the pages, two devices, changing one answer at the end."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import timedelta

from bs4 import Tag

from tests.web.browser import Browser, fields_of
from tests.web.desk import (
    ABSENCE,
    ANOTHER_CITIZEN,
    BACK,
    CONTACT,
    CONTINUE,
    EVIDENCE,
    HOUSEHOLD,
    PAGES,
    RESIDENCE,
    SAVE,
    SERVICE,
    Desk,
    answers_on,
    go_on,
    states,
)


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
    check = desk.fill_in_pages(browser)

    assert check.path == f"{SERVICE}/check"
    assert states(browser) == ["done"] * len(PAGES) + ["not started"]
    assert browser.get(f"{SERVICE}/apply").html.select_one(f'.stages a[href="{SERVICE}/check"]')


def test_page__continued__leads_to_the_next(desk: Desk) -> None:
    browser = desk.signed_in()

    assert go_on(browser, RESIDENCE).path == ABSENCE
    assert go_on(browser, ABSENCE).path == HOUSEHOLD


def test_page__has_a_way_back_to_the_page_before_and_to_the_list(desk: Desk) -> None:
    browser = desk.signed_in()

    assert browser.submit(browser.get(RESIDENCE), button=BACK).path == f"{SERVICE}/apply"
    assert browser.submit(browser.get(ABSENCE), button=BACK).path == RESIDENCE
    assert states(browser)[:2] == ["not started", "not started"]


def test_page__left_by_the_way_back__keeps_what_was_typed_and_stays_done(desk: Desk) -> None:
    browser = desk.signed_in()
    go_on(browser, RESIDENCE)

    changed = browser.submit(browser.get(RESIDENCE), {"actual_address": "დემო ქუჩა 9"}, button=BACK)
    half = browser.submit(browser.get(CONTACT), {"phone": "12"}, button=BACK)

    assert (changed.path, half.path) == (f"{SERVICE}/apply", EVIDENCE)
    assert fields_of(browser.get(RESIDENCE).form())["actual_address"] == "დემო ქუჩა 9"
    assert fields_of(browser.get(CONTACT).form())["phone"] == "12"
    assert [states(browser)[place] for place in (0, 4)] == ["done", "in progress"]


def test_page__enter_key__goes_on_and_not_back(desk: Desk) -> None:
    page = desk.signed_in().get(RESIDENCE).html
    first = page.select('button[type="submit"][form="page"], #page button[type="submit"]')[0]

    assert first.get("name") is None and "f-default" in first["class"]


def test_application__filed_before_and_begun_again__is_told_of_the_case(desk: Desk) -> None:
    browser = desk.signed_in()
    receipt = browser.submit(desk.fill_in_pages(browser))

    again = browser.get(f"{SERVICE}/check")

    assert again.path == f"{SERVICE}/apply"
    assert again.html.select_one(f'.notice a[href="{receipt.path.removesuffix("/receipt")}"]')
    assert "You have already applied here" in browser.get(RESIDENCE).text
    assert "You have already applied" not in desk.signed_in(ANOTHER_CITIZEN).get(RESIDENCE).text


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

    assert browser.submit(page, button=BACK).path == f"{SERVICE}/check"
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

    browser.submit(desk.fill_in_pages(browser))

    assert states(browser) == ["not started"] * len(PAGES) + ["can't start yet"]


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
