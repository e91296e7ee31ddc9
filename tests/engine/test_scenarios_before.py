"""What is run before a scenario: another of its module, or of any."""

from __future__ import annotations

import pytest

from engine.installation.loading import BPMN
from engine.scenarios.before import earlier


@pytest.mark.parametrize("name", ["grant/granted", "high_mountain/grant/granted"])
def test_earlier__by_a_name_with_or_without_its_module__is_found(name: str) -> None:
    (found,) = earlier(BPMN / "high_mountain/own_motion", {"before": [name]})

    assert (found.name, found.service) == (name, "high_mountain.grant")
    assert found.folder == BPMN / "high_mountain/grant"


def test_earlier__of_another_module__is_found() -> None:
    (found,) = earlier(BPMN / "general/review", {"before": ["high_mountain/grant/granted"]})

    assert (found.service, found.folder) == ("high_mountain.grant", BPMN / "high_mountain/grant")
