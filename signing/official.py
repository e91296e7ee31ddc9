"""Taking a PDF back that another program has signed: only one signature was added, and it is made to last.

The program is given the whole file and gives it back with a signature (PAdES-B-B) and, as it likes, a block
that shows it. Here it is compared with what was given, and gets a time stamp and proof like ours.
Refuses to know which program that was and whose signature is expected.
"""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from typing import Any

from asn1crypto import cms
from cryptography import x509
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from signing.algorithms import algorithm_for
from signing.certificates import refuse_unless_for_signatures, refuse_unless_policy, refuse_weak_hash
from signing.cms_signature import names_its_signer
from signing.coverage import is_covered
from signing.errors import Check, Refused
from signing.evidence import Outside, SignatureTrust, gather
from signing.pades import refuse_unproven
from signing.pdf_file import LONGEST, readable, with_evidence
from signing.stamps import HASHES, stamp
from signing.token import read_certificate

# In points squared: a quarter of an A4 page. A larger block could hide what is signed.
LARGEST_BLOCK = 595 * 842 / 4


def offered(pdf: bytes) -> bytes:
    """Return the file as it is given out: with a form, because what is added to none can't be judged."""
    with readable():
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        if "/AcroForm" in writer.root:
            return pdf
        form = {pdf_name("/Fields"): ArrayObject(), pdf_name("/SigFlags"): NumberObject(3)}
        writer.root[pdf_name("/AcroForm")] = DictionaryObject(form)
        writer.update_root()
        output = io.BytesIO()
        writer.write(output)
        return output.getvalue()


def accept(
    given: bytes, returned: bytes, *, trust: SignatureTrust, outside: Outside, at: datetime
) -> tuple[bytes, x509.Certificate]:
    """Return the file with stamp and proof, and the signer's certificate.

    Raises `Refused`; `Passing` where nothing is lost and the same may succeed later.
    """
    try:
        with readable():
            signature = _refuse_other_changes(given, returned)
            certificate = read_certificate(signature.signer_cert.dump())
            hash_name = _refuse_wrong_signature(signature, certificate, at=at)
    except (CMSExtractionError, SignatureValidationError):
        raise Refused(Check.SIGNATURE, "malformed") from None
    issuer = trust.signers.issuer_of(certificate, at=at)
    refuse_unless_policy(certificate, issuer.policies)
    digest = hashlib.new(hash_name, signature.signer_info["signature"].native).digest()
    made = stamp(digest, hash_name, service=trust.stamps, at=at, fetch=outside.stamp)
    ways: dict[str, Any] = {"trust": trust, "at": at, "outside": outside}
    evidence = gather(certificate, issuer, trust.signers.roots, **ways)
    evidence += gather(made.certificate, made.issuer, trust.stamps.trust.roots, **ways)
    signed = with_evidence(_stamped(returned, signature, made.token), evidence)
    refuse_unproven(signed, trust=trust, at=at)
    return signed, certificate


def _refuse_other_changes(given: bytes, returned: bytes) -> Any:
    """Return the signature that was added, if nothing else was."""
    if len(returned) > LONGEST:
        raise Refused(Check.DOCUMENT, "too_long")
    if not returned.startswith(given):
        raise Refused(Check.PREPARED, "changed")
    before, after = (PdfFileReader(io.BytesIO(content)) for content in (given, returned))
    if after.total_revisions != before.total_revisions + 1:
        raise Refused(Check.PREPARED, "revisions")
    if len(after.embedded_signatures) != len(before.embedded_signatures) + 1:
        raise Refused(Check.PREPARED, "signatures")
    signature = after.embedded_signatures[-1]
    signature.compute_integrity_info()
    if not is_covered(signature, returned):
        raise Refused(Check.PREPARED, "not_covered")
    old, new = (after.get_historical_resolver(before.total_revisions - back) for back in (1, 0))
    try:
        changes = DEFAULT_DIFF_POLICY.apply(old, new)
    except SuspiciousModification:
        raise Refused(Check.PREPARED, "changed") from None
    if changes.modification_level > ModificationLevel.FORM_FILLING:
        raise Refused(Check.PREPARED, "changed")
    left, bottom, right, top = (float(side) for side in signature.sig_field.get("/Rect", (0, 0, 0, 0)))
    if abs(right - left) * abs(top - bottom) > LARGEST_BLOCK:
        raise Refused(Check.PREPARED, "block_too_large")
    return signature


def _refuse_wrong_signature(signature: Any, certificate: x509.Certificate, *, at: datetime) -> str:
    """Return the name of the hash, if the signature is one over the file by this certificate's key."""
    refuse_unless_for_signatures(certificate, at=at)
    refuse_weak_hash(certificate)
    algorithm_for(certificate.public_key())
    hash_name: str = signature.signer_info["digest_algorithm"]["algorithm"].native
    if hash_name not in HASHES:
        raise Refused(Check.ALGORITHM, "weak_hash")
    is_intact, is_signed = validate_sig_integrity(
        signature.signer_info, signature.signer_cert, "data", signature.compute_digest()
    )
    if not is_intact or not is_signed:
        raise Refused(Check.SIGNATURE, "not_over_this" if is_signed else "wrong")
    if not names_its_signer(signature.signed_data, certificate):
        raise Refused(Check.SIGNATURE, "signer_unnamed")
    return hash_name


def _stamped(pdf: bytes, signature: Any, token: bytes) -> bytes:
    """Return the file with the time stamp in its signature, whose place is larger than the signature."""
    whole = cms.ContentInfo.load(signature.pkcs7_content)
    (signer,) = whole["content"]["signer_infos"]
    attribute = {"type": "signature_time_stamp_token", "values": [cms.ContentInfo.load(token)]}
    signer["unsigned_attrs"] = cms.CMSAttributes([cms.CMSAttribute(attribute)])
    whole["content"]["signer_infos"] = [signer]
    made = whole.dump().hex().encode()
    _, begins, ends, _ = (int(number) for number in signature.byte_range)
    room = ends - begins - 2
    if len(made) > room:
        raise Refused(Check.DOCUMENT, "place_too_small")
    filled: bytes = pdf[: begins + 1] + made.ljust(room, b"0") + pdf[ends - 1 :]
    return filled
