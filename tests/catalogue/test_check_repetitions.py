"""Repetitions at validation: what they go over, the names they use, and who sees these names."""

from __future__ import annotations

import pytest

from engine.catalogue.check import Finding
from engine.catalogue.check.validation import examine
from tests.hostile.judge import service
from tests.hostile.kit import DECIDE, DECIDED, ID, drawn
from tests.process.kit import call, each, end, line, process, script, start, sub, user

AFTER = user("z")


def found(*nodes: str, paths: tuple[str, ...] = ("application", "a", "z", "d")) -> list[Finding]:
    return list(examine(ID, service(drawn(*nodes, DECIDE, line(*paths) + DECIDED)), None))


def codes(findings: list[Finding]) -> set[tuple[str, str, str]]:
    return {
        (finding.code, finding.where, finding.severity)
        for finding in findings
        if finding.where in {"a", "b", "z"}
    }


def about_names(findings: list[Finding]) -> set[tuple[str, str, str]]:
    wanted = ("expression.name_of_repetition_taken", "data.collection_replaced")
    return {code for code in codes(findings) if code[0] in wanted}


@pytest.mark.parametrize(
    ("collection", "expected"),
    [
        ("=[1, 2]", set()),
        ("=application.ok", {("expression.not_a_list", "a", "error")}),
        ("=1", {("expression.not_a_list", "a", "error")}),
        ("=null", {("expression.not_a_list", "a", "error"), ("expression.always_nothing", "a", "error")}),
        ("=application", {("expression.not_a_list", "a", "error")}),
    ],
)
def test_collection__that_is_no_list__is_found(collection: str, expected: set[tuple[str, str, str]]) -> None:
    told = codes(found(user("a", loop=each(collection, "item")), AFTER))

    assert {finding for finding in told if finding[0].startswith("expression.")} == expected


@pytest.mark.parametrize(
    ("item", "collected", "is_taken"),
    [
        ("item", "results", False),
        ("item", None, False),
        ("item", "a", False),  # its own: where the answers would lie without a list
        ("item", "z", True),
        ("item", "application", True),
        ("item", "item", True),
        ("loopCounter", "results", True),
        ("item", "loopCounter", True),
        ("item", "d", False),  # an operation keeps nothing under its id
    ],
)
def test_name__that_belongs_to_something_else__is_found(
    item: str, collected: str | None, is_taken: bool
) -> None:
    told = found(user("a", loop=each("=[1]", item, into=collected, output="=answers.ok")), AFTER)

    expected = {("expression.name_of_repetition_taken", "a", "error")} if is_taken else set()
    assert about_names(told) == expected


def test_results__of_two_repetitions_under_one_name__are_remarked() -> None:
    loop = each("=[1]", "item", into="results", output="=answers.ok")
    nodes = (user("a", loop=loop), user("b", loop=loop), AFTER)

    told = found(*nodes, paths=("application", "a", "b", "z", "d"))

    assert about_names(told) == {("data.collection_replaced", "b", "remark")}


def nested(outer: str, inner: str, *, sequential: bool = False) -> list[Finding]:
    steps = (start("s"), user("b", loop=each(inner, "m")), end("e"), line("s", "b", "e"))
    return found(sub("a", *steps, loop=each(outer, "n", sequential=sequential)), AFTER)


TOO_MANY = ("expression.too_many_items", "b", "error")


def test_repetition_of_a_repetition__that_surely_does_not_fit_into_a_case__is_found() -> None:
    many = "=for i in 1..900 return i"

    assert TOO_MANY in codes(nested(many, many))


def test_repetition_of_a_repetition__that_may_fit__is_not_found() -> None:
    many = "=for i in 1..900 return i"

    assert TOO_MANY not in codes(nested(many, many, sequential=True))
    assert TOO_MANY not in codes(nested(many, "=application.list"))
    assert TOO_MANY not in codes(nested("=[1, 2, 3]", many))


def test_repetition_of_a_repetition__through_a_block__is_found() -> None:
    many = each("=for i in 1..900 return i", "n")
    block = process(start("s"), user("b", loop=many), end("e"), line("s", "b", "e"), id="shared.k")
    calls = call("a", "shared.k", loop=many)
    paths = line("application", "a", "z", "d") + DECIDED
    files = service(drawn(calls, AFTER, DECIDE, paths, blocks={"shared.k": block}))

    assert TOO_MANY in codes(list(examine(ID, files, None)))


@pytest.mark.parametrize("name", ["loopCounter", "item"])
def test_name_of_the_instance__read_outside__is_unknown(name: str) -> None:
    loop = each("=[1]", "item")
    nodes = (user("a", loop=loop), script("z", f"={name}", "seen"))

    assert ("feel.unknown_name", "z", "error") in codes(found(*nodes))


@pytest.mark.parametrize("name", ["loopCounter", "item"])
def test_name_of_the_instance__read_inside__is_known(name: str) -> None:
    inner = (start("s"), script("b", f"={name}", "seen"), end("e"), line("s", "b", "e"))
    told = codes(found(sub("a", *inner, loop=each("=[1]", "item")), AFTER))

    assert {finding for finding in told if finding[2] == "error"} == set()
