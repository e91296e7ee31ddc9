"""A parameter that nothing reads is named; what the engine reads by itself it takes from one place."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine import own_parameters
from engine.catalogue.check import check_parameters_read
from engine.catalogue.parameters import read_parameters
from engine.cli import main
from engine.installation.loading import BPMN
from engine.own_parameters import OwnParameter

ENGINE = Path(own_parameters.__file__).parent
# A new service is given these terms in its own settings, which read them.
GIVEN_AWAY = {ENGINE / "studio" / "beginning.py"}
NEW = "council.cooling"


@pytest.fixture
def bpmn(tmp_path: Path) -> Path:
    """A catalogue of one service, one register and one parameter, which nothing reads."""
    folder = tmp_path / "bpmn"
    shutil.copytree(BPMN / "schemas", folder / "schemas")
    shutil.copytree(BPMN / "high_mountain" / "grant", folder / "high_mountain" / "grant")
    shutil.copytree(BPMN / "high_mountain" / "registers", folder / "high_mountain" / "registers")
    content = json.loads((BPMN / "parameters" / "general.json").read_text())
    content["parameters"] = [{**content["parameters"][0], "name": NEW}]
    (folder / "parameters").mkdir()
    (folder / "parameters" / "general.json").write_text(json.dumps(content))
    return folder


def found_in(bpmn: Path) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.file, finding.detail) for finding in check_parameters_read(bpmn)]


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def test_parameters__of_the_shipped_catalogue__are_all_read() -> None:
    assert found_in(BPMN) == []


def test_parameter__nothing_reads__is_named_and_forbids_nothing(bpmn: Path) -> None:
    assert found_in(bpmn) == [("reference.parameter_unread", "parameters/general.json", NEW)]
    assert not any(finding.is_error for finding in check_parameters_read(bpmn))


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("grant/process.bpmn", "&quot;hm.visit&quot;", f"&quot;{NEW}&quot;"),
        ("grant/eligibility.dmn", 'parameter("hm.min_months")', f'parameter("{NEW}")'),
        ("grant/forms/application.form", "=parameters.hm.witnesses", f"=parameters.{NEW}"),
        ("grant/documents/parts/facts.en.html", "<li>", f'<li>{{{{ term("{NEW}") }}}}'),
        ("grant/service.json", '"term": "gac.decision"', f'"term": "{NEW}"'),
        ("grant/service.json", '"term": "gac.court"', f'"term": "{NEW}"'),
        ("grant/service.json", "hm.high_altitude", NEW),
        ("registers/residents.json", '"hm.suspension_reminder"', f'"{NEW}"'),
    ],
)
def test_parameter__something_that_runs_reads_it__is_not_named(
    bpmn: Path, file: str, before: str, after: str
) -> None:
    edit(bpmn / "high_mountain" / file, before, after)

    assert found_in(bpmn) == []


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("README.md", "# ", f'# `parameter("{NEW}")` '),
        ("eligibility.dmn", "<decision ", f'<!-- parameter("{NEW}") --><decision '),
        ("scenarios/granted.json", '"en": "', f'"en": "parameter(\\"{NEW}\\") '),
    ],
)
def test_parameter__only_people_read_of_it__is_named(bpmn: Path, file: str, before: str, after: str) -> None:
    edit(bpmn / "high_mountain" / "grant" / file, before, after)

    assert [detail for _, _, detail in found_in(bpmn)] == [NEW]


def test_command__on_a_whole_catalogue__names_what_nothing_reads(bpmn: Path) -> None:
    shutil.rmtree(bpmn / "high_mountain")

    result = CliRunner().invoke(main, ["check", "--language", "en", str(bpmn)])

    assert result.exit_code == 0
    assert "[reference.parameter_unread]" in result.output
    assert NEW in result.output


def test_own_parameters__all__are_entered_and_used_by_the_engine() -> None:
    used = {
        node.attr
        for path in ENGINE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == OwnParameter.__name__
    }

    assert {*OwnParameter} <= read_parameters(BPMN).names
    assert {parameter.name for parameter in OwnParameter} == used


def test_engine__parameter_by_name__is_written_in_one_place() -> None:
    names = read_parameters(BPMN).names
    written = {
        (path.relative_to(ENGINE).as_posix(), text)
        for path in ENGINE.rglob("*.py")
        if path not in {*GIVEN_AWAY, Path(own_parameters.__file__)}
        for text in literals(path)
        if text in names
    }

    assert written == set()


def literals(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
