"""What lists and counts of a register read: an index in its order, whatever the register holds."""

from __future__ import annotations

from datetime import date

import pytest

from engine.registers import kept_registers
from engine.registers.store import entries
from engine.registers.store.entries import Condition
from tests.cohorts.kit import Residents

TODAY = date(2026, 9, 1)


@pytest.fixture
def office(register_office: Residents) -> Residents:
    register_office.sql("vacuum analyze register_entries")
    return register_office


def plan(office: Residents, sql: str, condition: Condition, *, without: tuple[str, ...] = ()) -> str:
    """Return the plan where reading all, which a hundred rows invite to, is no way."""
    with office.engine.read(office.staff("head_of_service")) as tx:
        for method in ("seqscan", "bitmapscan", *without):
            tx.run(f"set local enable_{method} = off")
        rows = tx.all(f"explain {sql}", **condition.params)
    return "\n".join(row[0] for row in rows)


def on_day(office: Residents) -> Condition:
    with office.engine.read(office.staff("head_of_service")) as tx:
        place = kept_registers.find(tx, "residents").place_id
    return entries.on_day(register="residents", place=place, on=TODAY)


@pytest.mark.parametrize(
    ("part", "params", "order", "index"),
    [
        ("true", {}, "name", "register_entries_listed"),
        (entries.OF_PLACE, {"village": "keda-demo-3"}, "name", "register_entries_of_place"),
        (entries.IN_STATE, {"state": "suspended"}, "name", "register_entries_of_state"),
        ("true", {}, "newest", "register_entries_by_day"),
    ],
)
def test_page__of_a_list__is_read_in_its_order_and_sorts_nothing(
    office: Residents, part: str, params: dict[str, str], order: str, index: str
) -> None:
    beyond, by = entries.ORDERS[order]
    condition = on_day(office).and_(part, **params).and_(beyond, after=None)
    rows = f"select e.* from register_entries e where {condition.sql} order by {by} limit 51"

    found = plan(office, rows, condition)

    assert index in found and "Sort" not in found


def test_counts__of_a_register__read_one_index_alone(office: Residents) -> None:
    condition = on_day(office)
    sql = entries.COUNTS.format(counts="count(*)", conditions=condition.sql)

    found = plan(office, sql, condition, without=("indexscan",))

    assert "Index Only Scan using register_entries_counted" in found
