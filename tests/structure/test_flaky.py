"""The report of flaky tests names what passed only the second time, across processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
CONFTEST = """
import pytest
from tests.flaky import FlakyReport

def pytest_configure(config):
    config.pluginmanager.register(FlakyReport("shaky"))

@pytest.fixture(scope="session")
def opened(tmp_path_factory):
    return tmp_path_factory.mktemp("opened")
"""
TESTS = """
import pytest

@pytest.mark.flaky(reruns=1)
def test_first(opened):
    file = opened / "seen"
    if not file.exists():
        file.touch()
        raise AssertionError("the first line\\nthe last line")

def test_second(opened):
    assert True
"""
STEADY = "def test_steady():\n    assert True\n"


@pytest.mark.parametrize("processes", ["0", "2"])
def test_report__of_a_run_with_a_flaky_test__names_it_with_its_first_failure(
    tmp_path: Path, processes: str
) -> None:
    output = run(tmp_path, TESTS, processes)

    assert "2 passed, 1 rerun" in output
    failure = "AssertionError: the first line … the last line (test_it.py:9)"
    assert f"flaky:\nshaky/test_it.py::test_first: {failure}\n" in output


def test_report__of_a_run_without_one__says_so(tmp_path: Path) -> None:
    output = run(tmp_path, STEADY, "0")

    assert "flaky: none\n" in output


def run(folder: Path, tests: str, processes: str) -> str:
    """Run these tests in a process of its own; return what it wrote."""
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "shaky").mkdir()
    (folder / "shaky" / "test_it.py").write_text(tests)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        processes,
        "--rootdir",
        str(folder),
        *("-p", "no:cacheprovider"),
        *("-p", "xdist.plugin", "-p", "pytest_rerunfailures"),
    ]
    # The other plugins take seconds to import and have no part in this.
    environment = {**os.environ, "PYTHONPATH": str(TOP), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [*command, str(folder)], cwd=folder, env=environment, capture_output=True, text=True, check=True
    ).stdout
