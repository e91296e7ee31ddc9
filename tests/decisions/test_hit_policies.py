"""Every hit policy: what the table answers, and which rules it names as the reason."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from engine.decisions import DecisionError, DecisionResult, load_decisions, model
from engine.decisions.analyse.grid import Grid
from engine.decisions.hit_policies import settle, traits_of
from feel.run import Run
from tests.decisions.builders import decision, definitions, table

RULES = (("< 10", '"b"'), ("< 20", '"a"'), ("< 20", '"c"'), ("> 100", '"a"'))


def answer(x: Any, *rules: Any, **options: Any) -> DecisionResult:
    return load_decisions(definitions(decision(table(*rules, **options)))).evaluate("d", {"x": x})


def reasons(result: DecisionResult) -> list[str]:
    return [match.rule_id for match in result.matched]


def test_unique__one_match__answers_and_explains() -> None:
    result = answer(5, ("< 10", '"low"', "small enough"), (">= 10", '"high"'))

    assert result.value == "low"
    match = result.matched[0]
    assert (match.table, match.index, match.rule_id, match.annotations) == ("t", 1, "r1", ("small enough",))


def test_unique__two_matches__is_refused() -> None:
    with pytest.raises(DecisionError) as caught:
        answer(5, *RULES)

    assert (caught.value.code, caught.value.element) == ("decision.rules_overlap", "t")


def test_any__equal_outputs__answers_with_all_reasons() -> None:
    result = answer(5, ("< 10", "1"), ("< 20", "1.0"), policy="ANY")

    assert result.value == 1
    assert reasons(result) == ["r1", "r2"]


def test_any__different_outputs__is_refused() -> None:
    with pytest.raises(DecisionError) as caught:
        answer(5, *RULES, policy="ANY")

    assert caught.value.code == "decision.rules_disagree"


@pytest.mark.parametrize(
    ("policy", "expected", "rules"),
    [
        ("FIRST", "b", ["r1"]),
        ("PRIORITY", "c", ["r3"]),
        ("RULE ORDER", ["b", "a", "c"], ["r1", "r2", "r3"]),
        ("OUTPUT ORDER", ["c", "a", "b"], ["r3", "r2", "r1"]),
        ("COLLECT", ["b", "a", "c"], ["r1", "r2", "r3"]),
    ],
)
def test_policy__with_several_matches__orders_and_picks(policy: str, expected: Any, rules: list[str]) -> None:
    result = answer(5, *RULES, policy=policy, values=['"c", "a", "b"'])

    assert result.value == expected
    assert reasons(result) == rules


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [("SUM", Decimal("0.6")), ("MIN", Decimal("0.1")), ("MAX", Decimal("0.3")), ("COUNT", 3)],
)
def test_collect__with_aggregation__is_exact(aggregation: str, expected: Any) -> None:
    rules = (("> 0", "0.1"), ("> 1", "0.2"), ("> 2", "0.3"), ("> 100", "9"))

    result = answer(5, *rules, policy="COLLECT", aggregation=aggregation)

    assert result.value == expected


@pytest.mark.parametrize(
    "policy", ["UNIQUE", "ANY", "FIRST", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT"]
)
def test_policy__without_match__answers_default_or_null(policy: str) -> None:
    values = ['"a", "b", "c"']

    with_default = answer(50, *RULES, policy=policy, values=values, defaults=['"none"'])
    without = answer(50, *RULES, policy=policy, values=values)

    assert with_default.value == "none"
    assert without.value is None
    assert without.matched == ()


def test_table__with_several_outputs__answers_a_context() -> None:
    result = answer(5, ("-", "x * 2", '"why"'), outputs=("amount", "reason"))

    assert result.value == {"amount": 10, "reason": "why"}


def test_priority__over_several_outputs__looks_from_the_left() -> None:
    rules = (("-", '"b"', "1"), ("-", '"a"', "2"), ("-", '"a"', "1"))

    result = answer(5, *rules, outputs=("kind", "rank"), policy="PRIORITY", values=['"a", "b"', "1, 2"])

    assert result.value == {"kind": "a", "rank": 1}
    assert reasons(result) == ["r3"]


def test_dash__and_empty_cell__accept_null() -> None:
    result = answer(None, ("-", '""', "1"), inputs=("x", "y"), outputs=("",))

    assert result.value is None
    assert answer(None, ("-", "", "1"), inputs=("x", "y")).value == 1


def test_negated_test__of_missing_input__does_not_match_by_accident() -> None:
    result = answer(None, ("not(< 10)", '"old"'), ("null", '"unknown"'))

    assert result.value == "unknown"


def test_cell__with_condition_on_the_input__sees_context_and_input() -> None:
    decisions = load_decisions(
        definitions(
            decision(
                table(
                    ("? > limit and ? < 10", '"in"'),
                )
            )
        )
    )

    assert decisions.evaluate("d", {"x": 5, "limit": 4}).value == "in"
    assert decisions.evaluate("d", {"x": 4, "limit": 4}).value is None


NEW = cast(model.HitPolicy, "LAST")  # a policy that somebody added to the list, and nowhere else


def test_new_policy__where_nobody_says_what_follows_from_it__fails_loudly() -> None:
    with pytest.raises(AssertionError, match="LAST"):
        traits_of(NEW)


def test_new_policy__where_nobody_says_what_it_answers__fails_loudly() -> None:
    with pytest.raises(AssertionError, match="LAST"):
        settle(Run(1000), NEW, table="t", outcomes=[1, 2], priority=lambda run, outcome: ())


def test_new_policy__where_nobody_says_which_rules_go_before_another__fails_loudly() -> None:
    table = SimpleNamespace(table=SimpleNamespace(policy=NEW))

    with pytest.raises(AssertionError, match="LAST"):
        Grid.blockers(cast(Grid, SimpleNamespace(table=table)), 0)
