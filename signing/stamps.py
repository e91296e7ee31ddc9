"""Time stamps (RFC 3161): asking for one, and believing only an answer to exactly this question.

A stamp proves that a hash existed at an instant, by somebody whom the installation trusts with the time.
Refuses to know what is stamped and how bytes travel.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.general import CMSExtractionError, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from signing.certificates import has_weak_hash, is_valid_at
from signing.errors import Refused, StampMissing
from signing.status import Fetch, Silence
from signing.token import read_certificate
from signing.trust import Issuer, TrustList

SKEW = timedelta(minutes=5)
NONCE_BITS = 63  # positive in every reader's integers
HASHES = ("sha256", "sha384", "sha512")
_GRANTED = ("granted", "granted_with_mods")


@dataclass(frozen=True)
class StampService:
    """Address where time stamps are asked for, and the list of those whose stamps are believed."""

    address: str
    trust: TrustList


@dataclass(frozen=True)
class Stamp:
    """A token that was verified, and who made it."""

    token: bytes = field(repr=False)
    at: datetime
    certificate: x509.Certificate
    issuer: Issuer


def stamp(digest: bytes, hash_name: str, *, service: StampService, at: datetime, fetch: Fetch) -> Stamp:
    """Return a stamp on the digest. Raises `StampMissing`: later there may be one."""
    nonce = secrets.randbits(NONCE_BITS)
    imprint = {"hash_algorithm": {"algorithm": hash_name}, "hashed_message": digest}
    asked = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    try:
        answer = fetch(service.address, asked.dump())
    except Silence:
        raise StampMissing("no_answer") from None
    try:
        token = _granted(tsp.TimeStampResp.load(answer, strict=True))
        said = token["content"]["encap_content_info"]["content"].parsed
        _refuse_other_question(said, digest, hash_name, nonce)
        made_at = said["gen_time"].native
        certificate = _signer(token["content"], said)
    except (ValueError, TypeError, KeyError, CMSExtractionError, SignatureValidationError):
        # What the library reads it reads when asked, so any of these lines may meet what is no stamp.
        raise StampMissing("unreadable") from None
    if abs(made_at - at) > SKEW:
        raise StampMissing("other_time")
    return Stamp(token.dump(), made_at, certificate, _issuer(certificate, service.trust, at=made_at))


def _granted(response: Any) -> Any:
    if response["status"]["status"].native not in _GRANTED:
        raise StampMissing("not_granted")
    token = response["time_stamp_token"]
    if token["content_type"].native != "signed_data":
        raise StampMissing("unreadable")
    if token["content"]["encap_content_info"]["content_type"].native != "tst_info":
        raise StampMissing("unreadable")
    return token


def _refuse_other_question(said: Any, digest: bytes, hash_name: str, nonce: int) -> None:
    if said["nonce"].native != nonce:
        raise StampMissing("other_nonce")
    imprint = said["message_imprint"]
    if (
        imprint["hash_algorithm"]["algorithm"].native != hash_name
        or imprint["hashed_message"].native != digest
    ):
        raise StampMissing("other_imprint")


def _signer(signed: cms.SignedData, said: Any) -> x509.Certificate:
    """Return the certificate of whoever signed the token."""
    signer = extract_signer_info(signed)
    found = extract_certificate_info(signed).signer_cert
    hash_name = signer["digest_algorithm"]["algorithm"].native
    if hash_name not in HASHES:
        raise StampMissing("weak_hash")
    content = bytes(signed["encap_content_info"]["content"])
    is_intact, is_signed = validate_sig_integrity(
        signer,
        found,
        expected_content_type="tst_info",
        actual_digest=hashlib.new(hash_name, content).digest(),
    )
    if not (is_intact and is_signed):
        raise StampMissing("wrong_signature")
    try:
        return read_certificate(found.dump())
    except Refused:
        raise StampMissing("unreadable") from None


def _issuer(certificate: x509.Certificate, trust: TrustList, *, at: datetime) -> Issuer:
    if not may_stamp(certificate):
        raise StampMissing("not_for_stamps")
    if not is_valid_at(certificate, at) or has_weak_hash(certificate):
        raise StampMissing("certificate_not_valid")
    try:
        return trust.issuer_of(certificate, at=at)
    except Refused:
        raise StampMissing("unknown_issuer") from None


def may_stamp(certificate: x509.Certificate) -> bool:
    """Say whether the certificate is for time stamps and nothing else (RFC 3161, 2.3)."""
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return purposes.critical and list(purposes.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
