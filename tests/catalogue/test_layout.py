"""What validation and `mms check --layout` say of how diagrams are drawn."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.catalogue.check import Finding, check_folder
from engine.catalogue.check.layout import MOST_NAMED
from engine.catalogue.check.words import effect
from engine.catalogue.lanes import lane_names
from engine.cli import main
from engine.installation.loading import BPMN
from engine.process.layout import measure
from engine.studio.beginning import nothing_drawn
from engine.texts import LANGUAGES
from tests.catalogue.edits import layouts
from tests.process.layout import figures

STEPS = [layouts.script(f"s{n}", 100 + 150 * n, high=80) for n in range(10)]
WAYS = [figures.way(f"w{n}", f"s{n} s{n + 1}", (212 + 150 * n, 132), (250 + 150 * n, 132)) for n in range(9)]
ROW = (
    *(layouts.APPLICATION, *STEPS, *WAYS, layouts.end(1600)),
    figures.way("begin", "application s0", (64, 132), (100, 132)),
    figures.way("over", "s9 end", (1562, 132), (1586, 132)),
)


@pytest.fixture
def bpmn(tmp_path: Path) -> Path:
    shutil.copytree(BPMN, tmp_path / "bpmn")
    return tmp_path / "bpmn"


def drawn(bpmn: Path, *things: figures.Thing | figures.Way) -> list[Finding]:
    """Return what is said of how a service is drawn."""
    folder = bpmn / layouts.SERVICE
    (folder / layouts.DIAGRAM).write_bytes(figures.written(*things, process=layouts.CODE))
    return [found for found in check_folder(folder) if found.code.startswith("layout.")]


def test_layout__many_places_of_one_rule__are_one_remark_that_names_the_first(bpmn: Path) -> None:
    found = {finding.code: finding for finding in drawn(bpmn, *ROW)}

    sizes = found["layout.sizes"]
    assert (sizes.severity, sizes.where, sizes.file) == ("remark", "s0", "general/question/process.bpmn")
    assert sizes.detail.startswith("s0 (112); s1 (112); ")
    assert sizes.detail.count("(112)") == MOST_NAMED
    assert sizes.detail.endswith("; + 2")
    assert len(found) == len(drawn(bpmn, *ROW))


def test_layout__of_the_blocks_that_a_service_calls__is_not_told_of_the_service() -> None:
    found = check_folder(BPMN / "general" / "question")

    files = {finding.file for finding in found if finding.code.startswith("layout.")}
    assert files <= {"general/question/process.bpmn"}


def test_layout__of_a_new_service__has_nothing_to_remark() -> None:
    measured = measure(nothing_drawn("general.new", "ახალი"), {}, lane_names())

    assert measured is not None
    assert measured.violations == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_remarks__of_layout__say_how_a_reader_is_misled(bpmn: Path, language: str) -> None:
    assert all(effect(finding, language) for finding in drawn(bpmn, *ROW))


def test_command__for_layout__prints_a_row_for_each_diagram_and_the_sums(bpmn: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--layout", str(bpmn / "general"), str(bpmn / "shared")])

    head, *rows, sums = result.output.splitlines()
    diagrams = [*bpmn.glob("general/*/process.bpmn"), *bpmn.glob("shared/*/process.bpmn")]
    assert result.exit_code == 0
    assert len(rows) == len(diagrams)
    assert "12!" in head
    column = head.index("10 ")
    assert int(sums[column - 2 : column + 2]) == sum(
        int(row[column - 2 : column + 2].replace("·", "0")) for row in rows
    )


def test_command__for_each_place__names_rule_elements_and_place(bpmn: Path) -> None:
    drawn(bpmn, *ROW)

    result = CliRunner().invoke(main, ["check", "--layout", "--each", str(bpmn / layouts.SERVICE)])

    assert "general/question 10 size: s0 (112.0) at 156, 140" in result.output.splitlines()


def test_command__for_programs__gives_all_that_was_measured(bpmn: Path) -> None:
    drawn(bpmn, *ROW)

    result = CliRunner().invoke(main, ["check", "--layout", "--format", "json", str(bpmn / layouts.SERVICE)])

    (measured,) = json.loads(result.output).values()
    assert (measured["steps"], measured["arrows"], measured["counts"]["10"]) == (10, 11, 10)
    assert {violation["rule"] for violation in measured["violations"]} == {10, 14}


@pytest.mark.parametrize(
    ("service", "role", "other"),
    [("general/review", "office", "applicant"), ("general/question", "applicant", "office")],
)
def test_layout__of_a_service_that_begins_in_the_lane_of_who_may_not__is_told(
    bpmn: Path, service: str, role: str, other: str
) -> None:
    diagram = bpmn / service / "process.bpmn"
    assert [found.detail for found in check_folder(bpmn / service) if found.code == "layout.lanes"] == []

    written = diagram.read_text()
    diagram.write_text(written.replace(f'name="mms:role" value="{role}"', f'name="mms:role" value="{other}"'))

    found = [found.detail for found in check_folder(bpmn / service) if found.code == "layout.lanes"]
    assert f"application × lane_{role}" in found
