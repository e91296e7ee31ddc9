"""Prepared signing between two requests, while the card signs: the file, and what exactly is signed.

It is kept on the server; the browser and the card see a hash alone. What it says is believed by nobody:
`pades.finish` compares it with itself again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import msgpack  # type: ignore[import-untyped]

from signing.errors import Check, Refused

FORM = 1


@dataclass(frozen=True)
class Prepared:
    """A PDF with an empty place for a signature, and the attributes that the card signs."""

    pdf: bytes = field(repr=False)
    attributes: bytes = field(repr=False)  # SignedAttributes in DER: what is signed
    algorithm: str  # a name of `TOKEN_ALGORITHMS`
    digest: bytes  # of the attributes, by the hash of the algorithm: what the card is given
    certificate_digest: bytes  # SHA-256 of the certificate that it was prepared for
    place_begins: int
    place_ends: int

    def to_bytes(self) -> bytes:
        packed: bytes = msgpack.packb([FORM, asdict(self)])
        return packed

    @classmethod
    def from_bytes(cls, kept: bytes) -> Prepared:
        """Return what `to_bytes` wrote. Raises `Refused`."""
        try:
            form, fields = msgpack.unpackb(kept)
            if form != FORM:
                raise ValueError
            return cls(**_typed(fields))
        except (ValueError, TypeError, KeyError, msgpack.UnpackException):
            raise Refused(Check.PREPARED, "unreadable") from None


def _typed(fields: dict[str, Any]) -> dict[str, Any]:
    for name, kind in _KINDS.items():
        if not isinstance(fields[name], kind):
            raise TypeError(name)
    return fields


_KINDS = {
    "pdf": bytes,
    "attributes": bytes,
    "algorithm": str,
    "digest": bytes,
    "certificate_digest": bytes,
    "place_begins": int,
    "place_ends": int,
}
