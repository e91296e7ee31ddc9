"""What a run has come to is written into the file of its scenario: deadline and lines of letters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.scenarios.compare import Shown
from engine.scenarios.keeping import Outcome, Witnessed, keep, merged

TEMPLATE = b"""<html lang="en"><body><p>Municipality</p><p>Dear {{ name }},</p>
<p mms:if="=late">You are late.</p><p>Pay {{ amount }} now.</p></body></html>"""


def page(*lines: str) -> str:
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"


def letters(*lines: str, name: str = "bill") -> Outcome:
    """Return the outcome of a case that got one letter, in one language."""
    pages = {"en": page("Municipality", *lines)}
    return Outcome("2026-09-11", ((name, pages),), Shown(), {(name, "en"): TEMPLATE})


def file(**expect: Any) -> bytes:
    return json.dumps({"names": {}, "expect": expect}).encode()


def kept(content: bytes, outcome: Outcome, witnessed: Witnessed | None = None) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(keep(content, outcome, witnessed or Witnessed([outcome])))["expect"]
    return found


def test_keeping__letter__has_lines_with_values_and_under_conditions_alone() -> None:
    found = kept(file(letters=["bill"]), letters("Dear Demo,", "You are late.", "Pay 4 now."))

    assert found["letters"] == [
        {"template": "bill", "contains": {"en": ["Dear Demo,", "You are late.", "Pay 4 now."]}}
    ]
    assert found["due_on"] == "2026-09-11"


def test_keeping__what_is_expected_already__stays_and_covers_its_line() -> None:
    letter = {"template": "bill", "contains": {"en": ["Pay 4"]}}

    found = kept(file(letters=[letter], due_on="2026-09-10"), letters("Pay 4 now.", "Dear Demo,"))

    assert found["letters"][0]["contains"]["en"] == ["Pay 4", "Dear Demo,"]
    assert found["due_on"] == "2026-09-10"


def test_keeping__line_that_is_not_there_any_more__gives_way_to_what_is() -> None:
    letter = {"template": "bill", "contains": {"en": ["Pay 4 soon."]}}

    assert kept(file(letters=[letter]), letters("Pay 4 now."))["letters"] == [
        {"template": "bill", "contains": {"en": ["Pay 4 now."]}}
    ]


def test_keeping__letters_that_differ_from_the_expected__are_left_as_they_are() -> None:
    assert kept(file(letters=["other"]), letters("Pay 4 now."))["letters"] == ["other"]


def test_keeping__line_that_differs_in_numbers_alone__stands_in_the_first_scenario() -> None:
    first, second = letters("Pay 4 now."), letters("Pay 50 now.", "You are late.")
    files = [("a", file(letters=["bill"]), first), ("b", file(letters=["bill"]), second)]

    found = {name: json.loads(content)["expect"]["letters"][0] for name, content in merged(files)}

    assert found["a"]["contains"]["en"] == ["Pay 4 now."]
    assert found["b"]["contains"]["en"] == ["You are late."]


def test_keeping__what_most_letters_say__stands_once_for_all_of_them() -> None:
    files = [
        (name, file(letters=[name]), letters("Dear Demo,", f"Of {name}: 4.", name=name))
        for name in ("a", "b", "c")
    ]

    found = {name: json.loads(content)["expect"]["letters"][0] for name, content in merged(files)}

    assert [found[name]["contains"]["en"] for name in ("a", "b", "c")] == [
        ["Dear Demo,", "Of a: 4."],
        ["Of b: 4."],
        ["Of c: 4."],
    ]


def test_keeping__what_most_letters_say__is_found_in_whichever_scenario_they_say_it() -> None:
    files = [
        (f"{number} {name}", file(letters=[name]), letters(*lines, name=name))
        for name in ("a", "b", "c")
        for number, lines in ((1, ["Dear Demo,"]), (2, [f"Of {name}: 4."]))
    ]

    found = {name: json.loads(content)["expect"]["letters"][0] for name, content in merged(files)}

    assert [name for name, letter in found.items() if "Dear Demo," in str(letter)] == ["1 a"]


def test_keeping__act_that_is_no_letter__is_expected_beside_them() -> None:
    outcome = Outcome(None, (), Shown(acts={"order": {"en": page("Order no. 7")}}), {})

    assert kept(file(), outcome) == {"acts": [{"template": "order", "contains": {"en": ["Order no. 7"]}}]}


def test_keeping__what_conditions_of_a_form_hid__stands_in_the_first_scenario_that_has_it() -> None:
    shown = [["fee"], ["fee"], []]
    files = [
        (name, file(), replace(letters(), shown=Shown(hidden={"review": hidden})))
        for name, hidden in zip(("a", "b", "c"), shown, strict=True)
    ]

    found = {name: json.loads(content)["expect"] for name, content in merged(files)}

    assert [found[name].get("hidden") for name in ("a", "b", "c")] == [
        {"review": ["fee"]},
        None,
        {"review": []},
    ]


def test_keeping__what_a_form_hides_now__takes_the_place_of_what_it_hid() -> None:
    first = file(hidden={"review": ["fee"], "gone": []})

    assert kept(first, replace(letters(), shown=Shown(hidden={"review": []})))["hidden"] == {"review": []}


def test_keeping__what_a_condition_of_a_letter_said__stands_in_the_first_scenario_for_each_answer() -> None:
    late, on_time = "days > 30", "days <= 30"
    said = [{late: True, on_time: False}, {late: True, on_time: False}, {late: False, on_time: False}]
    files = [
        (name, file(), replace(letters(), shown=Shown(conditions={"bill": conditions})))
        for name, conditions in zip(("a", "b", "c"), said, strict=True)
    ]

    found = {name: json.loads(content)["expect"] for name, content in merged(files)}

    assert [found[name].get("conditions") for name in ("a", "b", "c")] == [
        {"bill": {late: True, on_time: False}},
        None,
        {"bill": {late: False}},
    ]


def test_keeping__condition_that_is_gone__is_expected_no_more() -> None:
    first = file(conditions={"bill": {"gone": True}, "late": {"x": True}})

    assert "conditions" not in kept(first, letters())
