"""Scenarios whose case is opened by the civil registry or a batch, or that show that none is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine.installation.loading import BPMN
from engine.scenarios.coverage import Coverage, CoveredParts
from engine.scenarios.folders import version_of
from engine.scenarios.run import Result, run_folder

pytestmark = pytest.mark.extended

OWN_MOTION, MONITORING = "high_mountain/own_motion", "high_mountain/monitoring"


def played(tmp_path: Path, service: str, scenario: str, **settings: Any) -> Result:
    """Run one shipped scenario of a copy of a service, of which some settings are other."""
    bpmn = tmp_path / "bpmn"
    shutil.copytree(BPMN, bpmn)
    folder = bpmn / service
    for path in (folder / "scenarios").iterdir():
        if path.stem != scenario:
            path.unlink()
    found = json.loads((folder / "service.json").read_text())
    (folder / "service.json").write_text(json.dumps({**found, **settings}))
    [result] = run_folder(folder)
    return result


def settings_of(service: str, name: str) -> Any:
    return json.loads((BPMN / service / "service.json").read_text())[name]


def test_scenario__of_a_batch__takes_what_opened_its_case(tmp_path: Path) -> None:
    result = played(tmp_path, MONITORING, "opened_by_batch")

    assert result.differences == ()
    assert result.taken.occasions == {("batch", True)}


def test_scenario__of_an_entry_that_a_batch_takes_against_its_condition__is_bad(tmp_path: Path) -> None:
    cohort = settings_of(MONITORING, "cohort") | {"condition": "=true"}

    result = played(tmp_path, MONITORING, "left_out_by_batch", cohort=cohort)

    assert result.differences == ("a case is opened",)


@pytest.mark.parametrize(
    ("scenario", "said"),
    [("registry_tells_of_a_move", "no case is opened"), ("move_within_the_list", "a case is opened")],
)
def test_scenario__of_an_event_whose_condition_is_turned_round__is_bad(
    tmp_path: Path, scenario: str, said: str
) -> None:
    triggers = [
        {**trigger, "condition": f"=not({trigger['condition'][1:]})"} if "condition" in trigger else trigger
        for trigger in settings_of(OWN_MOTION, "triggers")
    ]

    assert played(tmp_path, OWN_MOTION, scenario, triggers=triggers).differences == (said,)


def test_coverage__what_comes_by_itself_and_no_scenario_shows__is_missing() -> None:
    taken = CoveredParts(occasions=frozenset([("address", True), ("death", True), ("batch", True)]))
    coverage = Coverage()

    coverage.add(version_of(BPMN / OWN_MOTION), (taken,))
    drawn = dict(coverage)["high_mountain.own_motion"]

    assert drawn.unseen == ("address without effect", "citizenship without effect", "citizenship", "expiry")
    assert {"kind": "occasion", "id": "citizenship", "has_effect": True} in drawn.untaken
