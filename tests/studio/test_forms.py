"""Forms in the studio: what a page does not change stays, two files are kept together, previews are real."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.errors import NotFound, Rejected
from engine.installation.loading import BPMN
from engine.studio import form_properties as properties
from engine.studio.form_file import NEW, FormFile
from engine.studio.form_properties import Simple
from forms import load_form
from tests.web.browser import Browser
from tests.web.desk import Desk

ANALYST, OTHER = "00000009001", "00000009002"
SERVICE = "high_mountain.grant"
FORMS = sorted(BPMN.rglob("*.form"))


def begun(browser: Browser) -> str:
    page = browser.get("/studio")
    form = page.form('id="service"')
    return browser.submit(page, {"service": SERVICE}, form=form, button=("_do", "change")).path


def file(browser: Browser, draft: str, path: str) -> Any:
    return json.loads(browser.client.get(f"{draft}/files/{path}").get_json()["content"])


@pytest.mark.parametrize("path", FORMS, ids=lambda path: str(path.relative_to(BPMN)))
def test_form__every_field_said_again__keeps_its_bytes(path: Path) -> None:
    form = FormFile(path.read_bytes())

    for row in form.rows():
        one = row.component
        for field in properties.properties_of(one):
            properties.say(one, field, properties.value_of(one, field))
        simple = properties.simple_condition(one)
        of = next((other for other in form.rows() if simple and other.key == simple.key), None)
        if simple is None or of is not None:
            properties.set_condition(one, properties.hidden_when(one), simple, of)
        if properties.has_options(one):
            options = properties.options_of(one)
            properties.set_options(one, [(option["value"], option["label"]) for option in options])

    assert form.content() == path.read_bytes()


@pytest.mark.parametrize("kind", [kind for kind in NEW if kind not in ("group", "dynamiclist")])
def test_new_component__of_each_kind__makes_a_form_that_is_shown(kind: str) -> None:
    form = FormFile.new("felling", "ჭრა")

    added = form.add(kind, "tree", "ხე", inside="felling_felling_group")

    loaded = load_form(form.content())
    assert [field.id for field in loaded.walk()] == ["felling_felling_group", added]


def test_components__moved_and_removed__stand_where_they_were_put() -> None:
    form = FormFile.new("felling", "ჭრა")
    first, second = (form.add("textfield", key, key, inside="felling_felling_group") for key in ("a1", "a2"))
    section = form.add("group", "more", "სხვა", inside=None)

    form.move(second, -1)
    form.move(second, -1)  # the first stays the first
    form.move(section, -1)
    assert [row.id for row in form.rows()] == [section, "felling_felling_group", second, first]
    form.remove("felling_felling_group")
    assert [row.id for row in form.rows()] == [section]
    with pytest.raises(NotFound):
        form.find(first)


@pytest.mark.parametrize(
    ("key", "code"), [("a b", "key_unusable"), ("ა", "key_unusable"), ("tree", "key_taken")]
)
def test_answer__of_a_name_that_can_not_be__is_refused(key: str, code: str) -> None:
    form = FormFile.new("felling", "ჭრა")
    form.add("number", "tree", "ხე", inside=None)

    with pytest.raises(Rejected) as caught:
        form.add("number", key, "ხე", inside=None)

    assert caught.value.error_code == f"service_draft.{code}"


@pytest.mark.parametrize(
    ("kind", "simple", "expression"),
    [
        ("radio", Simple("tree", "is", "yes"), '=tree != "yes"'),
        ("checkbox", Simple("tree", "is_not", "true"), "=tree = true"),
        ("number", Simple("tree", "is", "3"), "=tree != 3"),
        ("textfield", Simple("tree", "is", '3" or "'), '=tree != "3 or "'),
    ],
)
def test_condition__put_together__is_an_expression_and_read_again(
    kind: str, simple: Simple, expression: str
) -> None:
    form = FormFile.new("felling", "ჭრა")
    form.add(kind, "tree", "ხე", inside=None)
    other = form.find(form.add("textarea", "why", "რატომ", inside=None)).component

    properties.set_condition(other, "", simple, form.rows()[1])

    assert properties.hidden_when(other) == expression
    read = properties.simple_condition(other)
    assert read is not None
    assert (read.key, read.comparison) == (simple.key, simple.comparison)
    load_form(form.content())


def test_component__typed_in_both_languages__is_kept_in_both_files_or_in_none(desk: Desk) -> None:
    one, other = desk.signed_in(ANALYST), desk.signed_in(OTHER)
    draft = begun(one)
    address = f"{draft}/forms/application"
    form = FormFile(json.dumps(file(one, draft, "forms/application.form")).encode())
    row = next(row for row in form.rows() if row.type == "radio")
    page = one.get(f"{address}/components/{row.id}")
    said = {"label_ka": "ახალი კითხვა?", "label_en": "A new question?", "key": row.key, "seen": "1-1"}
    said |= {"csrf_token": page.html.select_one("[name=csrf_token]")["value"]}  # type: ignore[index]
    said |= {"option": "yes", "option_ka": "დიახ", "option_en": "Yes"}
    script = {"Accept": "application/json"}

    saved = one.client.post(f"{address}/components/{row.id}", data=said, headers=script)
    token = other.get(f"{address}/components/{row.id}").html.select_one("[name=csrf_token]")
    late = {**said, "csrf_token": token["value"], "label_ka": "გვიანი", "seen": "2-1"}  # type: ignore[index]
    refused = other.client.post(f"{address}/components/{row.id}", data=late, headers=script)

    assert (saved.status_code, saved.get_json()["revision"]) == (200, "2-2")
    assert (refused.status_code, refused.get_json()["revision"]) == (409, "2-2")
    kept = FormFile(json.dumps(file(one, draft, "forms/application.form")).encode()).find(row.id)
    assert kept.label == "ახალი კითხვა?"
    words = file(one, draft, "texts/en.json")["forms"]["application"][row.key]
    assert words["label"] == "A new question?"
    assert words["options"]["yes"] == "Yes"


def test_form__said_to_begin_anew__says_so_in_its_file_until_that_is_taken_back(desk: Desk) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    address = f"{draft}/forms/application"

    page = one.get(address)
    page = one.submit(page, {"begins": "anew"}, form=page.form('name="begins"'), button=("_do", "begins"))
    said = file(one, draft, "forms/application.form")
    one.submit(page, {"begins": ""}, form=page.form('name="begins"'), button=("_do", "begins"))

    assert said["properties"] == {"mms:begins": "anew"}
    assert page.html.select_one('#begins option[selected][value="anew"]') is not None
    assert "properties" not in file(one, draft, "forms/application.form")


def test_preview__in_the_other_language__shows_its_words_and_judges_what_is_typed(desk: Desk) -> None:
    one = desk.signed_in(ANALYST)
    address = f"{begun(one)}/forms/application/preview"

    shown = one.get(f"{address}?in=en")
    assert shown.html.select_one("[lang=en] form [name]") is not None
    tried = one.submit(shown, {}, form=shown.form("f-form"))

    assert tried.status == 422
    assert tried.html.select_one("[lang=en] .f-error") is not None or "problem" in tried.text


def test_broken_form__is_shown_as_what_is_wrong_with_it(desk: Desk) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    form = file(one, draft, "forms/application.form")
    form["components"][0]["sparkle"] = True
    page = one.get(f"{draft}/diagram")
    token = page.html.select_one("[data-studio=form] [name=csrf_token]")
    data = {"csrf_token": token["value"], "seen": "1", "content": json.dumps(form)}  # type: ignore[index]
    assert one.client.post(f"{draft}/files/forms/application.form", data=data).status_code == 200

    shown = one.get(f"{draft}/forms/application/preview")

    assert shown.status == 200
    assert "sparkle" in shown.text
    assert one.get(f"{draft}/forms/application").status == 200
