"""Requirement graphs, boxed expressions, types, services, and the names a decision sees."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.decisions import DecisionError, load_decisions
from feel import FeelLimitError, Functions, Host
from tests.decisions.builders import decision, definitions, literal, table, text


def value_of(*parts: str, context: dict[str, Any] | None = None, name: str = "d") -> Any:
    return load_decisions(definitions(*parts)).evaluate(name, context or {}).value


def entry(name: str, logic: str) -> str:
    return f'<contextEntry><variable name="{name}"/>{logic}</contextEntry>'


def test_requirement__of_another_decision__gives_its_value_once_and_its_reasons_first() -> None:
    low = decision(table(("< 10", '"low"')), name="risk level")
    top = decision(
        table(('"low"', "risk level"))
        .replace("<text>x</text>", "<text>risk level</text>")
        .replace('id="t"', 'id="top"'),
        requires=["risk level"],
    )

    result = load_decisions(definitions(low, top)).evaluate("d", {"x": 5})

    assert result.value == "low"
    assert [match.table for match in result.matched] == ["t", "top"]


def test_decision__not_required__is_not_seen() -> None:
    other = decision(literal("1"), name="other")

    assert value_of(other, decision(literal("other"))) is None


def test_decisions__by_id_or_name__are_found() -> None:
    decisions = load_decisions(definitions(decision(literal("1")).replace('name="d"', 'name="The Name"')))

    assert decisions.ids == ("d",)
    assert decisions.evaluate("The Name", {}).value == 1
    with pytest.raises(DecisionError) as caught:
        decisions.evaluate("x", {})
    assert caught.value.code == "decision.unknown"


def test_knowledge_model__called_by_name_or_invocation__computes() -> None:
    bkm = (
        '<businessKnowledgeModel id="f" name="fee of"><variable name="fee of"/><encapsulatedLogic>'
        '<formalParameter name="area"/><formalParameter name="rate"/>'
        + literal("area * rate")
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )
    called = decision(literal("fee of(2, 3) + fee of(rate: 1, area: 4)"), knows=["f"])
    invoked = decision(
        f"<invocation>{literal('fee of')}<binding><parameter name='rate'/>{literal('5')}</binding>"
        f"<binding><parameter name='area'/>{literal('x')}</binding></invocation>",
        knows=["f"],
    )

    assert value_of(bkm, called) == 10
    assert value_of(bkm, invoked, context={"x": 2}) == 10


def test_knowledge_model__that_calls_itself_forever__ends_with_a_limit() -> None:
    bkm = (
        '<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic>'
        '<formalParameter name="n"/>' + literal("f(n + 1)") + "</encapsulatedLogic>"
        '<knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement></businessKnowledgeModel>'
    )

    with pytest.raises(FeelLimitError):
        value_of(bkm, decision(literal("f(1)"), knows=["f"]))


def test_boxed_context__with_result__sees_entries_above() -> None:
    logic = f"<context>{entry('a b', literal('2'))}{entry('c', literal('a b * 3'))}"
    result = f"<contextEntry>{literal('c + 1')}</contextEntry>"

    assert value_of(decision(f"{logic}</context>")) == {"a b": 2, "c": 6}
    assert value_of(decision(f"{logic}{result}</context>")) == 7


def part(name: str, source: str) -> str:
    """Return a part of a boxed expression that holds one literal."""
    return f"<{name}>{literal(source)}</{name}>"


def boxed(name: str, *parts: str, attributes: str = "") -> str:
    return f"<{name} {attributes}>{''.join(parts)}</{name}>"


ITERATOR = 'iteratorVariable="i"'


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        (boxed("list", literal("1"), literal("x")), [1, 5]),
        (
            boxed(
                "relation", '<column name="a"/><column name="b"/>', boxed("row", literal("1"), literal("x"))
            ),
            [{"a": 1, "b": 5}],
        ),
        (boxed("conditional", part("if", "x > 3"), part("then", "1"), part("else", "2")), 1),
        (boxed("conditional", part("if", "x > 9"), part("then", "1"), part("else", "2")), 2),
        (boxed("conditional", part("if", '"yes"'), part("then", "1"), part("else", "2")), None),
        (boxed("for", part("in", "[1, 2]"), part("return", "i * x"), attributes=ITERATOR), [5, 10]),
        (
            boxed("for", part("in", "[1..3]"), part("return", "count(partial)"), attributes=ITERATOR),
            [0, 1, 2],
        ),
        (boxed("every", part("in", "[1, 2]"), part("satisfies", "i < x"), attributes=ITERATOR), True),
        (boxed("some", part("in", "[1, 2]"), part("satisfies", "i > x"), attributes=ITERATOR), False),
        (boxed("filter", part("in", "[1, 9]"), part("match", "item > x")), [9]),
        (boxed("filter", part("in", "[1, 9]"), part("match", "2")), 9),
    ],
)
def test_boxed_expression__of_each_kind__has_its_value(logic: str, expected: Any) -> None:
    assert value_of(decision(logic), context={"x": 5}) == expected


def test_types__of_the_model__are_tested_and_convert() -> None:
    kind = text("allowedValues", '"a"')
    items = f"""
        <itemDefinition name="tKind"><typeRef>string</typeRef>{kind}</itemDefinition>
        <itemDefinition name="tRow">
            <itemComponent name="kind"><typeRef>tKind</typeRef></itemComponent>
        </itemDefinition>
        <itemDefinition name="tRows" isCollection="true"><typeRef>tRow</typeRef></itemDefinition>
    """

    assert value_of(items, decision(literal('{kind: "a"}'), type_name="tRows")) == [{"kind": "a"}]
    assert value_of(items, decision(literal('{kind: "b"}'), type_name="tRow")) is None
    assert value_of(items, decision(literal('[{kind: "a"}] instance of tRows'))) is True
    assert value_of(items, decision(literal('"12"'), type_name="number")) is None


def test_service__called__decides_from_its_arguments_alone() -> None:
    service = (
        '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#inner"/>'
        '<inputData href="#x"/></decisionService><inputData id="x" name="x"><variable name="x"/></inputData>'
    )
    inner = (
        '<decision id="inner" name="inner"><variable name="inner"/><informationRequirement>'
        f'<requiredInput href="#x"/></informationRequirement>{literal("[x, y]")}</decision>'
    )

    assert value_of(service, inner, decision(literal("s(7)"), knows=["s"]), context={"x": 1, "y": 2}) == [
        7,
        None,
    ]
    assert value_of(service, inner, context={"x": 1, "y": 2}, name="s") == [1, None]


def test_host_functions_and_present__at_evaluation__are_used() -> None:
    functions = Functions.standard().plus({"parameter": Host(params=("name",), call=lambda name: 6)})
    decisions = load_decisions(definitions(decision(literal('[parameter("m"), string(today())]'))))

    result = decisions.evaluate("d", {}, functions=functions, now=datetime(2024, 2, 29, tzinfo=UTC))

    assert result.value == [6, "2024-02-29"]


def test_host_functions__of_another_case__do_not_stay() -> None:
    decisions = load_decisions(definitions(decision(literal("who()"))))

    def functions(name: str) -> Functions:
        return Functions.standard().plus({"who": Host(params=(), call=lambda: name)})

    answers = [decisions.evaluate("d", {}, functions=functions(name)).value for name in ("a", "b", "a")]

    assert answers == ["a", "b", "a"]


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_file__of_every_version__is_read(namespace: str) -> None:
    decisions = load_decisions(definitions(decision(literal("1 + 1")), namespace=namespace))

    assert decisions.evaluate("d", {}).value == 2
