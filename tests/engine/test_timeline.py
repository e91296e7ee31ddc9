"""Whom the history of a case credits an event to."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from engine.queries import timeline

MORNING, NOON = datetime(2026, 9, 1, 6, tzinfo=UTC), datetime(2026, 9, 1, 8, tzinfo=UTC)
NAMES: dict[int, Any] = {7: {"ka": "დემო", "en": "Demo"}}


def credited(*events: tuple[datetime, int | None, str]) -> list[tuple[str, bool]]:
    rows = [SimpleNamespace(at=at, actor_id=actor, kind=kind, body=None) for at, actor, kind in events]
    entries = timeline.entries(rows, NAMES, {}, settings={})
    return [(entry.cause, entry.who is not None) for entry in entries]


@pytest.mark.parametrize(
    ("kind", "actor", "cause"),
    [
        ("case.filed", 7, "person"),
        ("task.completed", 7, "person"),
        ("letter.sent", 7, "system"),
        ("clock.started", 7, "system"),
        ("register.entered", 7, "system"),
        ("timer.fired", None, "system"),
        ("case.opened_by_registry.death", 7, "registry"),
        ("act.annulled", None, "office"),
    ],
)
def test_event__of_a_kind__is_credited_to_its_cause(kind: str, actor: int | None, cause: str) -> None:
    assert credited((MORNING, actor, kind)) == [(cause, cause == "person")]


def test_decision__in_the_commit_of_a_step__is_that_person_s_and_otherwise_nobody_s() -> None:
    decided = "case.decided.granted"

    assert credited((MORNING, 7, "task.completed"), (MORNING, 7, decided))[1] == ("person", True)
    assert credited((MORNING, 7, "case.withdrawn"), (MORNING, 7, decided))[1] == ("person", True)
    assert credited((MORNING, 7, "case.filed"), (MORNING, 7, decided))[1] == ("system", False)
    assert credited((MORNING, 7, "task.completed"), (NOON, 7, decided))[1] == ("system", False)
