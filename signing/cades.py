"""Verification of a signature in CMS (CAdES): by whom, when, and is it proven.

Judged by pyHanko as signatures in PDF files are, by what lies in the file and in the signature. Refuses to
know what it is over and where it was read.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from asn1crypto import cms
from cryptography import x509
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.general import CMSExtractionError, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.ades import ades_with_time_validation
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts, extract_tst_data_iter

from signing import judgement as why
from signing.cms_signature import CmsFile, names_its_signer
from signing.errors import Refused
from signing.judgement import Judgement, of_outcome, with_revocation
from signing.kept import last_good_at
from signing.pdf_file import readable
from signing.policy import demands, handlers, timing
from signing.renewal import made_by
from signing.report import SignatureReport, Verdict
from signing.stamps import HASHES
from signing.token import read_certificate
from signing.xades import Examination, is_ours, told


def judge(
    read: CmsFile, content: bytes, files: frozenset[str], seen: Examination
) -> tuple[tuple[SignatureReport, ...], int]:
    """Return what is to be said of each signature over the content, and how many can't be judged."""
    seen, found, unread = replace(seen, proof=seen.proof + read.proof), [], read.unread
    for signed in read.signers:
        try:
            with readable():
                found.append(_found(signed, content, files, seen))
        except (Refused, CMSExtractionError, SignatureValidationError):
            unread += 1
    return tuple(found), unread


def _found(
    signed: cms.SignedData, content: bytes, files: frozenset[str], seen: Examination
) -> SignatureReport:
    certificate = read_certificate(extract_certificate_info(signed).signer_cert.dump())
    is_named = names_its_signer(signed, certificate)
    if is_named is False:
        judged = Judgement(Verdict.INVALID, why.FORGED)
    else:
        judged = _judged(signed, content, certificate, seen)
    if judged.verdict is Verdict.VALID and not is_named:
        judged = replace(judged, verdict=Verdict.UNKNOWN, reason=why.SIGNER_UNNAMED)
    claimed_at = extract_self_reported_ts(extract_signer_info(signed))
    status_at = last_good_at(certificate, seen.proof, seen.trust)
    return told(certificate, judged, seen, files=files, claimed_at=claimed_at, status_at=status_at)


def _judged(
    signed: cms.SignedData, content: bytes, certificate: x509.Certificate, seen: Examination
) -> Judgement:
    hash_name = extract_signer_info(signed)["digest_algorithm"]["algorithm"].native
    if hash_name not in HASHES:
        return Judgement(Verdict.UNKNOWN, why.WEAK)
    spec = demands(seen.trust, seen.proof, at=seen.at)
    outcome = seen.run(
        ades_with_time_validation(
            signed,
            spec,
            timing_info=timing(seen.at),
            validation_data_handlers=handlers(spec, at=seen.at),
            raw_digest=hashlib.new(hash_name, content).digest(),
        )
    )
    status = outcome.api_status
    stamp = getattr(status, "timestamp_validity", None)
    stamped_at = stamp and stamp.timestamp
    if outcome.ades_subindic is AdESIndeterminate.REVOKED_NO_POE:
        # Of a stamp that it has verified it says no more then.
        stamped_at, _ = made_by(next(extract_tst_data_iter(extract_signer_info(signed), signed=False)))
    judged = of_outcome(
        outcome.ades_subindic,
        is_signer_proven=bool(status and status.trusted),
        stamped_at=stamped_at,
    )
    judged = replace(with_revocation(judged, status), is_archival=seen.is_archival)
    is_known = is_ours(certificate, seen.trust)
    if judged.verdict is Verdict.VALID and not is_known:
        return replace(judged, verdict=Verdict.UNKNOWN, reason=why.FOREIGN)
    if judged.reason == why.FOREIGN and is_known:
        # The chain is there; what is missing is proof that nobody in it was revoked.
        return replace(judged, reason=why.STATUS_UNKNOWN)
    if judged.verdict is Verdict.VALID and not _is_fresh(certificate, judged.stamped_at, seen):
        return replace(judged, verdict=Verdict.UNKNOWN, reason=why.STATUS_UNKNOWN)
    return judged


def _is_fresh(certificate: x509.Certificate, stamped_at: datetime | None, seen: Examination) -> bool:
    good_at, rules = last_good_at(certificate, seen.proof, seen.trust), seen.trust.status
    return (
        good_at is not None
        and stamped_at is not None
        and good_at >= stamped_at - rules.longest_age - rules.skew
    )
