"""The office that tests of the engine work in.

Filling a database takes a second and copying a filled one a tenth of that, so each diagram's
database is filled once for all tests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from engine.catalogue import published
from engine.connectors.treasury import Treasury
from engine.db.cluster import Cluster
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.conftest import demo_settings
from tests.databases import PEOPLED
from tests.engine.acting import Registers, connected, registers
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office, an_office, furnish
from tests.engine.services import (
    ANNOUNCING,
    ASKING,
    BREAKING,
    GATHERING,
    LETTING,
    PAYING,
    PLAIN,
    REVIEW,
    SPENDING,
    TALKING,
    WAITING,
    write_service,
)
from tests.payments.treasury import RunningTreasury, running_treasury

FURNISHED_VERSION = 1
OpenOffice = Callable[[str], AbstractContextManager[Office]]


@pytest.fixture(scope="session")
def furnished(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return the name of a database filled for a diagram."""
    known: dict[str, str] = {}

    def name_for(body: str) -> str:
        if body not in known:
            known[body] = f"furnished_{len(known)}"
            cluster.create_database(known[body], template=PEOPLED)
            furnish(demo_settings(cluster.url(known[body]), tmp_path_factory.mktemp("service")), body)
        return known[body]

    return name_for


@pytest.fixture
def open_office(cluster: Cluster, furnished: Callable[[str], str], tmp_path: Path) -> OpenOffice:
    """Return what opens an office for the diagram, over a copy of its database."""

    @contextmanager
    def opened(body: str) -> Iterator[Office]:
        # A version is cached by the database it lies in, so two diagrams never share a name.
        filled = furnished(body)
        name = f"{filled}_at_work"
        cluster.create_database(name, template=filled)
        with an_office(demo_settings(cluster.url(name), tmp_path)) as office:
            yield office
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
        # What the test published is gone; the next one gives the same number to another version.
        kept = published._compiled._kept
        for key in [key for key in kept if f"dbname={name} " in f"{key[0]} " and key[1] != FURNISHED_VERSION]:
            del kept[key]

    return opened


@pytest.fixture
def office(open_office: OpenOffice) -> Iterator[Office]:
    """An office with the review service."""
    with open_office(REVIEW) as built:
        yield built


@pytest.fixture
def plain(open_office: OpenOffice) -> Iterator[Office]:
    """An office whose service is two steps of people."""
    with open_office(PLAIN) as built:
        yield built


@pytest.fixture
def asking(open_office: OpenOffice) -> Iterator[Office]:
    """An office whose service asks the civil registry."""
    with open_office(ASKING) as built:
        yield built


@pytest.fixture
def waiting(open_office: OpenOffice) -> Iterator[Office]:
    """An office whose service waits for the applicant."""
    with open_office(WAITING) as built:
        yield built


@pytest.fixture
def talking(open_office: OpenOffice) -> Iterator[Office]:
    """An office whose cases send messages to each other."""
    with open_office(TALKING) as built:
        yield built


@pytest.fixture
def treasury() -> Iterator[RunningTreasury]:
    """A treasury over HTTP that plays what it is told."""
    with running_treasury() as started:
        yield started


@pytest.fixture
def paying(open_office: OpenOffice, treasury: RunningTreasury) -> Iterator[Office]:
    """An office whose service asks for 60 lari, with the treasury it sends people to."""
    with open_office(PAYING) as built:
        connections = replace(built.engine.connections, treasury=Treasury(treasury.address, treasury.token))
        built.engine = replace(built.engine, connections=connections)
        yield built
        connections.treasury.close()


@pytest.fixture
def spending(open_office: OpenOffice) -> Iterator[Office]:
    """An office whose cases want 60 lari each of one line of the budget."""
    with open_office(SPENDING) as built:
        yield built


@pytest.fixture
def gathering(open_office: OpenOffice) -> Iterator[Office]:
    """An office whose cases are granted by one order with others."""
    with open_office(GATHERING) as built:
        yield built


@pytest.fixture
def letting(open_office: OpenOffice) -> Iterator[Office]:
    """An office whose cases enter a room into the register of property, let it or sell it."""
    with open_office(LETTING) as built:
        yield built


@pytest.fixture
def announcing(open_office: OpenOffice) -> Iterator[Office]:
    """An office whose cases throw a signal to each other."""
    with open_office(ANNOUNCING) as built:
        yield built


@pytest.fixture
def breaking(open_office: OpenOffice) -> Iterator[Office]:
    """An office whose service breaks on some answers, and on a timer."""
    with open_office(BREAKING) as built:
        yield built


@pytest.fixture
def worked(office: Office) -> Office:
    """An office with a granted case whose letter is out, one whose letter is queued, and an open one."""
    first, second = (office.file(by=by, key=uuid4()).case_id for by in (CITIZEN, OTHER_CITIZEN))
    office.file(key=uuid4())
    for case_id in (first, second):
        office.complete(case_id, good=True, key=uuid4())
    office.run_jobs(first)
    (office.engine.settings.home / "mail").mkdir()
    return office


@pytest.fixture(scope="session")
def simulator() -> Iterator[Registers]:
    with registers() as started:
        yield started


@pytest.fixture
def told(office: Office, simulator: Registers) -> Iterator[Office]:
    """An office that can ask the registers, all of them well."""
    simulator.end()
    simulator.fail()
    office.engine = connected(office.engine, simulator)
    yield office
    for register in office.engine.connections.mandates.values():
        register.close()


@pytest.fixture(scope="module")
def inquiring(
    request: pytest.FixtureRequest, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """An office whose one service is opened by its case officers; the tests share what they do to it."""
    name = request.module.__name__.rpartition(".")[2]
    tmp_path = tmp_path_factory.mktemp(name)
    cluster.create_database(name, template=PEOPLED)
    settings = demo_settings(cluster.url(name), tmp_path)
    furnish(settings, REVIEW)
    folder = write_service(tmp_path / "inquiring", body=REVIEW)
    declared = json.loads((folder / "service.json").read_text())
    declared |= {"who_may_ask": ["office"], "own_motion": {"opened_by": ["specialist"]}}
    (folder / "service.json").write_text(json.dumps(declared))
    with an_office(settings) as office:
        office.file()  # under the version that everybody may ask for
        office.engine.send(PublishService(folder, "tests"), actor=system())
        yield office
