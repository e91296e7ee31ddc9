"""Description of a certificate for a person: whose it is, and how long it holds.

Reads no more of it than that, and verifies nothing: the server does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from signing.agent.errors import CertificateExpired, CertificateNotYetValid
from signing.cards.der import fields, parts
from signing.cards.errors import CardUnreadable

_COMMON_NAME = bytes.fromhex("550403")
_UTC_TIME, _WIDE = 0x17, 0x1E  # the last is of two bytes a letter


@dataclass(frozen=True)
class Certificate:
    """A certificate as its holder knows it."""

    der: bytes
    holder: str
    valid_from: datetime
    valid_until: datetime

    def refuse_unless_valid(self, at: datetime) -> None:
        """Raise `CertificateExpired` or `CertificateNotYetValid`."""
        if at > self.valid_until:
            raise CertificateExpired
        if at < self.valid_from:
            raise CertificateNotYetValid


def read_certificate(der: bytes) -> Certificate:
    """Return what is written in a certificate. Raises `CardUnreadable`."""
    try:
        return _read(der)
    except (IndexError, ValueError, StopIteration):
        raise CardUnreadable("a certificate that is none") from None


def _read(der: bytes) -> Certificate:
    _, _, _, (_, validity), (_, subject), *_ = fields(der)
    first, last = (_instant(*time) for time in parts(validity))
    return Certificate(der, _common_name(subject), first, last)


def _common_name(subject: bytes) -> str:
    for _, names in parts(subject):
        for _, name in parts(names):
            (_, kind), (tag, value) = parts(name)
            if kind == _COMMON_NAME:
                return value.decode("utf-16-be" if tag == _WIDE else "utf-8")
    return ""


def _instant(tag: int, value: bytes) -> datetime:
    text = value.decode("ascii")
    if tag == _UTC_TIME:  # two digits of the year: 50 and later are of the last century (RFC 5280)
        text = ("19" if text[:2] >= "50" else "20") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
