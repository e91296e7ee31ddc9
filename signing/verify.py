"""Verifying the signatures of a PDF of any origin, without asking anybody.

Believed are the authorities of the installation's trust list; of others is said what their signatures
claim, and that nobody here vouches for it. Proof of the time and of the certificates' status is what lies
in the file, and what the caller has gathered besides.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from asn1crypto import ocsp
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.ades import ades_lta_validation, ades_timestamp_validation
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError

from signing import judgement as why
from signing import loop
from signing.coverage import changes_after, is_covered
from signing.errors import Check, Refused
from signing.evidence import Evidence, SignatureTrust
from signing.identity import FindNumber, from_semantic_serial_number
from signing.judgement import Judgement, of_outcome, with_revocation
from signing.pdf_file import LONGEST, readable
from signing.policy import demands, timing
from signing.portrait import Portrait
from signing.report import Changes, Found, Kind, Level, Report, Verdict
from signing.token import read_certificate

NOTHING = Evidence()
_BROKEN = (SignatureValidationError, CMSExtractionError, Refused)


def verify(
    pdf: bytes,
    *,
    trust: SignatureTrust,
    at: datetime,
    besides: Evidence = NOTHING,
    find_number: FindNumber = from_semantic_serial_number,
    run: loop.Run = loop.run,
) -> Report:
    """Return what is to be said of the file's signatures. Raises `Refused` if it can't be read."""
    if len(pdf) > LONGEST:
        raise Refused(Check.DOCUMENT, "too_long")
    with readable():
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            raise Refused(Check.DOCUMENT, "encrypted")
        fields = sum(1 for _ in enumerate_sig_fields(reader, filled_status=True))
        examined = _Examined(pdf, reader, trust, at, besides, find_number, run)
        found = tuple(examined.found(signature) for signature in reader.embedded_signatures)
    return Report(hashlib.sha256(pdf).hexdigest(), len(pdf), found, fields - len(found))


@dataclass
class _Examined:
    """A file that is looked at."""

    pdf: bytes
    reader: PdfFileReader
    trust: SignatureTrust
    at: datetime
    besides: Evidence
    find_number: FindNumber
    run: loop.Run

    def found(self, signature: Any) -> Found:
        """Return what is to be said of one signature."""
        try:
            certificate = read_certificate(signature.signer_cert.dump())
            judged = self._judged(signature, certificate)
        except _BROKEN:
            return _broken(signature, self.reader)
        portrait = Portrait.of(certificate, self.find_number)
        status_at = self._good_at(certificate)
        return Found(
            kind=Kind.TIME if _is_time(signature) else portrait.kind,
            verdict=judged.verdict,
            reason=judged.reason,
            name=portrait.name,
            number=portrait.number,
            organisation=portrait.organisation,
            issuer=portrait.issuer,
            is_ours=self._is_ours(signature, certificate),
            is_demo=portrait.is_demo,
            stamped_at=judged.stamped_at,
            status_at=status_at,
            level=_level(judged, has_status=status_at is not None),
            changes=changes_after(signature),
            **_of_the_file(signature, self.reader),
        )

    def _judged(self, signature: Any, certificate: x509.Certificate) -> Judgement:
        signature.compute_integrity_info()
        if not is_covered(signature, self.pdf):
            return Judgement(Verdict.INVALID, why.NOT_COVERED)
        judged = self._time(signature) if _is_time(signature) else self._signature(signature)
        if judged.verdict is not Verdict.INVALID and changes_after(signature) is Changes.OTHER:
            return replace(judged, verdict=Verdict.INVALID, reason=why.CHANGED_AFTER)
        is_ours = self._is_ours(signature, certificate)
        if judged.verdict is Verdict.VALID and not is_ours:
            return replace(judged, verdict=Verdict.UNKNOWN, reason=why.FOREIGN)
        if judged.reason == why.FOREIGN and is_ours:
            # The chain is there; what is missing is proof that nobody in it was revoked.
            return replace(judged, reason=why.STATUS_UNKNOWN)
        return judged

    def _signature(self, signature: Any) -> Judgement:
        outcome = self.run(ades_lta_validation(signature, self._demands, timing(self.at)))
        status = outcome.api_status
        stamp = getattr(status, "timestamp_validity", None)
        judged = of_outcome(
            outcome.ades_subindic,
            is_signer_proven=bool(status and status.trusted),
            stamped_at=stamp and stamp.timestamp,
        )
        has_archival_proof = outcome.oldest_evidence_record_timestamp is not None
        return replace(with_revocation(judged, status), has_archival_proof=has_archival_proof)

    def _time(self, signature: Any) -> Judgement:
        """A stamp on the file is judged at the time of the next one, which proves that it was there then."""
        later = [
            one for one in self.reader.embedded_timestamp_signatures if _made_at(one) > _made_at(signature)
        ]
        outcome = self.run(
            ades_timestamp_validation(
                signature.signed_data,
                self._demands.signature_validation_spec,
                signature.compute_digest(),
                timing_info=timing(min(later, default=self.at)),
            )
        )
        return of_outcome(outcome.ades_subindic, is_signer_proven=False, stamped_at=_made_at(signature))

    @cached_property
    def _demands(self) -> Any:
        return demands(self.reader, self.trust, at=self.at, besides=self.besides)

    def _is_ours(self, signature: Any, certificate: x509.Certificate) -> bool:
        trust = self.trust.stamps.trust if _is_time(signature) else self.trust.signers
        try:
            trust.issuer_of(certificate, at=certificate.not_valid_before_utc)
        except Refused:
            return False
        return True

    def _good_at(self, certificate: x509.Certificate) -> datetime | None:
        """Return when, by an answer in the file, the authority last said that it was good."""
        answered = (
            single["this_update"].native
            for answer in self._answers
            for single in answer.response_data["responses"]
            if single["cert_id"]["serial_number"].native == certificate.serial_number
            and single["cert_status"].name == "good"
        )
        return max(answered, default=None)

    @cached_property
    def _answers(self) -> list[ocsp.OCSPResponse]:
        try:
            store = DocumentSecurityStore.read_dss(self.reader)
        except NoDSSFoundError:
            return []
        read = (ocsp.OCSPResponse.load(reference.get_object().data) for reference in store.ocsps)
        return [answer for answer in read if answer["response_status"].native == "successful"]


def _is_time(signature: Any) -> bool:
    return bool(signature.sig_object_type == "/DocTimeStamp")


def _made_at(signature: Any) -> datetime:
    made_at: datetime = signature.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    return made_at


def _level(judged: Judgement, *, has_status: bool) -> Level:
    if judged.stamped_at is None:
        return Level.BASIC
    if judged.verdict is not Verdict.VALID or not has_status:
        return Level.TIMED
    return Level.ARCHIVAL if judged.has_archival_proof else Level.LONG


def _of_the_file(signature: Any, reader: PdfFileReader) -> dict[str, Any]:
    said = signature.sig_object
    return {
        "claimed_at": signature.self_reported_timestamp,
        "covers_all": signature.signed_revision + 1 == reader.total_revisions,
        "revision": signature.signed_revision + 1,
        "revisions": reader.total_revisions,
        "title": str(said.get("/Reason", "")),
        "place": str(said.get("/Location", "")),
    }


def _broken(signature: Any, reader: PdfFileReader) -> Found:
    return Found(
        kind=Kind.TIME if _is_time(signature) else Kind.PERSON,
        verdict=Verdict.INVALID,
        reason=why.MALFORMED,
        name="",
        number=None,
        organisation="",
        issuer="",
        is_ours=False,
        is_demo=False,
        stamped_at=None,
        status_at=None,
        level=Level.BASIC,
        changes=Changes.OTHER,
        **_of_the_file(signature, reader),
    )
