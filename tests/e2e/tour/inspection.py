"""Every page of the web: no barrier, nothing wider than a telephone, no complaint."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Browser
from werkzeug.exceptions import HTTPException

from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.tour.visit import Tour, engine_of
from tests.e2e.tour.whole import Half
from web.app import create_app

FILE = "a file that is downloaded"
PROVIDER = "only where there is an OpenID provider, which the tour has none of"
NOT_PAGES = {
    "admin.centers_file": FILE,
    "admin.courts_file": FILE,
    "admin.directory_file": FILE,
    "admin.partners_file": FILE,
    "admin.settlements_file": FILE,
    "admin.settlements_template": FILE,
    "admin.staff_file": FILE,
    "admin.staff_template": FILE,
    "admin.values_file": FILE,
    "admin.zones_file": FILE,
    "account.left": "seconds, for the script that warns before the session ends",
    "center.cash_receipt_on_paper": FILE,
    "citizen.case_file": FILE,
    "citizen.cases_as_table": FILE,
    "citizen.certificate": FILE,
    "citizen.document": FILE,
    "citizen.joint_document": FILE,
    "citizen.own_data": FILE,
    "citizen.receipt_on_paper": FILE,
    "health.well": "an answer to whoever watches the installation",
    "inbox.document": FILE,
    "inbox.document_picture": "a picture within a page",
    "inbox.package": FILE,
    "inbox.extract": FILE,
    "inbox.register_as_table": FILE,
    "inbox.register_as_workbook": FILE,
    "inbox.register_export_file": FILE,
    "inbox.printed_letters_file": FILE,
    "inbox.cases_as_table": FILE,
    "inbox.figures_as_workbook": FILE,
    "inbox.exported_list": FILE,
    "inbox.event_log_file": FILE,
    "calendar.feed": FILE,
    "admin.figures_as_workbook": FILE,
    "inbox.tasks_as_table": FILE,
    "paying.come_back": "leads from the treasury to the case",
    "public.picture": "a picture within a page",
    "sign_in.come_back_from": PROVIDER,
    "sign_in.go": PROVIDER,
    "sign_in.left": PROVIDER,
    "signing.document": FILE,
    "signing.given": "a file, for the official program of the card",
    "signing.message": "what the official program of the card is asked",
    "studio.diagram_content": FILE,
    "studio.diagram_file": FILE,
    "studio.diagram_text": FILE,
    "studio.file": "a text, for the script of its editor",
    "studio.findings": "what validation says, for the script of an editor",
    "studio.take_along": FILE,
    "static": "style sheets, scripts, fonts",
}


def inspect_pages(
    half: Half,
    installation: Installation,
    browser: Browser,
    language: str,
    width: int,
    *,
    is_brief: bool = False,
) -> None:
    """Tour half the pages in a language: no barrier at this width, and nothing too wide for a telephone.

    `is_brief` asks axe once of each page, and not of each of its states.
    """
    inspector = Inspector(widths=(width,), is_brief=is_brief)
    tour = Tour(installation, browser, inspector.look, language)

    half.walk(tour)

    assert not inspector.problems, "\n".join(inspector.problems)
    assert [complaint for person in tour.people for complaint in person.complaints] == []
    with engine_of(installation) as engine:
        app = create_app(engine)
        pages, seen = _pages(app), _seen(app, inspector.paths)
    assert {page for page in pages if half.sees(page)} - seen == set(), "neither visited nor named as no page"
    assert len(seen & NOT_PAGES.keys()) == 0, "a page after all"


def _pages(app: Flask) -> set[str]:
    routes = [route for route in app.url_map.iter_rules() if "GET" in (route.methods or ())]
    return {route.endpoint for route in routes} - NOT_PAGES.keys()


def _seen(app: Flask, paths: list[str]) -> set[str]:
    """Return the views of these addresses; one that answers only to what is sent is no view of its own."""
    addresses, seen = app.url_map.bind("localhost"), set()
    for path in paths:
        try:
            seen.add(addresses.match(path, method="GET")[0])
        except HTTPException:
            continue
    return seen
