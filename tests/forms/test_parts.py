"""Addresses, people and entries of registers: what is asked, what is looked up, what is kept."""

from __future__ import annotations

from typing import Any

import pytest

from forms import (
    FormError,
    load_form,
    localise,
    parse_html,
    prefill,
    render,
    summarise,
    validate,
)
from forms.lookups import UNAVAILABLE
from tests.forms.builders import (
    a_form,
    a_group,
    codes_of,
    component,
    document,
    errors_of,
    parsed,
    submitted,
    typed,
)
from tests.forms.country import NINO, Lookups

ADDRESS = a_form(a_group("address", "home", **{"mms:required": "true"}))
PERSON = a_form(a_group("person", "child", **{"mms:required": "true"}))


def context(**lookups: Any) -> dict[str, Any]:
    return {"lookups": Lookups(**lookups)}


def questions(form: Any, answers: Any, **options: Any) -> list[str]:
    page = parsed(render(form, answers, language="en", **options))
    return [name.rpartition(".")[2] for name in page.xpath("//*[@name and @id]/@name")]


def test_address__step_by_step__asks_for_what_can_be_chosen_next() -> None:
    steps = [
        {},
        {"municipality_code": "keda"},
        {"municipality_code": "keda", "settlement": "other"},
        {"municipality_code": "oni"},
    ]

    asked = [questions(ADDRESS, {"home": step}, context=context()) for step in steps]

    always = ["street", "house", "flat"]
    assert asked == [
        ["municipality_code", *always],
        ["municipality_code", "unit", "settlement", *always],
        ["municipality_code", "unit", "settlement", "settlement_name", *always],
        ["municipality_code", "settlement_name", *always],
    ]


def test_address__no_reference_data__is_typed() -> None:
    assert questions(ADDRESS, {}) == ["settlement_name", "street", "house", "flat"]
    assert validate(ADDRESS, {"home": {"settlement_name": "ზვარე", "house": "5"}}) == {
        "home": {"settlement_name": "ზვარე", "house": "5"}
    }


@pytest.mark.parametrize(
    ("home", "codes"),
    [
        ({"municipality_code": "keda", "unit": "u1", "settlement": "v1"}, []),
        ({"municipality_code": "keda", "settlement": "other", "settlement_name": "ახალი"}, []),
        ({"municipality_code": "oni", "settlement_name": "ღები"}, []),
        ({}, [("home.municipality_code", "choose")]),
        ({"municipality_code": "keda"}, [("home.settlement", "choose")]),
        ({"municipality_code": "keda", "settlement": "other"}, [("home.settlement_name", "required")]),
        ({"municipality_code": "keda", "unit": "u9", "settlement_name": "x"},
         [("home.unit", "not_an_option")]),
        ({"municipality_code": "nowhere", "settlement_name": "x"},
         [("home.municipality_code", "not_an_option")]),
        ({"municipality_code": "oni", "settlement_name": "x" * 2000}, [("home.settlement_name", "too_long")]),
    ],
)  # fmt: skip
def test_address__answers__are_held_against_the_places(home: Any, codes: list[Any]) -> None:
    if codes:
        assert codes_of(ADDRESS, {"home": home}, context=context()) == codes
    else:
        assert validate(ADDRESS, {"home": home}, context=context()) == {"home": home}


def test_address__settlement_of_another_municipality__is_not_kept() -> None:
    given = {"municipality_code": "oni", "unit": "u1", "settlement": "v1", "settlement_name": "ღები"}

    kept = validate(ADDRESS, {"home": given}, context=context())

    assert kept == {"home": {"municipality_code": "oni", "settlement_name": "ღები"}}


def test_address__optional_and_untouched__is_no_answer() -> None:
    form = a_form(a_group("address", "home"))

    assert validate(form, {}, context=context()) == {"home": {}}


def test_address__form_of_a_municipality__begins_there() -> None:
    assert prefill(ADDRESS, context=context(municipality="oni")) == {"home": {"municipality_code": "oni"}}


def test_address__without_a_script__is_updated_by_a_button() -> None:
    page = render(ADDRESS, {"home": {"municipality_code": "keda"}}, language="en", context=context())

    assert len(parsed(page).xpath("//noscript//button[@name='__refresh__']")) == 3
    assert parse_html(ADDRESS, submitted(page))["home"]["municipality_code"] == "keda"


def test_person__registry_knows_them__brings_the_names_whatever_was_typed() -> None:
    typed = {"personal_number": "01 000 000 001", "birth_date": "27.03.1985", "given_name": "ვიღაც"}

    kept = validate(PERSON, {"child": typed}, context=context())

    assert kept["child"] == {
        "personal_number": NINO[0], "birth_date": NINO[1],
        "given_name": "ნინო", "family_name": "დემო", "state": "found",
    }  # fmt: skip
    assert validate(PERSON, kept, context=context()) == kept


def test_person__registry_writes_a_name_as_nobody_may__is_accepted_as_it_is() -> None:
    typed = {"personal_number": NINO[0], "birth_date": NINO[1], "given_name": "N1 (x)", "family_name": "?"}

    kept = validate(PERSON, {"child": typed}, context=context(names=("Nino 1", "Demo (x)")))

    assert (kept["child"]["given_name"], kept["child"]["family_name"]) == ("Nino 1", "Demo (x)")
    assert validate(PERSON, kept, context=context(names=("Nino 1", "Demo (x)"))) == kept


def test_person__registry_knows_nobody__is_refused_without_saying_which_was_wrong() -> None:
    wrong_day = {"personal_number": NINO[0], "birth_date": "28.03.1985"}
    wrong_number = {"personal_number": "01000000002", "birth_date": "27.03.1985"}

    for child in (wrong_day, wrong_number):
        assert codes_of(PERSON, {"child": child}, context=context()) == [
            ("child.personal_number", "person_unknown")
        ]


def test_person__registry_is_away__asks_for_the_names_and_marks_them() -> None:
    typed: dict[str, Any] = {"personal_number": NINO[0], "birth_date": "27.03.1985"}
    away = context(state=UNAVAILABLE)

    errors = errors_of(PERSON, {"child": typed}, context=away)
    asked = questions(PERSON, {"child": typed}, errors=errors, context=away)
    kept = validate(PERSON, {"child": {**typed, "given_name": "ნინო", "family_name": "დემო"}}, context=away)

    assert [(error.path, error.code) for error in errors] == [
        ("child.given_name", "required"),
        ("child.family_name", "required"),
    ]
    assert asked == ["personal_number", "birth_date", "given_name", "family_name"]
    assert kept["child"]["state"] == "unavailable"
    assert [row.value for row in summarise(PERSON, kept, language="en")][-1].startswith("Not confirmed")


def test_person__state_in_the_request__counts_for_nothing() -> None:
    forged = {
        "personal_number": NINO[0], "birth_date": "27.03.1985", "given_name": "ა", "family_name": "ბ",
        "state": "found",
    }  # fmt: skip

    assert validate(PERSON, {"child": forged}, context=context(state=UNAVAILABLE))["child"]["state"] == (
        "unavailable"
    )


@pytest.mark.parametrize(
    ("child", "path"),
    [({"personal_number": NINO[0]}, "child.birth_date"), ({"birth_date": NINO[1]}, "child.personal_number")],
)
def test_person__half_of_what_identifies__is_refused_even_if_optional(child: Any, path: str) -> None:
    form = a_form(a_group("person", "child"))

    assert codes_of(form, {"child": child}, context=context()) == [(path, "required")]


def test_person__optional_and_untouched__asks_nobody() -> None:
    form, lookups = a_form(a_group("person", "child")), Lookups()

    kept = validate(form, {"child": {"given_name": "ნინო"}}, context={"lookups": lookups})

    assert (kept, lookups.asked) == ({"child": {}}, [])


def test_person__in_every_row__is_asked_for_each() -> None:
    form = a_form(component("dynamiclist", "children", components=[a_group("person", "who")]))
    rows = [{"who": {"personal_number": n, "birth_date": NINO[1]}} for n in (NINO[0], "01000000002")]

    assert codes_of(form, {"children": rows}, context=context()) == [
        ("children.1.who.personal_number", "person_unknown")
    ]


def test_person__unreadable_number__asks_nobody() -> None:
    lookups = Lookups()

    codes = codes_of(
        PERSON, {"child": {"personal_number": "1", "birth_date": NINO[1]}}, context={"lookups": lookups}
    )

    assert (codes, lookups.asked) == ([("child.personal_number", "personal_number")], [])


@pytest.mark.parametrize("kind", ["address", "person"])
def test_parts__other_language__have_their_own_words(kind: str) -> None:
    form = a_form(a_group(kind, "it"))
    english = localise(form, {}, language="en")

    labels = [(ka.label, en.label) for ka, en in zip(form.walk(), english.walk(), strict=True) if ka.part]

    assert all(ka and en and ka != en for ka, en in labels)


def test_load_form__group_of_parts_with_fields_or_without_a_path__is_refused() -> None:
    full = {**a_group("address", "home"), "components": [component()]}
    pathless = {**a_group("address", "home"), "path": ""}

    for broken, code in ((full, "parts_given"), (pathless, "key")):
        with pytest.raises(FormError) as caught:
            load_form(document(broken))
        assert caught.value.code == code


ENTRY = a_form(typed("register_entry", properties={"mms:register": "permits"}))


@pytest.mark.parametrize(("found", "code"), [(False, "entry_unknown"), (None, "cannot_check")])
def test_entry__unknown_foreign_or_not_to_be_asked__is_refused(found: bool | None, code: str) -> None:
    known = context(entries={("permits", "N1"): found})

    assert codes_of(ENTRY, {"answer": "N1"}, context=known) == [("answer", code)]
    assert codes_of(ENTRY, {"answer": "N1"}) == [("answer", "cannot_check")]


def test_entry__of_the_register__is_kept_by_its_key() -> None:
    known = context(entries={("permits", "N1"): True})

    assert validate(ENTRY, {"answer": " N1 "}, context=known) == {"answer": "N1"}


@pytest.mark.parametrize("own", [{}, {"mms:register": "a b"}, {"mms:register": "../x"}])
def test_load_form__entry_without_a_register__is_refused(own: dict[str, str]) -> None:
    with pytest.raises(FormError):
        a_form(typed("register_entry", properties=own))
    with pytest.raises(FormError):
        a_form(component(properties={"mms:register": "permits"}))
