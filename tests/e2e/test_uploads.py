"""Files of a form in a real browser: sent at once, refused in words, tried again, taken away."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Route, expect

from tests.documents.made_files import of_a_telephone
from tests.e2e.installation import Installation
from tests.e2e.person import Person
from tests.e2e.story import FORM, SERVICE
from web.i18n import TEXTS

CITIZEN = "00000000101"


def test_upload__photo_archive_and_cut_line__is_kept_refused_and_tried_again(
    installation: Installation, browser: Browser, tmp_path: Path
) -> None:
    photo, archive = tmp_path / "ფოტო.jpg", tmp_path / "all.zip"
    photo.write_bytes(of_a_telephone())
    archive.write_bytes(b"PK\x03\x04" + bytes(30))
    person = Person(browser, installation.address)
    person.sign_in(CITIZEN)
    person.drop_draft(SERVICE)
    person.go(f"{FORM}evidence")
    page = person.page
    chosen = page.locator("main input[type=file]").first
    items = page.locator(".f-file")

    # A photo and an archive: one is kept, one is refused in words
    chosen.set_input_files([photo, archive])
    expect(items).to_have_count(2)
    expect(items.nth(0)).to_contain_text(TEXTS.get("en", "upload.kept"))
    expect(items.nth(1)).to_contain_text("We can't take archives")
    items.nth(1).get_by_role("button", name=TEXTS.get("en", "upload.remove")).click()
    expect(items).to_have_count(1)

    # The line is cut; when it is back the same file is tried again
    person.context.set_offline(True)
    other = tmp_path / "other.jpg"
    other.write_bytes(of_a_telephone(orientation=3))
    chosen.set_input_files([other])
    expect(items.nth(1)).to_contain_text(TEXTS.get("en", "upload.failed"))
    person.context.set_offline(False)
    items.nth(1).get_by_role("button", name=TEXTS.get("en", "upload.again")).click()
    expect(items.nth(1)).to_contain_text(TEXTS.get("en", "upload.kept"))
    assert (
        len(set(page.locator(".f-file input[type=hidden]").evaluate_all("all => all.map(o => o.value)"))) == 2
    )


def test_upload__on_its_way_when_the_form_is_sent_and_shown_anew__goes_with_it(
    installation: Installation, browser: Browser, tmp_path: Path
) -> None:
    photo, held = tmp_path / "photo.jpg", list[Route]()
    photo.write_bytes(of_a_telephone(orientation=6))
    person = Person(browser, installation.address)
    person.sign_in(CITIZEN)
    person.drop_draft(SERVICE)
    person.go(f"{FORM}evidence")
    page = person.page
    page.route("**/uploads", lambda route: held.append(route))
    page.locator("main input[type=file]").first.set_input_files([photo])
    person.until(lambda: held, "the file was not sent")

    button = page.locator("main button[value=continue]")
    button.click()
    button.evaluate("button => button.replaceWith(button.cloneNode(true))")  # as a form shown anew does
    with page.expect_navigation():
        held[0].continue_()

    assert person.complaints == []
