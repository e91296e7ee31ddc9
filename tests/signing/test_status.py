"""Whether a certificate was revoked: only a good, fresh answer of the right responder lets anybody in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.errors import Check, StatusUnknown, TrustError
from signing.status import Exemption, Silence, StatusRules
from tests.pki.authority import rsa_key
from tests.pki.country import NUMBER, Country, service_leaf
from tests.pki.ocsp import Responder
from tests.signing.kit import NOW, Door, fetch, token

OCSP = ExtendedKeyUsageOID.OCSP_SIGNING
QUARTER = timedelta(minutes=15)


def responder(land: Country) -> Responder:
    return land.responders["sign-in"]


def test_status__revoked__is_refused(door: Door) -> None:
    holder = door.land.authentication("01001000004")
    door.land.revoke(holder.certificate)

    door.refuses(token(holder), Check.STATUS, "revoked")


def test_status__certificate_that_the_authority_does_not_know__is_refused(door: Door) -> None:
    holder = door.land.authentication("01001000005")
    responder(door.land).issued.discard(holder.certificate.serial_number)

    door.refuses(token(holder), Check.STATUS, "unknown_certificate")


MANNERS = {
    "stale": ("stale", {"age": QUARTER + timedelta(seconds=1)}),
    "over": ("stale", {"age": timedelta(minutes=10), "lasts": -QUARTER}),
    "from the future": ("from_the_future", {"age": -QUARTER - timedelta(seconds=1)}),
    "with another nonce": ("other_nonce", {"nonce": bytes(32)}),
    "with a shorter nonce": ("other_nonce", {"nonce": b"short"}),
    "without the nonce": ("no_nonce", {"omits_nonce": True}),
    "about another certificate": ("about_another", {"serial_number": 4711}),
    "about another authority": ("about_another", {"issuer_key_hash": bytes(20)}),
    "badly signed": ("wrong_signature", {"spoils_signature": True}),
    "signed over a weak hash": ("wrong_signature", {"has_sha1": True}),
    "without the responder's certificate": ("unknown_responder", {"shows_signer": False}),
    "unauthorized": ("unsuccessful", {"failure": ocsp.OCSPResponseStatus.UNAUTHORIZED}),
    "malformed request": ("unsuccessful", {"failure": ocsp.OCSPResponseStatus.MALFORMED_REQUEST}),
    "try later": ("no_answer", {"failure": ocsp.OCSPResponseStatus.TRY_LATER}),
    "internal error": ("no_answer", {"failure": ocsp.OCSPResponseStatus.INTERNAL_ERROR}),
}


@pytest.mark.parametrize("case", MANNERS)
def test_status__answer_that_proves_nothing__lets_nobody_in(door: Door, case: str) -> None:
    reason, manner = MANNERS[case]
    responder(door.land).be(**manner)

    door.refuses(token(door.land.authentication()), Check.STATUS, reason)


def foreign(land: Country, **changes: object) -> None:
    ours = responder(land)
    leaf = service_leaf("MMS TEST other OCSP", at=NOW, purpose=OCSP).but(**changes)
    ours.key, ours.certificate = leaf.key, land.signing.issue(leaf)


def not_delegated(land: Country) -> None:
    ours = responder(land)
    leaf = service_leaf("MMS TEST other OCSP", at=NOW, purpose=ExtendedKeyUsageOID.CLIENT_AUTH)
    ours.key, ours.certificate = leaf.key, land.sign_in.issue(leaf)


def person(land: Country) -> None:
    someone = land.authentication("01001000006")
    responder(land).key, responder(land).certificate = someone.key, someone.certificate


def expired(land: Country) -> None:
    ours = responder(land)
    leaf = service_leaf("MMS TEST old OCSP", at=NOW, purpose=OCSP).but(valid_until=NOW - timedelta(days=1))
    ours.key, ours.certificate = leaf.key, land.sign_in.issue(leaf)


def short_key(land: Country) -> None:
    ours = responder(land)
    leaf = service_leaf("MMS TEST weak OCSP", at=NOW, purpose=OCSP).but(key=rsa_key("weak ocsp", 1024))
    ours.key, ours.certificate = leaf.key, land.sign_in.issue(leaf)


RESPONDERS: dict[str, tuple[str, Callable[[Country], None]]] = {
    "of another authority": ("responder_not_delegated", foreign),
    "without the purpose": ("responder_not_delegated", not_delegated),
    "another person": ("responder_not_delegated", person),
    "expired": ("responder_not_valid", expired),
    "with a short key": ("wrong_signature", short_key),
}


@pytest.mark.parametrize("case", RESPONDERS)
def test_status__responder_that_may_not_answer__lets_nobody_in(door: Door, case: str) -> None:
    reason, change = RESPONDERS[case]
    change(door.land)

    door.refuses(token(door.land.authentication()), Check.STATUS, reason)


def test_status__answered_by_the_authority_itself__is_good(door: Door) -> None:
    ours = responder(door.land)
    ours.key, ours.certificate = door.land.sign_in.key, door.land.sign_in.certificate

    assert door.prove(token(door.land.authentication())).personal_number == NUMBER


def test_status__answered_with_a_curve__is_good(door: Door) -> None:
    ours, key = responder(door.land), ec.generate_private_key(ec.SECP256R1())
    leaf = service_leaf("MMS TEST curve OCSP", at=NOW, purpose=OCSP).but(key=key)
    ours.key, ours.certificate = key, door.land.sign_in.issue(leaf)

    assert door.prove(token(door.land.authentication())).personal_number == NUMBER


@pytest.mark.parametrize("age", [QUARTER, -QUARTER])
def test_status__answer_at_the_limit__is_good(door: Door, age: timedelta) -> None:
    responder(door.land).be(age=age)

    assert door.prove(token(door.land.authentication())).personal_number == NUMBER


def test_status__no_nonce_where_none_is_needed__is_good(door: Door) -> None:
    door.status = StatusRules(needs_nonce=False)
    responder(door.land).be(omits_nonce=True)

    assert door.prove(token(door.land.authentication())).personal_number == NUMBER


@pytest.mark.parametrize("answer", [b"", b"<html>", b"\x30\x03\x0a\x01\x09", b"\x30\x80"])
def test_status__answer_that_is_none__lets_nobody_in(door: Door, answer: bytes) -> None:
    door.fetch = lambda url, request: answer

    door.refuses(token(door.land.authentication()), Check.STATUS, "unreadable")


# Silence, and what is excepted.


def unreachable(door: Door) -> Door:
    """Return the door of an installation whose authority has gone: the path answers 404."""
    address = door.land.sign_in.address
    door.fetch = lambda url, request: fetch(url.replace(address, f"{address}/gone"), request)
    return door


def an_exemption(*, begins: timedelta = timedelta(hours=-1)) -> StatusRules:
    begin = NOW + begins
    exemption = Exemption(begin, begin + timedelta(days=1), "Announced outage of the authority")
    return StatusRules(exemptions=(exemption,))


def test_status__nobody_answers__lets_nobody_in_and_may_pass(door: Door) -> None:
    raw = token(door.land.authentication())

    with pytest.raises(StatusUnknown, match="no_answer"):
        unreachable(door).prove(raw)


def test_status__nobody_answers_in_a_declared_outage__is_let_in_and_says_why(door: Door) -> None:
    door.status = an_exemption()

    status = unreachable(door).prove(token(door.land.authentication())).status

    assert status.answer is None
    assert status.exempted_because == "Announced outage of the authority"


@pytest.mark.parametrize("begins", [timedelta(days=-1), timedelta(seconds=1)])
def test_status__nobody_answers_outside_the_declared_outage__lets_nobody_in(
    door: Door, begins: timedelta
) -> None:
    door.status = an_exemption(begins=begins)

    unreachable(door).refuses(token(door.land.authentication()), Check.STATUS, "no_answer")


@pytest.mark.parametrize("case", [case for case in MANNERS if MANNERS[case][0] != "no_answer"])
def test_status__bad_answer_in_a_declared_outage__lets_nobody_in(door: Door, case: str) -> None:
    reason, manner = MANNERS[case]
    door.status = an_exemption()
    responder(door.land).be(**manner)

    door.refuses(token(door.land.authentication()), Check.STATUS, reason)


def test_status__revoked_in_a_declared_outage__is_refused(door: Door) -> None:
    holder = door.land.authentication("01001000007")
    door.status = an_exemption()
    door.land.revoke(holder.certificate)

    door.refuses(token(holder), Check.STATUS, "revoked")


@pytest.mark.parametrize(
    ("lasts", "reason"),
    [
        (timedelta(days=8), "why"),
        (timedelta(0), "why"),
        (timedelta(days=-1), "why"),
        (timedelta(days=1), " "),
    ],
)
def test_exemption__without_end_or_reason__is_refused(lasts: timedelta, reason: str) -> None:
    with pytest.raises(TrustError):
        Exemption(NOW, NOW + lasts, reason)


def test_silence__is_raised_by_whoever_asks() -> None:
    with pytest.raises(Silence):
        fetch("http://127.0.0.1:9/ocsp", b"")
