"""Each page of offices, centres, administrators, analysts and citizens names its address, or why none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from engine.settings import Settings
from web.api.application import of_pages
from web.app import create_app

TABLE = Path(__file__).parents[2] / "docs" / "api-pages.md"
AREAS = {"inbox", "centre", "admin", "citizen", "studio"}
ADDRESS = re.compile(r"`([A-Z]+ /[^`]*)`")


@pytest.fixture(scope="module")
def app() -> Flask:
    settings = Settings(mode="demo", home=Path(), database_url="postgresql:///none", secret="s" * 48)
    engine: Any = SimpleNamespace(settings=settings)
    return create_app(engine, TESTING=True)


def rows() -> Iterator[tuple[list[str], str]]:
    """Yield the pages of each line, and what stands beside them."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            pages, _, beside = line.strip("| ").partition(" | ")
            yield re.findall(r"`([a-z_.]+)`", pages), beside


def test_pages__that_there_are__have_one_line_each(app: Flask) -> None:
    named = [page for pages, _ in rows() for page in pages]
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in AREAS}

    assert {one for one in named if named.count(one) > 1} == set()
    assert pages - set(named) == set(), "write their line into docs/api-pages.md"
    assert set(named) - pages == set(), "there are no such pages any more"


def test_addresses__that_are_named__are_in_the_description(app: Flask) -> None:
    told = of_pages(app)["paths"]
    there = {f"{method.upper()} {path}" for path, methods in told.items() for method in methods}

    assert {one for _, beside in rows() for one in ADDRESS.findall(beside)} - there == set()


def test_reasons__for_no_address__are_explained_above_the_table() -> None:
    reasons = set(re.findall(r"\*\*([a-z]+)\*\* –", TABLE.read_text(encoding="utf-8")))
    given = {beside for _, beside in rows() if not ADDRESS.search(beside)}

    assert given == reasons
