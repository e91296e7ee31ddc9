"""Values and the types that a model declares for them: DMN 10.3.2.9.4."""

from __future__ import annotations

from typing import Any

import pytest

from engine.decisions import DecisionError, load_decisions
from feel import FeelLimitError
from tests.decisions.builders import decision, definitions, literal, table, text

ITEMS = f"""
    <itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>
    <itemDefinition name="tByte"><typeRef>number</typeRef>{text("allowedValues", "[0..255]")}</itemDefinition>
    <itemDefinition name="tPoint">
        <itemComponent name="x"><typeRef>number</typeRef></itemComponent>
        <itemComponent name="y"><typeRef>tByte</typeRef></itemComponent>
    </itemDefinition>
    <itemDefinition name="tMaker"><functionItem outputTypeRef="number">
        <parameters name="a" typeRef="string"/></functionItem></itemDefinition>
    <itemDefinition name="tText"><functionItem outputTypeRef="string"/></itemDefinition>
"""
CASES = [
    ("number", "1", 1),
    ("number", '"1"', None),
    ("number", "[1]", 1),
    ("number", "[1, 2]", None),
    ("tNumbers", "1", [1]),
    ("tNumbers", "[1, null]", [1, None]),
    ("tNumbers", '[1, "2"]', None),
    ("tNumbers", "null", None),
    ("tByte", "255", 255),
    ("tByte", "256", None),
    ("tByte", "[7]", 7),
    ("tPoint", "{x: 1, y: 2}", {"x": 1, "y": 2}),
    ("tPoint", "{x: 1, y: 2, z: 3}", {"x": 1, "y": 2, "z": 3}),
    ("tPoint", "{x: 1, y: null}", {"x": 1, "y": None}),
    ("tPoint", "{x: 1}", None),
    ("tPoint", "{x: 1, y: 256}", None),
]


def value_of(*parts: str, context: dict[str, Any] | None = None, name: str = "d") -> Any:
    return load_decisions(definitions(ITEMS, *parts)).evaluate(name, context or {}).value


def typed(source: str, kind: str) -> str:
    return text("literalExpression", source, f'typeRef="{kind}"')


def model_of_knowledge(body: str, kind: str = "", parameter: str = "", own: str = "") -> str:
    def said(name: str) -> str:
        return f' typeRef="{name}"' if name else ""

    return (
        f'<businessKnowledgeModel id="f" name="f"><variable name="f"{said(kind)}/>'
        f'<encapsulatedLogic{said(own)}><formalParameter name="a"{said(parameter)}/>{body}'
        "</encapsulatedLogic></businessKnowledgeModel>"
    )


def boxed_context(*entries: str) -> str:
    return "<context>" + "".join(f"<contextEntry>{entry}</contextEntry>" for entry in entries) + "</context>"


def invocation(source: str, parameter: str = "a", kind: str = "") -> str:
    said = f' typeRef="{kind}"' if kind else ""
    binding = f'<binding><parameter name="{parameter}"/>{literal(source)}</binding>'
    return f"<invocation{said}>{literal('f')}{binding}</invocation>"


@pytest.mark.parametrize(("kind", "source", "expected"), CASES)
class TestConformance:
    """Wherever a model binds a value to a type, the same becomes of it."""

    def test_decision__with_a_typed_variable__conforms(self, kind: str, source: str, expected: Any) -> None:
        assert value_of(decision(literal(source), type_name=kind)) == expected

    def test_expression__with_a_type__conforms(self, kind: str, source: str, expected: Any) -> None:
        assert value_of(decision(typed(source, kind))) == expected

    def test_context_entry__with_a_typed_variable__conforms(
        self, kind: str, source: str, expected: Any
    ) -> None:
        logic = boxed_context(f'<variable name="v" typeRef="{kind}"/>{literal(source)}', literal("v"))

        assert value_of(decision(logic)) == expected

    def test_result__of_a_knowledge_model__conforms(self, kind: str, source: str, expected: Any) -> None:
        by_body = model_of_knowledge(typed(source, kind))
        by_variable = model_of_knowledge(literal(source), kind=kind)
        by_logic = model_of_knowledge(literal(source), own=kind)

        for knowledge in (by_body, by_variable, by_logic):
            assert value_of(knowledge, decision(literal("f(null)"), knows=["f"])) == expected

    def test_invocation__with_a_type__conforms(self, kind: str, source: str, expected: Any) -> None:
        knowledge = model_of_knowledge(literal(source))

        assert value_of(knowledge, decision(invocation("1", kind=kind), knows=["f"])) == expected

    def test_parameter__of_a_knowledge_model__conforms_or_makes_the_call_null(
        self, kind: str, source: str, expected: Any
    ) -> None:
        knowledge = model_of_knowledge(literal("[a]"), parameter=kind)
        wanted = [expected] if expected is not None or source == "null" else None

        assert value_of(knowledge, decision(literal(f"f({source})"), knows=["f"])) == wanted
        assert value_of(knowledge, decision(invocation(source), knows=["f"])) == wanted

    def test_input__of_a_decision__conforms(self, kind: str, source: str, expected: Any) -> None:
        given = f'<inputData id="i" name="i"><variable name="i" typeRef="{kind}"/></inputData>'
        asking = decision(literal("i")).replace(
            "<variable",
            '<informationRequirement><requiredInput href="#i"/></informationRequirement><variable',
        )
        value = value_of(decision(literal(source)))

        assert value_of(given, asking, context={"i": value}) == expected

    def test_column__of_a_relation__conforms(self, kind: str, source: str, expected: Any) -> None:
        column = f'<column name="c" typeRef="{kind}"/>'

        assert value_of(decision(f"<relation>{column}<row>{literal(source)}</row></relation>")) == [
            {"c": expected}
        ]

    def test_table__with_a_type__conforms(self, kind: str, source: str, expected: Any) -> None:
        logic = table(("-", source)).replace("<decisionTable", f'<decisionTable typeRef="{kind}"')

        assert value_of(decision(logic)) == expected


def service(kind: str, source: str, parameter: str = "") -> str:
    said = f' typeRef="{parameter}"' if parameter else ""
    inner = decision(literal(source), name="inner").replace(
        "<variable", '<informationRequirement><requiredInput href="#i"/></informationRequirement><variable'
    )
    return (
        f'<decisionService id="s" name="s"><variable name="s" typeRef="{kind}"/>'
        '<outputDecision href="#inner"/><inputData href="#i"/></decisionService>'
        f'<inputData id="i" name="i"><variable name="i"{said}/></inputData>{inner}'
    )


@pytest.mark.parametrize(
    ("kind", "expected"), [("tMaker", 7), ("tText", None), ("number", 7), ("tNumbers", [7])]
)
def test_service__with_a_type__gives_what_conforms_to_its_result(kind: str, expected: Any) -> None:
    assert value_of(service(kind, "7"), context={"i": "x"}, name="s") == expected
    assert value_of(service(kind, "7"), decision(literal('s("x")'), knows=["s"])) == expected


def test_service__called_with_what_does_not_conform__is_null() -> None:
    assert value_of(service("", "[i]", parameter="string"), decision(literal("s(1)"), knows=["s"])) is None
    assert value_of(service("", "[i]", "string"), decision(literal('s(["x"])'), knows=["s"])) == ["x"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("f instance of tMaker", True),
        ("f instance of tText", False),
        ("f instance of function<string>->number", True),
        ("f instance of function<Any>->number", False),
        ("(function(a: string) 1) instance of tMaker", True),
        ('(function(a: string) "1") instance of tMaker', False),
    ],
)
def test_instance_of__functions_of_a_model__compares_what_is_declared(source: str, expected: bool) -> None:
    knowledge = model_of_knowledge(typed("1", "number"), parameter="string")

    assert value_of(knowledge, decision(literal(source), knows=["f"])) is expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("256 instance of tByte", True),
        ('"a" instance of tByte', False),
        ("{x: 1, y: 256} instance of tPoint", True),
        ("{x: 1} instance of tPoint", False),
        ("[256] instance of list<tByte>", True),
        ("[1] instance of tNumbers", True),
        ("1 instance of tNumbers", False),
    ],
)
def test_instance_of__types_of_a_model__does_not_ask_for_allowed_values(source: str, expected: bool) -> None:
    assert value_of(decision(literal(source))) is expected


def test_invocation__with_a_parameter_the_function_lacks__is_null() -> None:
    knowledge = model_of_knowledge(literal("[a]"))

    assert value_of(knowledge, decision(invocation("1", parameter="b"), knows=["f"])) is None


def test_call__refused_for_its_arguments__leaves_no_trace_of_its_depth() -> None:
    knowledge = model_of_knowledge(literal("a"), parameter="number")
    source = 'count(for n in 1..100 return f("no")) + f(1)'

    assert value_of(knowledge, decision(literal(source), knows=["f"])) == 101


def boxed_loop(kind: str, condition: str) -> str:
    parts = f"<in>{literal('[1, 2, null]')}</in>"
    if kind == "filter":
        return f"<filter>{parts}<match>{literal(condition)}</match></filter>"
    return f'<{kind} iteratorVariable="item">{parts}<satisfies>{literal(condition)}</satisfies></{kind}>'


@pytest.mark.parametrize(
    ("kind", "condition", "expected"),
    [
        ("filter", '"no condition"', None),
        ("filter", 'if item = 1 then true else "no condition"', None),
        ("filter", "item > 1", [2]),
        ("some", 'if item = 1 then true else "no condition"', None),
        ("some", "item > 1", True),
        ("some", "item > 2", None),
        ("every", 'if item = 1 then false else "no condition"', None),
        ("every", "item > 1", False),
        ("every", "item > 0", None),
    ],
)
def test_boxed_condition__neither_true_false_nor_null__spoils_the_whole(
    kind: str, condition: str, expected: Any
) -> None:
    assert value_of(decision(boxed_loop(kind, condition))) == expected


def test_nodes__whose_id_is_missing_or_twice__are_found_by_their_names() -> None:
    one = decision(literal("1")).replace('name="d"', 'name="one"')
    two = decision(literal("2")).replace('name="d"', 'name="two"')
    three = decision(literal("3")).replace('id="d" name="d"', 'name="three"')
    decisions = load_decisions(definitions(one, two, three))

    assert [decisions.evaluate(name, {}).value for name in ("one", "two", "three")] == [1, 2, 3]
    assert decisions.ids == ()
    with pytest.raises(DecisionError) as caught:
        decisions.evaluate("d", {})
    assert caught.value.code == "decision.id_missing_or_twice"


def test_type__of_parts_that_share_parts__is_tested_at_its_price() -> None:
    levels = "".join(
        f'<itemDefinition name="t{n + 1}">'
        + "".join(f'<itemComponent name="{part}"><typeRef>t{n}</typeRef></itemComponent>' for part in "ab")
        + "</itemDefinition>"
        for n in range(20)
    )
    shared = "{x0: 1, " + ", ".join(f"x{n + 1}: {{a: x{n}, b: x{n}}}" for n in range(20)) + "}.x20"
    last = '<itemDefinition name="t0"><typeRef>number</typeRef></itemDefinition>'

    with pytest.raises(FeelLimitError, match="too_many_steps"):
        value_of(last, levels, decision(literal(f"{shared} instance of t20")))
