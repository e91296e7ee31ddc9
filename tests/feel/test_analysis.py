"""What a compiled expression reads and calls: data flow is checked from this."""

from __future__ import annotations

from feel import Functions, Host, compile_expression


def test_reads__of_paths_names_and_functions__are_reported() -> None:
    text = "for x in application.children return count(x.toys) + registry.person.age + case[1].number"

    expression = compile_expression(text)

    assert expression.names == {"application", "registry", "case"}
    assert expression.paths == {("application", "children"), ("registry", "person", "age"), ("case",)}
    assert expression.functions == {"count"}


def test_reads__inside_a_filter_without_known_names__are_only_possible() -> None:
    expression = compile_expression("people[age > limit.years]")

    assert expression.names == {"people"}
    assert expression.possible_names == {"age", "limit"}
    assert expression.possible_paths == {("age",), ("limit", "years")}


def test_reads__of_bound_names__are_not_reported() -> None:
    expression = compile_expression("{a: 1, f: function(b) a + b + c}")

    assert expression.names == {"c"}


def test_calls__of_host_functions__are_reported() -> None:
    functions = Functions.standard().plus({"term": Host(params=("name",), call=str)})

    assert compile_expression('term("x")', functions=functions).functions == {"term"}
