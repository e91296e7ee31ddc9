"""A form with an address, another person and a picture, from its page to the case, without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from engine.bootstrap import Engine, build
from engine.clock import SettableClock
from engine.commands.reference import LoadMunicipality
from engine.db.cluster import Cluster
from engine.installation import loading
from engine.queries import observations
from engine.stores import reference
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.conftest import demo_settings
from tests.engine.services import PLAIN, write_service
from tests.web.apps import app_over
from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk

APPLY = "/municipalities/keda/services/permits.note/apply"
PICTURE = b"\x89PNG\r\n\x1a\n a plan"
GROUP = {"type": "group", "components": []}
COMPONENTS: list[dict[str, Any]] = [
    {"type": "textfield", "id": "note", "key": "note", "label": "note", "validate": {"required": True}},
    {"type": "image", "id": "plan", "alt": "ეზოს გეგმა", "source": "images/plan.png"},
    {**GROUP, "id": "home", "path": "home", "label": "სახლი",
     "properties": {"mms:type": "address", "mms:required": "true", "mms:page": "same"}},
    {**GROUP, "id": "child", "path": "child", "label": "ბავშვი",
     "properties": {"mms:type": "person", "mms:page": "same"}},
]  # fmt: skip
ADDRESS = {"home.municipality_code": "keda", "home.settlement": "keda-demo-1", "home.house": "5"}
PERSON = {"child.personal_number": "000 000 00101", "child.birth_date": "14.03.1968"}


@pytest.fixture
def office(
    cluster: Cluster, template: str, registries: str, tmp_path: Path, clock: SettableClock
) -> Iterator[Engine]:
    cluster.create_database("web_lookups", template=template)
    settings = replace(
        demo_settings(cluster.url("web_lookups"), tmp_path / "home"), civil_registry_url=registries
    )
    engine = build(settings, clock=clock)
    try:
        loading.load_data(engine)
        data = json.loads((loading.BPMN / "municipalities" / "keda.json").read_text())
        engine.send(LoadMunicipality({**data, "modules": ["permits"]}), actor=system())
        loading.load_demo_people(engine)
        engine.send(PublishService(a_service(tmp_path / "bpmn"), "tests"), actor=system())
        yield engine
    finally:
        engine.close()
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
            connection.execute("drop database web_lookups with (force)")


def a_service(bpmn: Path) -> Path:
    """A service whose application has all of it."""
    folder = write_service(bpmn, body=PLAIN)
    form = {"id": "application", "type": "default", "schemaVersion": 19, "components": COMPONENTS}
    (folder / "forms" / "application.form").write_text(json.dumps(form))
    (folder / "images").mkdir()
    (folder / "images" / "plan.png").write_bytes(PICTURE)
    english = json.loads((folder / "texts" / "en.json").read_text())
    english["forms"]["application"] |= {
        "plan": {"label": "Plan of the yard"}, "home": {"label": "Home"}, "child": {"label": "Child"},
    }  # fmt: skip
    (folder / "texts" / "en.json").write_text(json.dumps(english))
    return folder


@pytest.fixture
def here(office: Engine, clock: SettableClock) -> Desk:
    app = app_over(office)
    return Desk(office, clock, browser=lambda: Browser(app.test_client()))


def questions(page: Page) -> list[str]:
    return [str(field["name"]) for field in page.html.select(".f-field [name]:not(button)")]


def send(browser: Browser, **answers: str) -> Page:
    page = browser.get(APPLY)
    chosen = browser.submit(page, {"home.municipality_code": "keda"}, button=("__refresh__", "x"))
    return browser.submit(chosen, {"note": "x", **ADDRESS, **answers}, button=("_do", "continue"))


def document(here: Desk) -> Any:
    """The data of the one case."""
    with here.engine.read(system()) as tx:
        place = reference.municipality(tx, "keda").id
    with here.engine.read(system(place)) as tx:
        return observations.observe(tx, tx.scalar("select id from cases")).document["application"]


def test_address__without_a_script__is_asked_step_by_step(here: Desk) -> None:
    browser = here.signed_in()

    first = browser.get(APPLY)
    emptied = browser.submit(first, {"home.municipality_code": ""}, button=("__refresh__", "x"))
    chosen = browser.submit(emptied, {"home.municipality_code": "keda"}, button=("__refresh__", "x"))

    assert "home.settlement" in questions(first)  # the form is filled in for this municipality
    assert "home.settlement" not in questions(emptied)
    assert {"home.unit", "home.settlement"} <= set(questions(chosen))
    assert "home.settlement_name" not in questions(chosen)


def test_person__known_to_the_registry__goes_into_the_case_with_its_names(here: Desk) -> None:
    browser = here.signed_in(ANOTHER_CITIZEN)

    check = send(browser, **PERSON)
    receipt = browser.submit(check)

    assert "Confirmed by the civil registry" in check.text and "Citizen" not in check.path
    assert receipt.path.endswith("/receipt"), receipt.text
    kept = document(here)
    assert kept["home"] == {"municipality_code": "keda", "settlement": "keda-demo-1", "house": "5"}
    assert kept["child"]["state"] == "found"
    assert kept["child"]["personal_number"] == CITIZEN
    assert kept["child"]["given_name"] == "დემო"


def test_person__unknown_to_the_registry__is_refused_on_the_page(here: Desk) -> None:
    page = send(here.signed_in(ANOTHER_CITIZEN), **{**PERSON, "child.birth_date": "15.03.1968"})

    assert page.status == 422
    assert "The civil registry knows nobody" in page.text


def test_person__no_registry__is_typed_and_marked(here: Desk) -> None:
    away = replace(here.engine, connections=replace(here.engine.connections, civil_registry=None))
    app = app_over(away, "without a registry")
    alone = Desk(away, here.clock, browser=lambda: Browser(app.test_client()))
    browser = alone.signed_in(ANOTHER_CITIZEN)

    asked = send(browser, **PERSON)
    names = {"child.given_name": "ნინო", "child.family_name": "დემო"}
    check = browser.submit(asked, names, button=("_do", "continue"))
    receipt = browser.submit(check)

    assert asked.status == 422 and "child.given_name" in questions(asked)
    assert "Not confirmed" in check.text
    assert receipt.path.endswith("/receipt")
    assert document(here)["child"]["state"] == "unavailable"


def test_person__names_forged_on_the_page_for_checking__are_marked_as_typed(here: Desk) -> None:
    browser = here.signed_in(ANOTHER_CITIZEN)
    check = send(browser)
    forged = {
        "note": "x", "home": {"municipality_code": "keda", "settlement": "keda-demo-1"},
        "child": {"personal_number": CITIZEN, "birth_date": "1968-03-14", "given_name": "ა",
                  "family_name": "ბ", "state": "found"},
    }  # fmt: skip

    browser.submit(check, {"_answers": json.dumps(forged)})

    assert document(here)["child"]["state"] == "unavailable"


def test_picture__of_the_form__is_shown_with_its_text_and_may_be_kept(here: Desk) -> None:
    browser = here.signed_in()

    image = browser.get(APPLY).html.select_one("img.f-image")
    assert image is not None
    found = browser.client.get(str(image["src"]))

    assert image["alt"] == "Plan of the yard"
    assert (found.data, found.mimetype) == (PICTURE, "image/png")
    assert "immutable" in found.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["1/none.png", "1/plan.svg", "99999/plan.png", "99999999999/plan.png", "1/..%2Fx.png"]
)
def test_picture__that_is_not_there__is_not_found(here: Desk, name: str) -> None:
    assert here.signed_in().client.get(f"/pictures/{name}").status_code == 404
