"""What is run before a scenario: another of its module, or of any."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from engine.clock import ZONE
from engine.installation.loading import BPMN
from engine.scenarios.before import earlier, meanwhile
from engine.scenarios.errors import CannotRun
from engine.scenarios.passing import instants


@pytest.mark.parametrize("name", ["grant/granted", "high_mountain/grant/granted"])
def test_earlier__by_a_name_with_or_without_its_module__is_found(name: str) -> None:
    (found,) = earlier(BPMN / "high_mountain/own_motion", {"before": [name]})

    assert (found.name, found.service) == (name, "high_mountain.grant")
    assert found.folder == BPMN / "high_mountain/grant"


def test_earlier__of_another_module__is_found() -> None:
    (found,) = earlier(BPMN / "general/review", {"before": ["high_mountain/grant/granted"]})

    assert (found.service, found.folder) == ("high_mountain.grant", BPMN / "high_mountain/grant")


def test_scenario__of_another_service__is_found_for_between_two_steps() -> None:
    steps = [{"days": 1}, {"meanwhile": "change/suspended"}]

    found = meanwhile(BPMN / "social/apply", {"steps": steps})

    assert found["change/suspended"].service == "social.change"


def test_instants__of_two_days__are_each_midnight_and_the_goal() -> None:
    begun = datetime(2026, 9, 1, 10, tzinfo=ZONE)

    passed = list(instants(begun, begun + timedelta(days=2)))

    local = [instant.astimezone(ZONE) for instant in passed]
    assert [(instant.day, instant.hour) for instant in local] == [(2, 0), (3, 0), (3, 10)]


def test_instants__of_a_goal_that_has_passed__can_not_be_run() -> None:
    begun = datetime(2026, 9, 1, 10, tzinfo=ZONE)

    with pytest.raises(CannotRun):
        list(instants(begun, begun - timedelta(seconds=1)))
