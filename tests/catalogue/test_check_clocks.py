"""Clocks that a diagram names have to be the service's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from engine.catalogue.check import check_folder
from engine.installation.loading import BPMN
from tests.engine.services import TIMED, write_service

NAMED = "source='=if act.clock = \"\" then null else act.clock' target='clock'"


def folder(tmp_path: Path, body: str) -> Path:
    return write_service(tmp_path / "bpmn", body=body)


def clock_findings(service: Path) -> list[tuple[str, str, str]]:
    return [
        (finding.code, finding.where, finding.detail)
        for finding in check_folder(service)
        if "clock" in finding.code
    ]


def test_clocks__named_by_expressions__are_taken_on_trust(tmp_path: Path) -> None:
    assert clock_findings(folder(tmp_path, TIMED)) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("expert", []),
        (
            "case",
            [("reference.clock_unknown", "start", "case"), ("reference.clock_unknown", "stop", "case")],
        ),
        (
            "expret",
            [
                ("reference.clock_unknown", step, "expret")
                for step in ("start", "pause", "resume", "extend", "restart", "stop")
            ],
        ),
    ],
)
def test_clocks__named_outright__have_to_be_the_services(
    tmp_path: Path, name: str, found: list[tuple[str, str, str]]
) -> None:
    body = TIMED.replace(NAMED, f"source='=\"{name}\"' target='clock'")
    assert body != TIMED

    assert sorted(clock_findings(folder(tmp_path, body))) == sorted(found)


def test_clocks__not_named__belong_to_the_case_and_stages_must_be(tmp_path: Path) -> None:
    body = TIMED.replace(f"<zeebe:input {NAMED}/>", "")
    assert body != TIMED

    assert sorted(clock_findings(folder(tmp_path, body))) == [
        ("reference.clock_missing", "start", ""),
        ("reference.clock_missing", "stop", ""),
    ]


def test_clocks__extended_without_a_rule__are_found(tmp_path: Path) -> None:
    service = folder(tmp_path, TIMED.replace(NAMED, "source='=\"expert\"' target='clock'"))
    settings = json.loads((service / "service.json").read_text())
    del settings["clocks"]["expert"]["extension"]
    (service / "service.json").write_text(json.dumps(settings))

    assert clock_findings(service) == [("reference.clock_not_extendable", "extend", "expert")]


@pytest.mark.parametrize(
    ("path", "where"),
    [
        (("clocks", "opinion", "term"), "clocks.opinion.term"),
        (("clocks", "opinion", "extension", "total"), "clocks.opinion.extension.total"),
        (("clock", "extension", "total"), "clock.extension.total"),
    ],
)
def test_clocks__under_a_term_that_nobody_knows__are_found(
    tmp_path: Path, path: tuple[str, ...], where: str
) -> None:
    shutil.copytree(BPMN / "parameters", tmp_path / "bpmn" / "parameters")
    service = folder(tmp_path, TIMED)
    settings = json.loads((service / "service.json").read_text())
    *parents, last = path
    place = settings
    for parent in parents:
        place = place[parent]
    place[last] = "gac.decison"
    (service / "service.json").write_text(json.dumps(settings))

    found = [finding.where for finding in check_folder(service) if finding.detail == "gac.decison"]

    assert found == [where]
