"""The progress view in a browser: it opens where the case is, grows and shrinks, and prints on a sheet."""

from __future__ import annotations

import io

import pikepdf
import pytest
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.office_work import work
from tests.e2e.person import Person
from tests.e2e.test_departure import complained
from tests.e2e.test_remedies import FOUND, LAWYER

APPLICANTS = {360: "00000000105", 1280: "00000000106"}
# How far the middle of the place lies from the middle of what is seen of the paper, where it can be moved so.
SEEN = """() => {
  const [here, paper] = [document.querySelector('#here'), document.querySelector('.diagram-paper')]
  const [place, frame] = [here.getBoundingClientRect(), paper.getBoundingClientRect()]
  return {
    within: place.left >= frame.left && place.right <= frame.right
      && place.top >= frame.top && place.bottom <= frame.bottom,
    page: window.scrollY,
    width: document.querySelector('svg.diagram').getBoundingClientRect().width,
    paper: paper.clientWidth,
  }
}"""
A3_LANDSCAPE = (1191, 842)  # points


@pytest.mark.parametrize(("width", "language"), [(360, "ka"), (1280, "en")])
def test_progress__of_a_long_way__opens_at_the_case_and_grows_shrinks_and_prints(
    installation: Installation, browser: Browser, width: int, language: str
) -> None:
    case, inspector = complained(installation, APPLICANTS[width]), Inspector()
    work(installation, case.case_id, ((LAWYER, "check", {"admissible": "yes"}), (LAWYER, "study", FOUND)))
    clerk = Person(browser, installation.address, language=language, width=width)
    clerk.sign_in(LAWYER)

    clerk.go(f"/inbox/cases/{case.case_id}/progress")
    clerk.page.locator("[data-diagram-tools]").wait_for()
    opened = clerk.page.evaluate(SEEN)
    clerk.press("progress.larger")
    larger = clerk.page.evaluate(SEEN)
    clerk.press("progress.to_here")
    found = clerk.page.evaluate(SEEN)
    clerk.page.locator(".diagram-paper[tabindex]").press("0")
    whole = clerk.page.evaluate(SEEN)
    inspector.look(clerk, "the progress of a case")

    assert opened["within"] and opened["page"] == 0
    assert larger["width"] == pytest.approx(opened["width"] * 1.25)
    assert found["within"]
    assert whole["width"] <= max(whole["paper"], opened["width"] * 0.25) + 1
    sheets = pikepdf.open(io.BytesIO(clerk.page.pdf(prefer_css_page_size=True))).pages
    sizes = [tuple(round(float(side)) for side in sheet.mediabox[2:]) for sheet in sheets]
    assert sizes.count(A3_LANDSCAPE) == 2
    clerk.page.locator("[data-diagram-up]").press("Enter")
    clerk.page.locator(".diagram-shape.here a").click()
    clerk.page.locator("[data-diagram-up]").wait_for()
    assert clerk.page.evaluate(SEEN)["within"]
    assert inspector.problems == []
    assert clerk.complaints == []
