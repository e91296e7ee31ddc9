"""Renewing a container before what proves it grows old: an archive manifest, and a time stamp over it.

The manifest (ETSI EN 319 162-1) names all that lies in the container, older manifests and stamps with their
proof included, so one stamp protects everything that was believed until then. The newest always has the same
name; the one before it is numbered. Refuses to know when a container is due.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import count

from asn1crypto import cms
from cryptography import x509
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from signing import renewal
from signing.cms_signature import read_cms
from signing.container import ARCHIVE, Container, read_container
from signing.dated import Algorithms
from signing.errors import Check, Refused
from signing.evidence import Evidence, Outside, SignatureTrust, gather
from signing.examine import examine
from signing.manifest import written
from signing.package import HASH, STAMP_TYPE, with_proof, zipped
from signing.pdf_file import readable
from signing.report import Verdict
from signing.stamps import stamp
from signing.trust import Issuer
from signing.xml_signature import read_signatures

NEWEST = f"{ARCHIVE}.xml"


def renew(content: bytes, *, trust: SignatureTrust, outside: Outside, at: datetime) -> bytes:
    """Return the container with a time stamp over all that is in it. Raises `Refused`, or `Passing`.

    One of which something is not proven any more is refused: a stamp would not make it better.
    """
    _refuse_unproven(content, trust=trust, at=at)
    container = read_container(content)

    def proof(certificate: x509.Certificate, issuer: Issuer) -> Evidence:
        return gather(certificate, issuer, trust.stamps.trust.roots, trust=trust, at=at, outside=outside)

    _, youngest = max(_stamps(container), key=lambda stamp: stamp[0])
    kept = with_proof(_numbered(container), proof(youngest, trust.stamps.trust.issuer_of(youngest, at=at)))
    over = _free("META-INF/timestamp", ".tst", kept)
    named = ((name, "", hashlib.sha256(one).digest()) for name, one in kept.items())
    manifest = written(named, over=over, kind=STAMP_TYPE)
    digest = hashlib.new(HASH, manifest).digest()
    made = stamp(digest, HASH, service=trust.stamps, at=at, fetch=outside.stamp)
    renewed = zipped(
        with_proof(kept | {NEWEST: manifest, over: made.token}, proof(made.certificate, made.issuer)),
        container.media_type,
    )
    _refuse_unproven(renewed, trust=trust, at=at)
    return renewed


def proven_until(content: bytes, algorithms: Algorithms) -> datetime | None:
    """Return when something in the container stops being proven; None where nothing is stamped.

    The newest archive stamp proves all of it; before there is one, the first stamp that ends is the end.
    """
    container = read_container(content)
    newest = [manifest.over for manifest in container.manifests if manifest.name == NEWEST]
    if newest:
        return renewal.end_of(_made(container.over[newest[0]])[1], algorithms)
    ends = [renewal.end_of(certificate, algorithms) for _, certificate in _stamps(container)]
    covered = {name for manifest in container.manifests for name in manifest.digests}
    for name, file in container.files.items():
        if file.startswith(b"%PDF") and name not in covered:
            until = renewal.proven_until(file, algorithms)
            ends += [until] if until else []
    return min(ends, default=None)


def _refuse_unproven(content: bytes, *, trust: SignatureTrust, at: datetime) -> None:
    report = examine(content, trust=trust, at=at)
    if report.verdict is not Verdict.VALID:
        reasons = [problem.code for problem in report.problems]
        reasons += [signature.found.reason for signature in report.signatures if signature.found.reason]
        raise Refused(Check.RESULT, next(iter(reasons), "unproven"))


def _numbered(container: Container) -> dict[str, bytes]:
    """Return all that lies in the container, what was its newest manifest under a name with a number."""
    kept = dict(container.everything)
    if NEWEST in kept:
        kept[_free(ARCHIVE, ".xml", kept)] = kept.pop(NEWEST)
    return kept


def _free(begins: str, ends: str, taken: dict[str, bytes]) -> str:
    return next(name for number in count(1) if (name := f"{begins}{number}{ends}") not in taken)


def _stamps(container: Container) -> Iterator[tuple[datetime, x509.Certificate]]:
    """Yield the time stamps over manifests and over signatures, with their certificates."""
    for manifest in container.manifests:
        over = container.over[manifest.over]
        yield from [_made(over)] if manifest.over.endswith(".tst") else _made_within(over)
    for signatures in container.signatures.values():
        for signature in read_signatures(signatures)[0]:
            yield from (_made(token) for _, token in signature.stamps)


def _made(token: bytes) -> tuple[datetime, x509.Certificate]:
    with readable():
        return renewal.made_by(cms.ContentInfo.load(token)["content"])


def _made_within(signature: bytes) -> Iterator[tuple[datetime, x509.Certificate]]:
    with readable():
        for signed in read_cms(signature).signers:
            tokens = extract_tst_data_iter(extract_signer_info(signed), signed=False)
            yield from [renewal.made_by(token) for token in tokens]
