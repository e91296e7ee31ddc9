"""The desk of a community centre: coming by card or paper, filing, leaving, and the list of the day."""

from __future__ import annotations

from datetime import timedelta

import psycopg

from engine.clock import SettableClock
from tests.documents.made_files import a_picture
from tests.web.browser import Browser, Page
from tests.web.card_house import CardHouse
from tests.web.desk import CITIZEN, Desk
from tests.web.questions import answered, asked

OPERATOR = "00000002010"
PICTURE = a_picture("PNG", (40, 30))


def banner(page: Page) -> str:
    found = page.html.select_one(".acts-for")
    return "" if found is None else " ".join(found.get_text(" ").split())


def look_up(browser: Browser, number: str = CITIZEN) -> Page:
    page = browser.get("/centre")
    return browser.submit(page, {"personal_number": number}, form=page.form("/centre/person"))


def come_with_paper(browser: Browser) -> Page:
    return browser.submit(look_up(browser), {"compared": "yes"}, files={"scan": (PICTURE, "request.png")})


def leave(browser: Browser) -> Page:
    page = browser.get("/")
    form = page.html.select_one('form[action="/centre/end"]')
    assert form is not None
    return browser.submit(page, form=form)


def test_villager__with_a_signed_request__has_a_case_and_both_names_stand_on_it(desk: Desk) -> None:
    operator = desk.signed_in(OPERATOR)

    begun = come_with_paper(operator)
    assert "At your desk until" in banner(begun) and CITIZEN in banner(begun)
    receipt = operator.submit(desk.fill_in_pages(operator))
    desk.run_jobs()
    left = leave(operator)

    assert receipt.path.endswith("/receipt") and "community centre No. 68" in receipt.text
    assert left.path == "/centre" and banner(left) == ""
    (row,) = left.html.select("table.rows tbody tr")
    assert "Demo Citizen 1 (Keda)" in row.get_text(" ")
    assert operator.get(receipt.path).status == 404
    own = desk.signed_in(CITIZEN).get(receipt.path.removesuffix("/receipt"))
    assert "community centre No. 68" in own.text and "request.png" in own.text


def test_paper__without_scan_or_comparison__begins_nothing(desk: Desk) -> None:
    operator = desk.signed_in(OPERATOR)
    shown = look_up(operator)

    no_scan = operator.submit(shown, {"compared": "yes"})
    not_compared = operator.submit(shown, {}, files={"scan": (PICTURE, "request.png")})
    unknown = look_up(operator, "1")

    assert no_scan.status == not_compared.status == unknown.status == 422
    assert "Choose the scan" in no_scan.text and "tick that they agree" in not_compared.text
    assert unknown.html.select_one('[name="personal_number"]')["value"] == "1"  # type: ignore[index]
    assert banner(operator.get("/")) == ""


def test_operator__files_while_nobody_is_at_the_desk__is_asked_whether_it_is_their_own(desk: Desk) -> None:
    operator = desk.signed_in(OPERATOR)
    check = desk.fill_in_pages(operator)

    asked = operator.submit(check)
    filed = operator.submit(asked, {"own": "yes"})

    assert check.html.select_one("[name=own]") is not None
    assert asked.status == 422 and "Say whose application this is" in asked.text
    assert filed.path.endswith("/receipt")


def test_beginning__pressed_twice_or_gone_back_to__leads_to_whoever_is_there(desk: Desk) -> None:
    operator = desk.signed_in(OPERATOR)
    compared = look_up(operator)
    for _ in range(2):
        pressed = operator.submit(compared, {"compared": "yes"}, files={"scan": (PICTURE, "request.png")})
    gone_back = operator.get("/centre")

    for page in (pressed, gone_back):
        assert (page.path, page.status) == ("/", 200)
        assert CITIZEN in banner(page) and "Somebody is at your desk" in page.text


def test_presence__that_is_over__files_nothing_and_keeps_what_was_written(desk: Desk) -> None:
    operator = desk.signed_in(OPERATOR)
    come_with_paper(operator)
    check = desk.fill_in(operator)
    desk.clock.advance(timedelta(minutes=31))

    refused = operator.submit(check)

    assert refused.status == 403 and "time at the desk is over" in refused.text
    come_with_paper(operator)
    assert operator.submit(desk.fill_in(operator)).path.endswith("/receipt")


def test_others__than_operators__have_no_such_desk(desk: Desk) -> None:
    assert desk.signed_in(CITIZEN).get("/centre").status == 403
    assert desk.staff("chancellery").get("/centre").status == 403
    assert desk.signed_in(OPERATOR).get("/inbox").status == 403


def test_card__in_the_reader_of_the_desk__lets_the_operator_act_and_nobody_sign_in(
    house: CardHouse, clock: SettableClock
) -> None:
    house.sign_in(house.land.authentication(OPERATOR))
    fields = {"token": house.token(house.land.authentication(CITIZEN), house.challenge()).decode()}

    page = house.browser.get("/centre")
    begun = house.browser.submit(page, fields, form=page.form("/centre/card"))

    assert CITIZEN in banner(begun)
    assert house.sql("select count(*) from sessions where ended_at is null") == [(1,)]
    leave(house.browser)
    again = house.browser.submit(page, fields, form=page.form("/centre/card"))
    assert again.status == 422 and banner(again) == ""  # the answer to a challenge counts once


def test_power_of_attorney__scanned__needs_its_deed_and_stands_on_the_case(desk: Desk) -> None:
    operator = desk.signed_in(OPERATOR)
    scanned = {"scan": (PICTURE, "power.png")}
    power = {"compared": "yes", "proof": "mandate"}

    without = operator.submit(look_up(operator), power, files=scanned)
    begun = operator.submit(look_up(operator), {**power, "deed": "DEMO-7, demo bearer"}, files=scanned)
    receipt = operator.submit(desk.fill_in(operator))

    assert without.status == 422 and "by which power of attorney" in without.text
    assert CITIZEN in banner(begun)
    assert "by a power of attorney: DEMO-7, demo bearer" in receipt.text


def test_letter__handed_over_at_the_desk__is_delivered_and_leaves_the_list(desk: Desk) -> None:
    operator = desk.signed_in(OPERATOR)
    come_with_paper(operator)
    receipt = asked(operator, notify_by="paper")
    leave(operator)
    number = receipt.html.select_one(".receipt-number").get_text(strip=True)  # type: ignore[union-attr]
    answered(desk)
    waiting = operator.get("/centre")

    come_with_paper(operator)
    case = operator.get(receipt.path.removesuffix("/receipt"))
    (answer,) = (shown for shown in case.html.select(".letter") if "In October" in shown.get_text())
    link = answer.select_one('a[href*="/centre/cases/"]')
    assert link is not None, case.text[:2000]
    letter = operator.get(str(link["href"]))
    given = operator.submit(letter, form=letter.form("/centre/cases/"))
    left = leave(operator)

    listed = waiting.html.select_one("#hand-over ~ ul")
    assert listed is not None and number in listed.get_text()
    assert "In October" in letter.text and "noted as handed over" in given.text
    assert "The letter was handed over" in given.text
    assert left.html.select_one("#hand-over ~ ul") is None
    assert stored(desk, "select closed_at is not null from cases where number = %s", number)
    assert operator.get(letter.path).status == 404


def test_application__open_elsewhere__is_told_at_the_desk_without_its_number(desk: Desk) -> None:
    number = desk.filed().receipt.html.select_one(".receipt-number").get_text(strip=True)  # type: ignore[union-attr]
    operator = desk.signed_in(OPERATOR)
    come_with_paper(operator)

    there = operator.get("/municipalities/keda/services/high_mountain.grant/apply")
    elsewhere = operator.get("/municipalities/dusheti/services/high_mountain.grant/apply")
    other = operator.get("/municipalities/dusheti/services/general.complaint/apply")

    assert "An open application for this service exists already. It was" in there.text
    assert "exists already, in another municipality" in elsewhere.text
    assert "exists already" not in other.text
    assert number not in there.text + elsewhere.text


def test_check__application_filed_before__warns_before_filing(desk: Desk) -> None:
    desk.filed()
    check = desk.fill_in(desk.signed_in(CITIZEN))

    assert check.path.endswith("/check") and "You have already applied here" in check.text


def test_namesake__known_under_another_number__is_told_while_comparing(desk: Desk) -> None:
    operator = desk.signed_in(OPERATOR)
    before = look_up(operator)
    same = """insert into people (personal_number, given_name, family_name, birth_date)
        select '00000009999', given_name, family_name, birth_date from people where personal_number = %s
        returning id"""
    assert stored(desk, same, CITIZEN)

    after = look_up(operator)

    assert "digit by digit" not in before.text and "digit by digit" in after.text


def stored(desk: Desk, query: str, *values: str) -> bool:
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        row = connection.execute(query, values).fetchone()
    return bool(row and row[0])
