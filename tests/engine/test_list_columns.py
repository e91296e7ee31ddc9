"""What a service lets lists show of its cases: validation checks it, a list of the service alone shows it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine.catalogue.check.validation import check_folder
from engine.installation.loading import BPMN
from engine.queries import inbox
from engine.queries.inbox_part import Part
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.engine.kit import Office
from tests.engine.services import NAMES, REVIEW, write_service

SPECIAL = (
    "application.facility",
    "application.diagnosis",
    "application.deceased_number",
    "application.bank_iban",
    "application.phone",
    "application.papers",
    "application.need",
)


def with_columns(folder: Path, *places: str) -> Path:
    """Let the service in the folder show answers in lists."""
    declared = json.loads((folder / "service.json").read_text())
    declared["list_columns"] = [{"answer": place, "names": NAMES} for place in places]
    (folder / "service.json").write_text(json.dumps(declared, ensure_ascii=False))
    return folder


def told(folder: Path) -> list[tuple[str, str]]:
    return [(finding.code, finding.detail) for finding in check_folder(folder) if "column" in finding.code]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("application.note", []),
        ("application.nothing", [("reference.column_unknown", "application.nothing")]),
        ("nothing.note", [("reference.column_unknown", "nothing.note")]),
        ("application", [("reference.column_unknown", "application")]),
    ],
)
def test_validation__column_of_what_nobody_asks__is_refused(
    tmp_path: Path, place: str, expected: list[Any]
) -> None:
    assert told(with_columns(write_service(tmp_path / "bpmn", body=REVIEW), place)) == expected


def test_validation__column_of_health_or_of_what_finds_a_person__is_refused(tmp_path: Path) -> None:
    shutil.copytree(BPMN, tmp_path / "bpmn")

    service, most = tmp_path / "bpmn" / "social" / "apply", 3  # a service has so many columns

    found = [
        finding
        for first in range(0, len(SPECIAL), most)
        for finding in told(with_columns(service, *SPECIAL[first : first + most]))
    ]

    assert found == [("reference.column_restricted", place) for place in SPECIAL]


def test_list__of_one_service__shows_its_columns_and_no_other_list_does(
    office: Office, tmp_path: Path
) -> None:
    folder = with_columns(write_service(tmp_path / "bpmn", body=REVIEW), "application.note")
    office.engine.send(PublishService(folder, "tests"), actor=system())
    office.file(note="a fence")

    with office.engine.read(office.staff("specialist")) as tx:
        alone, among = inbox.page(tx, Part("unit", service=office.service)), inbox.page(tx, "unit")

    assert alone.columns == (NAMES,)
    assert [row.shown for row in alone.rows] == [({"ka": "a fence", "en": "a fence"},)]
    assert (among.columns, [row.shown for row in among.rows]) == ((), [()])
