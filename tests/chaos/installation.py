"""An installation of several machines, on which anything may be killed, paused or cut off.

Two web nodes and two workers, each with its timer poller, over one PostgreSQL that they reach by
TCP with a password; a node for other people's systems and one for the clients. Mail is handed in
at each worker's own machine, which alone may be spoken to without encryption. The same programs
and settings as an operator's, with people and a small service of its own. What dies, the database
too, is started again by the supervisor of `mms run`. The database writes with fsync.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from engine.bootstrap import build
from engine.commands.reference import LoadMunicipality, LoadPeople
from engine.db import migrate
from engine.db.cluster import Cluster
from engine.db.roles import LOGIN
from engine.identity.rate_limits import RateLimits
from engine.installation import loading, supervisor_state
from engine.installation.database import DatabaseServer
from engine.installation.programs import Program, ProgramProcess
from engine.installation.supervisor import Supervisor
from engine.settings import Settings, cache_directory
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.chaos.network import NETWORK, Network
from tests.chaos.service import write

MUNICIPALITY = "keda"
WEB, WORKERS = ("web-a", "web-b"), ("worker-a", "worker-b")
DATABASE, OUTSIDE, CLIENTS = "database", "outside", "clients"
NODES = (*WEB, *WORKERS, DATABASE, OUTSIDE, CLIENTS)
PORT, TREASURY_PORT = 8080, 8072
ME = (sys.executable, "-m")


class Installation:
    """Processes on the nodes of a network, with their data below one directory."""

    def __init__(self, home: Path, network: Network, *, people: tuple[str, ...]) -> None:
        self.home = home
        self.network = network
        at = network.address
        self.cluster = Cluster(home, settings={"listen_addresses": at(DATABASE)})
        self._password = secrets.token_urlsafe(16)
        self.settings = Settings(
            mode="demo",
            home=home,
            database_url=f"postgresql://{LOGIN}:{self._password}@{at(DATABASE)}:5432/mms",
            secret=secrets.token_urlsafe(48),
            port=PORT,
            public_url=f"http://mms.invalid:{PORT}",
            smtp_url="smtp://127.0.0.1:8025",
            rate_limits=RateLimits(filing=100_000),  # a day's crowd files for few people
            civil_registry_url=f"http://{at(OUTSIDE)}:8070",
            treasury_url=f"http://{at(OUTSIDE)}:{TREASURY_PORT}",
            treasury_token=secrets.token_urlsafe(16),
            has_own_cluster=False,
            cache=cache_directory(),
        )
        # The runner itself comes by the socket: what is cut off are the nodes, not those who look on.
        self.here = replace(
            self.settings, database_url=self.cluster.login_url(), database_owner_url=self.cluster.owner_url()
        )
        self._people = people
        self._everybody = home / "people.json"
        self.programs = {process.name: process for process in self._programs()}
        self.supervisor = Supervisor(say=self._note, report=partial(supervisor_state.write, home))
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self.supervisor.run, kwargs={"until": self._stopping.is_set})

    def _programs(self) -> Iterator[ProgramProcess]:
        mms, registries = (
            (*ME, "engine.cli"),
            (*ME, "demo.registries", "--host", self.network.address(OUTSIDE)),
        )
        mailbox = (*ME, "demo.mailbox", "--port", "8025", "--dir", str(self.home / "mail"))
        everybody = ("--port", "8070", "--people", str(self._everybody))
        treasury = (
            *ME,
            "demo.treasury",
            "--port",
            str(TREASURY_PORT),
            "--host",
            self.network.address(OUTSIDE),
        )
        yield self._process("registries", OUTSIDE, *registries, *everybody)
        yield self._process("treasury", OUTSIDE, *treasury, "--slow-seconds", "5")
        for node in WORKERS:
            yield self._process(f"mailbox of {node}", node, *mailbox)
            yield self._process(f"worker of {node}", node, *mms, "worker")
            yield self._process(f"timers of {node}", node, *mms, "timers")
        for node in WEB:
            yield self._process(
                f"gunicorn of {node}", node, *mms, "web", "--host", self.network.address(node)
            )

    def _process(self, name: str, node: str, *command: str) -> ProgramProcess:
        program = Program(name, command, self.home / "log" / f"{name.replace(' ', '-')}.log")
        environment = self._environment(self.settings)
        return ProgramProcess(program, environment, place=partial(self.network.on, node))

    def start(self) -> None:
        """Bring everything up, and keep it up from here on."""
        (self.home / "log").mkdir(exist_ok=True)
        self.network.on(DATABASE, self.cluster.start)
        self.cluster.create_database()
        self._let_nodes_in()
        migrate.upgrade(self.here.owner_url)
        self._load()
        self.supervisor.start(DatabaseServer(self.cluster, place=partial(self.network.on, DATABASE)))
        for process in self.programs.values():
            self.supervisor.start(process)
        self._keeper.start()

    def stop(self) -> None:
        """End everything; the data stay."""
        self._stopping.set()
        if self._keeper.ident is not None:
            self._keeper.join()
        self.supervisor.stop()
        self.cluster.stop()

    def away(self) -> list[str]:
        """Return what is not up at this moment, with the reason of its last end."""
        return [
            f"{state.name}: {state.phase} since {state.since}, {state.reason}"
            for state in self.supervisor.states
            if not state.is_up
        ]

    def restarts(self) -> dict[str, int]:
        """Return how often each program, and the database, was started again."""
        return {state.name: state.restarts for state in self.supervisor.states}

    def _note(self, text: str) -> None:
        with (self.home / "log" / "supervisor.log").open("a") as log:
            log.write(text + "\n")

    def asks(self, sql: str) -> Any:
        """Return one value from the database, as its owner."""
        with psycopg.connect(self.here.owner_url, connect_timeout=5) as connection:
            row = connection.execute(sql).fetchone()
            return row and row[0]

    def rows(self, sql: str) -> list[Any]:
        """Return rows from the database, as its owner."""
        with psycopg.connect(self.here.owner_url, connect_timeout=5) as connection:
            return connection.execute(sql).fetchall()

    def are_open(self, orders: Collection[str]) -> int:
        """Count the orders of which nobody knows yet how they ended."""
        counted = "select count(*) from payment_attempts where state = 'open' and id = any(%s::uuid[])"
        with psycopg.connect(self.here.owner_url, connect_timeout=5) as connection:
            row = connection.execute(counted, [list(orders)]).fetchone()
            return int(row[0]) if row else 0

    def people(self) -> dict[str, int]:
        """Return the ids that the page for signing in uses, by personal number."""
        with psycopg.connect(self.here.owner_url) as connection:
            return dict(connection.execute("select personal_number, id from people").fetchall())

    def name_of(self, personal_number: str) -> str:
        """Return the family name of a person, as pages in Georgian show it."""
        with psycopg.connect(self.here.owner_url) as connection:
            asked = "select family_name->>'ka' from people where personal_number = %s"
            row = connection.execute(asked, [personal_number]).fetchone()
            assert row is not None
            return str(row[0])

    def answered_from_key(self, asked: Mapping[str, float]) -> int:
        """Count the commands that were done before the request began that was answered: by an earlier one."""
        counted = """
            select count(*) from unnest(%s::uuid[], %s::float[]) as asked(key, began)
            join command_keys k on k.key = asked.key where k.at < to_timestamp(asked.began)
        """
        with psycopg.connect(self.here.owner_url) as connection:
            row = connection.execute(counted, [list(asked), list(asked.values())]).fetchone()
            return int(row[0]) if row else 0

    def reconcile(self, ledger: Path) -> subprocess.CompletedProcess[str]:
        """Run `mms reconcile` as an operator would."""
        command = [*ME, "engine.cli", "reconcile", "--ledger", str(ledger)]
        environment = self._environment(self.here)
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def _environment(self, settings: Settings) -> dict[str, str]:
        return {**os.environ, **settings.as_environment(), "PYTHONUNBUFFERED": "1"}

    def _let_nodes_in(self) -> None:
        with (self.cluster.data / "pg_hba.conf").open("a") as rules:
            rules.write(f"host mms {LOGIN} {NETWORK} scram-sha-256\n")
        with psycopg.connect(self.cluster.url(), autocommit=True) as connection:
            connection.execute(f"alter role {LOGIN} password '{self._password}'")
            connection.execute("select pg_reload_conf()")

    def _load(self) -> None:
        people = json.loads(loading.DEMO_PEOPLE.read_bytes())["people"]
        for number, name in enumerate(self._people, start=1):
            family = {"ka": f"მოქალაქე {name}", "en": f"Chaos {name}"}
            more = {"personal_number": name, "family_name": family, "email": f"chaos{number}@demo.invalid"}
            people.append({**people[0], **more})
        self._everybody.write_text(json.dumps({"people": people}, ensure_ascii=False))
        engine = build(self.here)
        try:
            loading.load_data(engine)
            data = json.loads((loading.BPMN / "municipalities" / f"{MUNICIPALITY}.json").read_text())
            data["modules"] = [*data["modules"], "permits"]
            engine.send(LoadMunicipality(data), actor=system())
            engine.send(LoadPeople(tuple(people)), actor=system())
            loading.publish_services(engine)
            engine.send(PublishService(write(self.home / "bpmn"), "chaos"), actor=system())
        finally:
            engine.close()


def until(condition: Callable[[], Any], *, seconds: float, every: float = 0.5) -> bool:
    """Wait until the condition holds; what it raises meanwhile counts as not yet."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(Exception):
            if condition():
                return True
        time.sleep(every)
    return False
