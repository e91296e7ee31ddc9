"""Why a decision says what it says, and what would have changed it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.decisions import load_decisions
from engine.decisions.explain import Counterfactual, Question, explain, nearest_change
from engine.decisions.explain.facts import value_at
from engine.installation.loading import BPMN
from feel import Functions, Host
from tests.decisions.builders import decision, definitions, literal, table
from tests.decisions.test_analyse_brute_force import POINTS, Case, cases

ELIGIBILITY = load_decisions((BPMN / "high_mountain" / "grant" / "eligibility.dmn").read_bytes())
FUNCTIONS = Functions.standard().plus({"parameter": Host(("name",), lambda name: 9)})
FOUND = {"found": True, "is_alive": True, "is_citizen": True, "registered_settlement": "S1"}


def case(months: Any = 5, **registry: Any) -> dict[str, Any]:
    return {
        "registry": {**FOUND, **registry},
        "application": {"settlement": "S1", "months_last_year": months},
        "place": {"is_high": False},
    }


def changes(found: Counterfactual | None) -> dict[str, Any]:
    assert found is not None
    return {change.fact.name: change.after for change in found.changes}


def test_explanation__of_a_refusal__names_rule_reasons_and_the_way_out() -> None:
    labels = {
        "inputs.input_months": "Enough months",
        "inputs.application.months_last_year": "Months lived there",
    }
    labels |= {"outputs.eligible": "conditions met", "outputs.reason": "reason", "values.ok": "all is well"}

    found = explain(
        ELIGIBILITY,
        "eligibility",
        case(),
        language="en",
        functions=FUNCTIONS,
        labels=labels,
        output="eligible",
    )

    assert found.value["reason"] == "too_few_months"
    assert [rule.match.rule_id for rule in found.rules] == ["rule_too_few_months"]
    assert found.sentences[0].startswith("Rule No. 6 of the table applies: ")
    assert found.sentences[1].endswith("Enough months — no.")
    assert found.otherwise == (
        "The result would be different (conditions met: yes; reason: all is well) if: "
        "Months lived there — 9 (now: 5)."
    )


def test_explanation__in_georgian__uses_the_labels_of_the_model_and_its_own() -> None:
    labels = {"inputs.application.months_last_year": "ნაცხოვრები თვეები"}

    found = explain(ELIGIBILITY, "eligibility", case(), language="ka", functions=FUNCTIONS, labels=labels)

    assert found.sentences[1].startswith("საფუძველი: ნაპოვნია რეესტრში? — დიახ;")
    assert found.otherwise is not None
    assert "ნაცხოვრები თვეები — 9 (ახლა: 5)" in found.otherwise


@pytest.mark.parametrize("language", ["ka", "en"])
@pytest.mark.parametrize(
    ("cell", "value", "condition"),
    [
        ("> 5", 7, {"en": "more than 5", "ka": "5-ზე მეტი"}),
        ("[6..12)", 7, {"en": "at least 6 and less than 12", "ka": "არანაკლებ 6 და 12-ზე ნაკლები"}),
        ("6, 7", 7, {"en": "6 or 7", "ka": "6 ან 7"}),
        ("not(6)", 7, {"en": "anything but 6", "ka": "გარდა: 6"}),
        ("<= limit", 7, {"en": "at most 8.5", "ka": "არაუმეტეს 8,5"}),
        ("7", 7, {"en": None, "ka": None}),
        ('< date("2024-02-29")', "2024-01-01", {"en": "before 29.02.2024", "ka": "29.02.2024-მდე"}),
        (
            "modulo(?, 2) = 1",
            7,
            {"en": "meets the condition modulo(?, 2) = 1", "ka": "აკმაყოფილებს პირობას: modulo(?, 2) = 1"},
        ),
    ],
)
def test_condition__of_a_cell__is_said_in_plain_words(
    language: str, cell: str, value: Any, condition: Mapping[str, str | None]
) -> None:
    source = "date(x)" if isinstance(value, str) else "x"
    model = load_decisions(definitions(decision(table((cell, "1"), inputs=(source,)))))

    found = explain(model, "d", {"x": value, "limit": Decimal("8.5")}, language=language)

    assert [reason.condition for reason in found.rules[0].reasons] == [condition[language]]


def test_explanation__without_a_rule__says_so() -> None:
    model = load_decisions(definitions(decision(table(("> 5", "1"), defaults=["0"]))))
    bare = load_decisions(definitions(decision(table(("> 5", "1")))))

    assert explain(model, "d", {"x": 1}, language="en").sentences == (
        "No rule applies, so this is the default result.",
    )
    assert explain(bare, "d", {"x": 1}, language="en").sentences == ("No rule applies.",)


def test_explanation__of_several_decisions__names_the_rules_of_all() -> None:
    first = decision(table(("> 5", '"old"'), ("<= 5", '"young"')), "age").replace('id="t"', 'id="t_age"')
    second = decision(table(('"old"', "1"), ('"young"', "2"), inputs=("age",)), "fee", requires=["age"])
    model = load_decisions(definitions(first, second))

    found = explain(model, "fee", {"x": 7}, language="en")

    assert [rule.decision for rule in found.rules] == ["age", "fee"]
    assert changes(found.counterfactual) == {"x": 5}


@pytest.mark.parametrize(
    ("registry", "expected"),
    [
        ({"registered_settlement": "S2"}, {"application.settlement": "S2"}),
        ({"registered_settlement": None}, {"registry.registered_settlement": "S1"}),
        ({"is_citizen": False}, {"registry.is_citizen": True}),
        ({"is_citizen": False, "is_alive": None}, {"registry.is_citizen": True, "registry.is_alive": True}),
    ],
)
def test_nearest_change__of_an_eligibility__is_the_fewest_facts(registry: Any, expected: Any) -> None:
    question = Question(ELIGIBILITY, "eligibility", case(12, **registry), FUNCTIONS, output="eligible")

    found = nearest_change(question)

    assert changes(found) == expected
    assert found is not None
    assert found.is_nearest == (len(expected) == 1)
    assert found.result.value["eligible"] is True


def test_nearest_change__of_fixed_facts__leaves_them_alone() -> None:
    question = Question(
        ELIGIBILITY,
        "eligibility",
        case(12, registered_settlement="S2"),
        FUNCTIONS,
        output="eligible",
        fixed=("registry",),
    )

    assert changes(nearest_change(question)) == {"application.settlement": "S2"}


def test_nearest_change__within_a_domain__takes_one_of_its_values() -> None:
    model = load_decisions(definitions(decision(table(("> 5", "1"), ("<= 5", "2")))))

    found = nearest_change(Question(model, "d", {"x": 1}, domains={"x": [1, 10, 20]}))

    assert changes(found) == {"x": 10}


def test_nearest_change__of_a_date__is_the_nearest_day_as_text() -> None:
    rules = (('>= date("2024-03-01")', "1"), ('< date("2024-03-01")', "2"))
    model = load_decisions(definitions(decision(table(*rules, inputs=("date(born_on)",)))))

    assert changes(nearest_change(Question(model, "d", {"born_on": "2024-05-05"}))) == {
        "born_on": "2024-02-29"
    }


def test_nearest_change__of_a_whole_number__is_whole() -> None:
    model = load_decisions(definitions(decision(table(("> 5.5", "1"), ("<= 5.5", "2")))))

    assert changes(nearest_change(Question(model, "d", {"x": 3}))) == {"x": 6}
    assert changes(nearest_change(Question(model, "d", {"x": Decimal("3.25")}))) == {"x": Decimal("5.51")}


def test_nearest_change__where_a_fact_is_calculated_with__is_not_said_to_be_nearest() -> None:
    model = load_decisions(
        definitions(decision(literal('if income / members > 10 and x > 5 then "a" else "b"')))
    )

    found = nearest_change(Question(model, "d", {"income": 100, "members": 2, "x": 7}))

    assert found is not None
    assert (changes(found), found.is_nearest) == ({"x": 5}, False)


def test_nearest_change__that_no_change_gives__is_none() -> None:
    model = load_decisions(definitions(decision(table(("-", "1")))))

    assert nearest_change(Question(model, "d", {"x": 7})) is None


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(cases(), st.data())
def test_nearest_change__of_random_tables__flips_and_none_is_smaller(case: Case, data: st.DataObject) -> None:
    point = tuple(data.draw(st.sampled_from(POINTS[kind])) for kind in case.kinds)
    context = {f"x{n}": value for n, value in enumerate(point)}
    question = Question(case.decisions, "d", context)
    present = question.answer(context)

    found = nearest_change(question)

    smallest = None if present is None else _fewest_by_trying(question, case, point, present.value)
    assert (None if found is None else len(found.changes)) == smallest
    if found is not None and present is not None:
        again = question.answer(found.applied_to(context))
        assert again is not None
        assert again.value == found.result.value != present.value
        assert all(value_at(context, change.fact.path) == change.before for change in found.changes)


def _fewest_by_trying(question: Question, case: Case, point: tuple[Any, ...], present: Any) -> int | None:
    for count in range(1, len(point) + 1):
        for places in combinations(range(len(point)), count):
            for values in product(*[POINTS[case.kinds[place]] for place in places]):
                changed = dict(enumerate(point)) | dict(zip(places, values, strict=True))
                result = question.answer({f"x{n}": value for n, value in changed.items()})
                if result is not None and result.value is not None and result.value != present:
                    return count
    return None


@given(st.integers(-20, 20), st.lists(st.integers(-10, 10), min_size=1, max_size=4, unique=True))
def test_nearest_change__of_one_number__is_the_smallest_step(x: int, limits: list[int]) -> None:
    ordered = sorted(limits)
    rules = [(f"< {ordered[0]}", "0")]
    rules += [
        (f"[{low}..{high})", str(n))
        for n, (low, high) in enumerate(zip(ordered, ordered[1:], strict=False), start=1)
    ]
    rules += [(f">= {ordered[-1]}", "99")]
    question = Question(load_decisions(definitions(decision(table(*rules)))), "d", {"x": x})
    present = question.answer({"x": x})
    assert present is not None

    found = nearest_change(question)

    others = [n for n in range(-40, 41) if question.answer({"x": n}).value != present.value]  # type: ignore[union-attr]
    assert abs(changes(found)["x"] - x) == min(abs(n - x) for n in others)
