"""What a token does not reach, what is told again, and what a killed process leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask

from engine.bootstrap import Engine
from tests.web.desk import CITIZEN, Desk
from tests.web.programs import API, Program, made_token, of_citizen, of_office, official
from tests.web.test_api import ANSWERS, SERVICE, filed

PAGES = ("all", "unit", "unassigned")


def lists(program: Program) -> dict[str, int]:
    """Return how many steps each list of an office shows."""
    return {page: len(program.get(f"/tasks?list={page}").json["items"]) for page in PAGES}


def statuses(program: Program, case_id: str, task_id: str) -> set[int]:
    """Return what a program hears that asks for a case and its step, and acts on both."""
    case, task = f"/cases/{case_id}", f"/tasks/{task_id}"
    answers = [program.get(path) for path in (case, f"{case}/history", f"{case}/messages", f"{case}/letters")]
    answers += [program.get(f"{case}/payments"), program.get(f"{case}/files/{'a' * 64}"), program.get(task)]
    answers += [
        program.post(f"{case}/messages", {"text": "გამარჯობა"}),
        program.post(f"{case}/messages/seen"),
        program.post(f"{task}/claim"),
        program.post(f"{task}/release", {}),
        program.post(f"{task}/completion", {"answers": {}}, version='"1"'),
    ]
    return {answer.status_code for answer in answers}


def test_token__of_another_municipality__sees_and_moves_nothing(
    app: Flask, engine: Engine, desk: Desk
) -> None:
    case_id = filed(of_citizen(app, engine, CITIZEN), desk)
    here, elsewhere = of_office(app, engine, "specialist"), of_office(app, engine, "specialist", "telavi")
    (task,) = here.get("/tasks?list=unassigned").json["items"]

    assert lists(here) == {"all": 1, "unit": 1, "unassigned": 1}
    assert lists(elsewhere) == {"all": 0, "unit": 0, "unassigned": 0}
    assert statuses(elsewhere, case_id, task["task_id"]) == {404}
    assert 404 not in {
        here.get(f"/cases/{case_id}").status_code,
        here.get(f"/tasks/{task['task_id']}").status_code,
    }


def test_token__of_another_citizen__sees_nothing(app: Flask, engine: Engine, desk: Desk) -> None:
    case_id = filed(of_citizen(app, engine, CITIZEN), desk)
    other = of_citizen(app, engine, "00000000105")

    assert other.get("/cases").json["items"] == []
    assert other.get(f"/cases/{case_id}").status_code == 404
    assert other.get(f"/cases/{case_id}").json == other.get(f"/cases/{uuid4()}").json


def test_token__for_an_office__shows_not_even_own_matters_elsewhere(
    app: Flask, engine: Engine, desk: Desk
) -> None:
    clerk = official(engine, "specialist", "telavi")
    assert clerk.personal_number is not None
    own = Program(app, made_token(engine, clerk))
    answer = own.post(f"{SERVICE}/applications", {"answers": ANSWERS})
    assert answer.status_code == 201, answer.text
    at_work = Program(app, made_token(engine, clerk, "specialist", "telavi"))

    assert own.get(f"/cases/{answer.json['case_id']}").status_code == 200
    assert at_work.get(f"/cases/{answer.json['case_id']}").status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"answers": {}, "answers": {}}', 400, "api.not_json"),
        (b'{"answers": {"a": NaN}}', 400, "api.not_json"),
        (b'{"answers": {"a": "\\ud800"}}', 400, "api.not_json"),
        (b"\xff", 400, "api.not_json"),
        (b"[]", 422, "api.invalid"),
        (b'{"answers": {}, "more": 1}', 422, "api.invalid"),
        (b'{"answers": ' + b"[" * 500 + b"]" * 500 + b"}", 422, "api.invalid"),
    ],
)
def test_body__that_others_would_read_otherwise__is_refused(
    app: Flask, engine: Engine, body: bytes, status: int, code: str
) -> None:
    program = of_citizen(app, engine, CITIZEN)
    headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}

    answer = program.ask("POST", f"{SERVICE}/applications", data=body, headers=headers)

    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_body__of_another_kind_or_without_a_key__is_refused(app: Flask, engine: Engine) -> None:
    program = of_citizen(app, engine, CITIZEN)
    path = f"{SERVICE}/applications"

    form = program.ask("POST", path, data={"answers": "{}"}, headers={"Idempotency-Key": str(uuid4())})
    keyless = program.ask("POST", path, json={"answers": ANSWERS})

    assert (form.status_code, form.json["code"]) == (415, "api.media_type")
    assert (keyless.status_code, keyless.json["code"]) == (400, "api.key_needed")
    assert program.get("/cases").json["items"] == []


def test_refusal__in_either_language__says_what_to_do(app: Flask) -> None:
    client = app.test_client(use_cookies=False)

    said = {
        asked: client.get(f"{API}/cases", headers={"Accept-Language": asked}).json["detail"]
        for asked in ("ka", "en-GB", "fr")
    }

    assert said["en-GB"].startswith("This needs a token.")
    assert said["ka"] == said["fr"] and said["ka"] != said["en-GB"]


def test_case__that_has_not_changed__is_not_sent_again(app: Flask, engine: Engine, desk: Desk) -> None:
    citizen = of_citizen(app, engine, CITIZEN)
    case_id = filed(citizen, desk)
    first = citizen.get(f"/cases/{case_id}")

    again = citizen.get(f"/cases/{case_id}", headers={"If-None-Match": first.headers["ETag"]})
    citizen.post(f"/cases/{case_id}/withdrawal", version=first.headers["ETag"])
    after = citizen.get(f"/cases/{case_id}", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert after.status_code == 200 and after.json["status"] == "left_without_decision"


def test_cursor__leads_through_all_cases_once(app: Flask, engine: Engine, desk: Desk) -> None:
    citizen = of_citizen(app, engine, CITIZEN)
    made = [
        citizen.post(
            "/municipalities/keda/services/general.complaint/applications", {"answers": complaint(number)}
        )
        for number in range(23)
    ]
    assert {answer.status_code for answer in made} == {201}, made[0].text

    seen, cursor = [], None
    for _ in range(5):
        page = citizen.get("/cases", query_string={"cursor": cursor} if cursor else {}).json
        seen += [case["case_id"] for case in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert sorted(seen) == sorted(answer.json["case_id"] for answer in made)


def complaint(number: int) -> dict[str, Any]:
    return {
        "contested": "act",
        "official": "არქიტექტურის სამსახური",
        "act_number": str(number),
        "act_date": "2026-08-17",
        "known_on": "2026-08-20",
        "grounds": "გადაწყვეტილება ფაქტებს არ შეესაბამება.",
        "demand": "annul",
        "demand_text": "გადაწყვეტილება გაუქმდეს.",
        "files": [],
        "phone": "+995555000101",
        "notify_by": "portal",
        "declaration": True,
    }


DIES = """
import os, signal, sys
from datetime import datetime
from engine.clock import SettableClock
from engine.bootstrap import build
from engine.bus import Bus
from engine.settings import Settings
from web.app import create_app

send = Bus.send
def send_and_die(bus, command, **more):
    result = send(bus, command, **more)
    if type(command).__name__ == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
Bus.send = send_and_die
now, path, token, key, body = sys.argv[2:]
clock = SettableClock(datetime.fromisoformat(now))
app = create_app(build(Settings.from_environment(), clock=clock), TESTING=True)
headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Accept-Language": "en"}
app.test_client().post(path, data=body, headers=headers, content_type="application/json")
"""


def test_process__killed_between_commit_and_answer__answers_when_it_is_asked_again(
    app: Flask, engine: Engine, desk: Desk
) -> None:
    citizen = of_citizen(app, engine, CITIZEN)
    key, body, now = uuid4(), {"answers": ANSWERS}, engine.clock.now().isoformat()
    path = f"{API}{SERVICE}/applications"
    command = ["FileApplication", now, path, citizen.token, str(key), json.dumps(body)]

    died = subprocess.run(
        [sys.executable, "-c", DIES, *command], env=os.environ | engine.settings.as_environment(), check=False
    )
    again = citizen.post(f"{SERVICE}/applications", body, key=key)
    once_more = citizen.post(f"{SERVICE}/applications", body, key=key)

    assert died.returncode == -signal.SIGKILL
    assert again.status_code == 201 and once_more.data == again.data
    with psycopg.connect(engine.settings.owner_url) as connection:
        cases = connection.execute("select id from cases").fetchall()
    assert cases == [(UUID(again.json["case_id"]),)]
