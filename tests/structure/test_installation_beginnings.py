"""Data files below `bpmn/` only begin an installation: what an office changes is entered on a page."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path

import pytest

from engine.installation.loading import BPMN
from tests.web.access import table

# What begins with a file, and the addresses at which those who may enter what comes after.
ENTERED = {
    "municipality": {
        "mms": ["POST admin.set_rollout"],
        "modules": ["POST admin.set_switch"],
        "languages": ["POST admin.set_languages"],
        "units": ["POST admin.add_unit", "POST admin.change_unit"],
        "settlements": ["POST admin.propose_settlements"],
        "zones": ["POST admin.propose_zones"],
        "letterhead": ["POST admin.set_letterhead"],
        "court": ["POST admin.set_court", "POST admin.enter_courts"],
        "holidays": ["POST admin.declare_day_off"],
        "demo_modules": ["POST admin.set_switch"],
    },
    "centers": {"centers": ["POST admin.enter_centers", "POST admin.correct_center"]},
    "directory": {"partners": ["POST admin.enter_partners", "POST admin.enter_directory"]},
    "holidays": {"holidays": ["POST admin.declare_country_day_off"]},
    "parameters": {
        "parameters": ["POST admin.set_law", "POST admin.set_parameter", "POST admin.enter_values"]
    },
    "programmes": {"programmes": ["POST inbox.add_sub_programme", "POST inbox.change_sub_programme"]},
}
# No office changes them: what a municipality is by law, and which 43 of them the published list names.
BY_LAW = {"municipality": {"code", "names", "kind", "region", "high_mountain"}}
ABOUT_THE_FILE = {"source", "confidence", "note", "_review"}
ABOUT_FILES = {"holidays": {"law", "known_from", "known_until"}, "programmes": {"municipality", "demo"}}
# Written with the program, like its code: no office is asked for it.
OF_A_RELEASE = {"README.md", "life_events.json", "survivors.json"}
FOLDERS = {"municipalities": "municipality", "parameters": "parameters", "programmes": "programmes"}


def beginning_of(path: Path) -> str:
    """Return which of the files that begin an installation this is, by the name of its schema."""
    return FOLDERS.get(path.parts[0], path.stem)


def data_files() -> list[Path]:
    """Return what lies below `bpmn/` outside modules, which the studio changes, and schemas."""
    ours = {file.parent.name for file in BPMN.glob("*/module.json")} | {"shared", "schemas"}
    found = (file.relative_to(BPMN) for file in BPMN.rglob("*") if file.is_file())
    return sorted(file for file in found if file.parts[0] not in ours and str(file) not in OF_A_RELEASE)


def test_data_file__below_bpmn__is_one_that_begins_an_installation() -> None:
    files = data_files()

    assert {beginning_of(file) for file in files} == set(ENTERED)
    assert {file.suffix for file in files} == {".json"}


@pytest.mark.parametrize("kind", ENTERED)
def test_data_file__that_begins_an_installation__holds_only_what_a_page_changes(kind: str) -> None:
    schema = json.loads((BPMN / "schemas" / f"{kind}.schema.json").read_text())

    assert schema["additionalProperties"] is False
    said_elsewhere = BY_LAW.get(kind, set()) | ABOUT_FILES.get(kind, set()) | ABOUT_THE_FILE
    assert set(schema["properties"]) - said_elsewhere == set(ENTERED[kind])


def test_addresses__at_which_it_changes__let_somebody_in() -> None:
    known = table.read().endpoints
    named = set(chain.from_iterable(chain.from_iterable(kind.values()) for kind in ENTERED.values()))

    assert {name for name in named if not known.get(name)} == set()
