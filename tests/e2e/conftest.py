"""One installation and one browser for all end-to-end tests of a process; each test may run a second time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.installation import Installation, running
from tests.e2e.person import chromium

HERE = Path(__file__).parent
# The end of hoping: every wait has a limit of its own, but for a script in a page that never answers.
SECONDS = 1800


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run a failed test once more; `tests/flaky.py` says which ones needed it."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))
            item.add_marker(pytest.mark.timeout(SECONDS))


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def is_smoke(request: pytest.FixtureRequest) -> bool:
    """Whether this run is the part that every change has to pass."""
    return bool(request.config.option.markexpr == "smoke")


@pytest.fixture(autouse=True)
def nobody_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close the windows of a test when it is over: each takes memory for as long as it is open."""
    yield
    if "browser" in request.fixturenames:
        for context in request.getfixturevalue("browser").contexts:
            context.close()
