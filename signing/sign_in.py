"""Sign-in with a card: the checks of a Web eID token, in their order.

The first of the ten, that the nonce is ours, unused and young, is made by whoever keeps the nonces, before
the token is read at all. Refuses to know sessions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID

from signing.algorithms import refuse_unfit_key, refuse_wrong_signature
from signing.certificates import refuse_unless_for_sign_in, refuse_unless_policy, refuse_weak_hash
from signing.errors import TrustError
from signing.identity import FindNumber, from_semantic_serial_number, name_part
from signing.status import Fetch, Status, StatusRules, refuse_revoked
from signing.token import read_token
from signing.trust import TrustList


@dataclass(frozen=True)
class SignInRules:
    """Rules of an installation for sign-in. `origin` is its own address, never one that a request names."""

    origin: str
    trust: TrustList
    status: StatusRules = StatusRules()
    find_number: FindNumber = from_semantic_serial_number

    def __post_init__(self) -> None:
        if not _is_origin(self.origin):
            raise TrustError(f"{self.origin!r} is no origin such as https://mms.example.ge")


@dataclass(frozen=True)
class Proven:
    """Holder of the card, proven at this moment."""

    personal_number: str
    given_name: str
    family_name: str
    certificate: x509.Certificate
    status: Status


def _is_origin(text: str) -> bool:
    """Say whether a browser writes its origin like this. Without TLS only on this machine."""
    parts = urlsplit(text)
    if text != f"{parts.scheme}://{parts.netloc}" or not parts.hostname or parts.username is not None:
        return False
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    )


def prove(raw: bytes, *, nonce: str, at: datetime, rules: SignInRules, fetch: Fetch) -> Proven:
    """Return who sent the token. Raises `Refused`, or `StatusUnknown` when it may succeed later."""
    token = read_token(raw)
    certificate = token.unverified_certificate
    refuse_unless_for_sign_in(certificate, at=at)
    refuse_weak_hash(certificate)
    issuer = rules.trust.issuer_of(certificate, at=at)
    refuse_unless_policy(certificate, issuer.policies)
    key = certificate.public_key()
    refuse_unfit_key(token.algorithm, key)
    signed = token.algorithm.digest(rules.origin.encode()) + token.algorithm.digest(nonce.encode())
    refuse_wrong_signature(token.algorithm, key, signature=token.signature, data=signed)
    status = refuse_revoked(certificate, issuer, at=at, fetch=fetch, rules=rules.status)
    return Proven(
        rules.find_number(certificate),
        name_part(certificate, NameOID.GIVEN_NAME),
        name_part(certificate, NameOID.SURNAME),
        certificate,
        status,
    )
