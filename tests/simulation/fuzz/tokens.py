"""Tokens of a sign-in, spoilt: each is refused by a check, and none is believed that says something else."""

from __future__ import annotations

import base64
import json
from functools import cache
from random import Random

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from engine.scenarios import signers as authorities
from engine.scenarios.signers import ScenarioCard
from signing.errors import SigningError
from signing.sign_in import SignInRules, prove
from tests.signing.kit import NONCE, ORIGIN, b64, signed_value
from tests.simulation.fuzz.signatures import NOW, NUMBER, FalseAccept, signers
from tests.simulation.fuzz.spoiling import spoilt, spoilt_asn1

# How words and pieces of JSON are exchanged that a careless reader would take.
_PIECES = (
    '"ES384"',
    '"none"',
    '"web-eid:2"',
    "null",
    "[]",
    '{"a": 1}',
    '"format": "web-eid:1",',
    "\\u0000",
    "1e999",
)


@cache
def card() -> ScenarioCard:
    """Return a card for signing in, of the authority of the scenarios."""
    land, key = signers(), authorities._key("person")
    name = authorities._name("TEST", f"PNOGE-{NUMBER}")
    builder = land._begun(name, key, by=land._issuer)
    builder = builder.add_extension(authorities._usage("digital_signature"), True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False)
    return ScenarioCard(key, builder.sign(authorities._key("issuer"), hashes.SHA256()))


@cache
def token() -> bytes:
    """Return a token that is believed."""
    said = {
        "unverifiedCertificate": b64(card().certificate.public_bytes(Encoding.DER)),
        "algorithm": "ES256",
        "signature": b64(card().sign(signed_value("ES256"))),
        "format": "web-eid:1.0",
        "appVersion": "https://example.org/agent/1.0",
    }
    return json.dumps(said).encode()


def spoilt_token(content: bytes, chance: Random) -> bytes:
    """Return the token with its bytes spoilt, or a field's, or with a piece of JSON where none belongs."""
    way = chance.random()
    if way < 0.3:
        return spoilt(content, chance)
    fields = json.loads(content)
    name = chance.choice(sorted(fields))
    if way < 0.8 and name in ("unverifiedCertificate", "signature"):
        spoil = spoilt_asn1 if name == "unverifiedCertificate" and chance.random() < 0.7 else spoilt
        fields[name] = b64(spoil(base64.b64decode(fields[name]), chance))
        return json.dumps(fields).encode()
    at = chance.randrange(len(content))
    return content[:at] + chance.choice(_PIECES).encode() + content[at + chance.randint(0, 12) :]


def judge_token(content: bytes) -> str:
    """Return how it ended. Raises `FalseAccept`."""
    trust = signers().rules
    rules = SignInRules(ORIGIN, trust.trust.signers)
    try:
        prove(content, nonce=NONCE, at=NOW, rules=rules, fetch=trust.outside.status)
    except SigningError as refused:
        return f"refused: {refused}"
    if _meant(content) != _meant(token()):
        raise FalseAccept("a changed token was believed")
    return "valid"


def _meant(content: bytes) -> dict[str, str]:
    fields = json.loads(content)
    fields.pop("appVersion", None)  # nobody signs it, and nobody reads it
    return {**fields, "format": "web-eid:1"}
