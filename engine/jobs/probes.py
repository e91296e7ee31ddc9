"""Periodic probes of the other systems that this installation knows an address of.

So a system that nobody has asked yet, or that nobody asks for days, is known to be away before a person needs
it. One worker probes for all, however many there are; `/health` shows what was seen and asks no other system
itself.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import procrastinate

from engine.connectors.probe import ADDRESS_MALFORMED, Probe
from engine.stores import system_answers
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

AT_ONCE: Final = 4
EVERY: Final = timedelta(minutes=5)


def register(app: procrastinate.App, engine: Engine, *, queue: str) -> None:
    """Add the task to the application. The first worker of an installation probes as soon as it starts."""

    @app.periodic(cron="*/5 * * * *")
    @app.task(name="probe_systems", queue=queue, queueing_lock="probe_systems")
    def probe_systems(timestamp: int) -> None:
        del timestamp
        poll(engine)


def poll(engine: Engine) -> int:
    """Probe each system that has not answered a question just now; return how many can't be reached."""
    probes = engine.connections.probes
    with engine.read(system()) as tx:
        known, latest = system_answers.all_systems(tx), tx.now - EVERY
    answering = {name for name in probes if _has_answered(known.get(name), since=latest)}
    probes = {name: probe for name, probe in probes.items() if name not in answering}
    # Several names may have one address: the civil registry answers about parents too.
    places = {probe for probe in probes.values() if probe is not None}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = dict(zip(places, pool.map(Probe.ask, places), strict=True))
    reasons = {name: asked[p] if p else ADDRESS_MALFORMED for name, p in probes.items()}
    with engine.connections.database.transaction(system(), now=engine.clock.now()) as tx:
        for name, reason in {**dict.fromkeys(answering), **reasons}.items():
            system_answers.record_probe(tx, name, reason)
    return sum(reason is not None for reason in reasons.values())


def _has_answered(row: Any, *, since: datetime) -> bool:
    """Tell whether the last question had an answer, and not long ago."""
    if row is None or row.away_since is not None or row.answered_at is None:
        return False
    return bool(row.answered_at > since)
