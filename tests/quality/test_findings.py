"""The list of a quality check: what goes together."""

from __future__ import annotations

import pytest

from engine.quality.rules import ITEMS, CheckIncomplete, check_findings

ALL_RIGHT = dict.fromkeys(ITEMS, "yes")
NO_HEARING = {**ALL_RIGHT, "heard": "no"}


@pytest.mark.parametrize(
    ("findings", "result", "remedy", "remarks"),
    [
        (ALL_RIGHT, "right", "none", ""),
        ({**ALL_RIGHT, "heard": "not_concerned"}, "right", "none", ""),
        (ALL_RIGHT, "right", "training", "good, but slow"),
        (NO_HEARING, "flawed", "training", "nobody asked"),
        (NO_HEARING, "wrong", "review", "nobody asked"),
    ],
)
def test_check__what_goes_together__is_taken(
    findings: dict[str, str], result: str, remedy: str, remarks: str
) -> None:
    check_findings(findings, result, remedy, remarks)


@pytest.mark.parametrize(
    ("findings", "result", "remedy", "remarks", "code"),
    [
        ({}, "right", "none", "", "quality.item_unanswered"),
        ({**ALL_RIGHT, "heard": "perhaps"}, "right", "none", "", "quality.item_unanswered"),
        ({**ALL_RIGHT, "invented": "yes"}, "right", "none", "", "quality.item_unanswered"),
        (ALL_RIGHT, "splendid", "none", "", "quality.check_incomplete"),
        (ALL_RIGHT, "right", "praise", "", "quality.check_incomplete"),
        (ALL_RIGHT, "wrong", "review", "why", "quality.result_contradicts"),
        (NO_HEARING, "right", "none", "", "quality.result_contradicts"),
        (NO_HEARING, "wrong", "none", "why", "quality.remedy_missing"),
        (NO_HEARING, "wrong", "review", "", "quality.remedy_missing"),
    ],
)
def test_check__what_contradicts_itself__is_refused(
    findings: dict[str, str], result: str, remedy: str, remarks: str, code: str
) -> None:
    with pytest.raises(CheckIncomplete) as refused:
        check_findings(findings, result, remedy, remarks)

    assert refused.value.error_code == code
