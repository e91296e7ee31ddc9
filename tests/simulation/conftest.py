"""Simulations: random tests, each drawn from a seed. A run says by which seed, so that it can be repeated."""

from __future__ import annotations

import pytest

from tests.engine.fixtures import furnished, open_office
from tests.simulation.seeds import IS_WHOLE, SEED

__all__ = ["furnished", "open_office"]


def pytest_report_header() -> str:
    return said()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.line(said())


def said() -> str:
    """Return the seed of this run, and how to run it again."""
    again = f"make simulate SEED={SEED}" if IS_WHOLE else f"make simulate SMALL=1 SEED={SEED}"
    return f"simulation: seed {SEED}; again with `{again}`"
