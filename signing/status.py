"""Asking the authority whether a certificate was revoked (OCSP), and believing only a good answer.

No answer means no. What an installation excepts from that is declared beforehand, with its reason and its
end, and covers silence alone: an answer that is wrong, old or bad is never excused. Refuses to know how
bytes travel: whoever asks hands over a `Fetch`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, SignatureAlgorithmOID

from signing.algorithms import WEAK_HASHES, is_strong_key
from signing.certificates import UNREADABLE, extension, has_weak_hash, is_valid_at
from signing.errors import Check, Refused, StatusUnknown, TrustError
from signing.trust import Issuer, is_issued_by

Fetch = Callable[[str, bytes], bytes]  # address, request → answer; raises `Silence`
NONCE_BYTES = 32
LONGEST_EXCEPTION = timedelta(days=7)
_BUSY = (ocsp.OCSPResponseStatus.TRY_LATER, ocsp.OCSPResponseStatus.INTERNAL_ERROR)
_PSS = SignatureAlgorithmOID.RSASSA_PSS


class Silence(Exception):
    """Nobody answered, or only to say that nobody can answer now."""


@dataclass(frozen=True)
class Exemption:
    """A time in which silence is put up with; for an outage that the authority has announced."""

    valid_from: datetime
    valid_until: datetime
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise TrustError("an exemption has a reason")
        if not timedelta(0) < self.valid_until - self.valid_from <= LONGEST_EXCEPTION:
            raise TrustError(f"an exemption lasts at most {LONGEST_EXCEPTION.days} days")

    def covers(self, at: datetime) -> bool:
        return self.valid_from <= at < self.valid_until


@dataclass(frozen=True)
class StatusRules:
    """Rules for an answer about revocation: how fresh it must be, and when none is needed."""

    skew: timedelta = timedelta(minutes=15)
    longest_age: timedelta = timedelta(minutes=15)
    needs_nonce: bool = True
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True)
class Status:
    """Ground on which a certificate counts as not revoked: an answer, or the reason of an exemption."""

    answer: bytes | None
    exempted_because: str | None = None


def refuse_revoked(
    certificate: x509.Certificate, issuer: Issuer, *, at: datetime, fetch: Fetch, rules: StatusRules
) -> Status:
    """Return why the certificate counts as good. Raises `Refused` or `StatusUnknown`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    # SHA-1 only names the issuer here, and it is the one that every responder understands.
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer.certificate, hashes.SHA1())
    request = builder.add_extension(x509.OCSPNonce(nonce), False).build()
    try:
        answer = fetch(issuer.status_url, request.public_bytes(Encoding.DER))
        response = _read(answer)
    except Silence:
        for exemption in rules.exemptions:
            if exemption.covers(at):
                return Status(None, exemption.reason)
        raise StatusUnknown("no_answer") from None
    try:
        _refuse_unless_signed(response, issuer.certificate, at=at)
        _refuse_other_nonce(response, nonce, rules)
        _refuse_unless_good(_single(response, request), at=at, rules=rules)
    except UNREADABLE:
        raise StatusUnknown("unreadable") from None
    return Status(answer)


def good_as_of(answer: bytes, certificate: x509.Certificate, issuer: x509.Certificate) -> datetime | None:
    """Return as of when a kept answer says that the certificate is good; None if not, or by somebody else."""
    try:
        response = ocsp.load_der_ocsp_response(answer)
        if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            return None
        said = [single for single in response.responses if _is_about(single, certificate, issuer)]
        good = [
            single.this_update_utc for single in said if single.certificate_status is ocsp.OCSPCertStatus.GOOD
        ]
        if good:
            _refuse_unless_signed(response, issuer, at=max(good))
    except (*UNREADABLE, StatusUnknown):
        return None
    return max(good, default=None)


def _is_about(
    single: ocsp.OCSPSingleResponse, certificate: x509.Certificate, issuer: x509.Certificate
) -> bool:
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, single.hash_algorithm)
    wanted, found = builder.build(), single
    return (wanted.serial_number, wanted.issuer_name_hash, wanted.issuer_key_hash) == (
        *(found.serial_number, found.issuer_name_hash, found.issuer_key_hash),
    )


def _read(answer: bytes) -> ocsp.OCSPResponse:
    try:
        response = ocsp.load_der_ocsp_response(answer)
    except UNREADABLE:
        raise StatusUnknown("unreadable") from None
    if response.response_status in _BUSY:
        raise Silence
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise StatusUnknown("unsuccessful")
    return response


def _refuse_unless_signed(response: ocsp.OCSPResponse, issuer: x509.Certificate, *, at: datetime) -> None:
    for candidate in (issuer, *response.certificates):
        if _is_named(response, candidate):
            if candidate is not issuer:
                _refuse_unless_delegated(candidate, issuer, at=at)
            if not _has_signed(response, candidate):
                raise StatusUnknown("wrong_signature")
            return
    raise StatusUnknown("unknown_responder")


def _is_named(response: ocsp.OCSPResponse, certificate: x509.Certificate) -> bool:
    if response.responder_key_hash is not None:
        key_id = x509.SubjectKeyIdentifier.from_public_key(certificate.public_key())
        return key_id.digest == response.responder_key_hash
    return certificate.subject == response.responder_name


def _refuse_unless_delegated(responder: x509.Certificate, issuer: x509.Certificate, *, at: datetime) -> None:
    purposes = extension(responder, x509.ExtendedKeyUsage)
    may_answer = purposes is not None and ExtendedKeyUsageOID.OCSP_SIGNING in purposes
    if not may_answer or has_weak_hash(responder) or not is_issued_by(responder, issuer):
        raise StatusUnknown("responder_not_delegated")
    if not is_valid_at(responder, at):
        raise StatusUnknown("responder_not_valid")


def _has_signed(response: ocsp.OCSPResponse, responder: x509.Certificate) -> bool:
    key = responder.public_key()
    try:
        algorithm = response.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return False
    if algorithm is None or algorithm.name in WEAK_HASHES or not is_strong_key(key):
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey) and response.signature_algorithm_oid != _PSS:
            key.verify(response.signature, response.tbs_response_bytes, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(response.signature, response.tbs_response_bytes, ec.ECDSA(algorithm))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _refuse_other_nonce(response: ocsp.OCSPResponse, nonce: bytes, rules: StatusRules) -> None:
    try:
        found = response.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    except x509.ExtensionNotFound:
        if rules.needs_nonce:
            raise StatusUnknown("no_nonce") from None
        return
    if not secrets.compare_digest(found, nonce):
        raise StatusUnknown("other_nonce")


def _single(response: ocsp.OCSPResponse, request: ocsp.OCSPRequest) -> ocsp.OCSPSingleResponse:
    wanted = (request.serial_number, request.issuer_name_hash, request.issuer_key_hash)
    for single in response.responses:
        found = (single.serial_number, single.issuer_name_hash, single.issuer_key_hash)
        if found == wanted and isinstance(single.hash_algorithm, hashes.SHA1):
            return single
    raise StatusUnknown("about_another")


def _refuse_unless_good(single: ocsp.OCSPSingleResponse, *, at: datetime, rules: StatusRules) -> None:
    updated, until = single.this_update_utc, single.next_update_utc
    if updated > at + rules.skew:
        raise StatusUnknown("from_the_future")
    if updated < at - rules.longest_age or (until is not None and until < at - rules.skew):
        raise StatusUnknown("stale")
    if single.certificate_status is ocsp.OCSPCertStatus.REVOKED:
        raise Refused(Check.STATUS, "revoked")
    if single.certificate_status is not ocsp.OCSPCertStatus.GOOD:
        raise Refused(Check.STATUS, "unknown_certificate")
