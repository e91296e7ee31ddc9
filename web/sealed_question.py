"""Sealed search term that may stand in an address: what somebody looked for may name a person.

Only whoever asked, on this installation, can open it. What can't be opened is no question.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

_KEY: Final = b"sealed question"
_NONCE: Final = 12  # bytes
LONGEST: Final = 2_000


def sealed(question: str, *, by: int | None) -> str:
    """Return a question as an address may hold it; nothing for none."""
    if not question:
        return ""
    nonce = secrets.token_bytes(_NONCE)
    return urlsafe_b64encode(nonce + _cipher().encrypt(nonce, question.encode(), _whose(by))).decode()


def opened(text: str, *, by: int | None) -> str:
    """Return the question that was sealed by the same person; nothing where there is none."""
    if not text or len(text) > LONGEST:
        return ""
    try:
        content = urlsafe_b64decode(text)
        return _cipher().decrypt(content[:_NONCE], content[_NONCE:], _whose(by)).decode()
    except (ValueError, InvalidTag):
        return ""


def _cipher() -> AESGCM:
    return AESGCM(hmac.digest(str(current_app.secret_key).encode(), _KEY, "sha256"))


def _whose(by: int | None) -> bytes:
    return str(by).encode()
