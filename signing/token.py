"""Reading the token that comes from the browser, strictly.

Responsible for its form alone: what it says is unverified, and named so. The format is that of Web eID,
version 1.0. A reader that is lenient somewhere is one that an attacker and a checker may read differently,
so whatever is not expected is refused.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.algorithms import TOKEN_ALGORITHMS, TokenAlgorithm
from signing.certificates import UNREADABLE
from signing.errors import Check, Refused

LONGEST_TOKEN = 10_240
LONGEST_CERTIFICATE = 8_192  # of base64
LONGEST_SIGNATURE = 1_024
FORMATS = ("web-eid:1", "web-eid:1.0")  # both are written by programs in use; they mean the same
NEEDED = {"format", "algorithm", "unverifiedCertificate", "signature"}
ALLOWED = NEEDED | {"appVersion"}
# What the library may raise over bytes that are no certificate as it knows them.
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


@dataclass(frozen=True)
class Token:
    """Token with the claim of somebody. Nothing of it has been verified."""

    unverified_certificate: x509.Certificate
    algorithm: TokenAlgorithm
    signature: bytes


def read_token(raw: bytes) -> Token:
    """Return the claims of a token. Raises `Refused`."""
    fields = _fields(raw)
    algorithm = TOKEN_ALGORITHMS.get(fields["algorithm"])
    if algorithm is None:
        raise Refused(Check.CERTIFICATE, "algorithm_not_allowed")
    encoded = _bytes(fields["unverifiedCertificate"], longest=LONGEST_CERTIFICATE)
    signature = _bytes(fields["signature"], longest=LONGEST_SIGNATURE)
    return Token(read_certificate(encoded), algorithm, signature)


def read_certificate(encoded: bytes) -> x509.Certificate:
    """Return the certificate, if these bytes are the one way to write it. Raises `Refused`."""
    try:
        certificate = x509.load_der_x509_certificate(encoded)
        # What the library reads only when asked is read here: later nothing may fail in another way.
        _ = certificate.public_key(), certificate.extensions, certificate.subject, certificate.issuer
        _ = certificate.signature_hash_algorithm
    except UNREADABLE:
        raise Refused(Check.CERTIFICATE, "unreadable") from None
    if certificate.public_bytes(Encoding.DER) != encoded:
        raise Refused(Check.CERTIFICATE, "not_canonical")
    return certificate


def _fields(raw: bytes) -> dict[str, str]:
    if len(raw) > LONGEST_TOKEN:
        raise Refused(Check.FORM, "too_long")
    try:
        # From text, because from bytes the parser would guess among encodings.
        fields = json.loads(raw.decode(), object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refused(Check.FORM, "not_json") from None
    if not isinstance(fields, dict) or not NEEDED <= fields.keys() <= ALLOWED:
        raise Refused(Check.FORM, "other_fields")
    if not all(isinstance(value, str) for value in fields.values()):
        raise Refused(Check.FORM, "not_text")
    if fields["format"] not in FORMATS:
        raise Refused(Check.FORM, "other_format")
    return fields


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


def _bytes(text: str, *, longest: int) -> bytes:
    if len(text) > longest or not _BASE64.fullmatch(text):
        raise Refused(Check.CERTIFICATE, "not_base64")
    try:
        found = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Refused(Check.CERTIFICATE, "not_base64") from None
    if base64.b64encode(found).decode() != text:
        raise Refused(Check.CERTIFICATE, "not_base64")  # bits that nobody reads
    return found
