"""Coverage of a file by a signature, and what was added after it.

A signature says itself which bytes it is over, so what it says is compared with the file: everything up to
the end of its revision, but for the place where it stands. Refuses to know who signed.
"""

from __future__ import annotations

from typing import Any

from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing.report import Changes

_LEVELS = {
    ModificationLevel.NONE: Changes.NONE,
    ModificationLevel.LTA_UPDATES: Changes.PROOF,
    ModificationLevel.FORM_FILLING: Changes.SIGNATURES,
}


def is_covered(signature: Any, pdf: bytes) -> bool:
    """Say whether the signature is over its whole revision but exactly its own place.

    pyHanko 0.38 compares lengths alone where a signature seems to cover the file to its end; where the gap
    lies is compared here.
    """
    spans = [int(number) for number in signature.byte_range]
    if len(spans) != 4 or spans[0] != 0 or min(spans) < 0:
        return False
    _, begins, ends, rest = spans
    if not begins < ends <= ends + rest <= len(pdf):
        return False
    place = pdf[begins:ends]
    if place[:1] != b"<" or place[-1:] != b">":
        return False
    try:
        is_own = bytes.fromhex(place[1:-1].decode("ascii")) == signature.pkcs7_content
    except ValueError:
        return False
    if signature.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return is_own and ends + rest == len(pdf)
    return is_own and signature.coverage is SignatureCoverageLevel.ENTIRE_REVISION


def changes_after(signature: Any) -> Changes:
    """Return what was added after the signature; more than it allows itself is anything else."""
    if signature.summarise_integrity_info()["docmdp_ok"] is False:
        return Changes.OTHER
    if signature.diff_result is None or isinstance(signature.diff_result, SuspiciousModification):
        return Changes.NONE if signature.coverage is SignatureCoverageLevel.ENTIRE_FILE else Changes.OTHER
    return _LEVELS.get(signature.diff_result.modification_level, Changes.OTHER)
