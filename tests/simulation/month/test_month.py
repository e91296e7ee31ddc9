"""The simulation of a month balances, and a corruption of one row does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from psycopg import Connection

from engine.reconcile import reconcile
from engine.settings import Settings
from tests.simulation.month.book import Book
from tests.simulation.month.corruptions import ALTERED
from tests.simulation.month.environment import PLACE, administrator
from tests.simulation.month.equations import counted, unbalanced
from tests.simulation.month.event_log import SPECIAL, event_log
from tests.simulation.month.load_model import draw
from tests.simulation.month.run import BEGINS_AT, COUNT, simulated
from tests.simulation.month.simulation import MonthSimulation
from tests.simulation.seeds import IS_WHOLE, SEED, size

pytestmark = pytest.mark.timeout(3600)  # it takes minutes; more where the processors are shared
FEW = 35


@pytest.fixture
def simulation(settings: Settings) -> Iterator[MonthSimulation]:
    with simulated(settings, count=size(small=FEW, whole=COUNT), seed=SEED) as found:
        yield found


@pytest.mark.small
def test_simulation__of_a_month_of_all_modules__balances_and_each_corruption_is_seen(
    simulation: MonthSimulation,
) -> None:
    print("\n".join(event_log(simulation)))
    assert simulation.complaints == []
    assert [
        difference for check in reconcile(simulation.environment.engine) for difference in check.differences
    ] == []

    books = simulation.environment.books()
    with administrator(simulation.environment.engine.settings) as connection:
        sides = list(counted(connection, books))
        assert [str(side) for side in sides if not side.holds] == []
        assert {side.name for side in sides} == ALTERED.keys()
        if IS_WHOLE:  # everything has happened that there is to alter
            numbers = {
                name: simulation.environment.rows(statement)[0].count for name, statement in SPECIAL.items()
            }
            assert [name for name, number in numbers.items() if not number] == []
        seen = corruptions_seen(connection, books)
        assert seen == ALTERED.keys() if IS_WHOLE else len(seen) > len(ALTERED) / 2


def corruptions_seen(connection: Connection[Any], books: Mapping[str, Any]) -> set[str]:
    """Alter one row for each equation; return those that told of it, and of nothing else."""
    seen = set()
    for equation, (statement, also) in ALTERED.items():
        connection.execute("set session_replication_role = replica")  # past every trigger and key
        if connection.execute(statement).rowcount == 1 and unbalanced(connection, books) == {equation, *also}:
            seen.add(equation)
        connection.rollback()
    return seen


def test_stories__same_seed__are_the_same() -> None:
    book = Book(PLACE)

    assert draw(book, 7, 40, BEGINS_AT) == draw(book, 7, 40, BEGINS_AT) != draw(book, 8, 40, BEGINS_AT)
