"""Verifying the signatures of a PDF of any origin, without asking anybody.

Believed are the authorities of the installation's trust list; of others is said what their signatures
claim, and that nobody here vouches for it. Proof of the time and of the certificates' status is what lies
in the file, and what the caller has gathered besides.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation.ades import (
    ades_timestamp_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.status import PdfSignatureStatus

from signing import judgement as why
from signing import loop
from signing.coverage import changes_after, is_covered
from signing.errors import Check, Refused
from signing.evidence import Evidence, SignatureTrust
from signing.identity import FindNumber, from_semantic_serial_number
from signing.judgement import Judgement, of_outcome, with_revocation
from signing.kept import kept_in, last_good_at
from signing.pdf_file import LONGEST, readable
from signing.policy import demands, handlers, timing
from signing.portrait import Portrait
from signing.report import Changes, Kind, Level, Report, SignatureReport, Verdict
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
    _judgements: dict[str, Judgement] = field(default_factory=dict)

    def found(self, signature: Any) -> SignatureReport:
        """Return what is to be said of one signature."""
        judged = self._judged(signature)
        if judged.reason == why.MALFORMED:
            return _broken(signature, self.reader)
        certificate = read_certificate(signature.signer_cert.dump())
        portrait = Portrait.of(certificate, self.find_number)
        status_at = last_good_at(certificate, self.besides + self._kept, self.trust)
        return SignatureReport(
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
            level=_level(judged, has_status=last_good_at(certificate, self._kept, self.trust) is not None),
            changes=changes_after(signature),
            **_of_the_file(signature, self.reader),
        )

    def _judged(self, signature: Any) -> Judgement:
        """Judge a signature once."""
        name = signature.fq_name
        if name not in self._judgements:
            self._judgements[name] = self._judge(signature)
        return self._judgements[name]

    def _judge(self, signature: Any) -> Judgement:
        try:
            certificate = read_certificate(signature.signer_cert.dump())
            signature.compute_integrity_info()
            if not is_covered(signature, self.pdf):
                return Judgement(Verdict.INVALID, why.NOT_COVERED)
            moment, proof, is_archival = self._moment(signature)
            validated = self._time if _is_time(signature) else self._signature
            judged = replace(validated(signature, at=moment, proof=proof), is_archival=is_archival)
        except _BROKEN:
            return Judgement(Verdict.INVALID, why.MALFORMED)
        if judged.verdict is not Verdict.INVALID and changes_after(signature) is Changes.OTHER:
            return replace(judged, verdict=Verdict.INVALID, reason=why.CHANGED_AFTER)
        return self._believed(judged, signature, certificate, proof)

    def _moment(self, signature: Any) -> tuple[datetime, Evidence, bool]:
        """Return for which instant it is judged, by which proof: as it stood when the next stamp was made.

        That stamp over the file proves that the signature and the proof were there then; so what has ended
        or was revoked since does no harm. Without such a stamp it is judged for the present.
        """
        later = [stamp for stamp in self._stamps if stamp.signed_revision > signature.signed_revision]
        following = min(later, key=lambda one: int(one.signed_revision), default=None)
        if following is None or self._judged(following).verdict is not Verdict.VALID:
            # What was gathered now comes first, so that an old answer in the file hides no later revocation.
            return self.at, self.besides + self._kept, False
        before = HistoricalResolver(self.reader, following.signed_revision)
        return _stamped_at(following), kept_in(before), True

    def _signature(self, signature: Any, *, at: datetime, proof: Evidence) -> Judgement:
        spec = demands(self.trust, proof, at=at)
        outcome = self.run(
            ades_with_time_validation(
                signature.signed_data,
                spec,
                timing_info=timing(at),
                validation_data_handlers=handlers(spec, at=at),
                raw_digest=signature.compute_digest(),
                extra_status_kwargs=signature.summarise_integrity_info(),
                status_cls=PdfSignatureStatus,
            )
        )
        status = outcome.api_status
        stamp = getattr(status, "timestamp_validity", None)
        stamped_at = stamp and stamp.timestamp
        if outcome.ades_subindic is AdESIndeterminate.REVOKED_NO_POE:
            # Of a stamp that it has verified it says no more then.
            stamped_at = _made_at(next(extract_tst_data_iter(signature.signer_info, signed=False)))
        judged = of_outcome(
            outcome.ades_subindic, is_signer_proven=bool(status and status.trusted), stamped_at=stamped_at
        )
        return with_revocation(judged, status)

    def _time(self, signature: Any, *, at: datetime, proof: Evidence) -> Judgement:
        outcome = self.run(
            ades_timestamp_validation(
                signature.signed_data,
                demands(self.trust, proof, at=at),
                signature.compute_digest,
                timing_info=timing(at),
            )
        )
        return of_outcome(outcome.ades_subindic, is_signer_proven=False, stamped_at=_stamped_at(signature))

    def _believed(
        self, judged: Judgement, signature: Any, certificate: x509.Certificate, proof: Evidence
    ) -> Judgement:
        """Return it as unknown if it is nobody's of our list, or not proven to have been good then."""
        is_ours = self._is_ours(signature, certificate)
        if judged.verdict is Verdict.VALID and not is_ours:
            return replace(judged, verdict=Verdict.UNKNOWN, reason=why.FOREIGN)
        if judged.reason == why.FOREIGN and is_ours:
            # The chain is there; what is missing is proof that nobody in it was revoked.
            return replace(judged, reason=why.STATUS_UNKNOWN)
        if judged.verdict is Verdict.VALID and not self._is_fresh(proof, judged, certificate):
            return replace(judged, verdict=Verdict.UNKNOWN, reason=why.STATUS_UNKNOWN)
        return judged

    def _is_fresh(self, proof: Evidence, judged: Judgement, certificate: x509.Certificate) -> bool:
        """Say whether the certificate was good when the signature was made, and not long before."""
        good_at, rules = last_good_at(certificate, proof, self.trust), self.trust.status
        if good_at is None or judged.stamped_at is None:
            return False
        return good_at >= judged.stamped_at - rules.longest_age - rules.skew

    @property
    def _stamps(self) -> list[Any]:
        stamps: list[Any] = self.reader.embedded_timestamp_signatures
        return stamps

    @cached_property
    def _kept(self) -> Evidence:
        return kept_in(self.reader)

    def _is_ours(self, signature: Any, certificate: x509.Certificate) -> bool:
        trust = self.trust.stamps.trust if _is_time(signature) else self.trust.signers
        try:
            trust.issuer_of(certificate, at=certificate.not_valid_before_utc)
        except Refused:
            return False
        return True


def _is_time(signature: Any) -> bool:
    return bool(signature.sig_object_type == "/DocTimeStamp")


def _stamped_at(signature: Any) -> datetime:
    return _made_at(signature.signed_data)


def _made_at(token: Any) -> datetime:
    made_at: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return made_at


def _level(judged: Judgement, *, has_status: bool) -> Level:
    if judged.stamped_at is None:
        return Level.BASIC
    if judged.verdict is not Verdict.VALID or not has_status:
        return Level.TIMED
    return Level.ARCHIVAL if judged.is_archival else Level.LONG


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


def _broken(signature: Any, reader: PdfFileReader) -> SignatureReport:
    return SignatureReport(
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
