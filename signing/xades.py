"""Verification of a signature in XML (XAdES): over which files, by whom, when, and a good certificate then.

Judged by what lies in the container, without asking anybody, for an instant. Refuses to know where the
signature was read and why it is that instant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathError,
    RevokedError,
    ValidationError,
)

from signing import judgement as why
from signing import loop
from signing.algorithms import is_strong_key
from signing.errors import Refused
from signing.evidence import Evidence, SignatureTrust
from signing.identity import FindNumber
from signing.judgement import Judgement
from signing.kept import last_good_at
from signing.manifest import Digest
from signing.pdf_file import asn1, readable
from signing.policy import demands, handlers, timing
from signing.portrait import Portrait
from signing.report import Changes, Level, SignatureReport, Verdict
from signing.stamped import stamped
from signing.token import read_certificate
from signing.xml_signature import XmlSignature

_MORE, _LATER = "http://www.w3.org/2001/04/xmldsig-more#", "http://www.w3.org/2007/05/xmldsig-more#"
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_RSA = {f"{_MORE}rsa-{name}": name for name in _HASHES}
_PSS = {f"{_LATER}{name}-rsa-MGF1": name for name in _HASHES}
_CURVE = {f"{_MORE}ecdsa-{name}": name for name in _HASHES}


@dataclass(frozen=True)
class Examination:
    """For which instant, by which rules and which proof it is judged."""

    trust: SignatureTrust
    at: datetime
    proof: Evidence
    find_number: FindNumber
    run: loop.Run
    files: Mapping[str, bytes] = field(repr=False)
    is_archival: bool = False  # a later time stamp over the container is why it is this instant


def judge(one: XmlSignature, seen: Examination) -> SignatureReport:
    """Return what is to be said of the signature. Raises `Refused` if its certificate can't be read."""
    certificate = read_certificate(one.certificate)
    seen = replace(seen, proof=seen.proof + one.proof)
    with readable():
        judged = _judged(one, certificate, seen)
        status_at = last_good_at(certificate, seen.proof, seen.trust)
    files = frozenset(name for name, _ in one.references)
    return told(certificate, judged, seen, files=files, claimed_at=one.claimed_at, status_at=status_at)


def told(
    certificate: x509.Certificate,
    judged: Judgement,
    seen: Examination,
    *,
    files: frozenset[str],
    claimed_at: datetime | None,
    status_at: datetime | None,
) -> SignatureReport:
    """Return what is to be said of a signature over these files of a container."""
    portrait = Portrait.of(certificate, seen.find_number)
    return SignatureReport(
        kind=portrait.kind,
        verdict=judged.verdict,
        reason=judged.reason,
        name=portrait.name,
        number=portrait.number,
        organisation=portrait.organisation,
        issuer=portrait.issuer,
        is_ours=is_ours(certificate, seen.trust),
        is_demo=portrait.is_demo,
        claimed_at=claimed_at,
        stamped_at=judged.stamped_at,
        status_at=status_at,
        level=_level(judged),
        covers_all=files == seen.files.keys(),
        revision=1,
        revisions=1,
        changes=Changes.NONE,
        title="",
        place="",
    )


def _judged(one: XmlSignature, certificate: x509.Certificate, seen: Examination) -> Judgement:
    if not _are_whole(one, certificate, seen.files):
        return Judgement(Verdict.INVALID, why.CHANGED)
    if not _is_signed(one, certificate):
        return Judgement(Verdict.INVALID, why.FORGED)
    if not one.stamps:
        return Judgement(Verdict.UNKNOWN, why.TIME_MARK if one.has_time_mark else why.NO_STAMP)
    believed = [at for content, token in one.stamps if (at := _stamped_at(content, token, seen)) is not None]
    if not believed:
        return Judgement(Verdict.UNKNOWN, why.STAMP_UNPROVEN)
    judged = replace(_by_certificate(certificate, min(believed), seen), is_archival=seen.is_archival)
    if judged.verdict is Verdict.VALID and not _are_trusted(one, certificate, seen):
        return replace(judged, verdict=Verdict.UNKNOWN, reason=why.WEAK)
    return judged


def _are_whole(one: XmlSignature, certificate: x509.Certificate, files: Mapping[str, bytes]) -> bool:
    """Say whether everything whose hash is signed is what it was."""
    hashed = [(one.properties, one.properties_digest), (one.certificate, one.named)]
    for name, digest in one.references:
        if name not in files:
            return False
        hashed.append((files[name], digest))
    return all(_hash(content, digest) == digest.value for content, digest in hashed)


def _hash(content: bytes, digest: Digest) -> bytes:
    return hashlib.new(digest.hash_name, content).digest()


def _is_signed(one: XmlSignature, certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    if not is_strong_key(key):
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey) and one.method in _RSA:
            key.verify(one.value, one.signed, padding.PKCS1v15(), _HASHES[_RSA[one.method]])
        elif isinstance(key, rsa.RSAPublicKey) and one.method in _PSS:
            used = _HASHES[_PSS[one.method]]
            key.verify(one.value, one.signed, padding.PSS(padding.MGF1(used), used.digest_size), used)
        elif isinstance(key, ec.EllipticCurvePublicKey) and one.method in _CURVE:
            key.verify(_as_sequence(one.value), one.signed, ec.ECDSA(_HASHES[_CURVE[one.method]]))
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True


def _as_sequence(value: bytes) -> bytes:
    """Return r and s, which XML carries one after the other, as the library takes them."""
    half = len(value) // 2
    return encode_dss_signature(int.from_bytes(value[:half]), int.from_bytes(value[half:]))


def _stamped_at(content: bytes, token: bytes, seen: Examination) -> datetime | None:
    found = stamped(
        token,
        lambda name: hashlib.new(name, content).digest(),
        seen.proof,
        trust=seen.trust,
        at=seen.at,
        run=seen.run,
    )
    return found.at if found is not None and found.is_believed else None


def _by_certificate(certificate: x509.Certificate, stamped_at: datetime, seen: Examination) -> Judgement:
    """Judge by the certificate: whose it is, what for, and whether it was good when the stamp was made."""
    trust, good_at = seen.trust, last_good_at(certificate, seen.proof, seen.trust)
    if not is_ours(certificate, trust):
        return Judgement(Verdict.UNKNOWN, why.FOREIGN, stamped_at)
    if not certificate.not_valid_before_utc <= stamped_at <= certificate.not_valid_after_utc:
        return Judgement(Verdict.INVALID, why.OUT_OF_TIME, stamped_at)
    # An answer that came after the stamp says as much of the stamp's instant, for nobody is un-revoked.
    moment = min(max(stamped_at, good_at or stamped_at), certificate.not_valid_after_utc, seen.at)
    spec = demands(trust, seen.proof, at=seen.at)
    context = spec.cert_validation_policy.build_validation_context(timing(moment), handlers(spec, at=moment))
    try:
        seen.run(
            CertificateValidator(asn1(certificate), validation_context=context).async_validate_usage(
                {"non_repudiation"}
            )
        )
    except RevokedError as revoked:
        is_after = stamped_at >= revoked.revocation_dt
        return Judgement(Verdict.INVALID if is_after else Verdict.UNKNOWN, why.REVOKED, stamped_at)
    except (ValidationError, PathError) as error:
        return Judgement(Verdict.UNKNOWN, _reason(error), stamped_at)
    rules = trust.status
    if good_at is None or good_at < stamped_at - rules.longest_age - rules.skew:
        return Judgement(Verdict.UNKNOWN, why.STATUS_UNKNOWN, stamped_at)
    return Judgement(Verdict.VALID, "", stamped_at)


def _reason(error: Exception) -> str:
    for kind, reason in (
        (InsufficientRevinfoError, why.STATUS_UNKNOWN),
        (DisallowedAlgorithmError, why.WEAK),
        (ExpiredError, why.OUT_OF_TIME),
        (NotYetValidError, why.OUT_OF_TIME),
    ):
        if isinstance(error, kind):
            return reason
    return why.FOREIGN


def _are_trusted(one: XmlSignature, certificate: x509.Certificate, seen: Examination) -> bool:
    """Say whether all that was used for the signature proves anything at the instant it is judged for."""
    known, key = seen.trust.algorithms, certificate.public_key()
    used = {digest.hash_name for _, digest in one.references}
    used |= {one.properties_digest.hash_name, one.named.hash_name, (_RSA | _PSS | _CURVE)[one.method]}
    kind = "rsa" if isinstance(key, rsa.RSAPublicKey) else "ec"
    rules = [known.of_hash(name) for name in used] + [known.of_key(kind, getattr(key, "key_size", 0))]
    return all(rule is not None and rule.at(seen.at) for rule in rules)


def is_ours(certificate: x509.Certificate, trust: SignatureTrust) -> bool:
    try:
        trust.signers.issuer_of(certificate, at=certificate.not_valid_before_utc)
    except Refused:
        return False
    return True


def _level(judged: Judgement) -> Level:
    if judged.stamped_at is None:
        return Level.BASIC
    if judged.verdict is not Verdict.VALID:
        return Level.TIMED
    return Level.ARCHIVAL if judged.is_archival else Level.LONG
