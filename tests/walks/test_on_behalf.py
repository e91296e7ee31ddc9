"""Acting for another in a real browser: a parent, a director, and a mandate that ends on the way."""

from __future__ import annotations

import httpx
import psycopg
from playwright.sync_api import Browser

from engine.db.cluster import Cluster
from tests.walks.installation import Installation
from tests.walks.look import Inspector
from tests.walks.person import Person
from tests.walks.story import SERVICE, fill_in, today
from web.i18n import TEXTS

PARENT, OTHER_PARENT, CHILD = "00000000120", "00000000121", "00000000122"
DIRECTOR, COMPANY = "00000000129", "000000001"
COMPLAINT = "/municipalities/keda/services/general.complaint"
COMPLAINED = {
    "contested": "inaction",
    "official": "დემო სამსახური",
    "known_on": "",
    "grounds": "პასუხი არ მოვიდა.",
    "demand": "act",
    "demand_text": "პასუხი მომცენ.",
    "phone": "555 00 01 29",
    "notify_by": "portal",
    "declaration": "true",
}


def act_for(person: Person, number: str) -> None:
    """Choose on the page for whom to act."""
    person.go("/acting")
    person.page.locator("main li", has_text=number).get_by_role("button").click()
    person.page.wait_for_url("**/cases")
    assert number in person.page.locator(".acts-for").inner_text()


def an_hour_later(installation: Installation) -> None:
    """Let what the registers said be an hour old."""
    with psycopg.connect(Cluster(installation.home).url()) as connection:
        connection.execute("update mandates set answered_at = answered_at - interval '1 hour'")
        connection.execute("update mandate_answers set answered_at = answered_at - interval '1 hour'")


def end(installation: Installation, *pairs: tuple[str, str]) -> None:
    """Let the registers know these mandates as ended, and no others."""
    log = next(installation.home.rglob("registries.log")).read_text()
    address = log.splitlines()[0].split(": ", 1)[1].strip()
    with httpx.Client(base_url=address, trust_env=False) as client:
        client.put("/_ended", json=[list(pair) for pair in pairs]).raise_for_status()


def test_parent__files_for_a_child__and_both_names_go_along(
    installation: Installation, browser: Browser
) -> None:
    inspector, parent = Inspector(), Person(browser, installation.address)
    parent.sign_in(PARENT)
    parent.go("/acting")
    inspector.look(parent, "acting")
    act_for(parent, CHILD)
    inspector.look(parent, "cases of a child")

    parent.go(f"{SERVICE}/apply")
    parent.page.locator("main .button").click()
    fill_in(parent)
    inspector.look(parent, "check for a child")
    parent.press("check.file")
    parent.page.wait_for_url("**/receipt")

    assert CHILD in parent.words()
    assert "Demo Parent 1 (Keda)" in parent.words()
    inspector.look(parent, "receipt for a child")
    parent.go(parent.page.url.removeprefix(parent.address).removesuffix("/receipt"))
    assert "Through: Demo Parent 1 (Keda) (parent)" in parent.words()
    assert not inspector.problems
    assert not parent.complaints


def test_director__complains_for_a_company__in_georgian(installation: Installation, browser: Browser) -> None:
    director = Person(browser, installation.address, language="ka")
    director.sign_in(DIRECTOR)
    act_for(director, COMPANY)

    director.go(f"{COMPLAINT}/apply")
    while not director.page.url.endswith("/check"):
        answers = {**COMPLAINED, "known_on": today()}
        shown = {
            key: value for key, value in answers.items() if director.page.locator(f"[name='{key}']").count()
        }
        if shown:
            director.fill(shown)
            director.press("apply.continue")
        else:
            director.page.locator("main .button").first.click()
        director.page.wait_for_load_state()
    director.press("check.file")
    director.page.wait_for_url("**/receipt")

    words = director.words()
    assert COMPANY in words
    assert "შპს „დემო საწარმო 1“" in words
    assert TEXTS.get("ka", "acting.representative") in words


def test_mandate__that_ends_on_the_way__stops_the_filing_and_keeps_what_was_written(
    installation: Installation, browser: Browser
) -> None:
    inspector, parent = Inspector(), Person(browser, installation.address)
    parent.sign_in(OTHER_PARENT)
    act_for(parent, CHILD)
    parent.go(f"{SERVICE}/apply")
    parent.page.locator("main .button").click()
    fill_in(parent)

    end(installation, (OTHER_PARENT, CHILD))
    an_hour_later(installation)
    parent.press("check.file")

    assert "you do not represent this child any more" in parent.words()
    inspector.look(parent, "mandate has ended")
    end(installation)
    an_hour_later(installation)
    parent.page.get_by_role("main").get_by_role("link", name=TEXTS.get("en", "acting.change")).click()
    parent.go(f"{SERVICE}/check")
    assert CHILD in parent.words()
    assert not inspector.problems
