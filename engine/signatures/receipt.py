"""Whose signatures are on a file of unknown origin: examined as hostile, judged by our rules.

Refuses to know whose file it is.
"""

from __future__ import annotations

from datetime import datetime

from engine.documents.examination.ask import examine
from engine.documents.limits import MB
from engine.errors import Rejected
from engine.signatures.trust import SignatureRules, as_data
from signing.package_report import PackageReport
from signing.report import Report

LONGEST, LONGEST_PACKAGE = 20 * MB, 100 * MB


def check_package(content: bytes, rules: SignatureRules, *, at: datetime) -> PackageReport:
    """Return what is to be said of the package of a case. Raises `Rejected` or `Unavailable`."""
    if len(content) > LONGEST_PACKAGE:
        raise Rejected("document.too_large", megabytes=LONGEST_PACKAGE // MB)
    told = examine("package", content, rules=as_data(rules), at=at.isoformat()).told
    return PackageReport.from_json(told)


def check(content: bytes, rules: SignatureRules, *, at: datetime) -> Report:
    """Return what is to be said of the signatures. Raises `Rejected` or `Unavailable`."""
    if not content:
        raise Rejected("document.empty")
    if len(content) > LONGEST:
        raise Rejected("document.too_large", megabytes=LONGEST // MB)
    told = examine("signatures", content, rules=as_data(rules), at=at.isoformat()).told
    return Report.from_json(told)
