"""The signatures of a PDF or of a case's package, of any origin, judged by the trust list that comes along.

Runs in the confined child only, and asks nobody: what is not in the file is unknown.
"""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any, Final

from engine.errors import Rejected
from engine.signatures.trust import from_data
from signing.cms_file import examine_cms
from signing.errors import Refused
from signing.examine import examine
from signing.loop import Loop
from signing.package_report import PackageReport
from signing.report import Report
from signing.verify import verify

# What pyHanko imports only when it meets a file that needs it.
_LATER: Final = (
    *("pyhanko.pdf_utils.filters", "pyhanko.pdf_utils.crypt", "pyhanko.pdf_utils.metadata.xmp_xml"),
    *("pyhanko.pdf_utils.embed", "pyhanko.sign.validation.pdf_embedded", "lxml.etree", "gzip"),
    *("cryptography.hazmat.backends.openssl.backend", "encodings.cp437"),
)
_WORDS: Final = {
    "no_content": "signing.file_missing",
    "signs_something_else": "signing.other_file",
    "unsigned": "signing.unsigned",
}
_loop: list[Loop] = []  # made before this process gives up the right to


def warm_up() -> None:
    """Load what verifying needs, because later nothing can be loaded."""
    for name in _LATER:
        import_module(name)
    _loop.append(Loop())


def work(content: bytes, head: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return the report as plain data."""
    trust, find_number = from_data(head["rules"])
    at = datetime.fromisoformat(head["at"])
    by: dict[str, Any] = {"trust": trust, "at": at, "find_number": find_number, "run": _loop[0].run}
    report: Report | PackageReport
    try:
        if head["task"] == "cms":
            # The file beside the signature lies behind it.
            ends = head["ends"]
            beside = content[ends:] if head["is_beside"] else None
            report = examine_cms(content[:ends], beside, name=head["name"], **by)
        elif head["task"] == "package":
            report = examine(content, **by)
        else:
            report = verify(content, **by)
    except Refused as refused:
        raise Rejected(_WORDS.get(refused.reason, "signing.unreadable")) from None
    return report.to_json(), b""
