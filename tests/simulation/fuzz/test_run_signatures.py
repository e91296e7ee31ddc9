"""The run that spoils signed things finds what hangs, dies or is wrongly believed, and goes on."""

from __future__ import annotations

import os
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.simulation.fuzz.run_signatures import fuzz, jobs, table


def misbehave(pipe: Connection) -> None:
    """Play a worker that is wrong about some of its files."""
    pipe.send(["one", "two"])
    while (job := pipe.recv()) is not None:
        name, _, number = job
        if (name, number) == ("one", 1):
            time.sleep(3600)
        if (name, number) == ("one", 2):
            os._exit(9)
        if (name, number) == ("two", 0):
            pipe.send(("a changed file was believed", "false accept", b"file"))
        else:
            pipe.send(("refused: container: name", "", b""))


def test_run__with_a_hang_a_crash_and_a_false_accept__finds_each_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = fuzz(minutes=None, count=4, seed=7, folder=tmp_path, work=misbehave, seconds=2)

    assert found["one"].found == Counter({"hang": 1, "crash": 1})
    assert found["two"].found == Counter({"false accept": 1})
    assert (found["one"].files, found["two"].files) == (4, 4)
    assert "HANG: one, file 1 of seed 7" in capsys.readouterr().out
    assert (tmp_path / "false-accept-two-7-0").read_bytes() == b"file"
    heads, one, two, *_ = table(found)
    assert (one.split(), two.split()) == (
        ["one", "4", "2", "0", "0", "0", "1", "1", "0"],
        ["two", "4", "3", "0", "0", "0", "0", "0", "1"],
    )


def test_run__whose_time_is_over__ends(tmp_path: Path) -> None:
    found = fuzz(minutes=0, count=None, seed=7, folder=tmp_path, work=misbehave)

    assert [tally.files for tally in found.values()] == [0, 0]


def test_jobs__of_several_kinds__come_in_turn() -> None:
    names = [name for name, _, _ in jobs(["one", "two"], 1, 30)]

    assert names == ["one"] * 20 + ["two"] * 20 + ["one"] * 10 + ["two"] * 10
