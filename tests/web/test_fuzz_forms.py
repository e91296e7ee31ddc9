"""Spoilt submissions to a real installation: no error of ours, and nothing kept that the form refuses."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from bs4 import Tag
from flask import Flask

from engine import canonical
from engine.answers.context import form_context
from engine.bootstrap import Engine, build
from engine.catalogue.offers import offered
from engine.clock import SettableClock
from engine.identity.rate_limits import RateLimits
from engine.tenancy import system
from forms import validate
from tests.simulation.fuzz.forms import no_longer_than, spoilt, submission
from tests.simulation.seeds import SEED, size
from tests.web.apps import app_over
from tests.web.browser import Browser, fields_of
from tests.web.desk import PAGES, SERVICE, Desk, answers_on

COUNT = int(os.environ.get("COUNT") or size(small=60, whole=1_500))
SUBMISSIONS = (
    "select s.answers, s.filed_by, c.municipality_id from submissions s join cases c on c.id = s.case_id"
)


@pytest.fixture
def app(engine: Engine, clock: SettableClock) -> Iterator[Flask]:
    """An application that lets one person file all day within the hour of the test."""
    visits = RateLimits(filing=999_999, uploads=999_999)
    built = build(replace(engine.settings, rate_limits=visits), clock=clock)
    yield app_over(built)
    built.close()


@pytest.mark.drawn
def test_submissions__spoilt__are_answered_and_only_valid_ones_are_kept(desk: Desk) -> None:
    chance, statuses, filed = Random(SEED), Counter[int](), 0
    browser = desk.signed_in()
    check = fields_of(desk.fill_in(browser).form())
    pages = {address: _page(browser, address) for address in PAGES}

    for number in range(COUNT):
        with no_longer_than():
            if chance.random() < 0.3:
                status, was_filed = _file(browser, check, chance)
                filed += was_filed
            else:
                status = _fill_in(browser, pages, chance)
        statuses[status] += 1
        assert status < 500, f"submission {number} of seed {SEED}"

    assert statuses.total() == COUNT
    assert statuses[303] + statuses[422] > COUNT // 3  # most were read as answers, right or wrong
    assert _kept_and_valid(desk) == filed


def _page(browser: Browser, address: str) -> dict[str, list[str]]:
    """Return what the page would send as it stands, what no browser lets people change included."""
    page = browser.get(address)
    sent = {name: list(values) for name, values in fields_of(page.form()).lists()}
    return {
        str(field["name"]): [] for field in page.html.select("form [name]") if isinstance(field, Tag)
    } | sent


def _fill_in(browser: Browser, pages: dict[str, dict[str, list[str]]], chance: Random) -> int:
    address = chance.choice(list(pages))
    page = pages[address]
    answers = {
        key: value if isinstance(value, list) else [value] for key, value in answers_on(address).items()
    }
    sent = submission(chance, [name for name in page if not name.startswith("_")], page | answers)
    # Most requests come from a page: without its hidden fields nothing of an answer would be looked at.
    if chance.random() < 0.9:
        sent |= {name: page[name] for name in page if name.startswith("_") or name == "csrf_token"}
        sent["_do"] = [chance.choice(("continue", "save", "x"))]
    return browser.client.post(address, data=sent, buffered=True).status_code


def _file(browser: Browser, check: Any, chance: Random) -> tuple[int, bool]:
    """File what the page for checking showed, with some of it spoilt."""
    answers = canonical.loads(check["_answers"].encode())
    for _ in range(chance.choice((0, 1, 2, 5))):
        answers = spoilt(answers, chance)
    try:
        text = canonical.dumps(answers).decode()
    except (canonical.NotCanonical, UnicodeEncodeError):
        text = str(answers).encode("utf-8", "replace").decode()
    sent = {**check.to_dict(), "_key": str(uuid4()), "_answers": text}
    response = browser.client.post(f"{SERVICE}/file", data=sent, buffered=True)
    return response.status_code, response.status_code == 303 and response.location.endswith("/receipt")


def _kept_and_valid(desk: Desk) -> int:
    """Return how many submissions are stored; each must pass the form again and stay as it is."""
    with desk.engine.read(system()) as tx:
        tx.switch_principal(system(offered(tx, "high_mountain.grant", "keda")[0].id))
        rows = tx.all(SUBMISSIONS)
        for row in rows:
            _, version = offered(tx, "high_mountain.grant", "keda")
            answers = canonical.loads(bytes(row.answers))
            context = form_context(tx, version, row.municipality_id, "ka")
            assert validate(version.start_form("ka"), answers, context=context, now=tx.now) == answers
    return len(rows)
