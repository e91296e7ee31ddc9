"""`mms check` and a refused publication tell people what to mend."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from engine.catalogue.check import check, check_folder
from engine.catalogue.folder import read_service
from engine.cli import main
from engine.cli.plain import plain_errors
from engine.installation.loading import BPMN


@pytest.fixture
def grant(tmp_path: Path) -> Path:
    """A copy of the shipped service with one mistake."""
    shutil.copytree(BPMN, tmp_path / "bpmn")
    folder = tmp_path / "bpmn" / "high_mountain" / "grant"
    text = (folder / "process.bpmn").read_text()
    (folder / "process.bpmn").write_text(text.replace('candidateGroups="mayor_rep"', 'candidateGroups="x"'))
    return folder


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ka",
            (
                "ცუდია   high_mountain/grant (შეცდომები: 1",
                "ნაბიჯი ასახელებს როლს",
                "visit „ვიზიტი და ბარათი“",
            ),
        ),
        ("en", ("BAD   high_mountain/grant (errors: 1", "The step names a role", "[reference.role_unknown]")),
    ],
)
def test_command__on_a_service_with_a_mistake__says_so_in_the_language(
    grant: Path, language: str, words: tuple[str, ...]
) -> None:
    result = CliRunner().invoke(main, ["check", "--language", language, str(grant)])

    assert result.exit_code == 1
    assert all(word in result.output for word in words), result.output


def test_command__for_programs__gives_both_languages_and_every_place(grant: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--format", "json", str(grant)])

    (findings,) = json.loads(result.output).values()
    (found,) = [finding for finding in findings if finding["severity"] == "error"]
    assert (found["code"], found["where"], found["name"]) == (
        "reference.role_unknown",
        "visit",
        "ვიზიტი და ბარათი",
    )
    assert found["wrong"].keys() == found["mend"].keys() == {"ka", "en"}


def test_command__on_a_good_service__ends_well_in_spite_of_remarks(grant: Path) -> None:
    (grant / "process.bpmn").write_bytes((BPMN / "high_mountain" / "grant" / "process.bpmn").read_bytes())
    unread = "application.phone".join((grant / "service.json").read_text().split("application.email"))
    (grant / "service.json").write_text(unread)

    result = CliRunner().invoke(main, ["check", "--language", "en", str(grant)])

    assert result.exit_code == 0
    assert result.output.startswith("good  high_mountain/grant (remarks: ")
    assert "[data.field_unused]" in result.output


def test_publication__refused__tells_what_to_mend(grant: Path) -> None:
    with pytest.raises(click.ClickException) as refused, plain_errors():
        check(read_service(grant))

    assert "Add the role to module.json, or correct the name." in refused.value.message
    assert len([finding for finding in check_folder(grant) if finding.is_error]) == 1
