"""Signatures on a file of unknown origin: examined as hostile, judged by our rules.

Refuses to know whose file it is.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from engine.documents.examination.ask import examine
from engine.documents.limits import MB
from engine.documents.names import clean_name
from engine.errors import Rejected
from engine.signatures.trust import SignatureRules, as_data
from signing.cms_signature import is_cms
from signing.container import BEGINS
from signing.package_report import PackageReport
from signing.report import Report

LONGEST, LONGEST_PACKAGE = 20 * MB, 100 * MB


def check_any(
    content: bytes, beside: bytes | None, rules: SignatureRules, *, name: str, at: datetime
) -> Report | PackageReport:
    """Return what is to be said of a file of any kind; of signatures in CMS with the file `beside` them.

    `name` is that of the file with the signatures. Raises `Rejected` or `Unavailable`.
    """
    if is_cms(content):
        return check_cms(content, beside, rules, name=name, at=at)
    if beside is not None:
        raise Rejected("signing.not_detached")
    return (check_package if content.startswith(BEGINS) else check)(content, rules, at=at)


def check_cms(
    content: bytes, beside: bytes | None, rules: SignatureRules, *, name: str, at: datetime
) -> PackageReport:
    """Return what is to be said of signatures in CMS. Raises `Rejected` or `Unavailable`."""
    if len(content) + len(beside or b"") > LONGEST:
        raise Rejected("document.too_large", megabytes=LONGEST // MB)
    head = {"ends": len(content), "is_beside": beside is not None, "name": clean_name(PurePath(name).stem)}
    whole = content + (beside or b"")
    told = examine("cms", whole, rules=as_data(rules), at=at.isoformat(), **head).told
    return PackageReport.from_json(told)


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
