"""A whole installation on this machine, of which any process may be killed at any time.

The same programs, arguments and settings as `mms run`, with people and a small service of its
own. What dies is started again at once, like by an init system. The database writes with fsync.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from engine import loading
from engine.bootstrap import build
from engine.commands import LoadMunicipality, LoadPerson, PublishService
from engine.db import migrate
from engine.db.cluster import Cluster, ClusterError
from engine.settings import Settings
from engine.supervisor import free_port
from engine.tenancy import system
from tests.chaos.service import write

MUNICIPALITY = "keda"
ME = (sys.executable, "-m")


class Installation:
    """Processes below one directory."""

    def __init__(self, home: Path, *, people: tuple[str, ...]) -> None:
        self.home = home
        self.cluster = Cluster(home)
        port, registry, smtp = free_port(), free_port(), free_port()
        self.settings = Settings(
            mode="demo",
            home=home,
            database_url=self.cluster.url(),
            secret=secrets.token_urlsafe(48),
            port=port,
            public_url=f"http://127.0.0.1:{port}",
            smtp_url=f"smtp://127.0.0.1:{smtp}",
            civil_registry_url=f"http://127.0.0.1:{registry}",
        )
        everybody = home / "people.json"
        cli = (*ME, "engine.cli")
        self.commands: Mapping[str, tuple[str, ...]] = {
            "registries": (*ME, "demo.registries", "--port", str(registry), "--people", str(everybody)),
            "mailbox": (*ME, "demo.mailbox", "--port", str(smtp), "--dir", str(home / "mail")),
            "worker": (*cli, "worker"),
            "timers": (*cli, "timers"),
            "web": (*cli, "web"),
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.starts = dict.fromkeys((*self.commands, "database"), 0)
        self._people = people
        self._everybody = everybody
        self._stopping = threading.Event()
        self._keepers = [threading.Thread(target=keep) for keep in (self._keep_programs, self._keep_database)]

    def start(self) -> None:
        """Bring everything up, and keep it up from here on."""
        self.cluster.start()
        self.cluster.create_database()
        migrate.upgrade(self.settings.database_url)
        self._load()
        for keeper in self._keepers:
            keeper.start()

    def stop(self) -> None:
        """End everything; the data stay."""
        self._stopping.set()
        for keeper in self._keepers:
            if keeper.ident is not None:
                keeper.join()
        for process in self.processes.values():
            _end(process, signal.SIGTERM)
        for process in self.processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(8)
            _end(process, signal.SIGKILL)
            process.wait()
        self.cluster.stop()

    def environment(self) -> dict[str, str]:
        return {**os.environ, **self.settings.as_environment(), "PYTHONUNBUFFERED": "1"}

    def asks(self, sql: str) -> Any:
        """Return one value from the database, as its owner."""
        with psycopg.connect(self.settings.database_url, connect_timeout=5) as connection:
            row = connection.execute(sql).fetchone()
            return row and row[0]

    def people(self) -> dict[str, int]:
        """Return the ids that the page for signing in uses, by personal number."""
        with psycopg.connect(self.settings.database_url) as connection:
            return dict(connection.execute("select personal_number, id from people").fetchall())

    def reconcile(self, ledger: Path) -> subprocess.CompletedProcess[str]:
        """Run `mms reconcile` as an operator would."""
        command = [*ME, "engine.cli", "reconcile", "--ledger", str(ledger)]
        return subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=False)

    def _load(self) -> None:
        people = json.loads(loading.DEMO_PEOPLE.read_bytes())["people"]
        for number, name in enumerate(self._people, start=1):
            family = {"ka": f"მოქალაქე {name}", "en": f"Chaos {name}"}
            more = {"personal_number": name, "family_name": family, "email": f"chaos{number}@demo.invalid"}
            people.append({**people[0], **more})
        self._everybody.write_text(json.dumps({"people": people}, ensure_ascii=False))
        engine = build(self.settings)
        try:
            loading.load_data(engine)
            data = json.loads((loading.BPMN / "municipalities" / f"{MUNICIPALITY}.json").read_text())
            data["modules"] = [*data["modules"], "permits"]
            engine.send(LoadMunicipality(data), actor=system())
            for person in people:
                engine.send(LoadPerson(person), actor=system())
            loading.publish_services(engine)
            engine.send(PublishService(write(self.home / "bpmn"), "chaos"), actor=system())
        finally:
            engine.close()

    def _keep_programs(self) -> None:
        (self.home / "log").mkdir(exist_ok=True)
        while not self._stopping.wait(0.1):
            for name in self.commands:
                process = self.processes.get(name)
                if process is None or process.poll() is not None:
                    if process is not None:
                        # What the dead left behind may hold the port.
                        _end(process, signal.SIGKILL)
                    self.processes[name] = self._spawn(name)
                    self.starts[name] += 1

    def _keep_database(self) -> None:
        while not self._stopping.wait(0.1):
            if self.cluster.pid is None:
                with suppress(ClusterError):  # it was killed while it started
                    self.cluster.start()
                    self.starts["database"] += 1

    def _spawn(self, name: str) -> subprocess.Popen[bytes]:
        with open(self.home / "log" / f"{name}.log", "ab") as log:
            return subprocess.Popen(
                self.commands[name],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def _end(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def until(condition: Any, *, seconds: float, every: float = 0.5) -> bool:
    """Wait until the condition holds; what it raises meanwhile counts as not yet."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(Exception):
            if condition():
                return True
        time.sleep(every)
    return False
