"""Signing in with a card, and the attacks on it: each is refused by the check that it must meet."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.errors import Check, Refused, TrustError
from signing.identity import from_plain_serial_number
from signing.sign_in import SignInRules
from tests.pki import authority
from tests.pki.authority import Authority, below, name, rsa_key, usage
from tests.pki.country import NUMBER, Country, Holder
from tests.signing.kit import NONCE, NOW, ORIGIN, Door, b64, signed_value, token

CURVES = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1()}


def on_curve(land: Country, algorithm: str) -> Holder:
    return land.authentication(key=ec.generate_private_key(CURVES[algorithm]))


@pytest.mark.parametrize(
    "algorithm", ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
)
def test_prove__good_token__names_the_person(door: Door, algorithm: str) -> None:
    holder = on_curve(door.land, algorithm) if algorithm in CURVES else door.land.authentication()

    proven = door.prove(token(holder, algorithm))

    assert (proven.personal_number, proven.given_name, proven.family_name) == (NUMBER, "PERSON", "TEST")
    assert proven.certificate == holder.certificate
    assert proven.status.answer is not None
    assert proven.status.exempted_because is None
    assert door.land.responders["sign-in"].asked == 1


@pytest.mark.parametrize("written", ["web-eid:1", "web-eid:1.0"])
def test_prove__both_ways_to_write_the_version__are_read(door: Door, written: str) -> None:
    proven = door.prove(token(door.land.authentication(), format=written))

    assert proven.personal_number == NUMBER


# 4 What the certificate is for, and when.

PROFILES = {
    "expired": ("expired", {"valid_until": NOW - timedelta(seconds=1)}),
    "not yet valid": ("not_yet_valid", {"valid_from": NOW + timedelta(seconds=1)}),
    "an authority": ("authority", {"is_ca": True}),
    "without key usage": ("key_usage", {"usage": None}),
    "for encryption only": ("key_usage", {"usage": usage("key_encipherment")}),
    "for signatures too": ("key_usage", {"usage": usage("digital_signature", "content_commitment")}),
    "for certificates too": ("key_usage", {"usage": usage("digital_signature", "key_cert_sign")}),
    "without a purpose": ("purpose", {"purposes": None}),
    "of a server": ("purpose", {"purposes": (ExtendedKeyUsageOID.SERVER_AUTH,)}),
    "for any purpose": ("purpose", {"purposes": (ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,)}),
    "with a critical extension of its own": (
        "unknown_critical_extension",
        {"more": [(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), True)]},
    ),
}


@pytest.mark.parametrize("case", PROFILES)
def test_profile__of_another_kind__is_refused(door: Door, case: str) -> None:
    reason, changes = PROFILES[case]
    holder = door.land.authentication(**changes)

    door.refuses(token(holder), Check.PROFILE, reason)


def test_profile__certificate_for_signatures__does_not_sign_in(door: Door) -> None:
    door.refuses(token(door.land.signature()), Check.PROFILE, "key_usage")


# 5 Policies and hashes.


def test_policy__one_of_those_allowed__passes(door: Door) -> None:
    door.policies = frozenset({"1.2.3.1", "1.2.3.2"})

    assert door.prove(token(door.land.authentication(policies=("1.2.3.2",)))).personal_number == NUMBER


@pytest.mark.parametrize("policies", [(), ("1.2.3.3",), ("1.2.3.1.1",)])
def test_policy__none_of_those_allowed__is_refused(door: Door, policies: tuple[str, ...]) -> None:
    door.policies = frozenset({"1.2.3.1"})

    door.refuses(token(door.land.authentication(policies=policies)), Check.POLICY, "other_policy")


def test_policy__certificate_with_a_weak_hash__is_refused(door: Door) -> None:
    door.refuses(token(door.land.authentication(has_sha1=True)), Check.POLICY, "weak_hash")


# 6 Who issued it.


def issued_by(land: Country, issuer: Authority) -> Holder:
    return land.issued(issuer, land.leaf())


def test_chain__false_authority_of_the_same_name__is_refused(door: Door) -> None:
    real = door.land.sign_in
    false = Authority(rsa_key("false"), real.certificate, real.address)

    door.refuses(token(issued_by(door.land, false)), Check.CHAIN, "unknown_issuer")


@pytest.mark.parametrize("part", ["signing", "root"])
def test_chain__another_authority_of_the_country__is_refused(door: Door, part: str) -> None:
    issuer = door.land.responders[part].authority

    door.refuses(token(issued_by(door.land, issuer)), Check.CHAIN, "unknown_issuer")


def test_chain__issued_by_another_person__is_refused(door: Door) -> None:
    person = door.land.authentication("01001000009")
    issuer = Authority(person.key, person.certificate, door.land.sign_in.address)

    door.refuses(token(issued_by(door.land, issuer)), Check.CHAIN, "unknown_issuer")


def test_chain__signed_by_itself__is_refused(door: Door) -> None:
    leaf = door.land.leaf()
    itself = authority.root("MMS TEST Root CA of nobody", at=NOW)

    door.refuses(token(Holder(leaf.key, itself.issue(leaf))), Check.CHAIN, "unknown_issuer")


def test_chain__authority_that_has_expired__is_refused(door: Door) -> None:
    door.at = NOW + timedelta(days=3651)
    holder = door.land.authentication(valid_until=NOW + timedelta(days=4000))

    door.refuses(token(holder), Check.CHAIN, "issuer_not_valid")


def test_chain__root_that_has_expired__is_refused(door: Door) -> None:
    old = authority.root("MMS TEST Old Root", at=NOW - timedelta(days=3649))
    issuer = below(old, "MMS TEST Young CA", at=NOW, address=door.land.sign_in.address)
    old_land = replace(door.land, root=old, sign_in=issuer)
    later = Door(old_land, at=NOW + timedelta(days=2))

    later.refuses(token(old_land.issued(issuer, old_land.leaf())), Check.CHAIN, "root_not_valid")


# 7 The algorithm fits the key.


@pytest.mark.parametrize("label", ["ES256", "ES384", "ES512"])
def test_algorithm__of_curves_on_an_rsa_key__is_refused(door: Door, label: str) -> None:
    door.refuses(token(door.land.authentication(), label=label), Check.ALGORITHM, "other_key")


@pytest.mark.parametrize(("algorithm", "label"), [("ES256", "ES384"), ("ES384", "ES256"), ("ES256", "RS256")])
def test_algorithm__of_another_curve__is_refused(door: Door, algorithm: str, label: str) -> None:
    raw = token(on_curve(door.land, algorithm), algorithm, label=label)

    door.refuses(raw, Check.ALGORITHM, "other_key")


def test_algorithm__short_rsa_key__is_refused(door: Door) -> None:
    holder = door.land.authentication(key=rsa_key("short", 1024))

    door.refuses(token(holder), Check.ALGORITHM, "weak_key")


def test_algorithm__curve_that_is_not_on_the_list__is_refused(door: Door) -> None:
    holder = door.land.authentication(key=ec.generate_private_key(ec.SECP256K1()))

    door.refuses(token(holder, "ES256"), Check.ALGORITHM, "other_key")


# 8 The signature.

VALUES = {
    "another origin": signed_value("RS256", origin="https://mms.test.ge.evil.example"),
    "the origin with a slash": signed_value("RS256", origin=f"{ORIGIN}/"),
    "the origin in capitals": signed_value("RS256", origin=ORIGIN.upper()),
    "the origin without TLS": signed_value("RS256", origin=ORIGIN.replace("https", "http")),
    "another nonce": signed_value("RS256", nonce=b64(bytes(32))),
    "nonce before origin": signed_value("RS256")[32:] + signed_value("RS256")[:32],
    "origin alone": signed_value("RS256")[:32],
    "no hashes": (ORIGIN + NONCE).encode(),
    "nothing": b"",
}


@pytest.mark.parametrize("case", VALUES)
def test_signature__over_something_else__is_refused(door: Door, case: str) -> None:
    door.refuses(token(door.land.authentication(), data=VALUES[case]), Check.SIGNATURE, "wrong")


@pytest.mark.parametrize(("algorithm", "label"), [("RS256", "RS512"), ("RS256", "PS256"), ("PS256", "RS256")])
def test_signature__under_another_label__is_refused(door: Door, algorithm: str, label: str) -> None:
    raw = token(door.land.authentication(), algorithm, label=label)

    door.refuses(raw, Check.SIGNATURE, "wrong")


def test_signature__by_another_key__is_refused(door: Door) -> None:
    mine, stolen = door.land.authentication("01001000008"), door.land.authentication()

    door.refuses(token(Holder(mine.key, stolen.certificate)), Check.SIGNATURE, "wrong")


def test_signature__of_a_curve_in_der__is_refused(door: Door) -> None:
    holder = on_curve(door.land, "ES256")
    der = holder.key.sign(signed_value("ES256"), ec.ECDSA(hashes.SHA256()))

    door.refuses(token(holder, "ES256", signature=b64(der)), Check.SIGNATURE, "wrong_length")


@pytest.mark.parametrize("signature", [bytes(64), b"\0" * 63 + b"\1", b"\1" + b"\0" * 63])
def test_signature__of_a_curve_with_a_zero__is_refused(door: Door, signature: bytes) -> None:
    raw = token(on_curve(door.land, "ES256"), "ES256", signature=b64(signature))

    door.refuses(raw, Check.SIGNATURE, "zero")


def test_signature__of_a_curve_beyond_its_order__is_refused(door: Door) -> None:
    raw = token(on_curve(door.land, "ES256"), "ES256", signature=b64(b"\xff" * 64))

    door.refuses(raw, Check.SIGNATURE, "wrong")


def test_signature__one_bit_changed__is_refused(door: Door) -> None:
    raw = json.loads(token(door.land.authentication()))
    first = raw["signature"][0]
    raw["signature"] = ("B" if first == "A" else "A") + raw["signature"][1:]

    door.refuses(json.dumps(raw).encode(), Check.SIGNATURE, "wrong")


# 10 Whose certificate it is. (9, whether it was revoked, has a file of its own.)

NUMBERS = {
    "missing": ((), "not_one_number"),
    "two": (("PNOGE-01001000001", "PNOGE-01001000002"), "not_one_number"),
    "of another country": (("PNOEE-38001085718",), "malformed"),
    "ten digits": (("PNOGE-0100100000",), "malformed"),
    "twelve digits": (("PNOGE-010010000011",), "malformed"),
    "a newline after it": (("PNOGE-01001000001\n",), "malformed"),
    "Arabic digits": (("PNOGE-٠١٠٠١٠٠٠٠٠١",), "malformed"),
    "a passport": (("PASGE-01001000001",), "malformed"),
    "a letter before it": (("XPNOGE-01001000001",), "malformed"),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_identity__that_is_no_personal_number__is_refused(door: Door, case: str) -> None:
    numbers, reason = NUMBERS[case]
    holder = door.land.authentication(subject=name("TEST", *numbers))

    door.refuses(token(holder), Check.IDENTITY, reason)


def test_identity__number_that_stands_alone__is_found_the_other_way(land: Country) -> None:
    holder = land.authentication(subject=name("TEST", NUMBER))

    assert from_plain_serial_number(holder.certificate) == NUMBER


@pytest.mark.parametrize("subject", [name("TEST", f"PNOGE-{NUMBER}"), name("TEST", "٠١٠٠١٠٠٠٠٠١")])
def test_identity__other_number_the_other_way__is_refused(land: Country, subject: x509.Name) -> None:
    holder = land.authentication(subject=subject)

    with pytest.raises(Refused, match="identity: malformed"):
        from_plain_serial_number(holder.certificate)


# What an installation is told.


@pytest.mark.parametrize(
    "origin",
    ["https://mms.test.ge/", "http://mms.test.ge", "mms.test.ge", "https://u@mms.test.ge", "https://", ""],
)
def test_rules__origin_that_no_browser_writes__is_refused(door: Door, origin: str) -> None:
    with pytest.raises(TrustError):
        SignInRules(origin, door.rules.trust)
