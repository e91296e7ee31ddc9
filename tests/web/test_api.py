"""A program files an application, an office works on it, and the applicant reads what came of it."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from engine.bootstrap import Engine
from tests.documents.made_files import a_picture
from tests.web.desk import CITIZEN, Desk
from tests.web.programs import Program, of_citizen, of_office

SERVICE = "/municipalities/keda/services/high_mountain.grant"
ANSWERS: dict[str, Any] = {
    "settlement": "keda-demo-1",
    "actual_address": "დემო ქუჩა 1",
    "residence_from": "2009-05-20",
    "months_last_year": 11,
    "evidence_types": ["household_records"],
    "phone": "555000101",
    "notify_by": "portal",
    "email": "citizen1@demo.invalid",
    "notice_ack": True,
    "declaration": True,
}


@pytest.fixture
def citizen(app: Flask, engine: Engine) -> Program:
    return of_citizen(app, engine, CITIZEN)


@pytest.fixture
def clerk(app: Flask, engine: Engine) -> Program:
    return of_office(app, engine, "specialist")


def filed(citizen: Program, desk: Desk) -> str:
    answer = citizen.post(f"{SERVICE}/applications", {"answers": ANSWERS})
    assert answer.status_code == 201, answer.text
    desk.run_jobs()
    return str(answer.json["case_id"])


def test_case__from_filing_to_the_first_step__goes_as_on_pages(
    citizen: Program, clerk: Program, desk: Desk
) -> None:
    case_id = filed(citizen, desk)

    mine = citizen.get("/cases").json["items"]
    (task,) = [
        listed for listed in clerk.get("/tasks?list=unassigned").json["items"] if listed["case_id"] == case_id
    ]
    claimed = clerk.post(f"/tasks/{task['task_id']}/claim")
    shown = clerk.get(f"/tasks/{task['task_id']}")
    missing = {"complete": "no", "missing": ["photos"], "missing_text": "გთხოვთ, ატვირთოთ სახლის ფოტო."}
    done = clerk.post(
        f"/tasks/{task['task_id']}/completion", {"answers": missing}, version=shown.headers["ETag"]
    )
    desk.run_jobs()
    case = citizen.get(f"/cases/{case_id}").json

    assert [listed["case_id"] for listed in mine] == [case_id]
    assert claimed.status_code == 204 and shown.json["is_mine"]
    assert done.status_code == 200 and done.json["version"] > shown.json["version"]
    assert case["status"] == "waiting_for_you" and case["channel"] == "api"
    assert citizen.get(f"/cases/{case_id}/history").json["items"][0]["kind"] == "case.filed"


def test_file__sent_before_and_named_in_answers__is_handed_out_with_the_case(
    citizen: Program, clerk: Program, desk: Desk
) -> None:
    picture, key = a_picture("PNG"), uuid4()
    parts = [{"file": (io.BytesIO(picture), "house.png", "image/png")} for _ in range(3)]

    sent = citizen.post("/files", data=parts[0], key=key)
    again = citizen.post("/files", data=parts[1], key=key)
    assert sent.status_code == 201, sent.text
    named = {**ANSWERS, "files": [{"document": sent.json["document"]}]}
    case_id = citizen.post(f"{SERVICE}/applications", {"answers": named}).json["case_id"]
    listed = [document["digest"] for document in citizen.get(f"/cases/{case_id}").json["documents"]]
    handed = [who.get(f"/cases/{case_id}/files/{sent.json['document']}") for who in (citizen, clerk)]

    assert (sent.status_code, again.data) == (201, sent.data)
    assert sent.json["document"] in listed
    assert [(answer.status_code, answer.mimetype) for answer in handed] == [(200, "image/png")] * 2


def test_file__that_is_nobody_s__is_refused_in_answers(citizen: Program) -> None:
    named = {**ANSWERS, "files": [{"document": "a" * 64}]}

    answer = citizen.post(f"{SERVICE}/applications", {"answers": named})

    assert answer.status_code == 422 and citizen.get("/cases").json["items"] == []


def test_answers__that_are_wrong__are_named_one_by_one(citizen: Program) -> None:
    answer = citizen.post(f"{SERVICE}/applications", {"answers": {**ANSWERS, "phone": "nonsense"}})

    assert answer.status_code == 422 and answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "form.invalid"
    assert [error["at"] for error in answer.json["errors"]] == ["answers.phone"]


def test_key__sent_twice__brings_the_first_answer_and_acts_once(citizen: Program) -> None:
    key = uuid4()
    first = citizen.post(f"{SERVICE}/applications", {"answers": ANSWERS}, key=key)
    again = citizen.post(f"{SERVICE}/applications", {"answers": ANSWERS}, key=key)
    other = citizen.post(f"{SERVICE}/applications", {"answers": {**ANSWERS, "phone": "555000102"}}, key=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    assert len(citizen.get("/cases").json["items"]) == 1
    assert (other.status_code, other.json["code"]) == (409, "command.key_reused")


def test_version__that_somebody_else_has_passed__is_told_with_who_was_faster(
    citizen: Program, clerk: Program, app: Flask, engine: Engine, desk: Desk
) -> None:
    case_id = filed(citizen, desk)
    (task,) = [
        listed for listed in clerk.get("/tasks?list=unassigned").json["items"] if listed["case_id"] == case_id
    ]
    path = f"/tasks/{task['task_id']}"
    clerk.post(f"{path}/claim")
    seen = clerk.get(path).headers["ETag"]
    missing = {"complete": "no", "missing": ["photos"], "missing_text": "გთხოვთ, ატვირთოთ სახლის ფოტო."}
    won = clerk.post(f"{path}/completion", {"answers": missing}, version=seen)

    lost = clerk.post(f"{path}/completion", {"answers": missing}, version=seen)
    blind = clerk.post(f"{path}/completion", {"answers": missing})

    assert won.status_code == 200
    assert (lost.status_code, lost.json["code"]) == (412, "case.stale")
    assert set(lost.json["who"]) == {"ka", "en"} and lost.json["at"].startswith("2026-09-01T")
    assert (blind.status_code, blind.json["code"]) == (428, "api.version_needed")
