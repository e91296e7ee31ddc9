"""Verification of a time stamp of unknown origin: that something existed, when, and whether it is believed.

Refuses to know what is stamped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms
from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.general import CMSExtractionError, extract_certificate_info
from pyhanko.sign.validation.ades import ades_timestamp_validation
from pyhanko.sign.validation.errors import SignatureValidationError

from signing import loop
from signing.errors import Refused
from signing.evidence import Evidence, SignatureTrust
from signing.identity import name_part
from signing.kept import last_good_at
from signing.pdf_file import readable
from signing.policy import demands, timing
from signing.token import read_certificate


@dataclass(frozen=True)
class Stamped:
    """A time stamp that is over what it should be over."""

    at: datetime
    by: str
    certificate: x509.Certificate
    is_believed: bool  # its authority is trusted with the time, and was proven good


def stamped(
    token: bytes,
    digest: Callable[[str], bytes],
    proof: Evidence,
    *,
    trust: SignatureTrust,
    at: datetime,
    run: loop.Run,
) -> Stamped | None:
    """Return what the stamp proves, judged for an instant; None if it is broken or over something else."""
    try:
        with readable():
            signed = cms.ContentInfo.load(token)["content"]
            certificate = read_certificate(extract_certificate_info(signed).signer_cert.dump())
            made_at: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
            asked = ades_timestamp_validation(
                signed, demands(trust, proof, at=at), digest, timing_info=timing(at)
            )
            outcome = run(asked)
            good_at = last_good_at(certificate, proof, trust)
    except (Refused, CMSExtractionError, SignatureValidationError):
        return None
    status = outcome.api_status
    if status is None or not (status.intact and status.valid):
        return None
    is_fresh = good_at is not None and good_at >= made_at - trust.status.longest_age - trust.status.skew
    is_believed = (
        outcome.ades_subindic is AdESPassed.OK and is_fresh and _is_ours(certificate, trust, made_at)
    )
    return Stamped(made_at, name_part(certificate, NameOID.COMMON_NAME), certificate, is_believed)


def _is_ours(certificate: x509.Certificate, trust: SignatureTrust, at: datetime) -> bool:
    try:
        trust.stamps.trust.issuer_of(certificate, at=at)
    except Refused:
        return False
    return True
