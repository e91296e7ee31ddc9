"""The simulated registers and subscribers, served over HTTP within the test's own process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
from werkzeug.serving import make_server

from demo.registries import mandates
from demo.registries.app import Registries
from demo.registries.people import DEFAULT_FILE, load_people, records
from engine.connectors.subscribers import StatusSubscriber
from engine.settings import SUBSCRIBERS
from tests.engine.kit import Office


@dataclass
class Simulated:
    """The simulator at an address."""

    address: str

    def inject_faults(self, **faults: Any) -> None:
        """Let each system that is named misbehave so, until it is told otherwise."""
        self._put("/_faults", faults)

    def happen(self, *events: dict[str, Any]) -> None:
        """Let things happen that the civil registry then tells."""
        self._put("/_happened", list(events))

    def told(self, subscriber: str) -> list[dict[str, Any]]:
        """Return the changes that the subscriber has taken."""
        answer = httpx.get(f"{self.address}/_told", trust_env=False)
        found: list[dict[str, Any]] = answer.json()[subscriber]
        return found

    def _put(self, path: str, content: Any) -> None:
        httpx.put(f"{self.address}{path}", json=content, trust_env=False).raise_for_status()


@contextmanager
def simulated() -> Iterator[Simulated]:
    known = mandates.load_mandates(mandates.DEFAULT_FILE)
    people = load_people(DEFAULT_FILE) | records(known["people"])
    application = Registries(people, mandates.Mandates(known, people))
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Simulated(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def told_by(office: Office, found: Simulated) -> Office:
    """Return the office with connections to the subscribers."""
    subscribers = {name: StatusSubscriber(name, f"{found.address}/{name}") for name in SUBSCRIBERS}
    engine = office.engine
    return replace(
        office, engine=replace(engine, connections=replace(engine.connections, subscribers=subscribers))
    )
