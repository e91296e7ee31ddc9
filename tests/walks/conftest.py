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
