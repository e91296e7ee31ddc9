"""Renewing a signed file before what proves it grows old (PAdES-B-LTA).

A time stamp over the whole file, with all proof in it, proves that everything was there while it could
still be believed. Before its own certificate ends the next one is added, and so on: each protects those
before it. Refuses to know when a file is due.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from signing.dated import Algorithms
from signing.errors import Check, Refused
from signing.evidence import Evidence, Outside, SignatureTrust, gather
from signing.pdf_file import RESERVED, filled, readable, with_evidence, with_place
from signing.report import Verdict
from signing.stamps import stamp
from signing.token import read_certificate
from signing.trust import Issuer
from signing.verify import verify

HASH = "sha256"


def renew(pdf: bytes, *, trust: SignatureTrust, outside: Outside, at: datetime) -> bytes:
    """Return the file with a time stamp over all that is in it. Raises `Refused`, or `Passing`.

    A file of which something is not proven any more is refused: a stamp would not make it better.
    """
    _refuse_unproven(pdf, trust=trust, at=at)

    def proof(certificate: x509.Certificate, issuer: Issuer) -> Evidence:
        return gather(certificate, issuer, trust.stamps.trust.roots, trust=trust, at=at, outside=outside)

    _, youngest = max(_stamps(pdf), key=lambda stamp: stamp[0])
    kept = with_evidence(pdf, proof(youngest, trust.stamps.trust.issuer_of(youngest, at=at)))
    content, region = with_place(kept, DocumentTimestamp(bytes_reserved=RESERVED), HASH)
    made = stamp(region.document_digest, HASH, service=trust.stamps, at=at, fetch=outside.stamp)
    renewed = filled(content, region, made.token, proof(made.certificate, made.issuer))
    _refuse_unproven(renewed, trust=trust, at=at)
    return renewed


def proven_until(pdf: bytes, algorithms: Algorithms) -> datetime | None:
    """Return when the youngest time stamp stops proving anything; None for a file without any.

    That is when its certificate ends, or before, when its hash or its key is not trusted any more.
    """
    youngest = max(_stamps(pdf), key=lambda stamp: stamp[0], default=None)
    if youngest is None:
        return None
    return end_of(youngest[1], algorithms)


def end_of(certificate: x509.Certificate, algorithms: Algorithms) -> datetime:
    """Return when stamps of this certificate stop proving anything."""
    key, hash_algorithm = certificate.public_key(), certificate.signature_hash_algorithm
    kind = "rsa" if isinstance(key, rsa.RSAPublicKey) else "ec"
    ends = [certificate.not_valid_after_utc]
    ends += [
        known.until
        for known in (
            algorithms.of_key(kind, getattr(key, "key_size", 0)),
            algorithms.of_hash(hash_algorithm.name if hash_algorithm else ""),
        )
        if known is not None and known.until is not None
    ]
    return min(ends)


def _refuse_unproven(pdf: bytes, *, trust: SignatureTrust, at: datetime) -> None:
    report = verify(pdf, trust=trust, at=at)
    if report.verdict is not Verdict.VALID:
        raise Refused(
            Check.RESULT,
            next((signature.reason for signature in report.found if signature.reason), "unsigned"),
        )


def _stamps(pdf: bytes) -> list[tuple[datetime, x509.Certificate]]:
    """Return the time stamps in the file, with the certificates of whoever made them."""
    found = []
    with readable():
        for signature in PdfFileReader(io.BytesIO(pdf)).embedded_signatures:
            is_time = signature.sig_object_type == "/DocTimeStamp"
            within = extract_tst_data_iter(signature.signer_info, signed=False)
            for token in [signature.signed_data] if is_time else within:
                found.append(made_by(token))
    return found


def made_by(token: Any) -> tuple[datetime, x509.Certificate]:
    """Return when a stamp says that it was made, and by whose certificate; nothing of it is verified."""
    made_at = token["encap_content_info"]["content"].parsed["gen_time"].native
    return made_at, read_certificate(extract_certificate_info(token).signer_cert.dump())
