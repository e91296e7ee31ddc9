"""One desk for all; each test gets cards that were never used."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.cards.agent import Agent, agent
from tests.cards.desk import Desk, Lines, desk, why_not_apart
from tests.pki.country import Country, Holder, country

Holders = dict[str, tuple[Holder, Holder]]


@pytest.fixture(scope="session")
def only_nation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    with country(tmp_path_factory.mktemp("tsa"), at=_now()) as land:
        yield land


@pytest.fixture
def nation(only_nation: Country) -> Country:
    """A country that answers of this minute, however long ago it was founded: answers grow stale."""
    for responder in only_nation.responders.values():
        responder.at = _now()
    return only_nation


def _now() -> datetime:
    # The card program goes by the clock of its computer.
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="session")
def holders(only_nation: Country) -> Holders:
    """Who holds each kind of card: a key to sign in with, and one to sign with."""
    first, second = (ec.generate_private_key(ec.SECP384R1()) for _ in range(2))
    return {
        "georgian": (only_nation.authentication(), only_nation.signature()),
        "estonian": (only_nation.authentication(key=first), only_nation.signature(key=second)),
    }


@pytest.fixture(scope="session")
def only_desk() -> Iterator[Desk]:
    # Root is never refused: there it is a failure, as in the check of every change.
    if os.geteuid() != 0 and (why_not := why_not_apart()):
        pytest.skip(f"A card reader needs namespaces, and this account may not make them here: {why_not}")
    with desk() as found:
        yield found


@pytest.fixture
def office(only_desk: Desk, holders: Holders) -> Desk:
    for kind, pair in holders.items():
        only_desk.make(kind, kind, *pair)
    return only_desk


@pytest.fixture(scope="session")
def only_operator(only_desk: Desk) -> Iterator[Lines]:
    with only_desk.operator() as found:
        yield found


@pytest.fixture
def operator(office: Desk, only_operator: Lines) -> Iterator[Lines]:
    yield only_operator
    only_operator.do("close")


@pytest.fixture
def page(office: Desk, tmp_path: Path) -> Iterator[Agent]:
    """A page of a demonstration on this machine, with its program."""
    with agent(tmp_path, "--demo", **office.environment) as running:
        yield running
