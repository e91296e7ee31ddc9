"""The environment of the simulated month: a database with all services, and simulators of other systems."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import psycopg

from engine.bootstrap import Engine, build
from engine.clock import SettableClock
from engine.db.roles import ADMINISTRATOR
from engine.installation import loading
from engine.queries.sessions import roles_of
from engine.scenarios.money import set_lines
from engine.scenarios.signers import Signers
from engine.settings import OTHER_SYSTEMS, Settings
from engine.stores import people, reference
from engine.tenancy import Actor, system
from tests.databases import as_role
from tests.demo.processes import running
from tests.simulation.month.residents import Resident, write

PLACE = "keda"
# Tetri by line. What aid for families is paid from does not last the month.
BUDGET = {"07 01": 150_000, "07 02": 3_000_000, "07 03": 3_000_000}


@dataclass
class Environment:
    """An engine whose clock is moved by hand, and where the simulators answer."""

    engine: Engine
    clock: SettableClock
    signers: Signers
    registries: str
    treasury: str
    place: int

    @property
    def system(self) -> Actor:
        return system(self.place)

    def rows(self, statement: str, **params: Any) -> list[Any]:
        """Return what a query of the municipality finds."""
        with self.engine.read(self.system) as tx:
            return tx.all(statement, **params)

    def retry(self) -> None:
        """Let what waits for another try be due: the hours that workers wait have passed."""
        with psycopg.connect(self.engine.settings.owner_url) as connection:
            connection.execute("update procrastinate_jobs set scheduled_at = now() where status = 'todo'")

    def tell_registries(self, path: str, content: Any) -> None:
        """Say to the simulated registries what happens in the world."""
        body = json.dumps(content).encode()
        request = urllib.request.Request(f"{self.registries}/{path}", data=body, method="PUT")
        urllib.request.urlopen(request, timeout=10).close()

    def ask_registries(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.registries}/{path}", timeout=10) as answer:
            return json.load(answer)

    def books(self) -> dict[str, Any]:
        """Return what the treasury and the auction have in their books."""
        with urllib.request.urlopen(f"{self.treasury}/_books", timeout=10) as answer:
            return {**json.load(answer), "lots": self.ask_registries("_bids")}

    def person(self, number: str) -> Actor:
        with self.engine.read(system()) as tx:
            person_id = people.id_of(tx, number)
            assert person_id is not None, number
            return Actor(person_id, number, roles=roles_of(tx, person_id))

    def member(self, person_id: int) -> Actor:
        """Return somebody by the id of the person."""
        with self.engine.read(self.system) as tx:
            person = people.person(tx, person_id)
            return Actor(person.id, person.personal_number, roles=roles_of(tx, person.id))

    def staff(self, role: str, unit: str | None = None) -> Sequence[Actor]:
        """Return everybody who holds the role there."""
        found = self.rows(
            "select distinct g.person_id from role_grants g where g.municipality_id = :place"
            " and g.role = :role and (cast(:unit as text) is null or g.unit_code is null"
            " or g.unit_code = :unit) order by 1",
            place=self.place,
            role=role,
            unit=unit,
        )
        with self.engine.read(self.system) as tx:
            return [Actor(row.person_id, roles=roles_of(tx, row.person_id)) for row in found]


def furnish(settings: Settings, on: datetime) -> None:
    """Fill a migrated database with places and all services, as they are on that day."""
    engine = build(settings, clock=SettableClock(on))
    try:
        loading.load_data(engine)
        loading.publish_services(engine)
    finally:
        engine.close()


@contextmanager
def environment_over(
    settings: Settings, residents: Sequence[Resident], begins_at: datetime
) -> Iterator[Environment]:
    """Give the environment over a database that `furnish` has filled, with these residents."""
    home = settings.home
    write(home, residents)
    files = (f"--{name}={home / name}.json" for name in ("people", "plots", "facts"))
    with ExitStack() as open_things:
        registries = open_things.enter_context(running("demo.registries", *files))
        treasury = open_things.enter_context(running("demo.treasury"))
        mails = open_things.enter_context(running("demo.mailbox", "--dir", str(home / "mail")))
        told = replace(
            settings,
            civil_registry_url=registries,
            systems={name: f"{registries}/{name}" for name in OTHER_SYSTEMS},
            treasury_url=treasury,
            smtp_url=mails,
        )
        clock = SettableClock(begins_at)
        engine = build(told, clock=clock)
        open_things.callback(engine.close)
        loading.load_demo_people(engine, home / "people.json")
        signers = Signers(clock, begins_at)
        known = replace(engine.connections, signature_rules=signers.rules)
        with engine.read(system()) as tx:
            place = int(reference.municipality(tx, PLACE).id)
        found = Environment(replace(engine, connections=known), clock, signers, registries, treasury, place)
        set_lines(found.engine, PLACE, BUDGET, finance=found.staff("finance")[0])
        yield found


def administrator(settings: Settings) -> psycopg.Connection[Any]:
    """Return a connection that sees and may do everything."""
    return psycopg.connect(as_role(settings.owner_url, ADMINISTRATOR))
