"""What a service's README says of its parameters is what holds: value, law, confidence and source of each."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import grounds_doc
import pytest

from engine.catalogue.folder import read_service, service_folders, services
from engine.installation.loading import BPMN

SERVICES = tuple(service_folders(BPMN / "high_mountain"))
HEADING = "| Parameter | Value | Law | Confidence | Source |"
GROUNDED = tuple(folder for folder in services(BPMN) if (folder / "grounds.dmn").exists())
READ_BY = (".bpmn", ".dmn", ".form", ".html", "service.json")


@pytest.mark.parametrize("folder", SERVICES, ids=lambda one: one.name)
def test_readme__of_a_service__states_each_parameter_that_it_reads(folder: Path) -> None:
    known = newest()
    said = (folder / "README.md").read_text("utf-8")

    rows = [line for line in said.splitlines() if line.startswith("| `")]

    assert HEADING in said
    assert rows == [row(known[name]) for name in read_by(folder, known)]
    assert "## What is not covered" in said or "## Known limits" in said


@pytest.mark.parametrize("folder", GROUNDED, ids=lambda one: f"{one.parent.name}/{one.name}")
def test_readme__of_a_service_that_refuses__states_each_ground_as_its_table_does(folder: Path) -> None:
    assert grounds_doc.section(folder) in (folder / "README.md").read_text("utf-8")


def test_grounds__of_every_service_that_drafts_an_act__stand_in_a_table() -> None:
    drafting = [
        folder for folder in services(BPMN) if b"shared.decision" in (folder / "process.bpmn").read_bytes()
    ]

    assert [folder for folder in drafting if folder not in GROUNDED] == []


def newest() -> dict[str, Mapping[str, Any]]:
    """Return the parameters by name, each as it is from its last day on."""
    files = sorted((BPMN / "parameters").glob("*.json"))
    found = [parameter for file in files for parameter in json.loads(file.read_text("utf-8"))["parameters"]]
    return {
        parameter["name"]: parameter for parameter in sorted(found, key=lambda one: str(one["valid_from"]))
    }


def read_by(folder: Path, known: Mapping[str, Any]) -> list[str]:
    """Return the parameters that the service or a block of it names, in order of name."""
    files = read_service(folder).files
    text = "\n".join(content.decode() for name, content in files.items() if name.endswith(READ_BY))
    return [name for name in sorted(known) if re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", text)]


def row(one: Mapping[str, Any]) -> str:
    law = one["law"]
    article = law and ", ".join(filter(None, (law["act"]["en"].partition(",")[0], law["article"])))
    return f"| `{one['name']}` | {value(one)} | {article or 'none'} | {one['confidence']} | {one['source']} |"


def value(one: Mapping[str, Any]) -> str:
    found, unit = one["value"], one["unit"]
    if one["kind"] == "term":
        found, unit = found["number"], found["unit"].replace("_", " ")
        unit = unit.removesuffix("s") if found == 1 else unit
    if one["kind"] == "flag":
        return "yes" if found else "no"
    return str(found) if unit in (None, "count") else f"{found} {unit}"
