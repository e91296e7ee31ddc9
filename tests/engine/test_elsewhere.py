"""A service of each module is filed and decided in another municipality than the one of its scenarios."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.elsewhere import came_out_otherwise, database_of, drawn, offering

pytestmark = pytest.mark.extended

SEED = 143


def test_modules__in_a_demonstration__are_offered_where_the_list_says() -> None:
    offered = {module: len(offering(module)) + 1 for module in ("general", "high_mountain", "social")}

    assert offered == {"general": 55, "high_mountain": 43, "social": 3}


def test_services__one_of_each_module__come_to_the_same_end_in_another_municipality(tmp_path: Path) -> None:
    moved = drawn(SEED, tmp_path, one_of_each_module=True)

    with database_of(moved) as built:
        otherwise = {str(folder): came_out_otherwise(built, folder) for folder in moved}

    assert otherwise == {str(folder): [] for folder in moved}
