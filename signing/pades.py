"""Signing a PDF in two steps (PAdES-B-LT): what is signed is fixed before the card signs it.

`prepare` leaves a place for the signature in the file and says what the card has to sign. `finish` believes
neither what was kept between the two nor what came: it compares them with each other, verifies the
signature, gathers proof of the time and of the certificates' status, and verifies the finished file as a
stranger would. Refuses to know whose signature is expected and what the document means.
"""

from __future__ import annotations

from datetime import datetime

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import ExternalSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest, SignatureObject
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.algorithms import TokenAlgorithm, algorithm_for, in_cms, refuse_wrong_signature
from signing.certificates import refuse_unless_for_signatures, refuse_unless_policy, refuse_weak_hash
from signing.errors import Check, Refused
from signing.evidence import Outside, SignatureTrust, gather
from signing.loop import run
from signing.pdf_file import RESERVED, asn1, digest_around, filled, with_place
from signing.prepared import Prepared
from signing.report import Changes, Level, Verdict
from signing.stamps import stamp
from signing.trust import Issuer
from signing.verify import verify


def prepare(pdf: bytes, certificate: x509.Certificate, *, title: str, place: str, at: datetime) -> Prepared:
    """Return the file with a place for the signature, and what the card has to sign. Raises `Refused`.

    `title` is what is signed and `place` where, in the words that viewers of the file show.
    """
    algorithm = _algorithm(certificate, at=at)
    signature = SignatureObject(
        timestamp=at, subfilter=SigSeedSubFilter.PADES, location=place, reason=title, bytes_reserved=RESERVED
    )
    content, region = with_place(pdf, signature, algorithm.hash.name)
    attributes = _attributes(region.document_digest, certificate, algorithm)
    return Prepared(
        content,
        attributes,
        algorithm.name,
        algorithm.digest(attributes),
        certificate.fingerprint(SHA256()),
        region.reserved_region_start,
        region.reserved_region_end,
    )


def finish(
    prepared: Prepared,
    signature: bytes,
    *,
    certificate: x509.Certificate,
    trust: SignatureTrust,
    outside: Outside,
    at: datetime,
) -> bytes:
    """Return the signed file. `signature` is as cards give it: for curves r and s, one after the other.

    Raises `Refused`; `Passing` where nothing is lost and the same may succeed later.
    """
    algorithm = _algorithm(certificate, at=at)
    region = _refuse_changed(prepared, certificate, algorithm)
    issuer = trust.signers.issuer_of(certificate, at=at)
    refuse_unless_policy(certificate, issuer.policies)
    key = certificate.public_key()
    refuse_wrong_signature(algorithm, key, signature=signature, data=prepared.attributes)
    value = in_cms(signature, key)
    token = stamp(
        algorithm.digest(value), algorithm.hash.name, service=trust.stamps, at=at, fetch=outside.stamp
    )
    evidence = gather(certificate, issuer, trust.signers.roots, trust=trust, at=at, outside=outside)
    evidence += gather(
        token.certificate, token.issuer, trust.stamps.trust.roots, trust=trust, at=at, outside=outside
    )
    content = _container(prepared, value, certificate, issuer, algorithm, token.token)
    signed = filled(prepared.pdf, region, content, evidence)
    refuse_unproven(signed, trust=trust, at=at)
    return signed


def _algorithm(certificate: x509.Certificate, *, at: datetime) -> TokenAlgorithm:
    refuse_unless_for_signatures(certificate, at=at)
    refuse_weak_hash(certificate)
    return algorithm_for(certificate.public_key())


def _attributes(digest: bytes, certificate: x509.Certificate, algorithm: TokenAlgorithm) -> bytes:
    """Return what is signed: the hash of the file, and the certificate that the signature is made with.

    The same for the same file and certificate, so it can be made again and compared.
    """
    signer = ExternalSigner(asn1(certificate), SimpleCertificateStore())
    attributes: bytes = run(signer.signed_attrs(digest, algorithm.hash.name, use_pades=True)).dump()
    return attributes


def _refuse_changed(
    prepared: Prepared, certificate: x509.Certificate, algorithm: TokenAlgorithm
) -> PreparedByteRangeDigest:
    """Return where the place is, if what was kept agrees with itself and with the certificate."""
    if certificate.fingerprint(SHA256()) != prepared.certificate_digest:
        raise Refused(Check.PREPARED, "other_certificate")
    begins, ends = prepared.place_begins, prepared.place_ends
    place = prepared.pdf[begins:ends] if 0 <= begins < ends else b""
    if place != b"<" + b"0" * RESERVED + b">":
        raise Refused(Check.PREPARED, "no_place")
    region = PreparedByteRangeDigest(b"", begins, ends)
    digest = digest_around(prepared.pdf, region, algorithm.hash.name)
    if prepared.attributes != _attributes(digest, certificate, algorithm):
        raise Refused(Check.PREPARED, "changed")
    return region


def refuse_unproven(signed: bytes, *, trust: SignatureTrust, at: datetime) -> None:
    """Raise `Refused` if a stranger with the same trust list would not believe the new signature."""
    *before, last = verify(signed, trust=trust, at=at).found
    if any(found.changes is Changes.OTHER for found in before):
        raise Refused(Check.DOCUMENT, "locked")
    if last.verdict is not Verdict.VALID or last.level is not Level.LONG:
        raise Refused(Check.RESULT, last.reason or last.level)


class _Given(TimeStamper):
    """Hands out the stamp that was obtained and verified before."""

    def __init__(self, token: bytes) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._token = token

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        return cms.ContentInfo.load(self._token)


def _container(
    prepared: Prepared,
    value: bytes,
    certificate: x509.Certificate,
    issuer: Issuer,
    algorithm: TokenAlgorithm,
    token: bytes,
) -> bytes:
    certificates = SimpleCertificateStore()
    certificates.register(asn1(issuer.certificate))
    signer = ExternalSigner(asn1(certificate), certificates, value)
    attributes = cms.CMSAttributes.load(prepared.attributes)
    made = signer.async_sign_prescribed_attributes(algorithm.hash.name, attributes, timestamper=_Given(token))
    content: bytes = run(made).dump()
    return content
