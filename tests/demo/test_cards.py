"""The authority for demonstrations: it issues to invented people alone, and its cards sign in."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from engine.connectors.demo_cards import DemoCards
from engine.connectors.trust_services import TrustServices
from engine.errors import Rejected
from engine.identity.card_trust import CardTrust
from signing.pades import finish, prepare
from signing.report import Verdict
from signing.sign_in import prove
from signing.status import StatusRules, refuse_revoked
from signing.trust import Issuer
from signing.verify import verify
from tests.demo.processes import running
from tests.pki.authority import rsa_key
from tests.pki.country import Holder
from tests.signing.kit import NONCE, ORIGIN, raw_signature, token

CITIZEN = "00000000101"


@pytest.fixture(scope="module")
def blank_pdf() -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(target)
    return target.getvalue()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("cards")
    with running("demo.cards", "--dir", str(folder)) as address:
        yield address, folder


def spki(key: ec.EllipticCurvePrivateKey) -> str:
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(public).decode()


def test_card__of_an_invented_person__signs_in(authority: tuple[str, Path]) -> None:
    address, folder = authority
    cards, key = DemoCards(address), ec.generate_private_key(ec.SECP256R1())
    card = Holder(key, x509.load_der_x509_certificate(cards.issue(CITIZEN, spki(key))))
    cards.close()

    rules = CardTrust(folder / "trust.json", public_url=ORIGIN, is_demo=True).rules
    proven = prove(
        token(card, "ES256"), nonce=NONCE, at=datetime.now(UTC), rules=rules, fetch=TrustServices().status
    )

    assert proven.personal_number == CITIZEN
    assert proven.status.answer is not None


def test_card__key_that_signs__has_a_certificate_for_nothing_else(authority: tuple[str, Path]) -> None:
    address, folder = authority
    cards, key = DemoCards(address), ec.generate_private_key(ec.SECP256R1())

    certificate = x509.load_der_x509_certificate(cards.issue(CITIZEN, spki(key), "sign"))
    with pytest.raises(Rejected):
        cards.issue(CITIZEN, spki(key), "both")
    cards.close()

    issuer = x509.load_pem_x509_certificate((folder / "signing.pem").read_bytes())
    certificate.verify_directly_issued_by(issuer)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.content_commitment, usage.digital_signature) == (True, False)
    with pytest.raises(x509.ExtensionNotFound):
        certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    rules = StatusRules()
    trusted = Issuer(issuer, f"{address}/ocsp")
    assert refuse_revoked(
        certificate, trusted, at=datetime.now(UTC), fetch=TrustServices().status, rules=rules
    ).answer


def test_card__key_that_signs__signs_a_document_that_is_believed(
    authority: tuple[str, Path], blank_pdf: bytes
) -> None:
    address, folder = authority
    cards, key = DemoCards(address), ec.generate_private_key(ec.SECP256R1())
    certificate = x509.load_der_x509_certificate(cards.issue(CITIZEN, spki(key), "sign"))
    cards.close()
    trust = CardTrust(folder / "trust.json", public_url=ORIGIN, is_demo=True).signatures
    assert trust is not None
    now, outside = datetime.now(UTC), TrustServices().outside

    prepared = prepare(blank_pdf, certificate, title="ბრძანება", place="ქედა", at=now)
    signature = raw_signature(key, prepared.algorithm, prepared.attributes)
    signed = finish(prepared, signature, certificate=certificate, trust=trust, outside=outside, at=now)

    (found,) = verify(signed, trust=trust, at=now).found
    assert (found.verdict, found.number, found.is_demo) == (Verdict.VALID, CITIZEN, True)


def test_card__of_anybody_else_or_another_key__is_not_issued(authority: tuple[str, Path]) -> None:
    cards, key = DemoCards(authority[0]), ec.generate_private_key(ec.SECP256R1())
    wrong = [
        ("01001000001", spki(key)),
        ("", spki(key)),
        (CITIZEN, ""),
        (CITIZEN, "not base64!"),
        (CITIZEN, base64.b64encode(b"no key").decode()),
        (CITIZEN, spki(ec.generate_private_key(ec.SECP384R1()))),
        (CITIZEN, spki(rsa_key("demo"))),  # type: ignore[arg-type]
    ]

    for number, public_key in wrong:
        with pytest.raises(Rejected):
            cards.issue(number, public_key)
    cards.close()


def test_authority__started_again__is_the_same(authority: tuple[str, Path]) -> None:
    folder = authority[1]
    before = (folder / "issuer.pem").read_bytes()

    with running("demo.cards", "--dir", str(folder)) as address:
        issuers = json.loads((folder / "trust.json").read_text())["issuers"]
        assert issuers[0]["status_url"] == f"{address}/ocsp"

    assert (folder / "issuer.pem").read_bytes() == before
    assert (folder / "issuer.key").stat().st_mode & 0o777 == 0o600


def test_authority__asked_for_something_else__says_so(authority: tuple[str, Path]) -> None:
    address = authority[0]

    assert httpx.get(f"{address}/certificates").status_code == 405
    assert httpx.get(f"{address}/nowhere").status_code == 404
    assert httpx.post(f"{address}/ocsp", content=b"nonsense").status_code == 422
    assert httpx.post(f"{address}/certificates", content=b"[]").status_code == 422
