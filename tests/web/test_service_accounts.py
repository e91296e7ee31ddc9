"""A service account: made for a purpose, answered for by an official, never more than it names."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask

from engine.bootstrap import Engine
from engine.clock import local_date
from engine.command_registry import ROUTES
from engine.commands.offices import EndOffice
from engine.commands.service_accounts import MakeServiceAccount, NameResponsible
from engine.errors import EngineError, NotAllowed
from engine.queries import service_accounts
from engine.tenancy import Actor
from tests.documents.made_files import a_picture
from tests.web.access.actions import filled_command
from tests.web.desk import CITIZEN, Desk
from tests.web.programs import Program, of_citizen, official
from tests.web.test_api import filed

PAGE = "/admin/municipalities/keda/service-accounts"
SPECIALIST, HEAD = "00000002002", "00000002003"
TYPED = {
    "name": "Archive",
    "purpose": "Keeps a copy of what was decided",
    "responsible": SPECIALIST,
    "scope": ["cases:read", "tasks:read", "files:read", "files:act"],
    "service": ["high_mountain.grant"],
    "act": "Order No. 7",
}


def on_page(desk: Desk, **changes: Any) -> Any:
    admin = desk.staff("municipal_admin")
    page = admin.get(PAGE)
    return admin.submit(page, {**TYPED, **changes}, form=page.form('id="purpose"'))


def secret_of(page: Any) -> str:
    shown = page.html.select_one("code.secret")
    assert shown is not None, page.text[:3000]
    return str(shown.get_text())


def actor_of(engine: Engine, secret: str) -> Actor:
    with engine.read(Actor()) as tx:
        used = service_accounts.find(tx, secret, None)
    assert used is not None
    return used.actor


def test_service_account__made_on_the_page__reads_what_it_names_and_stands_in_the_log_as_itself(
    app: Flask, engine: Engine, desk: Desk
) -> None:
    case_id = filed(of_citizen(app, engine, CITIZEN), desk)
    account = Program(app, secret_of(on_page(desk)))

    found = account.ask("POST", "/cases/search", json={"question": "demo"}).json["items"]
    read = account.get(f"/cases/{case_id}")
    steps = account.get("/tasks?list=all").json["items"]
    cases = account.get("/office/cases?changed_since=2000-01-01T00:00:00Z").json["items"]
    looks = of_citizen(app, engine, CITIZEN).get("/reads").json["items"]

    assert read.status_code == 200 and [case["case_id"] for case in found] == [case_id]
    assert [(step["case_id"], step["may_claim"]) for step in steps] == [(case_id, False)]
    assert [case["case_id"] for case in cases] == [case_id]
    assert [look["roles"] for look in looks if look["kind"] == "case.read"] == [["program"]]
    with psycopg.connect(engine.settings.owner_url) as connection:
        names = connection.execute(
            """select n.names->>'en' from stream_events e, person_names(array[e.actor_id]) n
            where e.kind = 'case.read' and e.stream = %s""",
            (f"reads/{case_id}",),
        ).fetchall()
    assert names == [("Archive",)]


def test_service_account__of_another_service_or_place__sees_nothing(
    app: Flask, engine: Engine, desk: Desk
) -> None:
    case_id = filed(of_citizen(app, engine, CITIZEN), desk)
    account = Program(app, secret_of(on_page(desk, service=["general.complaint"])))
    admin = official(engine, "municipal_admin", "telavi")
    away = Program(app, made_account(engine, admin, municipality="telavi", responsible="00000003002"))

    for program in (account, away):
        assert program.get(f"/cases/{case_id}").status_code == 404
        assert program.get("/tasks?list=all").json["items"] == []
        assert program.ask("POST", "/cases/search", json={"question": "demo"}).json["items"] == []


def made_account(engine: Engine, admin: Actor, **changes: Any) -> str:
    values = {
        "account_id": uuid4(),
        "secret_id": uuid4(),
        "municipality": "keda",
        "name": "Archive",
        "purpose": "Keeps copies",
        "act": "Order No. 7",
        "responsible": SPECIALIST,
        "scopes": ("cases:read", "tasks:read", "files:act"),
        "last_day": local_date(engine.clock.now()) + timedelta(days=100),
        "services": ("high_mountain.grant",),
    }
    secret: str = engine.send(MakeServiceAccount(**(values | changes)), actor=admin)
    return secret


def test_commands__of_officials__are_refused_to_a_service_account(engine: Engine) -> None:
    actor = actor_of(engine, made_account(engine, official(engine, "municipal_admin")))
    taken = []
    for kind in [command for command, route in ROUTES.items() if not route.programs]:
        try:
            engine.send(filled_command(kind, {}, engine.clock.now()), actor=actor)
            taken.append(kind.__name__)
        except NotAllowed:
            continue
        except EngineError as error:
            taken.append(f"{kind.__name__}: {error.error_code}")

    assert taken == []


def test_paper__put_into_a_case__is_listed_by_the_service_account_s_name(
    app: Flask, engine: Engine, desk: Desk
) -> None:
    case_id = filed(of_citizen(app, engine, CITIZEN), desk)
    account = Program(app, secret_of(on_page(desk)))
    picture = {"file": (io.BytesIO(a_picture("PNG")), "plan.png", "image/png")}
    digest = account.post("/files", data=picture).json["document"]

    put = account.post(f"/cases/{case_id}/papers", {"document": digest})
    foreign = account.post(f"/cases/{case_id}/papers", {"document": "a" * 64})
    nowhere = account.post(f"/cases/{uuid4()}/papers", {"document": digest})
    clerk = desk.staff("head_of_service").get(f"/inbox/cases/{case_id}")

    assert [program.status_code for program in (put, foreign, nowhere)] == [204, 422, 404]
    assert "plan.png" in clerk.text and "from Archive" in clerk.text


def test_secret__that_another_follows__counts_for_the_days_that_were_chosen(
    app: Flask, engine: Engine, desk: Desk
) -> None:
    first = Program(app, secret_of(on_page(desk)))
    admin = desk.staff("municipal_admin")

    def rotated(days: str) -> Program:
        page = admin.get(PAGE)
        return Program(app, secret_of(admin.submit(page, {"overlap_days": days}, form=page.form("/secret"))))

    second = rotated("7")
    both = [program.get("/tasks").status_code for program in (first, second)]
    third = rotated("7")
    after_third = [program.get("/tasks").status_code for program in (first, second, third)]
    desk.clock.set(desk.clock.now() + timedelta(days=8))
    later = [program.get("/tasks").status_code for program in (second, third)]

    assert (both, after_third, later) == ([200, 200], [401, 200, 200], [401, 200])


def test_office_of_whoever_answers__ended__lets_the_program_rest_until_another_is_named(
    app: Flask, engine: Engine, desk: Desk
) -> None:
    account = Program(app, secret_of(on_page(desk)))
    admin, today = official(engine, "municipal_admin"), local_date(engine.clock.now())
    engine.send(EndOffice(SPECIALIST, "specialist", "keda", "Order No. 8", today), actor=admin)

    resting = account.get("/tasks").status_code
    shown = desk.staff("municipal_admin").get(PAGE)
    with psycopg.connect(engine.settings.owner_url) as connection:
        (row,) = connection.execute("select id from service_accounts").fetchall()
    engine.send(NameResponsible(UUID(str(row[0])), HEAD, "Order No. 9"), actor=admin)

    assert resting == 401 and "Suspended" in shown.text
    assert account.get("/tasks").status_code == 200


def test_service_account__from_elsewhere_or_ended__is_unknown(app: Flask, engine: Engine, desk: Desk) -> None:
    bound = Program(app, secret_of(on_page(desk, networks="203.0.113.0/24")))
    free = Program(app, secret_of(on_page(desk, name="Second")))
    inside = bound.ask("GET", "/tasks", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    outside = bound.get("/tasks")
    admin = desk.staff("municipal_admin")
    page = admin.get(PAGE)
    for form in [str(element["action"]) for element in page.html.select('form[action$="/end"]')]:
        admin.submit(page, form=page.form(form))

    assert (inside.status_code, outside.status_code) == (200, 401)
    assert free.get("/tasks").status_code == 401
    assert "There are no service accounts" in admin.get(PAGE).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Give the service account a name"),
        ({"purpose": ""}, "what the service account is for"),
        ({"scope": []}, "Choose at least one thing"),
        ({"responsible": CITIZEN}, "hold an office"),
        ({"networks": "everywhere"}, "Enter addresses or networks"),
        ({"last_day": "2041-01-01"}, "at most 731 days ahead"),
        ({"act": " "}, "act"),
    ],
)
def test_account__that_can_t_be__is_refused_with_what_to_do(
    desk: Desk, changes: dict[str, Any], words: str
) -> None:
    page = on_page(desk, **changes)

    assert page.status == 422 and words in page.text


def test_service_accounts__of_another_municipality__are_nobodys_business(desk: Desk) -> None:
    on_page(desk)

    assert desk.staff("municipal_admin").get("/admin/municipalities/telavi/service-accounts").status == 403
    assert desk.staff("mayor").get(PAGE).status == 403
