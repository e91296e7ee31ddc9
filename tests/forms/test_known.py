"""What is known of a person before they answer, and what they dispute of it."""

from __future__ import annotations

from typing import Any

from forms import (
    DISPUTES,
    Form,
    disputes_in,
    disputing,
    merged,
    on_page,
    origins,
    pages_of,
    placed,
    prefill,
    validate,
)
from tests.forms.builders import a_form, component

KNOWN: dict[str, Any] = {
    "known": {
        "civil_registry": {"village": "Omalo", "as_of": "2026-09-01", "number": "N-1"},
        "account": {"phone": "+995555000101"},
        "earlier": {},
    }
}
FIXED = {"defaultValue": "=known.civil_registry.village", "readonly": "=known.civil_registry.village != null"}


def known_form() -> Form:
    return a_form(
        component("textfield", "village", **FIXED),
        component("textfield", "phone", defaultValue="=known.account.phone"),
        component("textfield", "street", defaultValue="=known.earlier.street"),
        component("textfield", "fee", defaultValue="ten", readonly=True),
    )


def check(raw: dict[str, Any]) -> dict[str, Any]:
    form = known_form()
    return validate(form, raw, context=disputing(form, KNOWN, raw))


def test_origins__known_values__have_their_source_and_its_day() -> None:
    found = {origin.path: origin for origin in origins(known_form(), context=KNOWN)}

    assert sorted(found) == ["phone", "village"]  # of the street nothing is known
    village = found["village"]
    assert (village.source, village.value, village.as_of, village.number) == (
        "civil_registry",
        "Omalo",
        "2026-09-01",
        "N-1",
    )
    assert (village.is_fixed, found["phone"].is_fixed) == (True, False)


def test_origins__nothing_known__nobody_is_asked_to_dispute_it() -> None:
    assert origins(known_form(), context={}) == ()
    assert prefill(known_form(), context={}) == {"fee": "ten"}


def test_origins__in_a_group_with_a_path__have_the_whole_path() -> None:
    form = a_form(component("group", "home", components=[component("textfield", "village", **FIXED)]))

    assert [origin.path for origin in origins(form, context=KNOWN)] == ["home.village"]
    assert placed({"home": {"a": 1}}, "home.village", "x") == {"home": {"a": 1, "village": "x"}}


def test_known_value__read_only__is_the_answer_whatever_is_sent() -> None:
    assert check({"village": "Diklo"})["village"] == "Omalo"


def test_known_value__disputed__is_what_the_person_answers() -> None:
    answers = check({"village": "Diklo", DISPUTES: {"village": "We moved"}})

    assert answers["village"] == "Diklo"
    assert DISPUTES not in answers


def test_fixed_value__that_nobody_knows_from_elsewhere__can_not_be_disputed() -> None:
    assert check({"fee": "nothing", DISPUTES: {"fee": "too much"}})["fee"] == "ten"


def test_read_only_where_known__nothing_known__is_an_ordinary_question() -> None:
    form = known_form()

    assert validate(form, {"village": "Diklo"}, context={"known": {}})["village"] == "Diklo"


def test_disputes__of_any_shape__are_comments_or_nothing() -> None:
    assert disputes_in({DISPUTES: {"a": "b", "c": 1, "d": {"e": "f"}}}) == {"a": "b"}
    assert disputes_in({DISPUTES: ["a"]}) == disputes_in({}) == {}
    assert len(disputes_in({DISPUTES: {"a": "x" * 5_000}})["a"]) == 1_000


def test_disputes__stay_on_their_page() -> None:
    def group(name: str, key: str) -> dict[str, Any]:
        raw = component(
            "group", name, components=[component("textfield", key)], properties={"mms:page": "new"}
        )
        del raw["path"]
        return raw

    form = a_form(group("one", "a"), group("two", "b"))
    first, second = pages_of(form)
    kept = {"a": "1", "b": "2", DISPUTES: {"a": "no", "b": "never"}}

    assert on_page(kept, first) == {"a": "1", DISPUTES: {"a": "no"}}
    forged = merged(kept, second, {"b": "3", DISPUTES: {"a": "forged"}})
    assert forged == {"a": "1", "b": "3", DISPUTES: {"a": "no"}}
