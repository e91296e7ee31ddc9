"""From the names of HTML inputs to raw answers, and the buttons that work without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from forms import Form, parse_html
from forms.fields import MOST_ROWS
from tests.forms.builders import a_form, codes_of, component


def witnesses() -> Form:
    return a_form(
        component(key="first"),
        component("dynamiclist", "rows", components=[
            component(key="name"),
            component("checkbox", "tick"),
            component("filepicker", "papers", multiple=True),
            component("dynamiclist", "inner", components=[component(key="x")]),
        ]),
        component("filepicker", "files"),
    )  # fmt: skip


def test_parse__one_value_each__takes_the_first_and_only_known_names() -> None:
    form = a_form(component(key="a"), component("checklist", "many"), component("checkbox", "tick"))
    values = MultiDict(
        [("a", "1"), ("a", "2"), ("many", "one"), ("many", "two"), ("other", "x"), ("_do", "y")]
    )

    answers = parse_html(form, values)

    assert answers == {"a": "1", "many": ["one", "two"], "tick": False}
    assert answers.pressed is None


def test_parse__rows_with_gaps__become_a_list_in_order() -> None:
    values = {
        "rows.10.name": "c",
        "rows.2.name": "b",
        "rows.x.name": "no",
        "rows.-1.name": "no",
        "rows.٣.name": "no",
    }

    rows = parse_html(witnesses(), values)["rows"]

    assert [row["name"] for row in rows] == ["b", "c"]


def test_parse__rows_left_blank__are_dropped() -> None:
    values = MultiDict(
        [("rows.0.__row", "1"), ("rows.0.name", "  "), ("rows.1.tick", "true"), ("rows.2.name", "")]
    )

    rows = parse_html(witnesses(), values)["rows"]

    assert [row["tick"] for row in rows] == [True]


def test_parse__add_pressed__adds_a_row_and_keeps_blank_ones() -> None:
    values = MultiDict([("rows.0.__row", "1"), ("rows.0.name", ""), ("__add__rows", "")])

    answers = parse_html(witnesses(), values)

    assert answers.pressed is not None
    assert (answers.pressed.action, answers.pressed.path) == ("add", "rows")
    assert len(answers["rows"]) == 2


def test_parse__remove_pressed__removes_that_row_only() -> None:
    values = {"rows.0.name": "a", "rows.1.name": "b", "rows.2.name": "c", "__remove__rows.1": ""}

    answers = parse_html(witnesses(), values)

    assert answers.pressed is not None
    assert (answers.pressed.action, answers.pressed.path, answers.pressed.index) == ("remove", "rows", 1)
    assert [row["name"] for row in answers["rows"]] == ["a", "c"]


def test_parse__buttons_inside_rows__reach_inner_rows_and_files() -> None:
    values = {"rows.0.inner.0.x": "1", "rows.1.papers": ["d1", "d2"], "files": ["d3", "d4"]}

    added = parse_html(witnesses(), {**values, "__add__rows.0.inner": ""})
    removed = parse_html(witnesses(), {**values, "__remove__rows.1.papers.0": ""})
    file_removed = parse_html(witnesses(), {**values, "__remove__files.0": ""})

    assert len(added["rows"][0]["inner"]) == 2
    assert removed["rows"][1]["papers"] == [{"document": "d2"}]
    assert added["files"] == [{"document": "d4"}]
    assert file_removed["files"] == []


@pytest.mark.parametrize(
    "name",
    ["__add__", "__add__first", "__add__rows.0", "__add__rows.9.inner", "__add__nothing", "__add__files",
     "__remove__rows", "__remove__rows.1", "__remove__rows.7", "__remove__first.0", "__remove__rows.0.name.0",
     "__add__rows.x.inner", "__remove__.0", "__remove__rows.99999"],
)  # fmt: skip
def test_parse__button_that_leads_nowhere__changes_nothing(name: str) -> None:
    values: dict[str, Any] = {"rows.0.name": "a", "files": ["d"], "first": "abc"}

    without = parse_html(witnesses(), values)
    answers = parse_html(witnesses(), {**values, name: ""})

    assert dict(answers) == dict(without)


def test_parse__more_rows_than_allowed__stops_reading() -> None:
    values = {f"rows.{number}.name": "x" for number in range(5_000)}

    assert len(parse_html(witnesses(), values)["rows"]) == MOST_ROWS + 1


def test_parse__add_on_a_full_list__adds_nothing() -> None:
    values: dict[str, Any] = {f"rows.{number}.name": "x" for number in range(MOST_ROWS)}

    assert len(parse_html(witnesses(), {**values, "__add__rows": ""})["rows"]) == MOST_ROWS


def test_parse__refresh_pressed__is_told() -> None:
    pressed = parse_html(witnesses(), {"__refresh__": "first"}).pressed

    assert pressed is not None
    assert pressed.action == "refresh"


def test_parse__nul_character__can_be_kept_as_a_draft_and_is_still_refused() -> None:
    form = a_form(component(key="a"))

    answers = parse_html(form, {"a": "x\0y"})

    assert "\0" not in answers["a"]
    assert codes_of(form, answers) == [("a", "characters")]
