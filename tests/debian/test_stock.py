"""A stock cluster is one, and our sessions are the same on it as on the server that MMS brings."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from engine.bootstrap import Engine
from engine.db.cluster import Cluster
from engine.queries import inbox_counts, inbox_last_seen
from engine.stores.known import known
from tests.web.programs import official

# Costs nobody would set: every plan is worth compiling.
COMPILE_ALL = "set jit_above_cost = 0"


class Planned(Exception):
    """The plan of a statement instead of its rows."""


class Planning:
    """A transaction that is told the plan of the next statement."""

    def __init__(self, tx: Any) -> None:
        self._tx = tx

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)

    def one(self, sql: str, /, **params: Any) -> Any:
        raise Planned(self._tx.scalar(f"explain (format json) {sql}", **params))


def test_server__stock__compiles_statements_and_knows_nothing_of_us(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("postgres")) as connection:
        shown = connection.execute(
            "select pg_jit_available(), current_setting('jit'), current_setting('timezone')"
        ).fetchone()

    assert shown == (True, "on", "Asia/Tbilisi")


def test_session__of_a_page__compiles_nothing(engine: Engine) -> None:
    with engine.read(official(engine, "specialist")) as tx:
        assert (tx.scalar("show jit"), tx.scalar("show timezone")) == ("off", "UTC")


@pytest.mark.parametrize("tab", ["mine", "unit", "unassigned", "all"])
def test_task_list__counted__is_planned_without_the_compiler(engine: Engine, tab: str) -> None:
    with engine.read(official(engine, "specialist")) as tx:
        tx.run(COMPILE_ALL)
        ours = plan(tx, tab)
        tx.run("set local jit = on")
        theirs = plan(tx, tab)

    assert "JIT" in theirs[0]
    assert "JIT" not in ours[0]
    assert steps(ours[0]["Plan"]) == steps(theirs[0]["Plan"])


def plan(tx: Any, tab: str) -> Any:
    """Return how the counts of a clerk's list would be found."""
    calendar = known(tx, next(iter(tx.actor.municipalities), 0)).calendar
    with pytest.raises(Planned) as planned:
        inbox_counts.counts(Planning(tx), tab, calendar, inbox_last_seen.markers(tx))  # type: ignore[arg-type]
    return planned.value.args[0]


def steps(node: Any) -> list[str]:
    return [node["Node Type"], *(step for child in node.get("Plans", ()) for step in steps(child))]
