"""At the desk of a community centre, in a real browser: by card, by paper, for a villager from elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.documents.made_files import a_picture
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.story import fill_in

OPERATOR, VILLAGER = "00000002010", "00000000106"
SERVICE = "/municipalities/dusheti/services/high_mountain.grant"  # the centre lies in Keda
HOME = {"settlement": "dusheti-demo-1", "actual_address": "დემო ქუჩა 1"}
RESIDENCE = {**HOME, "residence_from": "20.05.2009", "months_last_year": "11"}


def come_by_card(operator: Person) -> None:
    """Let the villager's card speak; the demonstration keeps it in the browser of the desk."""
    operator.page.locator("[data-card-make] select").select_option(VILLAGER)
    operator.press("sign_in.card.make")
    operator.page.locator("[data-card-held]").wait_for()
    operator.press("center.use_held")


def come_by_paper(operator: Person) -> None:
    operator.page.locator("main input[name=personal_number]").fill(VILLAGER)
    operator.press("account.desk.look_up")
    picture = {"name": "request.png", "mimeType": "image/png", "buffer": a_picture("PNG", (400, 300))}
    operator.page.locator("#scan").set_input_files(picture)  # type: ignore[arg-type]
    operator.fill({"compared": "yes"})
    operator.press("center.begin")


def come_by_power(operator: Person) -> None:
    """Somebody comes for the villager, with a power of attorney."""
    operator.page.locator("main input[name=personal_number]").fill(VILLAGER)
    operator.press("account.desk.look_up")
    picture = {"name": "power.png", "mimeType": "image/png", "buffer": a_picture("PNG", (400, 300))}
    operator.page.locator("#proof-mandate").check()
    operator.fill({"deed": "DEMO-7", "compared": "yes"})
    operator.page.locator("#scan").set_input_files(picture)  # type: ignore[arg-type]
    operator.press("center.begin")


@pytest.mark.parametrize("language", ["ka", "en"])
@pytest.mark.parametrize("come", [come_by_card, come_by_paper, come_by_power])
def test_villager__at_the_desk__has_a_case_that_names_both_and_stands_on_the_days_list(
    installation: Installation, browser: Browser, language: str, come: Callable[[Person], None]
) -> None:
    operator = Person(browser, installation.address, language=language)
    inspector = Inspector()
    operator.sign_in(OPERATOR)
    operator.go("/centre")
    come(operator)
    operator.page.locator(".acts-for button").wait_for()

    operator.go(f"{SERVICE}/apply")
    operator.page.locator("main .button").first.click()
    fill_in(operator, residence=RESIDENCE)
    inspector.look(operator, "check at the desk")
    operator.press("check.file")
    operator.page.wait_for_url("**/receipt")
    number = operator.page.locator(".receipt-number").first.inner_text()
    case = operator.page.url.removeprefix(operator.address).removesuffix("/receipt")
    operator.page.locator(".acts-for button").click()
    operator.page.wait_for_url("**/centre")
    inspector.look(operator, "the centre's day")

    assert number in operator.words() and operator.page.locator(".acts-for").count() == 0
    operator.page.emulate_media(media="print")
    assert operator.page.get_by_text(number).is_visible()
    assert not operator.page.locator("#by-card").is_visible()
    villager = Person(browser, installation.address, language=language)
    villager.sign_in(VILLAGER)
    villager.go(case)
    assert number in villager.words() and "68" in villager.words()
    inspector.look(villager, "the case that an operator filed")
    assert inspector.problems == []
    assert operator.complaints == [] and villager.complaints == []
