"""A link that is cut between a program and the database, for real: packets get lost, nobody is told.

Needs network namespaces, and so root; where they can't be made, these tests are skipped and say why.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from engine.bootstrap import build
from engine.clock import SettableClock
from engine.commands.applications import FileApplication
from engine.db import limits, migrate
from engine.db.cluster import UNSAFE_SETTINGS, Cluster
from engine.db.pool import Transaction
from engine.db.roles import LOGIN
from engine.errors import Unavailable
from engine.tenancy import system
from tests.chaos.installation import until
from tests.chaos.network import NETWORK, Network, NoNetwork, missing
from tests.conftest import demo_settings
from tests.engine.kit import CITIZEN, MORNING, Office, furnish
from tests.engine.services import REVIEW

WEB, DATABASE = "web", "database"
# A few seconds, on a busy machine: the limits add up to ten.
SECONDS = 20
LOCK = "select from cases where id = %s for update"

pytestmark = [pytest.mark.extended, pytest.mark.skipif(bool(missing()), reason=" ".join(missing()))]


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    network = Network((WEB, DATABASE))
    try:
        network.build()
    except NoNetwork as error:
        pytest.skip(str(error))
    try:
        yield network
    finally:
        network.remove()


@pytest.fixture(scope="module")
def address(network: Network, passable: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a filled database on the other node."""
    listening = {**UNSAFE_SETTINGS, "listen_addresses": network.address(DATABASE)}
    cluster = Cluster(passable / "far", settings=listening)
    network.on(DATABASE, cluster.start)
    try:
        cluster.create_database()
        with (cluster.data / "pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {NETWORK} trust\n")
        with psycopg.connect(cluster.url(), autocommit=True) as connection:
            connection.execute("select pg_reload_conf()")
        migrate.upgrade(cluster.owner_url())
        furnish(demo_settings(cluster.url(), tmp_path_factory.mktemp("far")), REVIEW)
        yield f"postgresql://{LOGIN}@{network.address(DATABASE)}/mms"
    finally:
        cluster.stop()


@pytest.fixture
def far(network: Network, address: str, tmp_path: Path) -> Iterator[Office]:
    """An office on one node over the database on the other."""
    settings = demo_settings(address, tmp_path)
    engine = network.on(WEB, build, settings, clock=SettableClock(MORNING))
    yield Office(engine, engine.clock, "permits.note")
    network.on(WEB, engine.close)


def test_command__committed_and_the_answer_lost__is_unavailable_and_then_the_same(
    far: Office, network: Network
) -> None:
    key, command = uuid4(), FileApplication(far.service, "keda", {"note": "once"})
    citizen = network.on(WEB, far.person, CITIZEN)
    before = network.on(WEB, count_cases, far)

    def send() -> Any:
        return far.engine.send(command, actor=citizen, key=key)

    with cut_at_commit(network):
        began = time.monotonic()
        with pytest.raises(Unavailable):
            network.on(WEB, send)
        assert time.monotonic() - began < SECONDS
    time.sleep(2.1)  # for so long nobody tries anew
    first = network.on(WEB, send)

    assert network.on(WEB, count_cases, far) == before + 1
    assert network.on(WEB, send) == first


def test_row__locked_by_a_node_that_was_cut_off__is_free_again(far: Office, network: Network) -> None:
    case_id = network.on(WEB, far.file).case_id
    holder = network.on(WEB, psycopg.connect, far.engine.settings.owner_url, **limits.connect_arguments())
    network.on(WEB, holder.execute, LOCK, [case_id])
    network.deafen(WEB, to=DATABASE)
    network.deafen(DATABASE, to=WEB)

    try:
        freed = until(lambda: network.on(DATABASE, is_free, far, case_id), seconds=SECONDS)
    finally:
        network.hear(WEB, to=DATABASE)
        network.hear(DATABASE, to=WEB)
        holder.close()

    assert freed


def test_requests__link_cut_below_many_kept_connections__fail_at_once_when_one_has_found_out(
    far: Office, network: Network
) -> None:
    actor, barrier = system(), Barrier(4)

    def keep_one() -> None:
        network.enter(WEB)
        with far.engine.read(actor) as tx:
            tx.scalar("select 1")
            barrier.wait()

    def ask() -> float:
        network.enter(WEB)
        began = time.monotonic()
        with pytest.raises(Unavailable), far.engine.read(actor) as tx:
            tx.scalar("select 1")
        return time.monotonic() - began

    with ThreadPoolExecutor(4) as pool:
        for kept in [pool.submit(keep_one) for _ in range(4)]:
            kept.result()
        network.deafen(WEB, to=DATABASE)
        try:
            first, second = pool.submit(ask).result(), pool.submit(ask).result()
        finally:
            network.hear(WEB, to=DATABASE)

    assert first < SECONDS
    assert second < 1


@contextmanager
def cut_at_commit(network: Network) -> Iterator[None]:
    """Lose what the database answers from the next commit on, which it still hears."""
    commit = Transaction._commit

    def cut_and_commit(self: Transaction) -> None:
        network.deafen(WEB, to=DATABASE)
        commit(self)

    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Transaction, "_commit", cut_and_commit)
            yield
    finally:
        network.hear(WEB, to=DATABASE)


def count_cases(office: Office) -> int:
    with office.engine.read(system(office.place())) as tx:
        return int(tx.scalar("select count(*) from cases"))


def is_free(office: Office, case_id: UUID) -> bool:
    with psycopg.connect(office.engine.settings.owner_url, autocommit=True) as connection:
        connection.execute(f"{LOCK} nowait", [case_id])
        return True
