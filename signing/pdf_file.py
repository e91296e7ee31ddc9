"""The file around a signature: a place for it, what is put there, and the evidence behind it.

Everything is added at the end (incremental updates), so what was signed before stays as it was. Refuses to
know what a signature is made of.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from zlib import error as ZlibError

from asn1crypto import crl, ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigFieldSpec, enumerate_sig_fields
from pyhanko.sign.general import SigningError as PlaceTooSmall
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import PdfSignedData, PreparedByteRangeDigest
from pyhanko.sign.validation import DocumentSecurityStore

from signing.certificates import UNREADABLE
from signing.errors import Check, Refused
from signing.evidence import Evidence

LONGEST = 50 * 2**20
RESERVED = 2 * 20 * 1024  # signs of hexadecimal: the signature, its certificates and its stamp
_UNREADABLE = (
    *UNREADABLE,
    PdfError,
    KeyError,
    AttributeError,
    IndexError,
    RecursionError,
    ArithmeticError,  # a number that is none
    NotImplementedError,  # a filter that nobody knows
    ZlibError,
    AssertionError,  # pyHanko 0.38 holds some broken tables of contents for its own mistakes
)


@contextmanager
def readable() -> Iterator[None]:
    """Turn whatever a reader of broken files may meet into `Refused`."""
    try:
        yield
    except _UNREADABLE:
        raise Refused(Check.DOCUMENT, "unreadable") from None


def with_place(pdf: bytes, signature: PdfSignedData, hash_name: str) -> tuple[bytes, PreparedByteRangeDigest]:
    """Return the file with an empty place for the signature, and where it is. Raises `Refused`."""
    if len(pdf) > LONGEST:
        raise Refused(Check.DOCUMENT, "too_long")
    with readable():
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        if writer.prev.encrypted:
            raise Refused(Check.DOCUMENT, "encrypted")
        if writer.prev.xrefs.hybrid_xrefs_present:
            raise Refused(Check.DOCUMENT, "hybrid")
        writer.ensure_output_version(version=(1, 7))
        if writer.output_version < (2, 0):
            writer.register_extension(ESIC_EXTENSION_1)
        taken = {name for name, _, _ in enumerate_sig_fields(writer.prev)}
        field = next(name for number in count(1) if (name := f"MMS{number}") not in taken)
        steps = PdfCMSEmbedder(SigFieldSpec(field)).write_cms(field, writer)
        next(steps)
        steps.send(SigObjSetup(sig_placeholder=signature))
        region, output = steps.send(SigIOSetup(md_algorithm=hash_name))
        return output.getvalue(), region


def digest_around(pdf: bytes, region: PreparedByteRangeDigest, hash_name: str) -> bytes:
    """Return the hash of all of the file but the place."""
    whole = memoryview(pdf)
    found = hashlib.new(hash_name, whole[: region.reserved_region_start])
    found.update(whole[region.reserved_region_end :])
    return found.digest()


def filled(pdf: bytes, region: PreparedByteRangeDigest, content: bytes, evidence: Evidence) -> bytes:
    """Return the file with the content in the place and the evidence behind it. Raises `Refused`."""
    output = io.BytesIO(pdf)
    try:
        written = region.fill_with_cms(output, content)
    except PlaceTooSmall:
        raise Refused(Check.DOCUMENT, "place_too_small") from None
    return with_evidence(output.getvalue(), evidence, of=written)


def with_evidence(pdf: bytes, evidence: Evidence, *, of: bytes | None = None) -> bytes:
    """Return the file with evidence added to its store; `of` is the signature that it is for."""
    output = io.BytesIO(pdf)
    DocumentSecurityStore.add_dss(
        output,
        of,
        certs=[asn1(certificate) for certificate in evidence.certificates],
        ocsps=[ocsp.OCSPResponse.load(answer) for answer in evidence.answers],
        crls=[crl.CertificateList.load(listed) for listed in evidence.lists],
    )
    return output.getvalue()


def asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
