"""Each of our types of fields at its page: wrong input in words of both languages, right in normal form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from engine.bootstrap import Engine, build
from engine.clock import SettableClock
from engine.commands.reference import LoadMunicipality
from engine.db.cluster import Cluster
from engine.installation import loading
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from forms.errors import text
from tests.conftest import demo_settings
from tests.engine.services import PLAIN, write_service
from tests.web.apps import app_over
from tests.web.browser import Browser, Page, fields_of
from tests.web.desk import CONTINUE, Desk
from tests.web.test_form_lookups import APPLY, document
from web.i18n import LANGUAGES

MAIL, NAME = "A.b@demo.invalid", "დემო-დემო"
# By type: what is refused and with which error; what is right, what the check shows of it, what is stored.
TYPES: dict[str, tuple[dict[str, str], str, str, Any]] = {
    "personal_number": (
        {"0100000010": "personal_number", "0100000001a": "personal_number"},
        "01 000-000 001", "01000000001", "01000000001",
    ),
    "company_number": (
        {"20437886": "company_number", "2043788690": "company_number"},
        "204 378-869", "204378869", "204378869",
    ),
    "cadastral_code": (
        {"61.14.26": "cadastral_code", "61.14.26.14": "cadastral_code"},
        "61-14 26.014", "61.14.26.014", "61.14.26.014",
    ),
    "postal_code": ({"105": "postal_code", "01O5": "postal_code"}, "01 05", "0105", "0105"),
    "iban": (
        {"GE29NB00000001019049": "iban", "GE29NB0000000101904918": "iban_checksum"},
        "ge29 nb00 0000 0101 9049 17", "GE29NB0000000101904917", "GE29NB0000000101904917",
    ),
    "phone": (
        {"123": "phone", "+7 999 123 45 67": "phone"},
        "(032) 212-34-56", "+995 322 123 456", "+995322123456",
    ),
    "email": ({"nobody": "email", "a@b": "email"}, "A.b@Demo.Invalid", MAIL, MAIL),
    "person_name": ({"Demo დემო": "person_name", "დემო1": "person_name"}, NAME, NAME, NAME),
    "money": ({"1,234,5": "money", "12.345": "money"}, "1 234,5 ₾", "1\u00a0234,50\u00a0₾", 123_450),
    "register_entry": ({"01000000001": "entry_unknown", "x": "entry_unknown"}, "", "", None),
    "plot": (
        {"41.6, 42.0": "plot_points", "somewhere": "plot"},
        "41.65, 42.01\n41.65, 42.02\n41.66, 42.02", "", None,
    ),
}  # fmt: skip


def component(kind: str) -> dict[str, Any]:
    properties = {"mms:type": kind, **({"mms:register": "notes"} if kind == "register_entry" else {})}
    type_ = {"money": "number", "plot": "textarea"}.get(kind, "textfield")
    return {"type": type_, "id": f"id_{kind}", "key": kind, "label": kind, "properties": properties}


@pytest.fixture
def office(cluster: Cluster, template: str, tmp_path: Path, clock: SettableClock) -> Iterator[Engine]:
    cluster.create_database("web_field_types", template=template)
    engine = build(demo_settings(cluster.url("web_field_types"), tmp_path / "home"), clock=clock)
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
            connection.execute("drop database web_field_types with (force)")


def a_service(bpmn: Path) -> Path:
    """A service whose application has a field of each type."""
    folder = write_service(bpmn, body=PLAIN)
    note = {"type": "textfield", "id": "note", "key": "note", "label": "note"}
    components = [note, *map(component, TYPES)]
    form = {"id": "application", "type": "default", "schemaVersion": 19, "components": components}
    (folder / "forms" / "application.form").write_text(json.dumps(form))
    english = json.loads((folder / "texts" / "en.json").read_text())
    english["forms"]["application"] |= {kind: {"label": kind} for kind in TYPES}
    (folder / "texts" / "en.json").write_text(json.dumps(english))
    return folder


def words(page: Page, kind: str) -> str:
    """Return what stands as an error beside a field, by the description that a screen reader follows."""
    field = page.html.select_one(f'main [name="{kind}"]')
    assert field is not None and field.get("aria-invalid") == "true", kind
    described = [page.html.find(id=note) for note in str(field["aria-describedby"]).split()]
    return " ".join(
        node.get_text(" ") for node in described if node and "f-error" in (node.get("class") or ())
    )


def test_types__wrong_and_right_at_the_page__are_refused_in_words_and_kept_in_normal_form(
    office: Engine, clock: SettableClock
) -> None:
    app = app_over(office)
    desk = Desk(office, clock, browser=lambda: Browser(app.test_client()))

    for language in LANGUAGES:
        browser = desk.signed_in(language=language)
        for attempt in (0, 1):
            wrong = {kind: list(tried)[attempt] for kind, (tried, *_) in TYPES.items()}
            page = browser.submit(browser.get(APPLY), wrong, button=CONTINUE)
            assert page.status == 422
            for kind, (tried, *_) in TYPES.items():
                sentence = text(f"errors.{tried[wrong[kind]]}", language).split("{")[0]
                assert sentence in words(page, kind), (language, kind, words(page, kind))
                assert fields_of(page.form())[kind] == wrong[kind]
        right = {kind: typed for kind, (_, typed, _, _) in TYPES.items()}
        check = browser.submit(browser.get(APPLY), {"note": language, **right}, button=CONTINUE)
        assert check.path.endswith("/check"), check.text[:1500]
        rows = check.html.select(".with-change > div")
        shown = {row.select_one("dt").get_text(): row.select_one("dd").get_text() for row in rows}
        for kind, (*_, seen, _) in TYPES.items():
            assert not seen or shown[kind] == seen
    browser.submit(check)

    kept = document(desk)
    assert {kind: kept[kind] for kind, (*_, stored) in TYPES.items() if stored is not None} == {
        kind: stored for kind, (*_, stored) in TYPES.items() if stored is not None
    }
    assert len(kept["plot"]["coordinates"][0]) == 4
