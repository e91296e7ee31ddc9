"""A service of each module is filed and decided in another municipality than the one of its scenarios."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.catalogue.folder import read_service, services
from engine.installation.loading import BPMN
from tests.engine.elsewhere import HOME, came_out_otherwise, database_of, drawn, offering

pytestmark = pytest.mark.extended

SEED = 143


def test_modules__in_a_demonstration__are_offered_where_the_list_says() -> None:
    offered = {module: len(offering(module)) + 1 for module in ("general", "high_mountain", "social")}

    assert offered == {"general": 55, "high_mountain": 43, "social": 3}


@pytest.mark.parametrize("seed", [12, 26])
def test_scenarios__drawn__are_those_that_were_moved(seed: int, tmp_path: Path) -> None:
    own = {folder.parts[-2:]: read_service(folder).scenarios for folder in services(BPMN)}

    moved = drawn(seed, tmp_path, one_of_each_module=True)

    drawn_from = {own[found.folder.parts[-2:]][found.name]["municipality"] for found in moved}
    assert drawn_from == {HOME}


def test_services__one_of_each_module__come_to_the_same_end_in_another_municipality(tmp_path: Path) -> None:
    moved = drawn(SEED, tmp_path, one_of_each_module=True)

    with database_of(moved) as built:
        otherwise = {str(folder): came_out_otherwise(built, folder) for folder in moved}

    assert otherwise == {str(folder): [] for folder in moved}
