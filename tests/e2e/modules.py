"""Modules of our front end, called one by one from a page: the bundle shows none of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Route

from tests.e2e.person import Person

SOURCES = Path(__file__).parents[2] / "web" / "frontend" / "src"


def call(person: Person, script: str, *said: Any) -> Any:
    """Return what a function of JavaScript gives; it may import what lies at /src/ of the site."""
    person.page.route("**/src/*.js", _source)
    return person.page.evaluate(script, list(said))


def _source(route: Route) -> None:
    name = route.request.url.rpartition("/")[2]
    route.fulfill(body=(SOURCES / name).read_text("utf-8"), content_type="text/javascript")
