"""Mutants of tables: which there are, that each changes one place, and what becomes of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from mutation import judging
from mutation.explained import account_for
from mutation.expressions import moved, without_each
from mutation.judging import judge
from mutation.mutant import Verdict
from mutation.operators import mutants_of
from mutation.tables import changed

from engine.decisions import xml
from engine.installation.loading import BPMN
from engine.scenarios.run import Result

pytestmark = pytest.mark.extended

PROCEDURE = BPMN / "high_mountain" / "own_motion" / "procedure.dmn"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x > 5", ["x >= 5", "x > 4", "x > 6"]),
        ('y <= parameter("a.1")', ['y < parameter("a.1")']),
        ("[1..8)", ["[0..8)", "[2..8)", "(1..8)", "[1..8]", "[1..7)", "[1..9)"]),
        ("(f(1))..2", ["(f(0))..2", "(f(2))..2", "(f(1))..1", "(f(1))..3"]),
        ('"< 5"', []),
    ],
)
def test_boundaries__each__are_moved_by_one_and_texts_left_alone(text: str, expected: list[str]) -> None:
    assert list(moved(text)) == expected


def test_alternatives__each__are_left_out_where_there_are_several() -> None:
    assert list(without_each('"a", f("b","c")')) == ['f("b","c")', '"a"']
    assert list(without_each('"a"')) == []


def test_table__changed__in_each_result_condition_and_rule_at_one_place_each() -> None:
    whole = PROCEDURE.read_bytes()

    found = list(changed(whole))

    said = [(mutant.place, mutant.change) for mutant in found]
    assert ("procedure, rule 1, must_hear", "false → true") in said
    assert ("procedure, rule 2", "removed") in said
    grounds = [change for place, change in said if place == "procedure, rule 1, input_ground"]
    assert [change.partition(" → ")[2] for change in grounds] == [
        "-",
        '"moved","died"',
        '"citizenship_lost","died"',
        '"citizenship_lost","moved"',
    ]
    for mutant in (mutant for mutant in found if not mutant.is_harmless):
        differing = sum(a != b for a, b in zip(_texts(whole), _texts(mutant.content), strict=False))
        assert differing == 1 or mutant.change == "removed"


def test_condition__made_wider__concerns_every_rule_that_it_may_take_from() -> None:
    of_rule = [
        mutant
        for mutant in changed(PROCEDURE.read_bytes())
        if mutant.place == "procedure, rule 1, input_ground"
    ]

    wider, *narrower = of_rule

    assert wider.change.endswith("→ -")
    assert len(wider.rules) > 1
    assert {mutant.rules for mutant in narrower} == {frozenset({1})}


def test_table__with_a_column_called_otherwise__says_the_same() -> None:
    whole = PROCEDURE.read_bytes()

    renamed = [mutant for mutant in changed(whole) if mutant.is_harmless]

    assert {mutant.operator for mutant in renamed} == {"column called otherwise"}
    assert all(_texts(mutant.content) == _texts(whole) and mutant.content != whole for mutant in renamed)


def _texts(content: bytes) -> list[str]:
    return [(element.text or "").strip() for element in xml.parse(content).iter()]


def test_survivors__that_nobody_explains_and_explanations_of_none__are_named() -> None:
    verdicts = [Verdict("a: x", "survived"), Verdict("a: y", "survived"), Verdict("a: z", "failed", "one")]

    account = account_for(verdicts, {"a: y": "why", "a: z": "why", "b: x": "why"}, ["a"])

    assert (account.unexplained, account.explained, account.stale) == (("a: x",), ("a: y",), ("a: z",))
    assert not account.is_good


def test_change_of_a_block__noticed_by_one_of_those_that_call_it__is_noticed() -> None:
    change, other = "shared.k/t, rule 1: removed", "shared.k/t, rule 2: removed"
    verdicts = (
        Verdict(f"a: {change}", "survived"),
        Verdict(f"b: {change}", "failed"),
        Verdict(f"a: {other}", "survived"),
        Verdict("a: t, rule 1: removed", "survived"),
        Verdict("b: t, rule 1: removed", "failed"),
    )

    account = account_for(verdicts, {}, ["a", "b"])

    assert account.unexplained == (f"a: {other}", "a: t, rule 1: removed")


def test_mutants__judged__are_refused_by_validation_fail_a_scenario_or_survive(tmp_path: Path) -> None:
    folder = _grant_with_one_scenario(tmp_path / "bpmn")
    by_name = {mutant.name.removeprefix("high_mountain.grant: "): mutant for mutant in mutants_of(folder)}
    eligible = by_name["eligibility, rule 8, eligible: true → false"]

    found = judge(
        folder,
        [
            (by_name["eligibility, rule 8: removed"], ("withdrawn",)),
            (eligible, ("withdrawn",)),
            (eligible, ()),
        ],
    )

    assert [(mutant.fate, mutant.by) for mutant in found] == [
        ("refused", "decision.gap"),
        ("failed", "withdrawn"),
        ("survived", ""),
    ]


@pytest.mark.parametrize("code", ["database.unavailable", "database.statement_timeout"])
def test_scenario__while_the_database_is_too_busy__is_run_again(
    monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    busy, good = Result("one", (f"filing: {code}",)), Result("one", ())
    answers = [busy, good]
    monkeypatch.setattr(judging, "run_one", lambda *_, **__: answers.pop(0))

    assert judging._run_again_while_busy(None, BPMN, None, "one") == good  # type: ignore[arg-type]
    monkeypatch.setattr(judging, "run_one", lambda *_, **__: busy)
    with pytest.raises(judging.ScenarioFails, match=code):
        judging._run_again_while_busy(None, BPMN, None, "one")  # type: ignore[arg-type]


def test_scenario__in_which_an_operation_breaks__fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Result:
        raise ValueError("None is no day")

    monkeypatch.setattr(judging, "run_one", broken)

    found = judging._run_again_while_busy(None, BPMN, None, "one")  # type: ignore[arg-type]

    assert (found.is_good, found.differences) == (False, ("ValueError('None is no day')",))


def _grant_with_one_scenario(bpmn: Path) -> Path:
    shutil.copytree(BPMN, bpmn)
    folder = bpmn / "high_mountain" / "grant"
    for path in (folder / "scenarios").glob("*.json"):
        if path.stem != "withdrawn":
            path.unlink()
    path = folder / "scenarios" / "withdrawn.json"
    content = json.loads(path.read_text("utf-8"))
    advice = {"eligible": True, "reason": "ok", "law": "№4036-რს, მუხ. 3"}
    content["expect"] = {"data": {"advice": advice}}
    path.write_text(json.dumps(content), "utf-8")
    return folder
