"""Time stamps: only an answer to exactly our question, by whom we trust with the time, is one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.errors import Check, Passing, TrustError
from signing.evidence import Listing, SignatureTrust
from signing.status import Silence
from tests.pki.country import Country, Holder, service_leaf
from tests.pki.false_stamps import stamping
from tests.signing.documents.kit import Office, ask, refuses, trust_of


def authority(land: Country, *, purpose: Any = ExtendedKeyUsageOID.TIME_STAMPING, **changes: Any) -> Holder:
    leaf = service_leaf("MMS TEST TSA", at=land.at, purpose=purpose).but(are_purposes_critical=True)
    return land.issued(land.root, leaf.but(**changes))


def silent(*_: object) -> bytes:
    raise Silence


def test_stamp__by_the_stand_in_that_tells_no_lie__is_taken(
    office: Office, land: Country, mayor: Holder
) -> None:
    office.asks(stamp=stamping(authority(land), at=land.at))

    assert office.sign(mayor).startswith(office.pdf)


def test_stamp__while_the_service_is_down__passes_later(office: Office, mayor: Holder) -> None:
    prepared = office.prepare(mayor)
    signature = office.card(mayor, prepared)
    office.asks(stamp=silent)
    with pytest.raises(Passing, match="^stamp: no_answer$"):
        office.finish(mayor, prepared, signature)

    office.asks(stamp=ask)

    assert office.finish(mayor, prepared, signature).startswith(office.pdf)


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        ({"nonce": 7}, "other_nonce"),
        ({"digest": bytes(32)}, "other_imprint"),
    ],
)
def test_stamp__on_another_question__is_refused(
    office: Office, land: Country, mayor: Holder, lie: dict, reason: str
) -> None:
    office.asks(stamp=stamping(authority(land), at=land.at, **lie))

    with refuses(Check.STAMP, reason):
        office.sign(mayor)


@pytest.mark.parametrize("purpose", [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.CODE_SIGNING])
def test_stamp__by_a_certificate_for_something_else__is_refused(
    office: Office, land: Country, mayor: Holder, purpose: Any
) -> None:
    office.asks(stamp=stamping(authority(land, purpose=purpose), at=land.at))

    with refuses(Check.STAMP, "not_for_stamps"):
        office.sign(mayor)


@pytest.mark.parametrize(
    "changes",
    [
        {"purposes": None},
        {"are_purposes_critical": False},
        {"purposes": (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CLIENT_AUTH)},
    ],
)
def test_stamp__by_a_certificate_that_is_not_for_stamps_alone__is_refused(
    office: Office, land: Country, mayor: Holder, changes: dict
) -> None:
    office.asks(stamp=stamping(authority(land, **changes), at=land.at))

    with refuses(Check.STAMP, "not_for_stamps"):
        office.sign(mayor)


def test_stamp__by_an_authority_that_is_not_trusted_with_time__is_refused(
    office: Office, land: Country, mayor: Holder
) -> None:
    leaf = service_leaf("MMS TEST TSA", at=land.at, purpose=ExtendedKeyUsageOID.TIME_STAMPING)
    by = land.issued(land.signing, leaf.but(are_purposes_critical=True))
    office.asks(stamp=stamping(by, at=land.at))

    with refuses(Check.STAMP, "unknown_issuer"):
        office.sign(mayor)


@pytest.mark.parametrize("off", [timedelta(minutes=-6), timedelta(minutes=6)])
def test_stamp__of_another_time__is_refused(
    office: Office, land: Country, mayor: Holder, off: timedelta
) -> None:
    office.asks(stamp=stamping(authority(land), at=land.at + off))

    with refuses(Check.STAMP, "other_time"):
        office.sign(mayor)


def test_stamp__with_an_expired_certificate__is_refused(office: Office, land: Country, mayor: Holder) -> None:
    by = authority(land, valid_until=land.at - timedelta(days=1))
    office.asks(stamp=stamping(by, at=land.at))

    with refuses(Check.STAMP, "certificate_not_valid"):
        office.sign(mayor)


def test_stamp__with_a_spoiled_signature__is_refused(office: Office, land: Country, mayor: Holder) -> None:
    def spoiled(url: str, request: bytes) -> bytes:
        answer = stamping(authority(land), at=land.at)(url, request)
        return answer[:-1] + bytes([answer[-1] ^ 1])  # its last part

    office.asks(stamp=spoiled)

    with refuses(Check.STAMP, "wrong_signature"):
        office.sign(mayor)


@pytest.mark.parametrize("answer", [b"", b"nothing", b"0\x03\x02\x01\x00", b"0\x05\x30\x03\x02\x01\x02"])
def test_stamp__of_bytes_that_are_none__is_refused(office: Office, mayor: Holder, answer: bytes) -> None:
    office.asks(stamp=lambda *_: answer)

    with pytest.raises(Passing, match="^stamp: (unreadable|not_granted)$"):
        office.sign(mayor)


def test_stamp__whose_authority_revoked_its_certificate__is_refused(
    office: Office, land: Country, mayor: Holder
) -> None:
    by = authority(land)
    land.revoke(by.certificate)
    office.asks(stamp=stamping(by, at=land.at))

    with refuses(Check.STATUS, "revoked"):
        office.sign(mayor)


# What says that an authority itself was revoked


def test_list__with_the_signing_authority_on_it__refuses(
    office: Office, land: Country, mayor: Holder
) -> None:
    land.revoke(land.signing.certificate)

    with refuses(Check.STATUS, "issuer_revoked"):
        office.sign(mayor)


def test_list__that_does_not_answer__passes_later(office: Office, mayor: Holder) -> None:
    office.asks(revoked=silent)

    with pytest.raises(Passing, match="^status: no_list$"):
        office.sign(mayor)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda land: b"nothing", "list_unreadable"),
        (lambda land: land.signing.crl({}, at=land.at), "list_not_signed"),
        (lambda land: land.root.crl({}, at=land.at - timedelta(days=9)), "list_stale"),
        (lambda land: land.root.crl({}, at=land.at + timedelta(days=9)), "list_stale"),
    ],
)
def test_list__that_proves_nothing__is_refused(
    office: Office, land: Country, mayor: Holder, made: Any, reason: str
) -> None:
    office.asks(revoked=lambda _: made(land))

    with refuses(Check.STATUS, reason):
        office.sign(mayor)


def test_trust__without_a_list_for_an_issuer__is_refused(land: Country) -> None:
    trust = trust_of(land)
    with pytest.raises(TrustError, match="no list says whether"):
        SignatureTrust(
            trust.signers, trust.stamps, (Listing(land.signing.certificate, "http://127.0.0.1/crl"),)
        )
