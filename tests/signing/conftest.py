"""One test country for all; each test gets responders that answer well again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.pki.country import Country, country
from tests.pki.ocsp import Manner
from tests.signing.kit import NOW, Door


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    with country(tmp_path_factory.mktemp("tsa"), at=NOW) as land:
        yield land


@pytest.fixture
def land(founded: Country) -> Iterator[Country]:
    kept = {part: replace(responder) for part, responder in founded.responders.items()}
    yield founded
    for part, responder in founded.responders.items():
        responder.manner, responder.asked, responder.revoked = Manner(), 0, {}
        responder.key, responder.certificate = kept[part].key, kept[part].certificate


@pytest.fixture
def door(land: Country) -> Door:
    return Door(land)
