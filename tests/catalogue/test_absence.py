"""What an absence leads to is taken by the proceeding that it opens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.installation.loading import BPMN
from forms import InvalidAnswers, load_form, validate

NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)
REASONS = ("study", "detention", "treatment", "military", "work", "other")
OPENED = {"ground_date": "2026-11-02", "origin": "report", "finding": "დემო", "evidence": []}


def wrong(form: str, answers: Mapping[str, Any], context: Mapping[str, Any]) -> set[str]:
    """Return which answers a form of the module refuses."""
    read = load_form((BPMN / "high_mountain" / f"{form}.form").read_bytes())
    try:
        validate(read, answers, context=context, now=NOW)
    except InvalidAnswers as refused:
        return {error.path for error in refused.errors}
    return set()


@pytest.mark.parametrize("reason", REASONS)
def test_assessment__suspension_for_a_reason__is_offered_where_the_proceeding_takes_it(reason: str) -> None:
    opened = {"effect": "suspend", "ground_to_suspend": reason, **OPENED}
    is_taken = not wrong("own_motion/forms/application", opened, {})

    assessed = {"consequence": "suspend", "finding": "დემო"}
    refused = wrong("report_absence/forms/assess", assessed, {"application": {"reason": reason}})

    assert refused == (set() if is_taken else {"consequence"})
