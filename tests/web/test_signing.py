"""Signing on the pages: shown first, by card or on paper, and what to do when it did not work."""

from __future__ import annotations

from uuid import UUID

import pytest

from engine.queries import observations
from engine.scenarios.signers import Signers
from engine.tenancy import system
from tests.web.browser import Browser, Page
from tests.web.desk import Desk
from tests.web.pen import Pen
from tests.web.test_appeals import complain

MAYOR = "00000002007"
STEPS = (
    ("lawyer", {"admissible": "yes"}),
    ("lawyer", {"next": "draft"}),
    ("lawyer", {"outcome": "grant", "facts": "ა", "reasoning": "ბ", "instruction": "გ"}),
    ("head_of_service", {"visa": "approve"}),
)


def take(desk: Desk, role: str, answers: dict[str, str]) -> tuple[Browser, Page]:
    """Take the one step of the role and send its form."""
    browser = desk.staff(role)
    listed = browser.get("/inbox?tab=unassigned")
    return browser, browser.submit(browser.submit(listed, form=listed.form("/claim")), answers)


@pytest.fixture
def case_id(desk: Desk) -> UUID:
    """A complaint that the mayor is about to decide."""
    found = complain(desk, None).case_id
    for role, answers in STEPS:
        take(desk, role, answers)
        desk.run_jobs()
    return found


@pytest.fixture
def pen(desk: Desk, case_id: UUID) -> Pen:
    """The mayor on the page of the order."""
    return Pen(*take(desk, "mayor", {"verdict": "agree"}))


def observed(desk: Desk, case_id: UUID) -> observations.Observation:
    with desk.engine.read(system(24)) as tx:
        return observations.observe(tx, case_id)


def test_order__signed_by_card__is_what_was_shown_and_can_be_checked(
    desk: Desk, case_id: UUID, pen: Pen, cards: Signers
) -> None:
    shown = pen.page.text
    file = pen.browser.client.get(f"{pen.page.path}/document").get_data()

    done = pen.sign(cards.card(MAYOR))
    desk.run_jobs()

    seen = observed(desk, case_id)
    number = seen.document["decision"]["number"]
    assert done.path == "/inbox" and f"№ {number}" in shown
    signed = desk.engine.connections.files.get(seen.document["order"]["document"])
    assert signed.startswith(file[:-100]) and len(signed) > len(file)
    code = pen.page.html.select_one(".paper .note").get_text("\n").split("\n")[-1]  # type: ignore[union-attr]
    checked = desk.signed_in().get(f"/verify/{code}")
    assert number in checked.text and seen.document["order"]["document"] in checked.text
