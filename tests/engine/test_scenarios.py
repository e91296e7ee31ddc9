"""Scenarios of a service folder, and a new service made from a copy without a line of Python."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from engine.installation.loading import BPMN
from engine.scenarios.run import run_folder
from engine.texts import OFFICIAL

GRANT = BPMN / "high_mountain" / "grant"


def a_copy_of_the_catalogue(tmp_path: Path, *, keep: tuple[str, ...]) -> Path:
    """Copy what a service needs, with only the scenarios named."""
    bpmn = tmp_path / "bpmn"
    shutil.copytree(BPMN, bpmn)
    for path in (bpmn / "high_mountain" / "grant" / "scenarios").glob("*.json"):
        if path.stem not in keep:
            path.unlink()
    return bpmn


def change(path: Path, **changes: str) -> None:
    """Replace texts in a file; each must be there."""
    text = path.read_text()
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)


def test_scenario__with_a_wrong_expectation__fails_and_names_it(tmp_path: Path) -> None:
    bpmn = a_copy_of_the_catalogue(tmp_path, keep=("withdrawn",))
    path = bpmn / "high_mountain" / "grant" / "scenarios" / "withdrawn.json"
    content = json.loads(path.read_text())
    content["expect"]["letters"] = ["granted"]
    path.write_text(json.dumps(content))

    (result,) = run_folder(bpmn / "high_mountain" / "grant")

    assert not result.is_good
    assert "letters" in result.differences[0]


def test_scenario__with_an_impossible_step__fails_and_names_the_step(tmp_path: Path) -> None:
    bpmn = a_copy_of_the_catalogue(tmp_path, keep=("withdrawn",))
    path = bpmn / "high_mountain" / "grant" / "scenarios" / "withdrawn.json"
    content = json.loads(path.read_text())
    content["steps"].insert(1, {"task": "decide", "answers": {"outcome": "grant"}})
    path.write_text(json.dumps(content))

    (result,) = run_folder(bpmn / "high_mountain" / "grant")

    assert "step 2" in result.differences[0]


def test_folder__copied_with_another_diagram_form_and_text__is_a_new_service(tmp_path: Path) -> None:
    bpmn = a_copy_of_the_catalogue(tmp_path, keep=("withdrawn",))
    copy = bpmn / "high_mountain" / "renew"
    shutil.copytree(bpmn / "high_mountain" / "grant", copy)
    change(copy / "service.json", **{'"high_mountain.grant"': '"high_mountain.renew"'})
    change(copy / "process.bpmn", high_mountain_grant="high_mountain_renew", withdrawn_end="taken_back")
    change(copy / "process.bpmn", **{"high_mountain.grant": "high_mountain.renew"})
    form = json.loads((copy / "forms" / "check_completeness.form").read_text())
    form["components"].append({"type": "textfield", "id": "new_field", "key": "shelf", "label": "თარო"})
    (copy / "forms" / "check_completeness.form").write_text(json.dumps(form))
    for language in ("ka", "en"):
        texts = json.loads((copy / "texts" / f"{language}.json").read_text())
        if language != OFFICIAL:
            texts["elements"]["taken_back"] = texts["elements"].pop("withdrawn_end")
        texts.setdefault("forms", {}).setdefault("check_completeness", {})["shelf"] = {"label": "Shelf"}
        (copy / "texts" / f"{language}.json").write_text(json.dumps(texts))
    scenario = json.loads((copy / "scenarios" / "withdrawn.json").read_text())
    step = next(step for step in scenario["steps"] if step.get("task") == "check_completeness")
    step["answers"]["shelf"] = "12"
    scenario["expect"]["end"] = "taken_back"
    scenario["expect"]["data"] = {"check_completeness": {"look_into": [], **step["answers"]}}
    (copy / "scenarios" / "withdrawn.json").write_text(json.dumps(scenario))

    (result,) = run_folder(copy)

    assert result.differences == ()
