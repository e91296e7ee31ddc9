"""Whatever is sent, a form answers with kept answers or InvalidAnswers, and can be shown again."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms import InvalidAnswers, describe, parse_html, render, render_errors, summarise, validate
from tests.forms.builders import CONTEXT, a_form, component, every_kind, submitted

pytestmark = pytest.mark.extended

FORM = every_kind()
KEYS = [field.key for field in FORM.walk() if field.key]

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.binary(max_size=5)
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(["\0", "\ud800", "x" * 30_000, "9" * 5_000, "one", "2024-02-01", "1,5"])
    | st.just(Decimal("1E+99999"))
)  # fmt: skip
junk = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
answers = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), junk, max_size=12)


def outcome(raw: Any) -> dict[str, Any] | None:
    """Validate and show; None where the answers were refused."""
    try:
        kept = validate(FORM, raw, context=CONTEXT)
    except InvalidAnswers as refused:
        for error in refused.errors:
            assert describe(error, "ka") != describe(error, "en")
        render_errors(FORM, refused.errors, "en").encode()
        render(FORM, raw, errors=refused.errors, language="en", context=CONTEXT).encode()
        return None
    return kept


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(answers)
def test_validate__any_junk__gives_answers_or_refusal_and_nothing_else(raw: dict[str, Any]) -> None:
    kept = outcome(raw)

    if kept is not None:
        json.dumps(kept, default=lambda value: str(value) if isinstance(value, Decimal) else 1 / 0)
        assert validate(FORM, kept, context=CONTEXT) == kept
        summarise(FORM, kept, language="ka", context=CONTEXT)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(answers)
def test_round_trip__anything_accepted__comes_back_from_the_browser_as_it_was(raw: dict[str, Any]) -> None:
    try:
        kept = validate(FORM, raw, context=CONTEXT)
    except InvalidAnswers:
        return
    kept["papers"] = []  # Names of files come from the store, not from the browser.
    kept["witnesses"] = [row for row in kept["witnesses"] if any(row.values())]

    sent = parse_html(FORM, submitted(render(FORM, kept, language="ka", context=CONTEXT)))

    assert validate(FORM, sent, context=CONTEXT) == kept


BUTTONS = ["__add__witnesses", "__remove__witnesses.0", "__remove__papers.0", "__refresh__"]
INNER = ["witnesses.0.name", "witnesses.1.is_neighbour", "witnesses.0.__row", "home.street"]
names = st.sampled_from([*KEYS, *BUTTONS, *INNER])


@settings(max_examples=200)
@given(st.dictionaries(names | st.text(max_size=12), st.lists(st.text(max_size=10), max_size=3), max_size=10))
def test_parse__any_fields__can_be_validated_and_shown(values: dict[str, list[str]]) -> None:
    raw = parse_html(FORM, values)

    outcome(raw)
    render(FORM, raw, language="ka", context=CONTEXT).encode()


valid = st.fixed_dictionaries(
    {},
    optional={
        "line": st.text(st.characters(categories=["L", "N", "P", "Zs", "S"]), max_size=50),
        "lines": st.text(st.characters(categories=["L", "N", "P"], include_characters="\n "), max_size=50),
        "number": st.decimals(-(10**9), 10**9, places=3),
        "amount": st.integers(-(10**9), 10**9),
        "day": st.dates().filter(lambda day: 1800 <= day.year <= 2200).map(lambda day: day.isoformat()),
        "tick": st.booleans(),
        "several": st.lists(st.sampled_from(["one", "two"]), unique=True),
        "one": st.sampled_from(["one", "two"]),
        "choice": st.sampled_from(["one", "two"]),
        "village": st.sampled_from(["41", "42"]),
        "person": st.from_regex(r"[0-9]{11}", fullmatch=True),
        "phone": st.from_regex(r"\+9955[0-9]{8}", fullmatch=True),
        "home": st.fixed_dictionaries({"street": st.text(st.characters(categories=["L"]), max_size=9)}),
        "witnesses": st.lists(
            st.fixed_dictionaries(
                {"name": st.text(st.characters(categories=["L"]), min_size=1, max_size=9)},
                optional={"is_neighbour": st.booleans(), "languages": st.just(["two"])},
            ),
            max_size=3,
        ),
    },
)


@settings(max_examples=200)
@given(valid)
def test_round_trip__good_answers__are_accepted_kept_and_come_back(raw: dict[str, Any]) -> None:
    kept = validate(FORM, raw, context=CONTEXT)

    sent = parse_html(FORM, submitted(render(FORM, kept, language="en", context=CONTEXT)))
    again = validate(FORM, sent, context=CONTEXT)

    # The order of ticks is the order of the page, that is no part of the answer.
    assert {**again, "several": set(again["several"])} == {**kept, "several": set(kept["several"])}


@pytest.mark.parametrize(
    "value",
    [
        "x" * 10**6, "ა" * 10**6, " " * 10**6, "\0" * 10**6, ["one"] * 10**5, [{"document": "x"}] * 10**5,
        [{"name": "x"}] * 10**5, "9" * 10**6, "-" * 10**6, "a@" * 10**5, {"street": "x" * 10**6},
        "1 " * 10**5, "." * 10**6,
    ],
    ids=lambda value: f"{type(value).__name__} of {len(value)}",
)  # fmt: skip
def test_validate__huge_value_in_every_field__is_refused_quickly(value: Any) -> None:
    started = time.process_time()

    with pytest.raises(InvalidAnswers):
        validate(FORM, {**dict.fromkeys(KEYS, value), "person": "1"}, context=CONTEXT)
    render(FORM, dict.fromkeys(KEYS, value), language="ka", context=CONTEXT)

    assert time.process_time() - started < 3


def test_validate__deeply_nested_junk__is_refused() -> None:
    nested: Any = "x"
    for _ in range(50_000):
        nested = [nested]

    with pytest.raises(InvalidAnswers):
        validate(FORM, dict.fromkeys(KEYS, nested), context=CONTEXT)


def test_validate__rows_in_rows_to_the_limit__stay_within_seconds() -> None:
    inner = component(
        "dynamiclist", "inner", components=[component(key="x", conditional={"hide": "=this.y"})]
    )
    form = a_form(component("dynamiclist", "rows", components=[inner]))
    started = time.process_time()

    validate(form, {"rows": [{"inner": [{"x": "a"}] * 100}] * 20})

    assert time.process_time() - started < 10
