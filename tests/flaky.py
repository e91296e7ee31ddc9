"""Report of flaky tests: what failed first and was run again, listed at the end of a run.

pytest-rerunfailures runs the end-to-end tests a second time (`tests/e2e/conftest.py`). A test that passes
then is no failure, and still somebody has to see it. The reports of other processes reach this one too.
"""

from __future__ import annotations

from pathlib import Path

import pytest

RERUN_FOLDER = "tests/e2e/"


class FlakyReport:
    """Plugin that collects the first failure of every test that was run again."""

    def __init__(self, folder: str = RERUN_FOLDER) -> None:
        self._folder = folder
        self._is_asked = False
        self._first_failures: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._is_asked |= report.nodeid.startswith(self._folder)
        if report.outcome == "rerun":  # type: ignore[comparison-overlap]
            self._first_failures.setdefault(report.nodeid, first_failure(report))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self._is_asked:
            return
        terminalreporter.section("flaky")
        if not self._first_failures:
            terminalreporter.line("flaky: none")
            return
        terminalreporter.line("flaky:")
        for test, line in self._first_failures.items():
            terminalreporter.line(f"{test}: {line}")


def first_failure(report: pytest.TestReport) -> str:
    """Return what the failure says and the line that raised it: all that is left of it in the output."""
    crash = getattr(report.longrepr, "reprcrash", None)
    lines = (crash.message if crash else report.longreprtext).strip().splitlines()
    said = [line.strip() for line in lines if line.strip()]
    message = f"{said[0]} … {said[-1]}" if len(said) > 1 else "".join(said)
    return f"{message} ({Path(crash.path).name}:{crash.lineno})" if crash else message
