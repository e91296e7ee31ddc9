"""The costs of a test run: its dearest fixtures and files.

A run that is told where (`MMS_TEST_COSTS=FILE`) writes what its fixtures and files took; `python -m
tests.costs DIRECTORY` prints all runs of a directory together. Seconds are those of the clock on the wall,
added up over the processes that shared the tests: they tell what is dear, and nothing is asserted about them.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

SHOWN = 10
VARIABLE = "MMS_TEST_COSTS"


class Costs:
    """What this process' fixtures took, and in the process that leads the run what all files took."""

    def __init__(self, report: Path) -> None:
        self.report = report
        self.fixtures: Counter[str] = Counter()
        self.files: Counter[str] = Counter()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
        began = time.monotonic()
        try:
            return (yield)
        finally:
            self.fixtures[f"{fixturedef.baseid}::{fixturedef.argname}"] += time.monotonic() - began

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.files[report.nodeid.partition("::")[0]] += report.duration

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add what a process measured that worked for this one."""
        self.fixtures.update(getattr(node, "workeroutput", {}).get("fixtures", {}))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["fixtures"] = dict(self.fixtures)
            return
        said = {
            "fixtures": dict(self.fixtures.most_common()),
            "files": dict(self.files.most_common()),
        }
        self.report.parent.mkdir(parents=True, exist_ok=True)
        self.report.write_text(json.dumps(said))


def summary(reports: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the lines about runs, by the name of each."""
    for title, kind in (("dearest fixtures", "fixtures"), ("dearest files", "files")):
        yield f"{title}:"
        found: Counter[tuple[str, str]] = Counter()
        for name, said in reports.items():
            found.update({(name, what): seconds for what, seconds in said[kind].items()})
        for (name, what), seconds in found.most_common(SHOWN):
            yield f"  {seconds:7.1f} s  {name:<9} {what}"


def main() -> None:
    paths = sorted(Path(sys.argv[1]).glob("*.json"), key=lambda path: path.stat().st_mtime)
    print("\n".join(summary({path.stem: json.loads(path.read_text()) for path in paths})))


if __name__ == "__main__":
    main()
