"""`mms diagram tidy`: diagrams of folders laid out anew, and what is left as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.catalogue.tidying import tidy_below
from engine.cli import main
from engine.installation.loading import BPMN
from engine.process.source import BPMN as NAMESPACE
from engine.process.source import read_source


@pytest.fixture
def hearing(tmp_path: Path) -> Path:
    folder = tmp_path / "shared" / "hearing"
    shutil.copytree(BPMN / "shared" / "hearing", folder)
    return folder


def test_tidy__a_diagram_laid_out_before__is_left(hearing: Path) -> None:
    options = ["diagram", "tidy", str(hearing), "--trials", "3"]

    first = CliRunner().invoke(main, options)
    content = (hearing / "process.bpmn").read_bytes()
    second = CliRunner().invoke(main, options)

    assert first.exit_code == second.exit_code == 0
    assert second.output.startswith("left")
    assert (hearing / "process.bpmn").read_bytes() == content


def test_tidy__scattered_diagram__is_written_better(hearing: Path) -> None:
    file = hearing / "process.bpmn"
    file.write_bytes(file.read_bytes().replace(b'y="1', b'y="9'))

    found = next(tidy_below([hearing], BPMN, trials=3))

    assert found.is_changed
    assert found.before is not None
    assert found.after is not None
    assert sum(found.after.counts.values()) < sum(found.before.counts.values())
    assert found.worse == ()


def test_tidy__lane_of_a_role_that_callers_give__has_a_name(hearing: Path) -> None:
    found = next(tidy_below([hearing], BPMN, trials=1))

    lanes = read_source(found.content).iter(f"{{{NAMESPACE}}}lane")
    assert "პასუხისმგებელი პირი" in {lane.get("name") for lane in lanes}
