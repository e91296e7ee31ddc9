"""Scenarios of cases that hear from other cases, tell them something, or wait for the end of a stage."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from engine.installation.loading import BPMN
from engine.scenarios.run import Result, run_folder
from tests.engine.kit import CITIZEN
from tests.engine.services import FOLLOWING, decide, flow, service_task, user_task, write_service

# Asks another case, waits for its answer and for a signal, and tells all others when it is done.
ASKING_ANOTHER = (
    service_task(
        "ask",
        "message.publish",
        inputs={"name": '="asked"', "key": '="the-other"', "payload": "={note: application.note}"},
    )
    + '<bpmn:intermediateCatchEvent id="answered"><bpmn:messageEventDefinition messageRef="n"/>'
    + "</bpmn:intermediateCatchEvent>"
    + '<bpmn:intermediateCatchEvent id="told"><bpmn:signalEventDefinition signalRef="news"/>'
    + "</bpmn:intermediateCatchEvent>"
    + '<bpmn:intermediateThrowEvent id="tell"><bpmn:signalEventDefinition signalRef="done"/>'
    + "</bpmn:intermediateThrowEvent>"
    + user_task("review")
    + decide("grant", "granted")
    + '<bpmn:endEvent id="end"/>'
    + "".join(
        flow(a, b)
        for a, b in zip(
            ("application", "ask", "answered", "told", "tell", "review", "grant"),
            ("ask", "answered", "told", "tell", "review", "grant", "end"),
            strict=True,
        )
    )
)
SIGNALS = '<bpmn:signal id="news" name="news"/><bpmn:signal id="done" name="done"/>'
SENT = [{"name": "asked", "key": "the-other", "payload": {"note": "a note"}}]


def a_catalogue(tmp_path: Path) -> Path:
    """Return a copy of the catalogue in which Keda has the module of the services here."""
    bpmn = tmp_path / "bpmn"
    shutil.copytree(BPMN, bpmn, ignore=shutil.ignore_patterns("high_mountain"))
    place = bpmn / "municipalities" / "keda.json"
    content = json.loads(place.read_text())
    place.write_text(json.dumps({**content, "modules": ["permits"]}))
    return bpmn


def played(tmp_path: Path, body: str, steps: list[dict[str, Any]], expect: dict[str, Any]) -> Result:
    service = write_service(a_catalogue(tmp_path), body=body)
    diagram = service / "process.bpmn"
    text = diagram.read_text()
    if "signalRef" in body:
        text = text.replace("<bpmn:error ", f"{SIGNALS}<bpmn:error ", 1)
    diagram.write_text(text)
    scenario = {
        "names": {"ka": "დემო", "en": "Demo"},
        "starts_at": "2026-09-01T10:00:00+04:00",
        "municipality": "keda",
        "language": "ka",
        "channel": "portal",
        "applicant": CITIZEN,
        "application": {"note": "a note"},
        "steps": steps,
        "expect": expect,
    }
    (service / "scenarios").mkdir(exist_ok=True)
    for old in (service / "scenarios").glob("*.json"):
        old.unlink()
    (service / "scenarios" / "one.json").write_text(json.dumps(scenario))
    (result,) = run_folder(service)
    return result


def test_scenario__of_a_case_that_hears_from_others_and_tells_them__is_run(tmp_path: Path) -> None:
    steps = [
        {
            "message": "answer",
            "key": "a note",
            "payload": {"is_free": True},
            "expect": {"waiting": ["told"], "messages": SENT},
        },
        {"signal": "news", "payload": 7, "expect": {"waiting": ["review"], "signals": ["done"]}},
        {"task": "review", "answers": {"good": True}},
    ]
    expect = {"end": "end", "messages": SENT, "data": {"answered": {"is_free": True}, "told": 7}}

    assert played(tmp_path, ASKING_ANOTHER, steps, expect).differences == ()


def test_scenario__message_with_a_key_nobody_waits_with__can_not_be_run(tmp_path: Path) -> None:
    steps = [{"message": "answer", "key": "nobody"}]

    (difference,) = played(tmp_path, ASKING_ANOTHER, steps, {}).differences

    assert "message.nobody_waits" in difference


def test_scenario__expecting_other_messages__fails_and_names_what_differs(tmp_path: Path) -> None:
    expect = {"messages": [{"name": "asked", "key": "another"}], "signals": ["done"]}

    found = played(tmp_path, ASKING_ANOTHER, [], expect).differences

    assert found == (
        "messages[0].key: expected 'another', found 'the-other'",
        "signals: expected ['done'], found []",
    )


def test_scenario__timer_that_follows_a_stage__goes_on_when_that_runs_out(tmp_path: Path) -> None:
    begin = {"task": "act", "answers": {"what": "start", "clock": "expert"}}
    hold = {"task": "act", "answers": {"what": "pause", "clock": "expert", "reason": "a reason"}}
    go_on = {"task": "act", "answers": {"what": "resume", "clock": "expert"}}
    steps = [
        {**begin, "expect": {"dates": {"wait": "2026-09-15"}}},
        hold,
        {"days": 7},
        {**go_on, "expect": {"dates": {"wait": "2026-09-21"}, "waiting": ["act", "wait"]}},
        {"until": "2026-09-21", "expect": {"waiting": ["act", "wait"]}},
        {"days": 2, "expect": {"waiting": ["act", "review"]}},
    ]

    assert played(tmp_path, FOLLOWING, steps, {}).differences == ()
