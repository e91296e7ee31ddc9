"""Every service of every module is filed and decided in a municipality drawn among all that offer it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.elsewhere import came_out_otherwise, database_of, drawn
from tests.simulation.seeds import seeds


@pytest.mark.parametrize("seed", seeds(small=1, whole=3))
@pytest.mark.timeout(1_200)
def test_services__in_municipalities_drawn_by_seed__come_to_the_same_end(seed: int, tmp_path: Path) -> None:
    moved = drawn(seed, tmp_path)

    with database_of(moved) as built:
        otherwise = {str(folder): came_out_otherwise(built, folder) for folder in moved}

    assert {name: said for name, said in otherwise.items() if said} == {}
