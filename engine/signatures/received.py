"""Verdict on the signatures of a file when it was received: judged once, and kept with the file.

A signature that can't be proven stops nobody from filing; a form that needs one says so (`mms:signed`).
Refuses to know whose file it is and what its signature is needed for.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.documents.sniff import is_container
from engine.errors import Rejected, Unavailable
from engine.signatures.receipt import check, check_package
from engine.signatures.rules import rules_of
from engine.signatures.words import SignatureWords, problems_of, said, said_of_package
from signing.package_report import PackageReport
from signing.report import Report, Verdict

if TYPE_CHECKING:
    from engine.operations.outside import Connections

LOG = logging.getLogger("mms.signing")
# Stands in every signed PDF, and nowhere else can it be hidden: readers go to these places in the bytes.
MARK = b"/ByteRange"
# Nobody's signatures count here, so nobody can say; a verdict beside those of a report.
UNCHECKED = "unchecked"


@dataclass(frozen=True)
class Received:
    """Verdict on a signed file, and the words about it; there is none where nobody signed."""

    verdict: str  # valid, unknown, invalid, unchecked
    at: datetime
    found: tuple[SignatureWords, ...]
    problems: tuple[str, ...] = ()  # of a container: what is wrong with which of its files


def judged(content: bytes, connections: Connections) -> dict[str, Any] | None:
    """Return what is kept with a file that was received: None where nobody has signed it."""
    is_package = is_container(content)
    if not is_package and not (content.startswith(b"%PDF") and MARK in content):
        return None
    now, look = connections.clock.now(), check_package if is_package else check
    try:
        report: Report | PackageReport = look(content, rules_of(connections), at=now)
    except Unavailable as unavailable:
        LOG.warning("a signed file was received and not judged: %s", unavailable.error_code)
        return {"verdict": UNCHECKED, "at": now.isoformat(), "report": None}
    except Rejected:
        # Harmless, or it would not be here; but its signatures can't be read.
        return {"verdict": Verdict.UNKNOWN, "at": now.isoformat(), "report": None}
    if isinstance(report, PackageReport):
        if not report.is_signed:
            return None
        return {"verdict": report.verdict, "at": now.isoformat(), "report": None, "package": report.to_json()}
    if report.verdict is None:
        return None
    return {"verdict": report.verdict, "at": now.isoformat(), "report": report.to_json()}


def verdict_of(kept: Mapping[str, Any] | None) -> str | None:
    """Return the verdict in one word; None where nobody has signed the file."""
    return None if kept is None else str(kept["verdict"])


def in_words(kept: Mapping[str, Any] | None, language: str, *, with_number: bool) -> Received | None:
    """Return what was found, in words; personal numbers only for those who may know them."""
    if kept is None:
        return None
    verdict, at = str(kept["verdict"]), datetime.fromisoformat(kept["at"])
    if kept.get("package"):
        package = PackageReport.from_json(kept["package"])
        found = said_of_package(package, language, with_number=with_number)
        return Received(verdict, at, found, problems_of(package, language))
    report = kept["report"] and Report.from_json(kept["report"])
    found = (
        tuple(said(signature, language, with_number=with_number) for signature in report.found)
        if report
        else ()
    )
    return Received(verdict, at, found)
