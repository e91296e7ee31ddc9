"""How often somebody without a name asks: counted by address and hour, the address kept as a keyed digest.

Refuses to know what is asked for.
"""

from __future__ import annotations

import hashlib

from engine.db.pool import Transaction
from engine.errors import Rejected

COUNT = "select count_address(:kind, :mac, :now)"


class AskedTooOften(Rejected):
    """An address has asked as often as an hour allows."""

    code = "visitor.too_often"


def count_visit(tx: Transaction, kind: str, address: str, *, secret: str, most: int) -> None:
    """Count one more; raises `AskedTooOften` beyond the most that an hour allows."""
    mac = hashlib.blake2b(address.encode(), key=secret.encode()[:64], digest_size=16).digest()
    if int(tx.scalar(COUNT, kind=kind, mac=mac, now=tx.now)) > most:
        raise AskedTooOften
