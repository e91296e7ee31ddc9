"""Drafts run in a sandbox: from an empty application to the end, by the real engine, beside all else."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.installation.loading import BPMN
from engine.studio import sandbox_session
from engine.studio.sandbox import Sandbox, SandboxSilent
from tests.cohorts.kit import wait_until

SERVICE = "construction.notify"
FOLDER = BPMN / "construction" / "notify"


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Where the programs have their databases, which are gone soon after them.

    Directories of pytest are closed to the account of PostgreSQL.
    """
    made = Path(tempfile.mkdtemp(prefix="mms-sandbox-"))
    made.chmod(0o711)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TMPDIR", str(made))
        yield made
    wait_until(lambda: not any(made.iterdir()))
    made.rmdir()


@pytest.fixture(scope="module")
def sandbox(home: Path) -> Iterator[Sandbox]:
    started = Sandbox(SERVICE, files_of(FOLDER), BPMN)
    yield started
    started.end()


@pytest.fixture(scope="module")
def agreed() -> dict[str, Any]:
    """The scenario whose answers are given here one by one."""
    found: dict[str, Any] = json.loads((FOLDER / "scenarios" / "agreed.json").read_bytes())
    return found


def asked(sandbox: Sandbox, scenario: dict[str, Any], **more: Any) -> dict[str, Any]:
    return sandbox.ask({"scenario": scenario, "language": "en", **more})


@pytest.mark.timeout(300)
def test_sandbox__step_by_step__stands_where_the_scenario_stands(
    sandbox: Sandbox, agreed: dict[str, Any]
) -> None:
    scenario = sandbox_session.taken_back({**agreed, "steps": []})

    begun = asked(sandbox, scenario)
    judged = asked(sandbox, scenario, typed=[["notice_kind", "simple"]])
    of_program = asked(sandbox, scenario, is_of_program=True)["form"]
    refused = asked(sandbox, scenario, element=None, answers={"notice_kind": "simple"})
    taken = asked(sandbox, scenario, element=None, answers=agreed["application"])
    early = asked(sandbox, scenario, element="ask_plot", answers={})
    filed = sandbox_session.filed(scenario, agreed["application"])
    waiting = asked(sandbox, filed)
    answered = sandbox_session.stepped(filed, agreed["steps"][0])
    open_task = asked(sandbox, answered)
    late = asked(
        sandbox, sandbox_session.stepped(answered, sandbox_session.until(open_task["timers"][0]["due_on"]))
    )

    assert (begun["is_filed"], "notice_kind" in begun["form"]) == (False, True)
    assert "answers" not in judged
    assert "Cadastral code" in judged["summary"]
    assert "notice_kind" in {question["path"] for question in of_program}
    assert ("cadastral_code", "required") in {(error["path"], error["code"]) for error in refused["errors"]}
    assert taken["answers"]["notice_kind"] == agreed["application"]["notice_kind"]
    assert early == {"is_missing": True}
    assert [job["element"] for job in waiting["jobs"]] == ["ask_plot"]
    assert waiting["tasks"] == []
    assert [task["role"] for task in open_task["tasks"]] == ["architect"]
    assert "1240" in open_task["tasks"][0]["form"]
    assert late["letters"] != open_task["letters"]


def _with_names(expect: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is expected, of letters and acts their names alone."""
    papers = {key: expect[key] for key in ("letters", "acts") if key in expect}
    names = {
        key: [paper if isinstance(paper, str) else paper["template"] for paper in papers[key]]
        for key in papers
    }
    return {**expect, **names}


@pytest.mark.timeout(300)
def test_sandbox__to_its_end__expects_what_the_scenario_of_ours_expects(
    sandbox: Sandbox, agreed: dict[str, Any]
) -> None:
    came_to = asked(sandbox, agreed)

    assert came_to["failure"] is None
    ours, theirs = (_with_names(expect) for expect in (agreed["expect"], came_to["expect"]))
    assert {key: theirs[key] for key in ours if key in theirs} == {
        key: value for key, value in ours.items() if key in theirs
    }
    assert {"status", "path", "letters", "due_on"} <= theirs.keys()
    assert any("contains" in letter for letter in came_to["expect"]["letters"])


@pytest.mark.timeout(300)
def test_sandbox__of_a_step_that_is_not_possible__says_so_and_goes_no_further(
    sandbox: Sandbox, agreed: dict[str, Any]
) -> None:
    came_to = asked(sandbox, {**agreed, "steps": [{"task": "check", "answers": {}}]})

    assert "check" in came_to["failure"]
    assert came_to["is_filed"]
    assert sandbox_session.taken_back({**agreed, "steps": [{"days": 1}]})["steps"] == []


@pytest.mark.timeout(300)
def test_sandbox__of_a_draft_that_is_no_service__is_silent() -> None:
    broken = Sandbox(SERVICE, {**files_of(FOLDER), "process.bpmn": b"<nothing/>"}, BPMN)

    with pytest.raises(SandboxSilent):
        broken.ask({"scenario": {"starts_at": "2026-11-02T10:00:00+04:00"}, "language": "en"})
    broken.end()
    broken._program.wait()


def test_answers_to_a_job__of_all_scenarios__are_each_offered_once() -> None:
    known = sandbox_session.known_answers(files_of(FOLDER), "ask_plot")

    assert known
    assert len({json.dumps(answer, sort_keys=True) for answer in known.values()}) == len(known)
    assert all(set(answer) <= {"result", "error"} for answer in known.values())


@pytest.mark.timeout(300)
def test_sandbox__draft_that_comes_back_after_a_hearing__begins_as_it_was_written(sandbox: Sandbox) -> None:
    whole = json.loads((FOLDER / "scenarios" / "agreed_after_hearing.json").read_bytes())
    drafts = [number for number, step in enumerate(whole["steps"]) if step.get("task") == "draft_act"]
    written = whole["steps"][drafts[0]]["answers"]
    first, again = ({**whole, "steps": whole["steps"][:number]} for number in drafts)

    (empty,) = asked(sandbox, first, is_of_program=True)["tasks"]
    (of_program,) = asked(sandbox, again, is_of_program=True)["tasks"]
    (shown,) = asked(sandbox, again)["tasks"]

    assert (empty["is_again"], empty["begins_with"]) == (False, {})
    assert (of_program["is_again"], of_program["begins_with"]) == (True, written)
    assert written["reasoning"] in shown["form"] and 'value="refuse" checked' in shown["form"]


@pytest.mark.timeout(300)
def test_sandbox__visa_that_comes_back__is_empty(sandbox: Sandbox) -> None:
    whole = json.loads((FOLDER / "scenarios" / "agreed_after_hearing.json").read_bytes())
    places = [number for number, step in enumerate(whole["steps"]) if step.get("task") == "legal_visa"]
    before, draft = whole["steps"][: places[0]], whole["steps"][places[0] - 1]
    remark = {
        "task": "legal_visa",
        "role": "lawyer",
        "answers": {"visa": "remarks", "remarks": "ერთი სიტყვა"},
    }

    (back,) = asked(sandbox, {**whole, "steps": [*before, remark]}, is_of_program=True)["tasks"]
    (visa,) = asked(sandbox, {**whole, "steps": [*before, remark, draft]}, is_of_program=True)["tasks"]

    assert (back["element"], back["begins_with"]) == ("draft_act", draft["answers"])
    assert (visa["element"], visa["is_again"], visa["begins_with"]) == ("legal_visa", False, {})


@pytest.mark.timeout(300)
def test_sandbox__that_is_ended_with_its_installation__leaves_no_database(
    sandbox: Sandbox, agreed: dict[str, Any], home: Path
) -> None:
    asked(sandbox, agreed)
    databases = list(home.glob("mms-scenario-*"))

    sandbox._program.terminate()
    sandbox._program.wait()

    assert len(databases) == 1
    assert list(home.glob("mms-scenario-*")) == []
