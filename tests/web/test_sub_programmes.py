"""The public pages of sub-programmes: what they say, on which days, and how one applies from them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from engine.catalogue.programmes import Programme
from engine.catalogue.validity import Validity
from engine.clock import SettableClock, local_date
from engine.commands.reference import LoadReferenceData
from engine.installation.loading import BPMN
from engine.tenancy import system
from tests.web.applications import Application
from tests.web.browser import Browser, Page
from tests.web.desk import CITIZEN, Desk
from tests.web.test_switches import switch

KEDA = "/municipalities/keda"
APPLY = f"{KEDA}/services/social.apply/apply"
CHOICE = f"{APPLY}/application_choice"
PLACES = ("dusheti", "keda", "telavi")
HOSTILE = ["nothing_such", "", "../fire", "fire'--", "<script>", "a" * 900, "%00", "ხანძარი", "FIRE"]


def codes(place: str) -> list[str]:
    """Return the codes of the sub-programmes of a municipality's file."""
    content = json.loads((BPMN / "programmes" / f"{place}.json").read_bytes())
    return [entry["code"] for entry in content["programmes"]]


def english(browser: Callable[[], Browser]) -> Browser:
    reader = browser()
    reader.get("/?language=en")
    return reader


def programme(code: str) -> str:
    return f"{KEDA}/programmes/{code}"


def chosen(page: Page) -> str:
    option = page.html.select_one("select[name=programme] option[selected]")
    return str(option["value"]) if option else ""


def entered(desk: Desk, clock: SettableClock, *, begins: int, ends: int, amount: int = 12300) -> None:
    """Enter a sub-programme that is in force from a day until a day, both counted from today."""
    content = json.loads((BPMN / "programmes" / "keda.json").read_bytes())["programmes"]
    entry = next(entry for entry in content if entry["code"] == "veterans")
    today = local_date(clock.now())
    first, end = today + timedelta(days=begins), today + timedelta(days=ends)
    names = {"ka": "სასკოლო დახმარება", "en": "Aid for school"}
    period = {"valid_from": first.isoformat(), "valid_until": end.isoformat()}
    entry |= {"code": "school", "names": names, **period}
    entry["amount"]["figures"] = {"amount": amount}
    made = Programme("keda", "school", Validity(first, end), entry, is_demo=True)
    desk.engine.send(LoadReferenceData(programmes=(made,)), actor=system())


def test_page__of_a_sub_programme__says_who_how_much_papers_and_steps(browser: Callable[[], Browser]) -> None:
    page = english(browser).get(programme("fire"))

    assert page.status == 200
    for said in (
        "Aid after a fire",
        "registered in the municipality of Keda", "up to ₾5,000", "within 90 days of the event",
        "One family is helped once for each event",
        "Report of the fire service", "Number of your bank account",
        "A copy of the identity card is not needed", "representative comes", "The working group considers",
        "within one month", "Free of charge",
        "Resolution of the Sakrebulo of Keda of 2026", "community centre",
    ):  # fmt: skip
        assert said in page.text, said
    assert page.html.select_one(f'main a[href="{programme("hardship")}"]')


def test_page__in_georgian__declines_municipality_and_day(browser: Callable[[], Browser]) -> None:
    page = browser().get(programme("utilities"))

    for said in (
        "ვინც ქედის მუნიციპალიტეტში არის რეგისტრირებული", "57 000-ს არ აღემატება", "დახმარება 200 ლარია.",
        "2026 წლის 31 დეკემბრის ჩათვლით",
    ):  # fmt: skip
        assert said in page.text.replace("\xa0", " "), said


def test_page__with_several_amounts__has_a_table(browser: Callable[[], Browser]) -> None:
    page = english(browser).get(programme("newborn"))

    rows = {row.th.text: row.td.text.strip() for row in page.html.select("main tbody tr")}
    assert rows["First child"] == "₾150" and rows["Quadruplets, together"] == "₾700"
    assert "₾150 to ₾700" in page.text


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("language", ["ka", "en"])
def test_pages__of_every_sub_programme__are_whole_in_each_language(
    browser: Callable[[], Browser], place: str, language: str
) -> None:
    reader = browser()
    reader.get(f"/?language={language}")
    listed = reader.get(f"/municipalities/{place}/services/social.apply")

    for code in codes(place):
        address = f"/municipalities/{place}/programmes/{code}"
        page = reader.get(address)
        assert (page.status, len(page.html.select("h1"))) == (200, 1), address
        assert page.html.select_one(f'main a[href$="?programme={code}"]'), address
        assert listed.html.select_one(f'main a[href="{address}"]'), address


@pytest.mark.parametrize(
    "address",
    [programme("nothing"), "/municipalities/tbilisi/programmes/fire", "/municipalities/keda/programmes/Fire",
     "/municipalities/nowhere/programmes/fire"],
)  # fmt: skip
def test_page__of_what_is_not_there__is_none(browser: Callable[[], Browser], address: str) -> None:
    assert browser().get(address).status == 404


def test_page__not_in_force_yet__says_from_which_day_and_takes_no_application(
    desk: Desk, clock: SettableClock, browser: Callable[[], Browser]
) -> None:
    entered(desk, clock, begins=5, ends=30)
    reader = english(browser)

    page = reader.get(programme("school"))

    first = local_date(clock.now()) + timedelta(days=5)
    assert f"in force from {first.day} " in page.text and "You can’t apply before" in page.text
    assert not page.html.select('main a[href*="/apply"]')
    assert "in force from" in reader.get(f"{KEDA}/services/social.apply").text


def test_page__ended__says_until_when_and_is_listed_nowhere(
    desk: Desk, clock: SettableClock, browser: Callable[[], Browser]
) -> None:
    entered(desk, clock, begins=-30, ends=0)
    reader = english(browser)

    page = reader.get(programme("school"))

    last = local_date(clock.now()) - timedelta(days=1)
    assert f"It was in force until {last.day} " in page.text
    assert not page.html.select('main a[href*="/apply"]')
    for address in (KEDA, f"{KEDA}/services/social.apply", "/services?q=school&in=keda"):
        assert not reader.get(address).html.select(f'main a[href="{programme("school")}"]'), address


def test_page__with_another_amount_to_come__shows_todays_and_names_the_day(
    desk: Desk, clock: SettableClock, browser: Callable[[], Browser]
) -> None:
    entered(desk, clock, begins=-5, ends=10)
    entered(desk, clock, begins=10, ends=40, amount=45600)

    page = english(browser).get(programme("school"))

    assert "The aid is ₾123." in page.text and "New conditions from" in page.text and "₾456" in page.text


def test_municipality__and_home__list_them_by_life_event(browser: Callable[[], Browser]) -> None:
    reader = english(browser)

    for address in (KEDA, "/"):
        page = reader.get(address)
        section = page.html.select_one('section[aria-labelledby="event-disaster"]')
        assert section and section.select(f'a[href="{programme("fire")}"]'), address


@pytest.mark.parametrize(
    ("question", "code"),
    [("ხანძარი", "fire"), ("xandzari", "fire"), ("my house burned", "fire"), ("burnt", "fire"),
     ("ვეტერანი", "veterans"), ("veterani", "veterans"), ("ტყუპები", "newborn"), ("twins", "newborn"),
     ("dakrdzalva", "funeral"), ("gas bill", "utilities"), ("წამალი", "medicines"),
     ("dialysis", "treatment_travel"), ("dializi", "treatment_travel"), ("ორსული", "mothers"),
     ("orphan", "breadwinner"), ("მეწყერი", "rent"), ("100 years old", "centenarians")],
)  # fmt: skip
def test_search__as_people_type__finds_the_sub_programme(
    browser: Callable[[], Browser], question: str, code: str
) -> None:
    reader = english(browser)

    here = reader.get(f"/services?q={question}&in=keda")
    anywhere = browser().get(f"/services?q={question}")

    assert here.html.select(f'main a[href="{programme(code)}"]'), here.text
    assert anywhere.html.select(f'main a[href="{programme(code)}"]'), anywhere.text


def test_apply__from_a_page__comes_up_with_the_sub_programme_chosen(desk: Desk) -> None:
    citizen = desk.signed_in(CITIZEN)
    link = citizen.get(programme("fire")).html.select_one('main a[href$="?programme=fire"]')
    assert link

    form = citizen.get(str(link["href"]))

    assert (form.path, chosen(form)) == (f"{CHOICE}?programme=fire", "fire")


def test_apply__not_signed_in__keeps_the_choice_through_signing_in(desk: Desk) -> None:
    stranger = desk.stranger()

    page = stranger.get(f"{APPLY}?programme=fire")

    assert page.path.startswith("/sign-in")
    assert "programme%3Dfire" in str(page.html) or "programme=fire" in str(page.html)


def test_apply__with_a_draft_of_another__shows_the_new_choice_and_keeps_nothing_yet(desk: Desk) -> None:
    citizen = desk.signed_in(CITIZEN)
    citizen.submit(citizen.get(CHOICE), {"programme": "hardship"}, button=("_do", "save"))

    assert chosen(citizen.get(f"{APPLY}?programme=fire")) == "fire"
    assert chosen(citizen.get(CHOICE)) == "hardship"
    citizen.submit(citizen.get(f"{APPLY}?programme=fire"), button=("_do", "save"))
    assert chosen(citizen.get(CHOICE)) == "fire"


@pytest.mark.parametrize("value", HOSTILE)
def test_apply__with_what_is_no_sub_programme_here__chooses_nothing(desk: Desk, value: str) -> None:
    citizen = desk.signed_in(CITIZEN)

    for address in (APPLY, CHOICE):
        page = citizen.get(f"{address}?programme={value}")
        assert (page.status, chosen(page)) == (200, ""), address
        assert "<script>" not in str(page.html.select_one("main"))


def test_apply__of_a_service_without_sub_programmes__reads_no_choice(desk: Desk) -> None:
    page = desk.signed_in(CITIZEN).get(f"{KEDA}/services/high_mountain.grant/apply?programme=fire")

    assert page.status == 200 and "fire" not in str(page.html.select_one("main"))


def test_places__that_do_not_offer_the_service__list_none(browser: Callable[[], Browser]) -> None:
    assert not english(browser).get("/municipalities/abasha").html.select('main a[href*="/programmes/"]')


def test_pages__where_the_module_is_switched_off__are_none(desk: Desk) -> None:
    assert desk.stranger().get(programme("fire")).status == 200
    switch(desk, "social", "no")
    reader = desk.stranger()

    assert reader.get(programme("fire")).status == 404
    assert not reader.get(KEDA).html.select('main a[href*="/programmes/"]')
    assert not reader.get("/services?q=ხანძარი&in=keda").html.select('main a[href*="keda/programmes/"]')


@pytest.mark.parametrize(
    ("code", "public", "elsewhere", "secret"),
    [
        ("mothers", "Aid during pregnancy", "Aid for mothers", "pregnan"),
        ("treatment_travel", "Aid with travel to dialysis", "Aid with travel to treatment", "dialysis"),
        ("long_term_treatment", "Aid for persons with epilepsy", "Aid with long-term treatment", "epilep"),
        ("disability", "One-off aid for persons with disabilities", "One-off aid by status", "disab"),
    ],
)
def test_names__that_tell_of_health__stand_where_one_chooses_and_in_no_case(
    desk: Desk, code: str, public: str, elsewhere: str, secret: str
) -> None:
    citizen = desk.signed_in(CITIZEN)
    health = {"facility": "დემო კლინიკა", "diagnosis": "Z34.9", "procedure": "გამოკვლევა"}
    answers = {
        **(health if code != "disability" else {}), "programme": code, "bank_iban": "GE29NB0000000101904917",
        "actual_address": "დემო ქუჩა 1", "phone": "555000101", "notify_by": "portal",
        "notice_ack": "true", "declaration": "true",
    }  # fmt: skip

    assert public in citizen.get(programme(code)).text
    assert public in citizen.get(f"{APPLY}?programme={code}").text
    case_id = Application(citizen, "social.apply", "keda", answers).file()

    clerk = desk.staff("specialist")
    for page in (clerk.get("/inbox"), clerk.get(f"/inbox/cases/{case_id}"), citizen.get(f"/cases/{case_id}")):
        assert page.status == 200 and secret not in page.text.lower(), page.path
        assert page.path == "/inbox" or elsewhere in page.text, page.path
