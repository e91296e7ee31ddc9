"""A registration in a settlement that is not on the list, as a case officer enters it, leads to no grant."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from engine.installation.loading import BPMN
from engine.scenarios.run import run_folder


def test_draft__of_somebody_registered_in_a_settlement_that_is_not_listed__offers_no_grant(
    tmp_path: Path,
) -> None:
    bpmn = Path(shutil.copytree(BPMN, tmp_path / "bpmn"))
    folder = bpmn / "high_mountain" / "grant"
    for path in (folder / "scenarios").glob("*.json"):
        if path.stem != "not_listed":
            path.unlink()
    file = folder / "scenarios" / "not_listed.json"
    scenario = json.loads(file.read_text())
    draft = next(step for step in scenario["steps"] if step.get("task") == "draft_act")
    draft["answers"] = {
        **draft["answers"],
        "outcome": "grant",
        "refusal_reason": None,
        "departure_reason": "მიზეზი",
    }
    file.write_text(json.dumps(scenario))

    (result,) = run_folder(folder)

    assert "task draft_act" in result.differences[0] and "outcome" in result.differences[0]
