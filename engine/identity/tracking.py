"""The code by which a case is followed without an account.

Sixteen letters and digits of Crockford's alphabet (80 bits) and one that checks them, so that a slip of the
finger is told from a code that does not exist. A code is derived from the case with the installation's
secret: what is stored is its digest, and it can be shown again without having been kept. Refuses to know
tables.
"""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from engine.errors import Rejected

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK = ALPHABET + "*~$=U"
LENGTH = 16
GROUP = 4
_LOOK_ALIKE = str.maketrans("OIL", "011")
_IGNORED = str.maketrans("", "", " -–—\t\r\n")


class CodeMistyped(Rejected):
    """The check symbol does not fit: something was typed wrong."""

    code = "tracking.mistyped"


class TrackingCodes:
    """The tracking codes of one installation."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"tracking codes", "sha256")

    def code(self, case_id: UUID) -> str:
        """Return the code of a case, with its check symbol and without groups."""
        number = int.from_bytes(hmac.digest(self._key, case_id.bytes, "sha256")[:10], "big")
        return _spelled(number) + CHECK[number % len(CHECK)]


def digest(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()


def read_tracking(typed: str) -> str:
    """Return the code in its one spelling. Raises `CodeMistyped`."""
    text = typed[:100].upper().translate(_IGNORED)
    body, check = text[:LENGTH].translate(_LOOK_ALIKE), text[LENGTH:]
    if len(body) != LENGTH or len(check) != 1 or not set(body) <= set(ALPHABET):
        raise CodeMistyped
    number = 0
    for letter in body:
        number = number * 32 + ALPHABET.index(letter)
    if CHECK[number % len(CHECK)] != check:
        raise CodeMistyped
    return body + check


def grouped(code: str) -> str:
    """Return a code as people copy it from paper."""
    groups = [code[place : place + GROUP] for place in range(0, LENGTH, GROUP)]
    return "-".join((*groups, code[LENGTH:]))


def _spelled(number: int) -> str:
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, 32)
        letters.append(ALPHABET[place])
    return "".join(reversed(letters))
