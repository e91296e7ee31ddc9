"""One installation and one browser for all walks: starting them takes longer than walking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.walks.installation import Installation, running
from tests.walks.person import chromium


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(autouse=True)
def nobody_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close the windows of a walk when it is over: each takes memory for as long as it is open."""
    yield
    if "browser" in request.fixturenames:
        for context in request.getfixturevalue("browser").contexts:
            context.close()
