"""The studio through the API: what programs of two analysts change, ask for and approve, and what not."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine import canonical
from engine.bootstrap import Engine
from engine.catalogue.files import MAX_FILE_BYTES
from engine.identity.tokens import APPROVE
from engine.studio.handlers import publish_requests
from engine.studio.jobs import scenarios
from engine.studio.judging import Judgement, ValidationBusy
from tests.studio.test_pages import FIRST, PLAYED, SECOND, SERVICE, finding, repacked
from tests.studio.test_sandbox_pages import STATE
from tests.web.desk import CITIZEN, Desk
from tests.web.programs import Program, made_token, of_citizen, of_office, person
from tests.web.test_api import filed
from web.api import sandbox as sandbox_api
from web.api import studio
from web.studio import sandbox as pages

DRAWS = ("studio:read", "studio:act")
TABLE = "eligibility.dmn"
QUESTION = {
    "path": "ok",
    "type": "checkbox",
    "kind": "",
    "label": "Is it?",
    "hint": "",
    "is_required": True,
    "is_sometimes_asked": False,
    "is_read_only": False,
    "is_multiple": False,
    "options": [{"value": "yes", "label": "Yes"}],
    "accept": [],
}


@pytest.fixture
def analysts(app: Flask, engine: Engine) -> tuple[Program, Program]:
    """The programs of two people who draw; that of the second may approve."""

    def of(number: str, *scopes: str) -> Program:
        return Program(app, made_token(engine, person(engine, number), "analyst", scopes=scopes))

    return of(FIRST, *DRAWS), of(SECOND, *DRAWS, APPROVE)


@pytest.fixture(autouse=True)
def validation(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Any]]:
    """What validation finds; it has tests of its own, and takes its time."""
    found: list[Mapping[str, Any]] = []

    def judge(*_: Any, **__: Any) -> Judgement:
        return Judgement(tuple(found))

    for module in (studio, publish_requests):
        monkeypatch.setattr(module, "judge", judge)
    return found


def begun(program: Program, **more: Any) -> str:
    """Begin a draft; return its address."""
    answer = program.post("/studio/drafts", {"service": SERVICE, **more})
    assert answer.status_code == 201, answer.text
    return f"/studio/drafts/{answer.json['draft_id']}"


def put(program: Program, address: str, body: Any, version: str | None = None) -> TestResponse:
    headers = {} if version is None else {"If-Match": version}
    return program.ask("PUT", address, json=body, headers=headers)


def codes(*answers: TestResponse) -> list[tuple[int, str | None]]:
    return [
        (answer.status_code, answer.json["code"] if answer.status_code >= 400 else None) for answer in answers
    ]


def test_table__changed_by_one_program_and_approved_by_another__decides_the_next_case(
    app: Flask, engine: Engine, desk: Desk, analysts: tuple[Program, Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = analysts
    citizen, clerk = of_citizen(app, engine, CITIZEN), of_office(app, engine, "specialist")
    draft = begun(one)
    table = one.get(f"{draft}/files/{TABLE}")
    changed = table.json["content"].replace('"rule_ok"', '"rule_ok_anew"')
    row, act = changed.index("rule_ok_anew"), "№4036-რს, მუხ. 4"
    changed = changed[:row] + changed[row:].replace("№4036-რს, მუხ. 3", act)

    saved = put(one, f"{draft}/files/{TABLE}", {"content": changed}, table.headers["ETag"])
    assert (saved.status_code, saved.json["revision"]) == (200, 2), saved.text
    findings = one.get(f"{draft}/findings").json
    differing = one.get(f"{draft}/differences").json["changes"]
    ask = {"effective_from": "2026-09-01", "note": "another article", "municipalities": ["keda"]}
    key = uuid4()
    asked, again = (one.post(f"{draft}/publications", ask, key=key) for _ in range(2))
    assert asked.status_code == 201 and again.data == asked.data, asked.text
    address = f"/studio/publications/{asked.json['request_id']}"
    monkeypatch.setattr(scenarios, "run_scenarios", lambda code, files: PLAYED)
    scenarios.run_requested_scenarios(engine, UUID(asked.json["request_id"]))

    said = {"path": TABLE, "body": "Is it this article?", "must_settle": True}
    spoken = other.post(f"{address}/comments", said)
    beside = one.post(f"{draft}/comments", {"path": TABLE, "body": "And this?"})
    comment = f"/studio/comments/{spoken.json['comment_id']}"
    answered = one.post(f"{comment}/answers", {"body": "It is."})

    own, told = (who.get(f"{address}/differences").json for who in analysts)
    approval = {"seen": [told["seen"]]}
    refused = (
        one.post(f"{address}/approval", approval),
        other.post(f"{address}/approval", {"seen": []}),
        other.post(f"{address}/approval", {"seen": [own["seen"]]}),
    )
    unsettled = other.post(f"{address}/approval", approval)
    settled = [other.post(f"{comment}/settlement", {"seen": seen}) for seen in (0, 1)]
    looked = other.get(address).json["groups"][0]["has_looked"]
    done = other.post(f"{address}/approval", approval)

    assert findings["errors"] == 0
    assert {each["file"] for each in differing} == {"high_mountain/grant/eligibility.dmn"}
    assert told["changes"] == own["changes"] and told["seen"] != own["seen"]
    assert codes(*refused) == [
        (403, "api.scope_missing"),
        (422, "publish.differences_not_named"),
        (422, "publish.differences_not_named"),
    ]
    assert codes(spoken, beside, answered, unsettled, *settled) == [
        (201, None),
        (201, None),
        (204, None),
        (422, "publish.comments_open"),
        (422, "comment.said_meanwhile"),
        (204, None),
    ]
    assert not looked
    assert (done.status_code, done.json["effective_from"]) == (200, "2026-09-01"), done.text
    assert other.get(address).json["groups"][0]["looks"]
    filed(citizen, desk)
    (task,) = clerk.get("/tasks?list=unassigned").json["items"]
    assert clerk.get(f"/cases/{task['case_id']}").json["advice"]["result"]["law"] == act

    versions = other.get(f"/studio/services/{SERVICE}/versions").json["items"]
    (publication,) = versions[-1]["publications"]
    back = {"publication": publication["id"], "reason": "tried"}
    taken, twice = (other.post(f"/studio/services/{SERVICE}/withdrawal", back) for _ in range(2))
    assert taken.json["digests"] == [versions[0]["digest"]], taken.text
    assert codes(twice) == [(422, "publish.not_in_force")]
    far = other.post(f"/studio/services/{SERVICE}/withdrawal", {**back, "publication": 2**31})
    assert far.status_code == 422, far.text


def test_file__of_a_draft__is_never_overwritten_unseen_nor_kept_twice(
    analysts: tuple[Program, Program],
) -> None:
    one, other = analysts
    draft, key = begun(one), uuid4()
    readme = f"{draft}/files/README.md"
    seen = one.get(readme).headers["ETag"]

    unnamed = put(one, readme, {"content": "told"})
    first = put(one, readme, {"content": "told\r\nanew"}, seen)
    late = put(other, readme, {"content": "told otherwise"}, seen)
    new = put(other, f"{draft}/files/documents/new.ka.html", {"content": "<html/>"}, '"0"')
    taken = put(other, f"{draft}/files/documents/new.ka.html", {"content": "<html/>"}, '"0"')
    both = {
        "files": [
            {"path": "README.md", "content": "both", "seen": 2},
            {"path": "texts/en.json", "content": "{}", "seen": 7},
        ]
    }
    half = one.post(f"{draft}/files", both)
    both["files"][1]["seen"] = 1
    whole, again = (one.post(f"{draft}/files", both, key=key) for _ in range(2))
    reused = one.post(f"{draft}/files", {"files": both["files"][:1]}, key=key)

    assert codes(unnamed, first, late, new, taken) == [
        (428, "api.version_needed"),
        (200, None),
        (412, "service_draft.changed_meanwhile"),
        (200, None),
        (412, "service_draft.changed_meanwhile"),
    ]
    assert late.json["who"]["en"] == "Demo Analyst 1" and late.json["at"]
    assert "Somebody was faster" in late.json["detail"]
    assert codes(half, whole, reused) == [
        (422, "service_draft.changed_meanwhile"),
        (200, None),
        (409, "command.key_reused"),
    ]
    assert again.data == whole.data and whole.json["others"] == [2]
    assert one.get(readme).json == {"path": "README.md", "content": "both", "revision": 3}

    states = one.get(f"{draft}/history").json["items"]["README.md"]
    history = one.get(f"{draft}/history/entry", query_string={"path": "README.md", "revision": 1}).json
    back = {"path": "README.md", "revision": 1, "seen": 3}
    restored, stale = (other.post(f"{draft}/history", back) for _ in range(2))
    assert [(state["revision"], state["seen"]) for state in states] == [(1, 3)]
    assert codes(restored, stale) == [(200, None), (422, "service_draft.changed_meanwhile")]
    assert one.get(readme).json["content"] == history["content"]


def dmn(head: str) -> str:
    return f'<?xml version="1.0"?>{head}<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("../service.json", "{}", "path_not_allowed"),
        ("%2e%2e/%2e%2e/etc/passwd", "x", "path_not_allowed"),
        ("forms/%00.form", "{}", "path_not_allowed"),
        ("forms/a.py", "x", "path_not_allowed"),
        ("images/a.png", "x", "path_not_allowed"),
        ("README.md", "a\u0000b", "file_unusable"),
        ("texts/en.json", "{", "file_unusable"),
        ("new.dmn", dmn('<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "file_unusable"),
        ("README.md", "x" * (MAX_FILE_BYTES + 1), "too_large"),
    ],
)
def test_file__that_is_hostile__is_refused_and_nothing_is_kept(
    analysts: tuple[Program, Program], path: str, content: str, code: str
) -> None:
    one, _ = analysts
    draft = begun(one)

    answer = put(one, f"{draft}/files/{path}", {"content": content}, '"0"')

    assert codes(answer) == [(422, f"service_draft.{code}")]
    assert {file["revision"] for file in one.get(draft).json["files"]} == {1}


def test_request__that_is_no_utf8_or_of_no_draft__changes_nothing(analysts: tuple[Program, Program]) -> None:
    one, other = analysts
    draft, nowhere = begun(one), f"/studio/drafts/{uuid4()}"
    headers = {"Content-Type": "application/json", "If-Match": '"1"'}

    def sent(content: bytes) -> TestResponse:
        return one.ask("PUT", f"{draft}/files/README.md", data=content, headers=headers)

    assert codes(sent(b'{"content": "\xff"}'), sent(b'{"content": "\\ud800"}')) == [(400, "api.not_json")] * 2
    assert codes(one.get(f"{draft}/files/forms/%00.form")) == [(404, "not_found")]
    of_nothing = (
        put(one, f"{nowhere}/files/README.md", {"content": "x"}, '"1"'),
        one.post(f"{nowhere}/publications", {"effective_from": "2026-09-01", "note": "x"}),
        one.ask("DELETE", nowhere),
        one.post("/studio/drafts", {"service": "high_mountain.nothing"}),
        one.get(f"{draft}/named/nothing/x"),
        one.get("/studio/blocks/nothing"),
    )
    assert set(codes(*of_nothing)) == {(404, "not_found")}

    new = {"module": "social", "name": "new_thing", "names": {"ka": "ახალი", "en": "New"}}
    assert [one.post("/studio/services", new).status_code for _ in range(2)] == [201, 422]
    assert "social" in one.get("/studio").json["modules"]
    assert begun(one, copy_as="grant_anew") != draft
    assert other.ask("DELETE", draft).status_code == 204
    assert codes(put(one, f"{draft}/files/README.md", {"content": "x"}, '"1"')) == [(404, "not_found")]


def test_token__of_an_office_or_for_reading__changes_no_service(app: Flask, engine: Engine) -> None:
    analyst = person(engine, FIRST)
    body = {"service": SERVICE}

    clerk = of_office(app, engine, "specialist").post("/studio/drafts", body)
    reading = Program(app, made_token(engine, analyst, "analyst", scopes=("studio:read",)))
    own = of_citizen(app, engine, FIRST)

    assert codes(clerk, reading.post("/studio/drafts", body), own.post("/studio/drafts", body)) == [
        (403, "not_allowed"),
        (403, "api.scope_missing"),
        (403, "api.office_needed"),
    ]
    with psycopg.connect(engine.settings.owner_url) as connection:
        assert connection.execute("select count(*) from service_drafts").fetchone() == (0,)


def test_findings__while_validation_is_busy__are_asked_for_again(
    analysts: tuple[Program, Program], validation: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = analysts
    draft = begun(one)
    validation.append(finding("high_mountain/grant/process.bpmn"))

    judged = one.get(f"{draft}/findings").json
    asked = one.post(f"{draft}/publications", {"effective_from": "2026-09-01", "note": "x"})

    def busy(*_: Any) -> Judgement:
        raise ValidationBusy

    monkeypatch.setattr(studio, "judge", busy)

    assert (judged["errors"], judged["items"][0]["wrong"]["en"]) == (1, "Bad")
    assert codes(asked) == [(422, "publish.validation_refuses")]
    assert codes(one.get(f"{draft}/findings")) == [(503, "service_draft.validation_busy")]


def imported(program: Program, draft: str, content: bytes, **asked: str) -> TestResponse:
    """Bring a file into a draft."""
    file = {"file": (io.BytesIO(content), "brought.zip")}
    return program.ask("PUT", f"{draft}/package", data=file, query_string=asked)


def test_folder__changed_elsewhere__comes_back_whole_and_undoes_nobodys_change(
    analysts: tuple[Program, Program],
) -> None:
    one, other = analysts
    draft = begun(one)
    taken = one.get(f"{draft}/package").data
    mine = repacked(taken, {"README.md": b"mine"})
    put(other, f"{draft}/files/README.md", {"content": "theirs"}, '"1"')

    rival = imported(one, draft, mine)
    hostile = imported(one, draft, repacked(taken, {"README.md": b"\xff", "process.bpmn": b"<a/>"}))
    no_package = imported(one, draft, b"nothing")
    theirs = one.get(f"{draft}/files/README.md").json["content"]
    replaced = imported(one, draft, mine, replace="true")
    again = imported(one, draft, mine, replace="true")
    alone = imported(one, draft, one.get(f"{draft}/files/process.bpmn").json["content"].encode())

    assert codes(rival, hostile, no_package) == [
        (422, "api.several"),
        (422, "api.several"),
        (422, "service_draft.package_unusable"),
    ]
    assert [(error["at"], error["code"]) for error in rival.json["errors"]] == [
        ("README.md", "service_draft.file_changed")
    ]
    assert {error["at"] for error in hostile.json["errors"]} == {"README.md", "process.bpmn"}
    assert theirs == "theirs"
    assert (replaced.json["kept"], again.json["kept"], alone.json["same"]) == (
        ["README.md"],
        [],
        ["process.bpmn"],
    )
    with zipfile.ZipFile(io.BytesIO(one.get(f"{draft}/package").data)) as archive:
        assert archive.read("high_mountain/grant/README.md") == b"mine"


def test_named_file__is_renamed_where_it_is_called_and_stays_while_it_is(
    analysts: tuple[Program, Program],
) -> None:
    one, _ = analysts
    draft = begun(one)
    form = one.get(f"{draft}/named/form/visit").json
    letter = one.get(f"{draft}/named/letter/granted").json
    called = {"new_name": "visit_at_home", "seen": form["seen"]}
    scenario = one.get(f"{draft}/named/scenario/granted").json

    in_use = one.ask("DELETE", f"{draft}/named/form/visit", query_string={"seen": form["seen"]})
    renamed, late = (one.post(f"{draft}/named/form/visit/name", called) for _ in range(2))
    stale = one.ask("DELETE", f"{draft}/named/scenario/granted", query_string={"seen": "9"})
    removed = one.ask("DELETE", f"{draft}/named/scenario/granted", query_string={"seen": scenario["seen"]})

    assert (letter["is_fixed"], len(letter["paths"]), scenario["callers"]) == (True, 2, [])
    assert codes(in_use, renamed, late, stale, removed) == [
        (422, "service_draft.file_in_use"),
        (204, None),
        (422, "service_draft.file_unknown"),
        (422, "service_draft.file_changed"),
        (204, None),
    ]
    assert [caller["file"] for caller in one.get(f"{draft}/named/form/visit_at_home").json["callers"]] == [
        caller["file"] for caller in form["callers"]
    ]
    assert one.get(f"{draft}/named/scenario/granted").status_code == 404
    assert one.get("/studio/blocks/delivery").json["code"] == "shared.delivery"
    assert "shared.delivery" in {each["code"] for each in one.get("/studio/blocks").json["items"]}


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sandbox that stands still and takes every answer but `ok: no`."""

    def answer(code: str, files: Mapping[str, bytes], question: Mapping[str, Any]) -> dict[str, Any]:
        if question.get("every"):
            results = [{"name": "granted", "differences": []}]
            return {"scenarios": results, "taken": ["a"], "missing": ["b"], "summary": [1, 2, 3, 4, 5, 6]}
        if question.get("element") == "nothing":
            return {"is_missing": True}
        if question.get("answers") == {"ok": "no"}:
            return {"errors": [{"path": "ok", "code": "required", "detail": "Say yes"}]}
        if "answers" in question:
            return {"answers": json.loads(canonical.dumps(question["answers"]))}
        tasks = [{**task, "form": [QUESTION]} for task in STATE["tasks"]]
        return {**STATE, "form": None, "tasks": tasks} if question.get("is_of_program") else dict(STATE)

    monkeypatch.setattr(sandbox_api, "ask", answer)
    monkeypatch.setattr(pages, "ask", answer)


def test_sandbox__by_a_program__grows_goes_back_and_becomes_a_scenario(
    analysts: tuple[Program, Program], sandbox: None
) -> None:
    one, other = analysts
    draft = begun(one)
    name = {"name": "tried", "names": {"ka": "ცდა", "en": "A try"}, "municipality": "keda"}
    assert one.post(f"{draft}/sandboxes", name).status_code == 201
    sandbox = f"{draft}/sandboxes/tried"

    state = one.get(sandbox)
    (task,) = state.json["tasks"]
    filed = put(one, f"{sandbox}/application", {"answers": {"a": 1.5}}, state.headers["ETag"])
    late = put(other, f"{sandbox}/steps/1", {"days": 3}, state.headers["ETag"])
    unlike = put(one, f"{sandbox}/steps/1", {"days": 3, "letter": "x"}, '"2"')
    wrong = put(one, f"{sandbox}/steps/1", {"task": "check", "answers": {"ok": "no"}}, '"2"')
    nothing = put(one, f"{sandbox}/steps/1", {"task": "nothing"}, '"2"')
    beyond = put(one, f"{sandbox}/steps/2", {"days": 3}, '"2"')
    steps: list[dict[str, Any]] = [
        {"task": task["element"], "answers": {"ok": "yes"}},
        {"until": "2026-11-16"},
        {"days": 3},
        {"message": "withdrawn"},
    ]
    for number, step in enumerate(steps, 1):
        assert put(one, f"{sandbox}/steps/{number}", step, f'"{number + 1}"').json["revision"] == number + 2
    back = one.ask("DELETE", f"{sandbox}/steps/4", headers={"If-Match": '"6"'})
    kept = one.ask("PUT", f"{sandbox}/expectation", headers={"If-Match": '"7"'})
    scenario = json.loads(one.get(f"{draft}/files/scenarios/tried.json").json["content"])
    results = one.ask("POST", f"{draft}/scenarios").json

    assert (task["names"]["en"], task["questions"]) == ("Check", [QUESTION])
    assert codes(filed, late, unlike, wrong, nothing, beyond, back, kept) == [
        (200, None),
        (412, "service_draft.changed_meanwhile"),
        (422, "api.invalid"),
        (422, "api.several"),
        (404, "not_found"),
        (404, "not_found"),
        (200, None),
        (200, None),
    ]
    assert wrong.json["errors"] == [{"at": "answers.ok", "code": "required", "detail": "Say yes"}]
    assert scenario["application"] == {"a": 1.5}
    assert scenario["steps"] == [steps[0], {"until": "2026-11-17"}, {"days": 3}]
    assert scenario["expect"] == STATE["expect"]
    assert "tried" in [each["name"] for each in one.get(f"{draft}/sandboxes").json["items"]]
    assert (results["is_good"], results["missing"], results["rows"]) == (True, ["b"], 4)
    assert (results["letters_taken"], results["letters"]) == (5, 6)
