"""A paper is photographed at the desk, straight into its slot, with a camera that the browser makes up."""

from __future__ import annotations

import os

from playwright.sync_api import Browser

from tests.browsers import WHOLE
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.test_center import OPERATOR
from web.i18n import TEXTS

FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
WHO = "00000000107"


def test_paper__photographed__is_the_file_that_is_sent(installation: Installation, browser: Browser) -> None:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    chromium = browser.browser_type
    camera = chromium.launch(executable_path=WHOLE, args=[*sandbox, *FAKE])
    operator, inspector = Person(camera, installation.address), Inspector()
    operator.sign_in(OPERATOR)
    operator.go("/centre")
    operator.page.locator("main input[name=personal_number]").fill(WHO)
    operator.press("account.desk.look_up")

    operator.press("center.camera.open")
    dialog = operator.page.get_by_role("dialog")
    take = dialog.get_by_role("button", name=TEXTS.get("en", "center.camera.take"))
    take.click(trial=True)  # there is a picture
    inspector.look(operator, "the camera")
    take.click()
    dialog.wait_for(state="detached")
    chosen = operator.page.locator("#scan").evaluate("input => [...input.files].map(one => one.name)")
    operator.fill({"compared": "yes"})
    operator.press("center.begin")
    operator.page.locator(".acts-for button").wait_for()

    assert chosen == ["scan.jpg"]
    assert inspector.problems == [] and operator.complaints == []
    operator.page.locator(".acts-for button").click()
    operator.page.wait_for_url("**/centre")
    camera.close()
