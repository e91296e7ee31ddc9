"""The window that asks for the PIN, with a person's keyboard before it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cards.agent import agent
from tests.cards.conftest import Holders
from tests.cards.desk import Desk
from tests.cards.screen import Screen, screen
from tests.cards.test_agent import code, to_sign
from tests.cards.test_cards import verify


@pytest.fixture(scope="module")
def before() -> Iterator[Screen]:
    with screen() as found:
        yield found


def test_window__wrong_pin_right_pin_and_escape__are_heard(
    office: Desk, holders: Holders, before: Screen, tmp_path: Path
) -> None:
    office.insert("georgian")
    with agent(tmp_path, "--demo", **office.environment, **before.environment) as page:
        page.begin("certificate", purpose="sign")
        before.press("Return")
        given = page.hear()
        page.begin("sign", **to_sign())
        before.type("999999")
        before.type("123456")
        signed = page.hear()
        page.begin("sign", **to_sign())
        before.press("Escape")
        cancelled = page.hear()

    assert "certificate" in given["result"]
    verify(holders["georgian"][1].certificate, base64.b64decode(signed["result"]["signatures"][0]), "sha256")
    assert code(cancelled) == "person.cancelled"


def test_window__card_pulled_or_blocked__ends_the_question(
    office: Desk, before: Screen, tmp_path: Path
) -> None:
    office.insert("georgian")
    with agent(tmp_path, "--demo", **office.environment, **before.environment) as page:
        page.begin("sign", **to_sign())
        before.window()
        office.pull()
        gone = page.hear()
        before.wait_for_none()
        office.insert("georgian")
        page.begin("sign", **to_sign())
        for _ in range(3):
            before.type("999999")
        before.press("Return")  # the window that explains
        blocked = page.hear()

    assert [code(gone), code(blocked)] == ["card.gone", "pin.blocked"]
