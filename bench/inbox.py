"""The clerk's list over few and many open tasks: statements of `queries.inbox`, row-level security on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

from bench import filling, workload
from bench.installation import ROLES, Installation
from engine.bootstrap import Engine
from engine.db.pool import Transaction
from engine.queries import inbox
from engine.tenancy import Actor, RoleGrant

FULL: Final = (1_000, 100_000, 1_000_000)


@dataclass(frozen=True)
class Inbox:
    """Milliseconds, p50 and p95, with n open tasks."""

    tasks: int
    first_page: tuple[float, float]
    next_page: tuple[float, float]
    counts: tuple[float, float]


def measure(installation: Installation, *, sizes: tuple[int, ...], samples: int) -> Iterator[Inbox]:
    """Measure with each number of open tasks, the smaller ones first."""
    engine = installation.open()
    try:
        model = workload.file(engine, installation.citizen, installation.places[0], 80_000_000)
        present = 0
        for size in sizes:
            filling.fill(installation, model.id, parts=size - present, tasks=True)
            present = size
            yield _measured(installation, engine, size, samples)
    finally:
        engine.close()


def _measured(installation: Installation, engine: Engine, size: int, samples: int) -> Inbox:
    took: dict[str, list[float]] = {"first": [], "next": [], "counts": []}
    with _timed_statements() as times:
        for sample in range(samples + samples // 10):
            clerk = _clerk(installation, sample)
            tab = ("unit", "unassigned", "mine")[sample % 3] if sample % 7 == 0 else "unit"
            with engine.read(clerk) as tx:
                after = inbox.page(tx, tab).next_after
                first = dict(times)
                if after is not None:
                    inbox.page(tx, tab, after=after)
            if sample >= samples // 10:  # the first ones fill caches
                took["first"].append(first["rows"])
                took["next"].append(times["rows"])
                took["counts"].append(first["counts"])
    return Inbox(size, *(_percentiles(took[name]) for name in ("first", "next", "counts")))


def _clerk(installation: Installation, number: int) -> Actor:
    """Return somebody with two roles in two municipalities, or with all of them in one."""
    places = installation.places
    clerk = places[number % len(places)].clerk
    if number % 2:
        return clerk
    pairs = [
        (places[(number + step) % len(places)], ROLES[(number + step + extra) % len(ROLES)])
        for step in (0, 1)
        for extra in (0, 1)
    ]
    return replace(clerk, roles=tuple(RoleGrant(role, place.id, place.code) for place, role in pairs))


@contextmanager
def _timed_statements() -> Iterator[Mapping[str, float]]:
    """Give the milliseconds that the last page's statements took, from asking to having the rows."""
    times: dict[str, float] = {}
    everything, single = Transaction.all, Transaction.one

    def timed(name: str, original: Callable[..., Any], *, is_sum: bool) -> Callable[..., Any]:
        def ask(tx: Transaction, sql: str, /, **params: Any) -> Any:
            began = time.perf_counter()
            found = original(tx, sql, **params)
            took = (time.perf_counter() - began) * 1e3
            if "page as" in sql:
                times["rows"], times["counts"] = took, 0.0
            elif "count(" in sql and is_sum:
                times["counts"] = times.get("counts", 0.0) + took
            return found

        return ask

    Transaction.all = timed("rows", everything, is_sum=False)  # type: ignore[method-assign]
    Transaction.one = timed("counts", single, is_sum=True)  # type: ignore[method-assign]
    try:
        yield times
    finally:
        Transaction.all, Transaction.one = everything, single  # type: ignore[method-assign]


def _percentiles(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
