"""Whose signatures are on a file of unknown origin: examined as hostile, judged by our rules.

Refuses to know whose file it is.
"""

from __future__ import annotations

from datetime import datetime

from engine.documents.examination.ask import examine
from engine.documents.limits import MB
from engine.errors import Rejected
from engine.signature_trust import SignatureRules, as_data
from signing.report import Report

LONGEST = 20 * MB


def check(content: bytes, rules: SignatureRules, *, at: datetime) -> Report:
    """Return what is to be said of the signatures. Raises `Rejected` or `Unavailable`."""
    if not content:
        raise Rejected("document.empty")
    if len(content) > LONGEST:
        raise Rejected("document.too_large", megabytes=LONGEST // MB)
    told = examine("signatures", content, rules=as_data(rules), at=at.isoformat()).told
    return Report.from_json(told)
