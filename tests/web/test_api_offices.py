"""Programs of offices do what the pages do: cases found, opened, counted, once and nothing elsewhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from engine.bootstrap import Engine
from engine.registers.jobs.batches import choose_entries
from engine.roles import OFFICES
from engine.studio.packages import TAKEN
from tests.centers.test_appointment_pages import HEAD as HEAD_OF_CENTER
from tests.centers.test_desk import OPERATOR
from tests.property.test_asset_import import CAR, HEAD, OFFICE
from tests.registers.test_batches import holders, place
from tests.studio.test_pages import FIRST, begun
from tests.web.desk import CITIZEN, Desk
from tests.web.programs import Program, made_token, of_citizen, of_office, person
from tests.web.test_api import filed

Offices = Callable[..., Program]


@pytest.fixture
def office(app: Flask, engine: Engine) -> Offices:
    return lambda role, municipality="keda": of_office(app, engine, role, municipality)


def holder(app: Flask, engine: Engine, number: str) -> Program:
    """Return the program of somebody for the one office that they hold."""
    who = person(engine, number)
    (grant,) = [grant for grant in who.roles if grant.role in OFFICES]
    return Program(app, made_token(engine, who, grant.role, grant.municipality))


def test_case__sought_by_number_and_name__is_found_by_its_office_alone(
    app: Flask, engine: Engine, desk: Desk, office: Offices
) -> None:
    citizen = of_citizen(app, engine, CITIZEN)
    case_id = filed(citizen, desk)
    number = citizen.get(f"/cases/{case_id}").json["number"]

    clerk = office("specialist")
    here = [clerk.ask("POST", "/cases/search", json={"question": question}) for question in (number, "demo")]
    elsewhere = office("specialist", "telavi").ask("POST", "/cases/search", json={"question": number})
    listed = [
        office("specialist", municipality).get("/office/cases").json["items"]
        for municipality in ("keda", "telavi")
    ]
    browser = desk.staff("specialist")
    table = browser.get("/inbox/cases.csv?show=open&village=keda-demo-1").text
    sought = browser.submit(browser.get("/inbox/search"), {"question": number})
    taken = browser.submit(sought, form=sought.form("as=table")).text

    assert [[case["case_id"] for case in answer.json["items"]] for answer in here] == [[case_id]] * 2
    assert elsewhere.json == {"items": [], "is_cut": False}
    assert [[item["number"] for item in items] for items in listed] == [[number], []]
    assert taken.count(number) == table.count(number) == 1 and "Filed by" in table


def test_steps__taken_at_once__have_an_answer_each_and_are_taken_once(
    app: Flask, engine: Engine, desk: Desk, office: Offices
) -> None:
    case_id = filed(of_citizen(app, engine, CITIZEN), desk)
    clerk, nobody, key = office("specialist"), str(uuid4()), uuid4()
    (task,) = clerk.get("/tasks?list=unassigned").json["items"]
    chosen = {"do": "take", "tasks": [{"task_id": task_id} for task_id in (task["task_id"], nobody)]}

    foreign = office("specialist", "telavi").post("/tasks/chosen", chosen)
    first, again = clerk.post("/tasks/chosen", chosen, key=key), clerk.post("/tasks/chosen", chosen, key=key)
    mine = clerk.get("/tasks?list=mine").json["items"]

    assert [problem["code"] for problem in foreign.json["items"]] == ["not_found"] * 2
    assert [(result["id"], result["code"]) for result in first.json["items"]] == [
        (task["task_id"], None),
        (nobody, "not_found"),
    ]
    assert first.json["items"][1]["detail"] and again.json == first.json
    assert [listed["case_id"] for listed in mine] == [case_id]


def test_proceeding__opened_by_a_program__is_the_persons_case(
    app: Flask, engine: Engine, desk: Desk, office: Offices
) -> None:
    clerk, lawyer = office("specialist"), office("lawyer")
    path = "/proceedings/keda/high_mountain.own_motion"
    answers = {
        "effect": "terminate",
        "ground_to_end": "moved",
        "ground_date": "2026-08-20",
        "origin": "registry",
        "finding": "რეგისტრაცია შეიცვალა.",
    }
    desk.filed()

    asked = {question["path"] for question in clerk.get(path).json["questions"]}
    opened = clerk.post(path, {"person": CITIZEN, "answers": answers})
    wrong = clerk.post(path, {"person": "00000000999", "answers": answers})
    cases = of_citizen(app, engine, CITIZEN).get("/cases").json["items"]

    assert answers.keys() <= asked and opened.status_code == 201, opened.text
    assert opened.json["case_id"] in {case["case_id"] for case in cases}
    assert wrong.status_code == 422 and "Check the number" in wrong.json["detail"]
    assert lawyer.post(path, {"person": CITIZEN, "answers": answers}).status_code == 403
    assert path.rpartition("/")[2] in {
        proceeding["code"] for proceeding in clerk.get("/proceedings").json["items"]
    }


def test_batch__planned_and_stopped_by_a_program__is_seen_by_its_office_alone(
    engine: Engine, desk: Desk, office: Offices
) -> None:
    holders(desk)
    head, other = office("head_of_service"), office("head_of_service", "telavi")
    plan = {"service": "high_mountain.monitoring", "municipality": "keda", "ground": "The plan of 2026."}

    batch_id = head.post("/batches", plan).json["batch_id"]
    choose_entries(engine, batch_id, place(desk))
    shown = head.get(f"/batches/{batch_id}").json
    late = head.post(f"/batches/{batch_id}", {"do": "stop", "seen": "choosing"})
    stopped = head.post(f"/batches/{batch_id}", {"do": "stop", "seen": "planned"})

    assert (shown["state"], shown["looked_at"]) == ("planned", 3)
    assert (late.status_code, late.json["code"]) == (422, "batch.not_in_this_state")
    assert stopped.status_code == 204 and head.get(f"/batches/{batch_id}").json["state"] == "stopped"
    assert other.get("/batches").json["items"] == []
    assert other.get(f"/batches/{batch_id}").status_code == 404
    assert other.post(f"/batches/{batch_id}", {"do": "start", "seen": "planned"}).status_code == 404
    assert other.post("/batches", plan).status_code in (403, 404)


def test_budget_line__entered_by_a_program__is_entered_once_and_changed_as_it_was_seen(
    desk: Desk, office: Offices
) -> None:
    finance, other, key = office("finance"), office("finance", "telavi"), uuid4()
    names = {"ka": "სოციალური პროგრამა", "en": "Social programme"}
    line = {"municipality": "keda", "year": 2026, "code": "06 02 03", "names": names}
    line |= {"amount_tetri": 12_000_050, "ground": "Resolution No. 4"}

    first, again = finance.post("/budget-lines", line, key=key), finance.post("/budget-lines", line, key=key)
    path = f"/budget-lines/{first.json['line_id']}"
    changed = {"names": names, "amount_tetri": 9_000_000, "ground": "Resolution No. 9"}
    late = finance.post(path, {**changed, "seen_tetri": 1})
    done = finance.post(path, {**changed, "seen_tetri": 12_000_050})

    assert (first.status_code, again.json) == (201, first.json)
    assert (late.status_code, done.status_code) == (422, 204), late.text
    assert [listed["amount_tetri"] for listed in finance.get("/budget-lines").json["items"]] == [9_000_000]
    assert "90,000.00" in desk.staff("finance").get("/inbox/budget").text
    assert other.get("/budget-lines").json["items"] == []
    assert [other.get(path).status_code, other.post("/budget-lines", line).status_code] == [404, 404]


def test_table_of_property__with_a_mistake__is_entered_not_at_all(office: Offices) -> None:
    keeper, other = office("finance"), office("finance", "telavi")
    rows = [[str(cell) for cell in row] for row in (HEAD, OFFICE, CAR)]
    table = {"municipality": "keda", "rows": rows}
    act = {"file_name": "assets.csv", "ground": "Order No. 3"}
    wrong = {**table, "rows": [*rows, ["C-1", "movable", "", "basic", "1", "2015-05-20", "", ""]]}

    checked = [keeper.ask("POST", "/asset-tables/check", json=sent).json for sent in (table, wrong)]
    refused = keeper.post("/asset-tables", {**wrong, **act})
    before = keeper.get("/assets").json["items"]
    done = keeper.post("/asset-tables", {**table, **act})
    listed = keeper.get("/assets?q=demo car").json["items"]
    earlier = keeper.get(f"/assets/{listed[0]['asset_id']}?on=2014-01-01").json

    assert [len(answer["mistakes"]) > 0 for answer in checked] == [False, True]
    assert all(mistake["detail"] and mistake["row"] == 4 for mistake in checked[1]["mistakes"])
    assert (refused.status_code, before) == (422, [])
    assert (done.status_code, done.json["count"]) == (201, 2)
    assert (earlier["state"], earlier["thing"]["inventory_no"]) == (None, "C-1")
    assert other.get("/assets").json["items"] == []
    assert other.get(f"/assets/{listed[0]['asset_id']}").status_code == 404
    assert other.post("/asset-tables", {**table, **act}).status_code in (403, 404)


def test_center__its_hours_appointments_and_queue__are_kept_by_programs(
    app: Flask, engine: Engine, desk: Desk
) -> None:
    head, operator = (holder(app, engine, number) for number in (HEAD_OF_CENTER, OPERATOR))
    citizen, elsewhere = of_citizen(app, engine, CITIZEN), holder(app, engine, "00000002015")
    week = {str(day): {"opens": "10:00", "closes": "18:00"} for day in range(1, 6)}
    hours = {"valid_from": "2026-09-01", "days": week, "minutes": 30, "places": 1}
    time = {"on_day": "2026-09-02", "at": "10:30", "what": "A request"}

    set_hours = [sender.post("/centers/68/hours", hours).status_code for sender in (operator, head)]
    kept = citizen.post("/centers/68/appointments", time)
    free = citizen.get("/centers/68/times?on=2026-09-02").json["items"]
    expected = operator.get("/desk/appointments?on=2026-09-02").json["items"]
    ticket = operator.post("/desk/queue").json["ticket_id"]
    called = operator.post("/desk/queue/next")

    assert set_hours == [403, 204] and kept.status_code == 204, kept.text
    assert "10:30" not in free and free[0] == "10:00"
    assert [(appointment["at"], appointment["what"]) for appointment in expected] == [("10:30", "A request")]
    assert called.status_code == 204
    assert operator.post(f"/desk/queue/{ticket}", {"is_served": True}).status_code == 204
    assert elsewhere.get("/desk/appointments?on=2026-09-02").json["items"] == []
    assert elsewhere.get("/desk/queue").json["items"] == []
    assert elsewhere.get(f"/desk/queue/{ticket}").status_code == 404


def test_draft_of_a_service__read_by_a_program__is_the_folder_of_the_page(
    app: Flask, engine: Engine, desk: Desk
) -> None:
    draft = begun(desk.signed_in(FIRST)).rpartition("/")[2]
    analyst: Any = holder(app, engine, FIRST)

    listed = analyst.get("/studio").json["drafts"]
    files = analyst.get(f"/studio/drafts/{draft}").json["files"]
    packed = analyst.get(f"/studio/drafts/{draft}/package")
    written = analyst.get(f"/studio/drafts/{draft}/files/process.bpmn").json

    assert [listed_draft["id"] for listed_draft in listed] == [draft]
    assert packed.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        inside = [name for name in archive.namelist() if not name.endswith(TAKEN)]
        assert {path.split("/", 2)[2] for path in inside} == {file["path"] for file in files}
        (diagram,) = [name for name in archive.namelist() if name.endswith("/process.bpmn")]
        assert archive.read(diagram).decode() == written["content"]
    assert of_office(app, engine, "specialist").get("/studio").status_code == 403


def test_incident__retried_by_two_programs__is_retried_by_the_first(desk: Desk, office: Offices) -> None:
    desk.case_with_incident()
    head = office("head_of_service")
    (one,) = head.get("/incidents").json["items"]
    path, seen = f"/incidents/{one['incident_id']}", f'"{one["case_version"]}"'

    unseen = head.post(f"{path}/retry")
    done = head.post(f"{path}/retry", version=seen)
    late = head.post(f"{path}/skip", {"reason": "Asked by telephone."}, version=seen)
    chosen = {"do": "retry", "incidents": [{"incident_id": one["incident_id"], "seen": one["case_version"]}]}
    (of_many,) = head.post("/incidents/chosen", chosen).json["items"]

    assert (unseen.status_code, done.status_code) == (428, 200), done.text
    assert (late.status_code, late.json["code"], "who" in late.json) == (412, "case.stale", True)
    assert of_many["code"] == "case.stale"


def test_settings__entered_by_two_programs__are_the_firsts(office: Offices) -> None:
    admin, national = office("municipal_admin"), office("national_admin", None)
    place = "/administration/municipalities/keda"
    act = {"act": "Order No. 5", "first_on": "2026-09-02"}

    def one(program: Program, path: str, **known: str) -> Any:
        found = program.get(path).json["items"]
        return next(row for row in found if known.items() <= row.items())

    fee = one(admin, f"{place}/parameters", name="con.fee.m2")
    telavi = one(national, "/administration/rollout", code="telavi")
    unit = one(admin, f"{place}/units", code="keda-unit-1")
    switch = admin.get(f"{place}/switches").json["entries"][0]
    renamed = {"names": {"ka": "ა", "en": "A"}, "act": "Order No. 5", "seen": unit["version"]}
    off = {**act, "code": "high_mountain", "is_on": False, "seen": switch["entry_id"]}
    assert fee["entered"] == []
    sent: tuple[tuple[Program, str, dict[str, Any]], ...] = (
        (admin, f"{place}/switches", off),
        (admin, f"{place}/parameters/con.fee.m2", {**act, "value": 75, "seen": 0}),
        (national, "/administration/rollout/telavi", {**act, "state": "live", "seen": telavi["entry_id"]}),
        (admin, f"{place}/units/keda-unit-1/name", renamed),
    )
    for program, path, body in sent:
        first, later = (program.post(path, body) for _ in range(2))
        assert (first.status_code, later.status_code) == (204, 422), (path, first.text, later.text)
        assert later.json["code"] == "administering.changed_meanwhile"

    mayor = one(admin, f"{place}/staff", role="mayor")
    ends = {"personal_number": mayor["personal_number"], "role": "mayor", "act": "Order No. 6"}
    days = (("2026-12-31", None), ("2026-10-31", None), ("2026-10-31", "2026-12-31"))
    answers = [
        admin.post(f"{place}/staff/end", {**ends, "last_on": last, "seen_last_on": seen})
        for last, seen in days
    ]
    assert [answer.status_code for answer in answers] == [200, 422, 200], answers[1].text
