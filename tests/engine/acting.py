"""People who act for others: the simulated registers as a real program, and sessions by a mandate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import httpx

from engine.bootstrap import Engine
from engine.commands.mandates import ActFor
from engine.commands.sessions import SignInDemo
from engine.connectors.mandates import COMPANIES, GUARDIANSHIP, PARENTS, POWERS, MandateRegister
from engine.queries import sessions
from engine.queries.session_views import Session
from engine.representation.mandate_enquiries import ask_all
from engine.stores import mandates as store
from engine.tenancy import Actor, system
from tests.demo.processes import running
from tests.engine.kit import Office

PARENT, OTHER_PARENT, CHILD, LOST_CHILD, CHILD_OF_AGE = (
    f"000000001{n}" for n in ("20", "21", "22", "23", "24")
)
GUARDIAN, WARD, SUPPORTED, EARLIER_WARD, ADVISED = (f"000000001{n}" for n in ("25", "26", "27", "28", "32"))
DIRECTOR, SECOND_DIRECTOR, THIRD_DIRECTOR = "00000000129", "00000000130", "00000000131"
ATTORNEY, PRINCIPAL, EARLIER_PRINCIPAL, REVOKED_PRINCIPAL = (
    f"000000001{n}" for n in ("33", "34", "35", "36")
)
COMPANY, JOINT_COMPANY, LIMITED_COMPANY, GONE_COMPANY, COMPANY_OF_THREE = (
    f"00000000{n}" for n in range(1, 6)
)


@dataclass
class Registers:
    """The simulator, and what may be done to it."""

    address: str

    def end(self, *pairs: Iterable[str]) -> None:
        """Let exactly these mandates, of representative and represented, be ended."""
        self._put("/_ended", [list(pair) for pair in pairs])

    def fail(self, *names: str) -> None:
        """Let these registers be down, and the others well."""
        every = ("civil_registry", "guardianship", "company_registry", "notary_chamber")
        down = {"mode": "down", "how": "status"}
        self._put("/_faults", {name: down if name in names else {} for name in every})

    def _put(self, path: str, content: Any) -> None:
        with httpx.Client(base_url=self.address, trust_env=False) as client:
            client.put(path, json=content).raise_for_status()


@contextmanager
def registers() -> Iterator[Registers]:
    with running("demo.registries") as address:
        yield Registers(address)


def connected(engine: Engine, found: Registers) -> Engine:
    """Return the engine with connectors to the registers."""
    names = (PARENTS, GUARDIANSHIP, COMPANIES, POWERS)
    known = {name: MandateRegister(name, found.address) for name in names}
    return replace(engine, connections=replace(engine.connections, mandates=known))


def mandate_of(office: Office, by: str, number: str) -> UUID:
    """Return the id of the mandate, as it was kept when the registers were asked."""
    with office.engine.read(system()) as tx:
        rows = store.of_person(tx, office.person(by).person_id or 0)
    return next(row.id for row in rows if row.number == number)


def session_of(office: Office, by: str) -> tuple[str, Session]:
    """Sign a demo person in; return the token and the session."""
    person_id = office.person(by).person_id
    assert person_id is not None
    token = office.engine.send(SignInDemo(person_id), actor=Actor())
    return token, found(office, token)


def found(office: Office, token: str) -> Session:
    with office.engine.read(Actor()) as tx:
        session = sessions.find(tx, token)
    assert session is not None
    return session


def acting(office: Office, by: str, number: str) -> Actor:
    """Return the person acting for another: registers asked, mandate chosen in a session of their own."""
    return acting_in_session(office, by, number)[1]


def acting_in_session(office: Office, by: str, number: str) -> tuple[str, Actor]:
    token, session = session_of(office, by)
    ask_all(office.engine.connections, office.engine.bus, session.actor)
    chosen = ActFor(session.session_id, mandate_of(office, by, number))
    office.engine.send(chosen, actor=session.actor)
    return token, found(office, token).actor
