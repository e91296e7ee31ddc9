"""What is broken or hostile is refused with a code and the element it is about."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.decisions import DecisionError, load_decisions
from feel import FeelError
from tests.decisions.builders import decision, definitions, literal, table

ENTITY = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BOMB = (
    b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "decision.malformed_xml"),
        (b"<definitions>", "decision.malformed_xml"),
        (b"<definitions/>", "decision.not_dmn"),
        (b'<definitions xmlns="urn:other"/>', "decision.not_dmn"),
        (ENTITY + definitions(decision(literal("1"))), "decision.doctype_forbidden"),
        (BOMB + definitions(decision(literal("&c;"))), "decision.doctype_forbidden"),
        (b" " * 3_000_000, "decision.too_large"),
        (definitions(decision(literal("1"), requires=["x"])), "decision.requirement_unknown"),
        (definitions(decision(literal("1"), requires=["d"])), "decision.requirement_cyclic"),
        (
            definitions(
                decision(literal("1"), name="a", requires=["b"]),
                decision(literal("1"), name="b", requires=["a"]),
            ),
            "decision.requirement_cyclic",
        ),
        (
            definitions(
                decision(literal("1"), name="a"),
                decision(literal("2"), name="a"),
                decision(literal("a"), requires=["a"]),
            ),
            "decision.id_missing_or_twice",
        ),
        (definitions(decision(table(("-", "1"), policy="MAYBE"))), "decision.policy_unknown"),
        (definitions(decision(table(("-", "1"), aggregation="AVG"))), "decision.policy_unknown"),
        (definitions(decision(table(("-", "1"), outputs=()))), "decision.output_missing"),
        (definitions(decision(table(("-", "1", "2"), outputs=("a", "")))), "decision.output_unnamed"),
        (definitions(decision(table(("-", "1", "2"), outputs=("a", "a")))), "decision.output_twice"),
        (definitions(decision(table(("-",)))), "decision.rule_width"),
        (definitions(decision("<filter/>")), "decision.logic_missing"),
        (
            definitions(decision(literal("1").replace('id="l"', 'expressionLanguage="python"'))),
            "decision.language_unknown",
        ),
    ],
)
def test_file__broken_or_hostile__is_refused_when_loaded(data: bytes, code: str) -> None:
    with pytest.raises(DecisionError) as caught:
        load_decisions(data)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("logic", "code", "element"),
    [
        (literal("1 +"), "decision.expression_invalid", "l"),
        (table(("> ", "1")), "decision.expression_invalid", "r1"),
        (table(("-", "nosuch(1)")), "decision.expression_invalid", "r1"),
        (table(("-", "1"), policy="PRIORITY"), "decision.priority_missing", "t"),
    ],
)
def test_text__that_is_no_expression__is_refused_with_its_element(
    logic: str, code: str, element: str
) -> None:
    decisions = load_decisions(definitions(decision(logic)))

    with pytest.raises(DecisionError) as caught:
        decisions.check()

    assert (caught.value.code, caught.value.element) == (code, element)


def test_broken_decision__beside_a_sound_one__does_not_stop_it() -> None:
    decisions = load_decisions(definitions(decision(literal("1 +"), name="bad"), decision(literal("1"))))

    assert decisions.evaluate("d", {}).value == 1


def test_check__with_names__refuses_what_nobody_provides() -> None:
    required = decision(literal("1"), name="other")
    decisions = load_decisions(
        definitions(required, decision(literal("application.x + other + registri"), requires=["other"]))
    )

    with pytest.raises(DecisionError) as caught:
        decisions.check(names={"application", "registry"})

    assert (caught.value.code, caught.value.params["name"]) == ("decision.name_unknown", "registri")


def test_check__of_names_bound_inside__is_content() -> None:
    body = literal("i + x + count(partial)")
    logic = f'<for iteratorVariable="i"><in>{literal("[1]")}</in><return>{body}</return></for>'

    load_decisions(definitions(decision(logic))).check(names={"x"})


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_file__damaged_anywhere__raises_only_our_errors(data: Any) -> None:
    sound = definitions(decision(table(("< 1", '"a"'), ("-", "x + 1"))))
    start = data.draw(st.integers(0, len(sound) - 1))
    end = data.draw(st.integers(start, min(len(sound), start + 30)))
    damaged = sound[:start] + data.draw(st.binary(max_size=8)) + sound[end:]

    try:
        decisions = load_decisions(damaged)
        for id_ in decisions.ids:
            decisions.evaluate(id_, {"x": 1})
    except (DecisionError, FeelError):
        pass
