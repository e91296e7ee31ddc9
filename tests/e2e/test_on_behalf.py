"""Acting for another in a real browser: a parent, two directors, and a mandate that ends on the way."""

from __future__ import annotations

import httpx
import psycopg
from playwright.sync_api import Browser

from engine.db.cluster import Cluster
from tests.e2e.directors import COMPANY, DIRECTOR, SECOND_DIRECTOR, act_for, prepare
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.story import SERVICE, fill_in
from web.i18n import TEXTS

PARENT, OTHER_PARENT, CHILD = "00000000120", "00000000121", "00000000122"


def an_hour_later(installation: Installation) -> None:
    """Let what the registers said be an hour old."""
    with psycopg.connect(Cluster(installation.home).url()) as connection:
        connection.execute("update mandates set answered_at = answered_at - interval '1 hour'")
        connection.execute("update mandate_answers set answered_at = answered_at - interval '1 hour'")


def end(installation: Installation, *pairs: tuple[str, str]) -> None:
    """Let the registers know these mandates as ended, and no others."""
    with httpx.Client(base_url=installation.registries, trust_env=False) as client:
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


def test_directors__of_a_company_of_two__complain_together(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector()
    first = Person(browser, installation.address, language="ka")
    first.sign_in(DIRECTOR)
    prepare(first, inspector.look)

    second = Person(browser, installation.address)
    second.sign_in(SECOND_DIRECTOR)
    second.go("/acting")
    inspector.look(second, "acting, something waits")
    act_for(second, COMPANY)
    inspector.look(second, "cases, something waits")
    second.page.get_by_role("link", name="Administrative complaint").first.click()
    second.page.wait_for_url("**/joint/*")
    inspector.look(second, "to be confirmed")
    second.press("joint.confirm")
    second.page.wait_for_url("**/receipt")

    words = second.words()
    assert COMPANY in words
    assert "together with Demo Director 2 (Keda)" in words
    first.go("/cases")
    assert TEXTS.get("ka", "joint.state.filed") in first.words()
    inspector.look(first, "cases, both have filed")
    assert not inspector.problems
    assert not first.complaints + second.complaints


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
    try:
        parent.send("check.file")
        assert "you do not represent this child any more" in parent.words()
        inspector.look(parent, "mandate has ended")
    finally:
        end(installation)
        an_hour_later(installation)
    parent.page.get_by_role("main").get_by_role("link", name=TEXTS.get("en", "acting.change")).click()
    parent.page.wait_for_url("**/acting**")
    parent.go(f"{SERVICE}/check")
    assert CHILD in parent.words()
    assert not inspector.problems
