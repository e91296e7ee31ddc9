"""Tokens as the browser's extension makes them, and a way to spoil each part of one."""

from __future__ import annotations

import base64
import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from signing.errors import Check, SigningError
from signing.sign_in import Proven, SignInRules, prove
from signing.status import Silence, StatusRules
from signing.trust import Issuer, TrustList
from tests.pki.authority import PrivateKey
from tests.pki.country import Country, Holder

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ORIGIN = "https://mms.test.ge"
NONCE = base64.b64encode(bytes(range(32))).decode()
HASHES = {"256": hashes.SHA256, "384": hashes.SHA384, "512": hashes.SHA512}


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def fetch(url: str, request_bytes: bytes) -> bytes:
    """Ask over real HTTP; who does not answer, or with an error, is silent."""
    request = urllib.request.Request(url, request_bytes, {"Content-Type": "application/ocsp-request"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        error.close()
        raise Silence from None
    except OSError:
        raise Silence from None


def raw_signature(key: PrivateKey, algorithm: str, data: bytes) -> bytes:
    """Sign as a card does: for curves r and s, one after the other."""
    chosen = HASHES.get(algorithm[2:], hashes.SHA256)()
    if isinstance(key, ec.EllipticCurvePrivateKey):
        size = (key.key_size + 7) // 8
        r, s = decode_dss_signature(key.sign(data, ec.ECDSA(chosen)))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")
    if algorithm.startswith("PS"):
        return key.sign(data, padding.PSS(padding.MGF1(chosen), chosen.digest_size), chosen)
    return key.sign(data, padding.PKCS1v15(), chosen)


def signed_value(algorithm: str, origin: str = ORIGIN, nonce: str = NONCE) -> bytes:
    name = HASHES.get(algorithm[2:], hashes.SHA256).name
    return b"".join(hashlib.new(name, part.encode()).digest() for part in (origin, nonce))


def token(
    holder: Holder,
    algorithm: str = "RS256",
    *,
    origin: str = ORIGIN,
    nonce: str = NONCE,
    data: bytes | None = None,
    label: str | None = None,
    **fields: Any,
) -> bytes:
    """Return a token; `data` replaces what is signed, `label` what it says of the algorithm."""
    value = signed_value(algorithm, origin, nonce) if data is None else data
    said = {
        "unverifiedCertificate": b64(holder.certificate.public_bytes(Encoding.DER)),
        "algorithm": label or algorithm,
        "signature": b64(raw_signature(holder.key, algorithm, value)),
        "format": "web-eid:1.0",
        "appVersion": "https://example.org/agent/1.0",
    }
    return json.dumps(said | fields).encode()


@dataclass
class Door:
    """An installation that people of a test country sign in to."""

    land: Country
    at: datetime = NOW
    status: StatusRules = field(default_factory=StatusRules)
    policies: frozenset[str] = frozenset()
    fetch: Callable[[str, bytes], bytes] = fetch

    @property
    def rules(self) -> SignInRules:
        ca = self.land.sign_in
        issuer = Issuer(ca.certificate, f"{ca.address}/ocsp", self.policies)
        return SignInRules(ORIGIN, TrustList((self.land.root.certificate,), (issuer,)), self.status)

    def prove(self, raw: bytes, nonce: str = NONCE) -> Proven:
        return prove(raw, nonce=nonce, at=self.at, rules=self.rules, fetch=self.fetch)

    def refuses(self, raw: bytes, check: Check, reason: str) -> None:
        """Assert that exactly this check refuses the token, for this reason."""
        with pytest.raises(SigningError) as caught:
            self.prove(raw)
        assert (caught.value.check, caught.value.reason) == (check, reason)
