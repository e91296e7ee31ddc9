"""What a `.form` file may contain."""

from __future__ import annotations

import json
from typing import Any

import pytest

from forms import FormError, describe, load_form
from forms.load import DEEPEST, MOST_BYTES, MOST_COMPONENTS
from tests.forms.builders import a_form, component, document, every_kind, typed


def refusal(data: Any) -> FormError:
    with pytest.raises(FormError) as caught:
        load_form(data)
    return caught.value


def test_load_form__every_kind_of_field__gives_the_fields_in_order() -> None:
    form = every_kind()

    keys = [field.key for field in form.walk() if field.key]

    assert form.id == "sample"
    assert keys[:4] == ["line", "lines", "number", "day"]
    assert {field.path for field in form.walk()} >= {"home.street", "witnesses.name"}


@pytest.mark.parametrize("type", ["signature", "", "Textfield"])
def test_load_form__component_we_do_not_know__is_refused(type: str) -> None:
    data = document({"type": type, "id": "x", "key": "x", "label": "X"})

    assert refusal(data).code == "unknown_component"


@pytest.mark.parametrize("type", ["html", "iframe", "button"])
def test_load_form__component_of_the_editor_that_is_not_for_people__is_refused_by_name(type: str) -> None:
    data = document({"type": type, "id": "x", "label": "X"})

    assert refusal(data).code == "refused_component"


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (component(key="case"), "reserved_key"),
        (component(key="__add__x"), "reserved_key"),
        (component(key="csrf_token"), "reserved_key"),
        (component(key="a.b"), "key"),
        (component(key="a b"), "key"),
        (component(key=""), "key"),
        (component(key="x" * 65), "key"),
        (component(label=""), "label_missing"),
        (component(label="=name"), "unsupported"),
        (component("datetime", subtype="week"), "unsupported"),
        (component("datetime", subtype="datetime", timeSerializingFormat="utc_normalized"), "unsupported"),
        (component(require=True), "unknown_property"),
        (component(validate={"requird": True}), "unknown_property"),
        (component(conditional={"show": "=true"}), "unknown_property"),
        (typed("text", properties={"mms:typ": "iban"}), "unknown_property"),
        (component("number", properties={"mms:min": "2025-01-01"}), "limit_type"),
        (component("datetime", properties={"mms:min": "5"}), "limit_type"),
        (component("datetime", subtype="time", properties={"mms:max": "2025-01-01"}), "limit_type"),
        (component("number", validate={"min": 5, "max": 4}), "limits_cross"),
        (component("number", defaultValue="many"), "default_type"),
        (component("datetime", defaultValue="soon"), "default_type"),
        (component("select", defaultValue="three"), "default_type"),
        (component("checklist", defaultValue=["one", "three"]), "default_type"),
        (component("image", alt="", label="", source="images/a.png"), "alt_missing"),
        (component("image", alt="Map", source="https://example.org/a.png"), "image_source"),
        (component("image", alt="Map", source="images/../a.png"), "image_source"),
        (component("documentPreview"), "property_type"),
        (component("table", dataSource="=x", columnsExpression="x"), "property_type"),
        (component("number", serializeToString=True), "unsupported"),
        (typed("iban", type="checkbox"), "unknown_kind"),
        (typed("passport"), "unknown_kind"),
        (component(validate={"pattern": "("}), "bad_pattern"),
        (component(validate={"pattern": r"(a)\1"}), "bad_pattern"),
        (component(validate={"required": "yes"}), "property_type"),
        (component(validate={"maxLength": "ten"}), "property_type"),
        (component(validate=[]), "property_type"),
        (component("number", validate={"min": "soon"}), "property_type"),
        (component(conditional={"hide": "=1 +"}), "bad_expression"),
        (component(conditional={"hide": "=no such function(1)"}), "bad_expression"),
        (component("expression", expression="1"), "property_type"),
        (component("select", values=[]), "options"),
        (component("select", values=[{"value": 1, "label": "One"}]), "options"),
        (component("select", values=[{"value": "a", "label": "A"}] * 2), "duplicate_option"),
        (component("table", columns="=x", dataSource="=x"), "columns"),
        (component("group", "g", components=None), "components_missing"),
        (component("dynamiclist", "", components=[]), "key"),
        ("textfield", "not_a_component"),
    ],
)
def test_load_form__broken_component__is_refused_with_its_place(broken: Any, code: str) -> None:
    error = refusal(document(component(key="first"), broken))

    assert error.code == code
    assert error.path.startswith("components.1")


def test_load_form__same_key_twice__is_refused_where_the_answers_would_collide() -> None:
    inner = component(key="name", id="other")

    assert refusal(document(component(key="name"), inner)).code == "duplicate_key"
    assert refusal(document(component(key="name"), group_without_path(inner))).code == "duplicate_key"


def group_without_path(*inner: dict[str, Any]) -> dict[str, Any]:
    return {"type": "group", "id": "g", "label": "Group", "components": list(inner)}


def test_load_form__same_key_under_different_paths__is_accepted() -> None:
    form = a_form(
        component(key="name"),
        component("group", "home", components=[component(key="name", id="b")]),
        component("dynamiclist", "rows", components=[component(key="name", id="c")]),
    )

    assert [field.path for field in form.walk()] == ["name", "home", "home.name", "rows", "rows.name"]


def test_load_form__same_id_twice__is_refused() -> None:
    assert refusal(document(component(key="a", id="x"), component(key="b", id="x"))).code == "duplicate_id"


def test_load_form__schema_version_newer_than_ours__is_refused() -> None:
    assert refusal(document(schemaVersion=20)).code == "schema_version"
    assert refusal({"id": "x", "components": []}).code == "schema_version"


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[]", b"null", b"[" * 100_000, b'{"a": NaN}'])
def test_load_form__bytes_that_are_no_form__are_refused(data: bytes) -> None:
    assert refusal(data).code in ("not_json", "not_a_form")


def test_load_form__property_given_twice__is_refused() -> None:
    assert refusal(b'{"id": "x", "id": "y"}').code == "duplicate_property"


def test_load_form__too_large_too_deep_too_many__are_refused() -> None:
    nested = component()
    for level in range(DEEPEST):
        nested = component("group", f"g{level}", components=[nested])
    many = [component(key=f"k{number}") for number in range(MOST_COMPONENTS + 1)]

    assert refusal(b" " * (MOST_BYTES + 1)).code == "too_large"
    assert refusal(document(nested)).code == "too_deep"
    assert refusal(document(*many)).code == "too_many_components"


def test_load_form__document_changed_afterwards__changes_nothing() -> None:
    data = document(component("select", "choice"))
    form = load_form(data)

    data["components"][0]["values"].append({"value": "three", "label": "Third"})

    assert [option.value for option in form.fields[0].options] == ["one", "two"]


def test_describe__every_refusal_of_a_definition__has_both_texts() -> None:
    errors = [
        refusal(document(component(key="case"))),
        refusal(document(component(validate={"pattern": "("}))),
        refusal(b"{"),
        refusal(document(schemaVersion=99)),
    ]

    for error in errors:
        assert describe(error, "ka") != describe(error, "en")


def test_names__expressions_over_case_data__are_those_from_outside() -> None:
    form = a_form(
        component(key="own"),
        component(key="other", conditional={"hide": '=own = null and visit.finding = "lives"'}),
    )

    assert form.names == {"visit"}


def test_load_form__json_with_floats__keeps_exact_limits() -> None:
    form = load_form(json.dumps(document(component("number", validate={"max": 0.1}))).encode())

    assert str(form.fields[0].rules.maximum.constant) == "0.1"


def test_load_form__several_mistakes__are_told_together() -> None:
    error = refusal(
        document(component(key="a b"), component(key="fine", lable="x"), component("select", "s", values=[]))
    )

    assert [problem.code for problem in (error, *error.others)] == ["key", "unknown_property", "options"]


@pytest.mark.parametrize("name", ["__proto__", "constructor", "prototype"])
def test_load_form__name_that_reaches_behind_an_object__is_refused_anywhere(name: str) -> None:
    data = json.dumps(document(component(properties={"deep": {name: {"x": 1}}})))

    assert refusal(data.encode()).code == "hostile_property"


def test_load_form__custom_property_of_another_tool__is_left_alone() -> None:
    form = a_form(component(properties={"camunda:hint": "x", "note": "y"}))

    assert form.fields[0].kind == "text"


@pytest.mark.parametrize("number", ["1e999999", "-1E-400", "1" * 400])
def test_load_form__number_without_measure__is_refused(number: str) -> None:
    data = json.dumps(document(component("number", validate={"max": 7}))).replace("7", number)

    assert refusal(data.encode()).code == "number_size"


@pytest.mark.parametrize("text", ["\ud800", "a\0b", "\udfff", "\x1b"])
def test_load_form__text_that_no_page_can_show__is_refused(text: str) -> None:
    data = json.dumps(document(component(description=text)))

    assert refusal(data.encode()).code == "bad_text"
    assert refusal(json.dumps(document(component(properties={text: "x"}))).encode()).code == "bad_text"
