"""Personal number in a certificate, as the issuer writes it.

Where the number of a Georgian card stands is not published, so the way to find it belongs to the
configuration; what is found is the same eleven digits whoever issued it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cryptography import x509
from cryptography.x509.oid import NameOID

from signing.errors import Check, Refused

FindNumber = Callable[[x509.Certificate], str]
# Not \d, which takes the digits of every script.
_SEMANTIC = re.compile(r"PNOGE-([0-9]{11})")
_PLAIN = re.compile(r"[0-9]{11}")


def from_semantic_serial_number(certificate: x509.Certificate) -> str:
    """Return the number of `PNOGE-01234567890`, as ETSI EN 319 412-1 writes it. Raises `Refused`."""
    found = _SEMANTIC.fullmatch(_only_serial_number(certificate))
    if found is None:
        raise Refused(Check.IDENTITY, "malformed")
    return found[1]


def from_plain_serial_number(certificate: x509.Certificate) -> str:
    """Return the number where it stands alone. Raises `Refused`."""
    found = _only_serial_number(certificate)
    if _PLAIN.fullmatch(found) is None:
        raise Refused(Check.IDENTITY, "malformed")
    return found


WAYS: dict[str, FindNumber] = {
    "semantic_serial_number": from_semantic_serial_number,
    "plain_serial_number": from_plain_serial_number,
}


def _only_serial_number(certificate: x509.Certificate) -> str:
    found = certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    if len(found) != 1:
        raise Refused(Check.IDENTITY, "not_one_number")
    value = found[0].value
    return value if isinstance(value, str) else ""


def name_part(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    """Return a part of the subject's name; empty if it is missing or comes twice."""
    found = certificate.subject.get_attributes_for_oid(oid)
    return found[0].value if len(found) == 1 and isinstance(found[0].value, str) else ""
