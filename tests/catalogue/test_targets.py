"""Validation on outputs that write into a part of something that has none."""

from __future__ import annotations

import pytest

from engine.catalogue.check.targets import check_targets
from tests.catalogue.flow_kit import field, radio, subject
from tests.process.kit import each, end, line, script, start, sub, user

TABLE = {"type": "dynamiclist", "id": "rows", "path": "rows", "label": "rows", "components": [field("name")]}


def found(*nodes: str, **more: object) -> list[tuple[str, str]]:
    return [(finding.where, finding.detail) for finding in check_targets(subject(*nodes, **more))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "into", "expected"),
    [
        ("=[1]", "made.age", [("ask", "made.age; made: list<number>")]),
        ("={}", "made.age", []),
        ("={rows: [1]}", "made.rows.age", [("ask", "made.rows.age; made.rows: list<number>")]),
        ("={rows: {}}", "made.rows.age", []),
        ("={rows: null}", "made.rows.age", []),
        ("={other: 1}", "made.rows.age", []),
        ('="text"', "made.age", [("ask", "made.age; made: string")]),
        ("=if application.ok then [1] else {}", "made.age", []),
        ("=application.unknown", "made.age", []),
        ("=[1]", "made", []),
    ],
)
def test_output__into_a_value_of_a_script__is_found_where_its_kind_is_known(
    made: str, into: str, expected: list[tuple[str, str]]
) -> None:
    nodes = (script("make", made, "made"), user("ask", outputs={into: "=answers.ok"}), end())

    assert found(*nodes, line("application", "make", "ask", "end")) == expected


def test_output__into_answers_of_a_form__is_found_by_the_kind_of_the_field() -> None:
    forms = {"application": [TABLE, radio()], "ask": [radio()]}
    tasks = (
        user("ask", outputs={"application.rows.age": "=answers.ok"}),
        user("more", outputs={"application.ok.age": "=answers.ok"}),
        user("fine", outputs={"application.extra.age": "=answers.ok"}),
    )

    places = found(*tasks, end(), line("application", "ask", "more", "fine", "end"), forms=forms)

    assert [where for where, _ in places] == ["ask", "more"]


def test_output__into_what_somebody_else_may_write_as_an_object__is_not_found() -> None:
    nodes = (script("one", "=[1]", "made"), script("two", "={}", "made"))

    asked = user("ask", outputs={"made.age": "=answers.ok"})
    assert found(*nodes, asked, end(), line("application", "one", "two", "ask", "end")) == []


def test_output__earlier_mapping_of_the_same_step_made_a_list__is_found() -> None:
    asked = user("ask", outputs={"made": "=[1]", "made.age": "=answers.ok"})

    assert [where for where, _ in found(asked, end(), line("application", "ask", "end"))] == ["ask"]


def test_output__into_the_item_of_a_repetition__is_judged_by_the_item() -> None:
    def repeated(items: str) -> list[tuple[str, str]]:
        inner = (
            start("s"),
            user("ask", outputs={"item.age": "=answers.ok"}),
            end("e"),
            line("s", "ask", "e"),
        )
        part = sub("part", *inner, loop=each(items, "item"))
        return found(part, end(), line("application", "part", "end"))

    assert [where for where, _ in repeated("=[1, 2]")] == ["ask"]
    assert repeated("=[{name: 1}]") == []
