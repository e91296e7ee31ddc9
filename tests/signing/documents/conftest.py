"""A country whose time stamps are of today, for they are made by the machine's clock.

It is founded anew for each file: stamps are believed within five minutes, and other tests may lie between two
files.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.x509.ocsp import OCSPCertStatus
from cryptography.x509.oid import ExtendedKeyUsageOID

from engine.documents.pdf import Embedded, render_pdf
from signing.evidence import Evidence, Outside
from tests.pki.country import Country, Holder, country, service_leaf
from tests.pki.false_stamps import stamping
from tests.pki.ocsp import Manner
from tests.signing.documents.kit import Office, ask, trust_of

PAGE = "<h1>ბრძანება № 12</h1><p>„სტატუსის მინიჭების შესახებ“ — 150 ₾</p>"
ANSWERS = b'{"settlement": "TEST"}'


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    with country(tmp_path_factory.mktemp("tsa"), at=datetime.now(UTC).replace(microsecond=0)) as land:
        yield land


@pytest.fixture(scope="module")
def order(today: Country) -> bytes:
    """An order as the engine renders it, with the answers inside."""
    answers = Embedded("answers.json", "Answers", ANSWERS, today.at)
    return render_pdf(
        PAGE, title="ბრძანება № 12", language="ka", created_at=today.at, embedded=(answers,)
    ).content


@pytest.fixture(scope="session")
def other_order() -> bytes:
    return render_pdf("<h1>ბრძანება № 13</h1>", title="ბრძანება № 13", language="ka").content


@pytest.fixture
def land(today: Country) -> Iterator[Country]:
    yield today
    for responder in today.responders.values():
        responder.manner, responder.asked, responder.revoked = Manner(), 0, {}


@pytest.fixture
def office(land: Country, order: bytes) -> Office:
    return Office(land, order, trust_of(land), Outside(ask, ask, ask))


@pytest.fixture(scope="module")
def plain_office(today: Country, order: bytes) -> Office:
    """An office for what is made once."""
    return Office(today, order, trust_of(today), Outside(ask, ask, ask))


@pytest.fixture(scope="module")
def order_signed(plain_office: Office, mayor: Holder) -> bytes:
    """The order with the mayor's signature; tests that change it change a copy."""
    return plain_office.sign(mayor)


@pytest.fixture(scope="module")
def mayor(today: Country) -> Holder:
    return today.signature("01001000010")


@pytest.fixture
def thief(land: Country) -> Holder:
    """Who holds a card that was stolen, and is revoked."""
    holder = land.signature("01001000066")
    land.revoke(holder.certificate)
    return holder


@pytest.fixture
def clock(land: Country) -> Holder:
    """Whose time stamps are believed."""
    leaf = service_leaf("MMS TEST TSA", at=land.at, purpose=ExtendedKeyUsageOID.TIME_STAMPING)
    return land.issued(land.root, leaf.but(are_purposes_critical=True))


@pytest.fixture
def stale(office: Office, thief: Holder) -> Evidence:
    """What the thief has to show: a genuine answer of the day before, and a fresh one that is forged."""
    responder, stamping = office.land.responders["signing"], Holder(thief.key, office.land.stamps.certificate)
    responder.be(status=OCSPCertStatus.GOOD, age=timedelta(days=1))
    old = office.proof(thief, stamping)
    responder.be(age=timedelta(0), spoils_signature=True)
    return old + office.proof(thief, stamping)


@pytest.fixture
def later(land: Country) -> Iterator[Any]:
    """Let the authorities answer as of another time, by another clock that stamps."""
    kept = {part: (responder.at, responder.certificate) for part, responder in land.responders.items()}

    def move(at: datetime) -> Any:
        for responder in land.responders.values():
            asked = service_leaf("MMS TEST OCSP", at=at, purpose=ExtendedKeyUsageOID.OCSP_SIGNING)
            asked = asked.but(key=responder.key, more=[(x509.OCSPNoCheck(), False)])
            responder.at, responder.certificate = at, responder.authority.issue(asked)
        leaf = service_leaf("MMS TEST TSA", at=at, purpose=ExtendedKeyUsageOID.TIME_STAMPING)
        return stamping(land.issued(land.root, leaf.but(are_purposes_critical=True)), at=at)

    yield move
    for part, (at, certificate) in kept.items():
        land.responders[part].at, land.responders[part].certificate = at, certificate
