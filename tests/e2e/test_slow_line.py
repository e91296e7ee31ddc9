"""Filing over a slow line that breaks: no page is heavy, nothing is lost, nothing comes twice."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect

from tests.e2e.installation import Installation
from tests.e2e.person import Person
from tests.e2e.services import GRANT
from tests.e2e.slow_line import Line
from tests.e2e.test_services import assert_filed
from web.i18n import TEXTS

CITIZEN = "00000000120"
MOST = 100 * 1024  # bytes of a page with all that it brings
MOST_OF_ITS_OWN = 64 * 1024  # of all visits, without what the pages before have brought
LATER = {name: GRANT.pages[name] for name in ("absence", "household_group", "contact", "confirmations")}


def said(citizen: Person, key: str) -> str:
    return TEXTS.get(citizen.language, key)


def leave(citizen: Person) -> None:
    """Press Continue, and wait for the page after this one."""
    here = citizen.page.url
    citizen.press("apply.continue")
    citizen.page.wait_for_url(lambda url: url != here)


def test_application__over_a_slow_line_that_breaks__is_filed_once_and_nothing_is_lost(
    installation: Installation, browser: Browser, tmp_path: Path
) -> None:
    citizen = Person(browser, installation.address, language="ka")
    citizen.sign_in(CITIZEN)
    citizen.drop_draft(GRANT.address)
    before = citizen.count_cases()
    line = Line(citizen)
    line.slow()
    page = citizen.page

    # A page is sent into a broken line: it stays as it was filled in, and goes on when the line is back
    citizen.go(GRANT.page("residence"))
    citizen.fill(GRANT.pages["residence"])
    line.cut()
    citizen.press("apply.continue")
    expect(page.locator("[data-save-state]")).to_contain_text(said(citizen, "apply.unsaved"))
    assert page.locator("[name=actual_address]").input_value() == "დემო ქუჩა 1"
    line.slow()
    leave(citizen)
    assert page.url.endswith(GRANT.page("absence"))

    # A photo arrives and its answer does not: tried again it is one file
    citizen.go(GRANT.page("evidence"))
    citizen.fill(GRANT.pages["evidence"])
    photo = tmp_path / "house.jpg"
    Image.effect_noise((200, 150), 90).save(photo, quality=90)
    page.route("**/uploads", line.lose_the_answer)
    page.locator("main input[type=file][name=files]").set_input_files([photo])
    item = page.locator(".f-file")
    expect(item).to_contain_text(said(citizen, "upload.failed"))
    page.unroute_all()
    item.get_by_role("button", name=said(citizen, "upload.again")).click()
    expect(item).to_contain_text(said(citizen, "upload.kept"))

    # The page is kept, and the line breaks while it is sent: coming back, everything is there
    expect(page.locator("[data-save-state]")).to_contain_text("შენახულია")
    page.route(f"**{GRANT.page('evidence')}", line.lose_the_answer)
    citizen.press("apply.continue")
    page.wait_for_url("chrome-error://**")
    page.unroute_all()
    citizen.go(GRANT.page("evidence"))
    expect(page.locator(".f-file")).to_have_count(1)
    leave(citizen)
    for name, answers in LATER.items():
        citizen.go(GRANT.page(name))
        citizen.fill(answers)
        leave(citizen)
    assert page.url.endswith("/check")

    # The application arrives, its answer does not: whoever begins anew is told of it
    page.route("**/file", line.lose_the_answer)
    citizen.press("check.file")
    page.wait_for_url("chrome-error://**")
    page.unroute_all()
    citizen.go(f"{GRANT.address}/check")
    assert said(citizen, "apply.filed_before_next") in citizen.words()
    page.locator("main .notice a").click()
    page.wait_for_url("**/cases/*")
    page.get_by_role("link", name=said(citizen, "case.receipt"), exact=True).click()
    assert_filed(citizen)
    assert citizen.count_cases() == before + 1

    # Every page was light enough for such a line
    first = next(iter(line.pages))
    assert len(line.pages) > 8 and line.pages[first] <= MOST, line.pages
    assert {path: size for path, size in line.pages.items() if size > MOST_OF_ITS_OWN and path != first} == {}
