"""Examining signatures in CMS that are a file of their own: around what is signed (.p7m) or beside it (.p7s).

Refuses to know what the file means, but for the signatures in a PDF.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from signing import cades, loop
from signing.cms_signature import read_cms
from signing.errors import Check, Refused
from signing.evidence import Evidence, SignatureTrust
from signing.identity import FindNumber, from_semantic_serial_number
from signing.package_report import Covering, PackageReport
from signing.report import Report, Verdict
from signing.verify import verify
from signing.xades import Examination


def examine_cms(
    content: bytes,
    beside: bytes | None = None,
    *,
    name: str,
    trust: SignatureTrust,
    at: datetime,
    find_number: FindNumber = from_semantic_serial_number,
    run: loop.Run = loop.run,
) -> PackageReport:
    """Return what is to be said of signatures over what lies inside them or `beside`, a file of this name.

    Raises `Refused` if they can't be read, or if it is not there what they are over.
    """
    read = read_cms(content)
    if not read.signers and not read.unread:
        raise Refused(Check.CONTAINER, "unsigned")
    signed = read.content if beside is None else beside
    if signed is None:
        raise Refused(Check.CONTAINER, "no_content")
    if read.content not in (None, signed):
        raise Refused(Check.CONTAINER, "signs_something_else")
    seen = Examination(trust, at, Evidence(), find_number, run, {name: signed})
    found, unread = cades.judge(read, signed, frozenset({name}), seen)
    within = _within(signed, seen)
    said = [signature.verdict for signature in found] + [Verdict.UNKNOWN] * bool(unread)
    said += [within.verdict] if within and within.verdict else []
    return PackageReport(
        max(said, key=list(Verdict).index),
        hashlib.sha256(content).hexdigest(),
        None,
        "",
        (),
        (name,),
        tuple(Covering(signature, (name,)) for signature in found),
        unread,
        ((name, within),) if within else (),
        is_container=False,
    )


def _within(signed: bytes, seen: Examination) -> Report | None:
    """Return what the signatures within the file are worth, if it is a PDF that has some."""
    if not signed.startswith(b"%PDF"):
        return None
    try:
        report = verify(signed, trust=seen.trust, at=seen.at, find_number=seen.find_number, run=seen.run)
    except Refused:
        return None  # broken or under a password: a file like others, and nobody is said to have signed it
    return report if report.verdict else None
