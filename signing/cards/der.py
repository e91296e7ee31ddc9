"""Reading DER: what stands one after the other, and of a certificate what its key is and what it is for."""

from __future__ import annotations

from collections.abc import Iterator

from signing.cards.errors import CardUnreadable
from signing.cards.profiles import Kind, Purpose

VERSION, EXTENSIONS = 0xA0, 0xA3
_KEY_USAGE = bytes.fromhex("551d0f")
_DIGITAL_SIGNATURE, _NON_REPUDIATION = 0x80, 0x40
_RSA = bytes.fromhex("2a864886f70d010101")
_CURVES = {bytes.fromhex("2a8648ce3d030107"): Kind.EC_P256, bytes.fromhex("2b81040022"): Kind.EC_P384}


def parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield tag and value of each. Raises `ValueError` or `IndexError` for what is no DER."""
    while data:
        size, start = data[1], 2
        if size & 0x80:
            start += size & 0x7F
            size = int.from_bytes(data[2:start], "big")
        if len(data) < start + size:
            raise ValueError("ends too soon")
        yield data[0], data[start : start + size]
        data = data[start + size :]


def fields(certificate: bytes) -> list[tuple[int, bytes]]:
    """Return the signed fields: serial number, algorithm, issuer, validity, subject, key, extensions."""
    [(_, whole)] = parts(certificate)
    _, signed = next(parts(whole))
    return [part for part in parts(signed) if part[0] != VERSION]


def key_kind(certificate: bytes) -> Kind:
    """Return what the certificate's key takes and gives. Raises `CardUnreadable`."""
    try:
        (_, algorithm), _ = parts(fields(certificate)[5][1])
        (_, kind), *more = parts(algorithm)
        return Kind.RSA_PKCS1 if kind == _RSA else _CURVES[more[0][1]]
    except (IndexError, KeyError, ValueError, StopIteration):
        raise CardUnreadable("a key of an unknown kind") from None


def purpose(certificate: bytes) -> Purpose | None:
    """Return what a person's certificate is for, by its key usage. Raises `CardUnreadable`."""
    try:
        usage = _usage(certificate)
    except (IndexError, ValueError, StopIteration):
        raise CardUnreadable("a certificate that is none") from None
    if usage & _NON_REPUDIATION:
        return Purpose.SIGN
    return Purpose.SIGN_IN if usage & _DIGITAL_SIGNATURE else None


def _usage(certificate: bytes) -> int:
    for tag, value in fields(certificate)[6:]:
        if tag != EXTENSIONS:
            continue
        [(_, extensions)] = parts(value)
        for _, extension in parts(extensions):
            (_, name), *_, (_, content) = parts(extension)
            if name == _KEY_USAGE:
                [(_, bits)] = parts(content)
                return bits[1]
    return 0
