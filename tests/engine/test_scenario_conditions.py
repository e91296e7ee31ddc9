"""Conditions of letters and forms that a run turns round: the scenario that keeps what they said sees it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from engine.installation.loading import BPMN
from engine.scenarios.run import Result, keep_folder, run_folder

pytestmark = pytest.mark.extended

SERVICE = "high_mountain/report_absence"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue with one scenario of the service, which keeps what its run comes to."""
    folder = one_scenario(tmp_path_factory.mktemp("kept"), "excused")
    return folder.parents[1]


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    """The service, to make a mistake in."""
    shutil.copytree(kept, tmp_path / "bpmn")
    return tmp_path / "bpmn" / SERVICE


def one_scenario(tmp_path: Path, scenario: str, *, service: str = SERVICE) -> Path:
    """Return a copy of a service with one of its scenarios, which keeps what its run comes to."""
    bpmn = tmp_path / "bpmn"
    shutil.copytree(BPMN, bpmn)
    folder = bpmn / service
    for path in (folder / "scenarios").iterdir():
        if path.stem != scenario:
            path.unlink()
    [kept] = keep_folder(folder)
    assert kept.is_good
    return folder


def run_after(folder: Path, file: str, old: str, new: str) -> Result:
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    [result] = run_folder(folder)
    return result


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "documents/noted.en.html",
            ' mms:if="=opened = null"',
            "",
            "conditions.noted opened = null: expected True, found None",
        ),
        (
            "documents/noted.ka.html",
            "=absence.is_late",
            "=not(absence.is_late)",
            "conditions.noted absence.is_late: expected True, found None",
        ),
    ],
)
def test_scenario__condition_of_a_letter_that_goes_or_turns_round__is_told(
    folder: Path, file: str, old: str, new: str, told: str
) -> None:
    result = run_after(folder, file, old, new)

    assert told in result.differences


def test_scenario__kept__says_what_conditions_said(folder: Path) -> None:
    expected = json.loads((folder / "scenarios" / "excused.json").read_text())["expect"]

    assert expected["conditions"]["noted"]["opened = null"] is True


def test_scenario__condition_of_a_form_that_turns_round__is_told(folder: Path) -> None:
    old, new = '"=consequence = \\"not_ours\\""', '"=consequence != \\"not_ours\\""'

    result = run_after(folder, "forms/assess.form", old, new)

    assert [said for said in result.differences if said.startswith("hidden.assess: expected ")]


def test_scenario__form_that_reads_who_applies__hides_what_its_page_hides(tmp_path: Path) -> None:
    folder = one_scenario(tmp_path, "doubt_heard", service="high_mountain/monitoring")

    expected = json.loads((folder / "scenarios" / "doubt_heard.json").read_text())["expect"]

    # The applicant's telephone is shown where there is one.
    assert expected["hidden"]["visit"] == []
