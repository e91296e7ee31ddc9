"""Models spread over several files: names, types and inputs of the imported, and imports that don't work."""

from __future__ import annotations

from typing import Any

import pytest

from engine.decisions import DecisionError, load_decisions, sources
from tests.decisions.builders import decision, definitions, literal, table

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def imports(name: str, namespace: str, location: str = "", type_: str = DMN) -> str:
    where = f' locationURI="{location}"' if location else ""
    return f'<import name="{name}" namespace="{namespace}" importType="{type_}"{where}/>'


def a_file(namespace: str, *parts: str) -> bytes:
    return definitions(*parts).replace(b'namespace="urn:m"', f'namespace="{namespace}"'.encode())


def inputs(*names: str, kind: str = "Any") -> str:
    return "".join(
        f'<inputData id="{n}" name="{n}"><variable name="{n}" typeRef="{kind}"/></inputData>' for n in names
    )


def requires(href: str, what: str = "Decision") -> str:
    name = "knowledgeRequirement" if what == "Knowledge" else "informationRequirement"
    return f'<{name}><required{what} href="{href}"/></{name}>'


def needing(text: str, *requirements: str, name: str = "d", kind: str = "") -> str:
    return decision("".join(requirements) + literal(text), name=name, type_name=kind)


GREETING = a_file(
    "urn:greeting",
    inputs("person name"),
    needing('"Hello, " + person name', requires("#person name", "Input"), name="say hello"),
)


def greeting_through(name: str) -> bytes:
    return a_file(
        f"urn:{name}",
        imports("greeting", "urn:greeting"),
        needing("greeting.say hello + 1", requires("urn:greeting#say hello"), name="wrong"),
        needing('greeting.say hello + "!"', requires("urn:greeting#say hello"), name="loudly"),
    )


def test_decision__of_a_file_imported_twice_on_two_ways__has_inputs_of_its_own_on_each() -> None:
    top = a_file(
        "urn:top",
        imports("A file", "urn:a"),
        imports("B", "urn:b"),
        needing("A file.loudly + B.loudly", requires("urn:a#loudly"), requires("urn:b#loudly")),
    )
    files = {"g": GREETING, "a": greeting_through("a"), "b": greeting_through("b")}
    people = {
        "A file": {"greeting": {"person name": "Ana"}},
        "B": {"greeting": {"person name": "Gia"}},
    }

    decisions = load_decisions(top, imports=sources(files))

    assert decisions.evaluate("d", people).value == "Hello, Ana!Hello, Gia!"
    assert decisions.evaluate("B.loudly", people).value == "Hello, Gia!"
    assert decisions.ids == ("d",)
    assert people["B"] == {"greeting": {"person name": "Gia"}}
    decisions.check(names=())


def test_input__of_an_imported_file__is_found_in_the_context_itself_without_its_name() -> None:
    decisions = load_decisions(greeting_through("a"), imports=sources({"g": GREETING}))

    assert decisions.evaluate("loudly", {"person name": "Ana"}).value == "Hello, Ana!"


def test_import__without_a_name__brings_names_and_types_as_they_are() -> None:
    kinds = '<itemDefinition name="tShort"><typeRef>string</typeRef></itemDefinition>'
    top = a_file(
        "urn:top",
        imports("", "urn:greeting"),
        needing("say hello", requires("urn:greeting#say hello"), kind="tShort"),
    )
    other = GREETING.replace(b"<inputData", kinds.encode() + b"<inputData", 1)

    decisions = load_decisions(top, imports=sources({"g": other}))

    assert decisions.evaluate("d", {"person name": "Ana"}).value == "Hello, Ana"


def test_types__of_an_imported_file__are_named_with_the_import() -> None:
    kinds = '<itemDefinition name="tAge"><typeRef>number</typeRef></itemDefinition>'
    rows = '<itemDefinition name="tAges" isCollection="true"><typeRef>tAge</typeRef></itemDefinition>'
    top = a_file(
        "urn:top",
        imports("my.types", "urn:types"),
        inputs("age", kind="my.types.tAge"),
        needing("age", requires("#age", "Input")),
        needing("[1] instance of my.types.tAges", name="listed"),
    )
    decisions = load_decisions(top, imports=sources({"t": a_file("urn:types", kinds, rows)}))

    assert decisions.evaluate("d", {"age": 5}).value == 5
    assert decisions.evaluate("d", {"age": "five"}).value is None
    assert decisions.evaluate("listed", {}).value is True


def test_service_and_knowledge__of_an_imported_file__are_called_by_their_full_names() -> None:
    other = a_file(
        "urn:o",
        inputs("x"),
        '<decisionService id="s" name="big service"><variable name="big service"/>'
        '<outputDecision href="#inner"/><inputData href="#x"/></decisionService>',
        needing("x * rate(2)", requires("#x", "Input"), requires("#rate", "Knowledge"), name="inner"),
        '<businessKnowledgeModel id="rate" name="rate"><variable name="rate"/><encapsulatedLogic>'
        f'<formalParameter name="n"/>{literal("n * 10")}</encapsulatedLogic></businessKnowledgeModel>',
    )
    top = a_file(
        "urn:top",
        imports("o", "urn:o"),
        needing(
            "o.big service(3) + o.rate(1)",
            requires("urn:o#s", "Knowledge"),
            requires("urn:o#rate", "Knowledge"),
        ),
    )

    assert load_decisions(top, imports=sources({"o": other})).evaluate("d", {}).value == 70


def test_match__in_a_table_of_an_imported_file__is_told() -> None:
    other = a_file("urn:o", decision(table(("< 10", '"low"')), name="level"))
    top = a_file("urn:top", imports("o", "urn:o"), needing("o.level", requires("urn:o#level")))

    result = load_decisions(top, imports=sources({"o": other})).evaluate("d", {"x": 5})

    assert (result.value, [match.rule_id for match in result.matched]) == ("low", ["r1"])


def test_files__of_one_namespace__are_told_apart_by_their_location() -> None:
    low = a_file("urn:same", needing("1", name="level"))
    high = a_file("urn:same", needing("2", name="level"))
    far = imports("o", "urn:same", "./high.dmn")
    top = a_file("urn:same", far, needing("o.level", requires("urn:same#level")))

    decisions = load_decisions(top, imports=sources({"low.dmn": low, "high.dmn": high}))

    assert decisions.evaluate("d", {}).value == 2


def test_import__of_something_else_than_decisions__is_not_read() -> None:
    top = a_file("urn:top", imports("xsd", "urn:x", type_="http://www.w3.org/2001/XMLSchema"), needing("1"))

    assert load_decisions(top).evaluate("d", {}).value == 1


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([imports("o", "urn:nobody")], "decision.import_unknown"),
        ([imports("o", "urn:greeting"), imports("o", "urn:a")], "decision.import_twice"),
        ([imports("o", "urn:loop")], "decision.import_cyclic"),
        (
            [imports("o", "urn:greeting"), needing("1", requires("urn:greeting#nobody"))],
            "decision.requirement_unknown",
        ),
        ([*(imports(f"o{n}", "urn:greeting") for n in range(101))], "decision.too_large"),
        ([imports("o", "urn:broken")], "decision.import_unknown"),
    ],
)
def test_import__that_does_not_work__is_refused(parts: list[str], code: str) -> None:
    files: dict[str, Any] = {
        "greeting": GREETING,
        "a": greeting_through("a"),
        "cycle": a_file("urn:loop", imports("c", "urn:loop2")),
        "loop2": a_file("urn:loop2", imports("c", "urn:loop")),
        "broken": b"<definitions",
    }

    with pytest.raises(DecisionError) as caught:
        load_decisions(a_file("urn:top", *parts), imports=sources(files))

    assert caught.value.code == code
