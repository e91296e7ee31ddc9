"""What officers can't answer in the services of construction, and when silence is consent."""

from __future__ import annotations

from typing import Any

import pytest

from engine.decisions import load_decisions
from engine.installation.loading import BPMN
from forms import Form, InvalidAnswers, load_form, validate

FOLDER = BPMN / "construction"
FILE = {"document": "abc", "name": "a.pdf", "size": 10, "type": "application/pdf"}
AGREES, DISAGREES = (
    {"conclusion": conclusion, "review_note": "დემო"} for conclusion in ("agrees", "disagrees")
)
REVIEWED = {
    "check": {"class_right": "yes", "verdict": "complete"},
    "compliance": {"class": 2},
    "stage": {"holds": True, "reason": "ok"},
    "notice": None,
    "review_architecture": AGREES,
    "review_structure": AGREES,
    "review_organisation": AGREES,
    "review_safety": None,
}


def form(service: str, name: str) -> Form:
    return load_form((FOLDER / service / "forms" / f"{name}.form").read_bytes())


def codes_of(form: Form, answers: dict[str, Any], *, context: dict[str, Any]) -> list[tuple[str, str]]:
    try:
        validate(form, answers, context=context)
    except InvalidAnswers as refused:
        return [(error.path, error.code) for error in refused.errors]
    return []


@pytest.mark.parametrize("service", ["conditions", "project", "permit"])
def test_class_five__is_forwarded_and_nothing_else(service: str) -> None:
    check, answers = form(service, "check"), {"class_right": "yes", "exemption": "none"}
    context = {"compliance": {"class": 5}, "notice": None}

    kept = codes_of(check, {**answers, "verdict": "complete"}, context=context)
    corrected = {"class_right": "no", "class": 5, "class_reason": "დემო", "verdict": "complete"}

    assert ("class_right", "check") in kept
    assert ("class_right", "check") in codes_of(
        check, {**answers, **corrected}, context={**context, "compliance": {"class": 2}}
    )
    assert codes_of(check, {**answers, "verdict": "not_ours"}, context=context) == []


def test_notification__not_of_class_one__is_returned_and_nothing_else() -> None:
    check = form("notify", "check")

    for of_class, verdict, refused in (
        (1, "agreed", 0),
        (1, "returned", 1),
        (4, "agreed", 1),
        (4, "returned", 0),
    ):
        found = codes_of(
            check, {"class_right": "yes", "verdict": verdict}, context={"compliance": {"class": of_class}}
        )
        assert found == [("verdict", "check")] * refused, (of_class, verdict)


@pytest.mark.parametrize(
    "otherwise",
    [
        {"review_structure": DISAGREES},
        {"stage": {"holds": False, "reason": "stage_used"}},
        {"check": {"class_right": "yes", "verdict": "missing", "missing": ["structure"]}},
    ],
)
def test_reviews__not_all_agreeing__ask_for_no_fee(otherwise: dict[str, Any]) -> None:
    conclude = form("permit", "conclude_reviews")

    assert codes_of(conclude, {"verdict": "clear"}, context=REVIEWED) == []
    assert codes_of(conclude, {"verdict": "clear"}, context={**REVIEWED, **otherwise}) == [
        ("verdict", "check")
    ]


def test_reviews__of_a_class_that_was_corrected__count_no_more() -> None:
    conclude = form("permit", "conclude_reviews")
    context = {**REVIEWED, "review_safety": DISAGREES}

    assert codes_of(conclude, {"verdict": "clear"}, context=context) == []
    assert codes_of(conclude, {"verdict": "clear"}, context={**context, "compliance": {"class": 3}}) != []


@pytest.mark.parametrize(
    ("otherwise", "ticked"),
    [
        ({}, []),
        ({"check": {"verdict": "missing", "missing": ["structure", "other"]}}, ["structure", "other"]),
        ({"review_structure": DISAGREES}, ["remarks"]),
        (
            {"review_structure": DISAGREES, "check": {"verdict": "missing", "missing": ["expertise"]}},
            ["remarks", "expertise"],
        ),
        ({"review_safety": DISAGREES}, []),
        ({"review_safety": DISAGREES, "compliance": {"class": 3}}, ["remarks"]),
    ],
)
def test_what_is_missing__begins_with_what_was_found__by_the_check_and_the_reviewers(
    otherwise: dict[str, Any], ticked: list[str]
) -> None:
    (missing,) = (field for field in form("permit", "conclude_reviews").walk() if field.path == "missing")
    assert missing.rules.default.expression is not None

    assert missing.rules.default.expression.evaluate({**REVIEWED, **otherwise}) == ticked


def test_remarks__are_sent_once() -> None:
    conclude = form("permit", "conclude_reviews")
    answers = {"verdict": "remarks", "missing": ["remarks"], "missing_text": "დემო"}

    assert codes_of(conclude, answers, context=REVIEWED) == []
    assert codes_of(conclude, answers, context={**REVIEWED, "notice": {"answered": True}}) != []


@pytest.mark.parametrize(
    ("is_owner", "others", "consents", "reason"),
    [
        (True, [], [], "ok"),
        (True, ["x"], [], "consent_missing"),
        (True, ["x"], [FILE], "ok"),
        (False, ["x"], [], "consent_missing"),
        (False, ["x"], [FILE], "ok"),
    ],
)
def test_silence__of_a_notification__needs_the_owners(
    is_owner: bool, others: list[str], consents: list[dict[str, Any]], reason: str
) -> None:
    table = load_decisions((FOLDER / "notify" / "silence.dmn").read_bytes())
    context = {
        "building_class": 1,
        "plot": {"found": True},
        "ownership": {"is_owner": is_owner, "others": others},
        "application": {"owner_consents": consents},
    }

    said = table.evaluate("silence", context).value

    assert said == {"counts": reason == "ok", "reason": reason}
