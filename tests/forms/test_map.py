"""Forms in a real browser under the policy of our pages: the map, the search, barriers in any component."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from forms import load_form, localise, render, validate
from tests.browsers import HEADLESS
from tests.forms.builders import a_form, component, errors_of, typed
from tests.forms.country import Lookups
from web.security import POLICY

CHROMIUM = shutil.which(HEADLESS)
BUILT = Path(__file__).parents[2] / "web" / "static" / "built"
pytestmark = pytest.mark.skipif(
    CHROMIUM is None or not (BUILT / "plot.js").exists(), reason="no Chromium, or nothing is built"
)

MANY = [{"value": f"v{number}", "label": f"Village {number}"} for number in range(20)]
FORM = a_form(
    typed("plot", "plot", type="textarea"),
    component("taglist", "many", values=MANY),
    component("taglist", "few"),
)
EVERY = localise(
    load_form((Path(__file__).parent / "editor" / "every_component.form").read_bytes()), {}, language="en"
)
CONTEXT = {"options": {"settlements": [{"value": "1", "label": "Omalo"}]}, "lookups": Lookups()}
ROWS = {"rows": [{"name": "", "phones": [{"number": "1"}]}], "home": {"municipality_code": "keda"}}
AXE = Path(__file__).parents[1] / "e2e" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
HEAD = (
    "<!doctype html><html lang=en><title>Form</title>"
    """<meta name="htmx-config" content='{"includeIndicatorStyles": false}'>"""
    "<link rel=stylesheet href=/built/app.css>"
    "<script src=/built/app.js defer></script>"
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    @Request.application
    def server(request: Request) -> Response:
        if request.path == "/every":
            errors = errors_of(EVERY, ROWS, context=CONTEXT)
            fields = render(EVERY, ROWS, errors=errors, language="en", context=CONTEXT)
        else:
            fields = render(FORM, {}, language="en")
        body = f'{HEAD}<main><h1>Form</h1><form class="f-form" method=post>{fields}</form></main></html>'
        return Response(body, mimetype="text/html", headers={"Content-Security-Policy": POLICY})

    running = make_server("127.0.0.1", 0, SharedDataMiddleware(server, {"/built": str(BUILT)}), threaded=True)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 320, "height": 800})
        yield _at(opened, f"http://127.0.0.1:{running.server_port}/")
        browser.close()
    running.shutdown()
    thread.join()
    running.server_close()


def _at(page: Page, address: str) -> Page:
    page.context.set_default_timeout(10_000)
    page.set_default_timeout(10_000)
    page.goto(address)
    return page


@pytest.fixture
def fresh(page: Page) -> Iterator[Page]:
    """The page as it is opened; whatever the browser complains about fails the test."""
    complaints: list[str] = []

    def note(message: object) -> None:
        complaints.append(str(getattr(message, "text", message)))

    page.on("console", note)
    page.on("pageerror", note)
    page.reload()
    page.locator(".f-map-ground .f-map-line").first.wait_for(state="attached")
    yield page
    page.remove_listener("console", note)
    page.remove_listener("pageerror", note)
    assert [
        complaint for complaint in complaints if "favicon" not in complaint and "404" not in complaint
    ] == []


def corners(page: Page) -> list[str]:
    return page.locator("#f-plot").input_value().split("\n")


def test_map__three_presses__are_a_plot_that_is_accepted(fresh: Page) -> None:
    ground = fresh.locator(".f-map-ground")

    for x, y in ((130, 190), (170, 190), (150, 220)):
        ground.click(position={"x": x, "y": y})
        fresh.wait_for_timeout(400)  # two presses in quick succession are a double click: it zooms

    kept = validate(FORM, {"plot": "\n".join(corners(fresh))})["plot"]
    assert len(kept["coordinates"][0]) == 4
    assert fresh.locator(".f-map-corner").count() == 3


def test_map__buttons__take_corners_away(fresh: Page) -> None:
    fresh.locator("#f-plot").fill("41.65, 42.01\n41.65, 42.02\n41.66, 42.02")

    fresh.get_by_role("button", name="Remove the last corner").click()
    left = corners(fresh)
    fresh.get_by_role("button", name="Remove all corners").click()

    assert left == ["41.650000, 42.010000", "41.650000, 42.020000"]
    assert corners(fresh) == [""]


def test_map__by_keyboard__arrows_move_it_and_enter_sets_corners(fresh: Page) -> None:
    fresh.locator(".f-map-ground").focus()

    fresh.keyboard.press("Enter")
    fresh.keyboard.press("ArrowRight")
    fresh.wait_for_timeout(600)  # the map glides
    fresh.keyboard.press("Enter")

    first, second = (tuple(map(float, line.split(", "))) for line in corners(fresh))
    assert second[1] > first[1]


def test_map__corners_typed__are_drawn(fresh: Page) -> None:
    fresh.locator("#f-plot").fill("41.65, 42.01\n41.65, 42.02\nno corner\n41.66, 42.02")

    assert fresh.locator(".f-map-corner").count() == 3


def test_page__with_a_map__is_not_wider_than_a_telephone(fresh: Page) -> None:
    assert fresh.evaluate("document.documentElement.scrollWidth") <= 320


def test_tags__long_list__is_searched_and_keeps_what_is_chosen(fresh: Page) -> None:
    fresh.get_by_label("Village 3", exact=True).check()

    fresh.get_by_role("searchbox", name="Search in the list").fill("village 17")

    shown = [
        label for label in fresh.locator("[data-f-key=many] .f-choice-label").all() if label.is_visible()
    ]
    assert [label.inner_text() for label in shown] == ["Village 3", "Village 17"]


def test_tags__short_list__has_no_search(fresh: Page) -> None:
    assert fresh.get_by_role("searchbox").count() == 1


@pytest.mark.parametrize("width", [320, 1200])
def test_every_component__with_its_errors__has_no_barrier(fresh: Page, width: int) -> None:
    address = fresh.url
    fresh.set_viewport_size({"width": width, "height": 900})
    fresh.goto(f"{address}every")
    fresh.locator(".f-map-ground .f-map-line").first.wait_for(state="attached")

    fresh.evaluate(AXE.read_text("utf-8"))
    found = fresh.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    wide = fresh.evaluate("document.documentElement.scrollWidth")
    fresh.goto(address)
    fresh.set_viewport_size({"width": 320, "height": 800})

    assert [
        (violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found["violations"]
    ] == []
    assert wide <= width
