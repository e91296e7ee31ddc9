"""What a signature in CMS over a container's manifest is worth (CAdES): by whom, when, and is it proven.

Judged by pyHanko as signatures in PDF files are, by what lies in the container and in the signature. Refuses
to know what the manifest names.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any

from asn1crypto import cms
from cryptography import x509
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.general import CMSExtractionError, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.ades import ades_with_time_validation
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from signing import judgement as why
from signing.errors import Check, Refused
from signing.evidence import Evidence
from signing.judgement import Judgement, of_outcome, with_revocation
from signing.kept import last_good_at
from signing.pdf_file import readable
from signing.policy import demands, handlers, timing
from signing.renewal import made_by
from signing.report import Found, Verdict
from signing.stamps import HASHES
from signing.token import read_certificate
from signing.xades import Examination, is_ours, told

_OCSP = "1.3.6.1.5.5.7.16.2"  # answers among the lists of a signature (RFC 5940)


def judge(signature: bytes, manifest: bytes, files: frozenset[str], seen: Examination) -> Found:
    """Return what is to be said of the signature. Raises `Refused` if it can't be read."""
    try:
        with readable():
            signed = cms.ContentInfo.load(signature, strict=True)["content"]
            if signed["encap_content_info"]["content"].native is not None:
                raise Refused(Check.CONTAINER, "signs_something_else")
            certificate = read_certificate(extract_certificate_info(signed).signer_cert.dump())
            seen = replace(seen, proof=seen.proof + _proof(signed))
            judged = _judged(signed, manifest, certificate, seen)
            status_at = last_good_at(certificate, seen.proof, seen.trust)
    except (CMSExtractionError, SignatureValidationError):
        raise Refused(Check.CONTAINER, "signature") from None
    return told(certificate, judged, seen, files=files, claimed_at=None, status_at=status_at)


def _judged(signed: Any, manifest: bytes, certificate: x509.Certificate, seen: Examination) -> Judgement:
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
            raw_digest=hashlib.new(hash_name, manifest).digest(),
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


def _proof(signed: Any) -> Evidence:
    """Return the answers and lists that lie in the signature."""
    answers, lists = [], []
    for one in signed["crls"] or ():
        if one.name == "crl":
            lists.append(one.chosen.dump())
        elif one.chosen["other_rev_info_format"].dotted == _OCSP:
            answers.append(one.chosen["other_rev_info"].dump())
    return Evidence((), tuple(answers), tuple(lists))
