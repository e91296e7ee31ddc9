"""Signing with the card, step by step around the commands: none of these waits inside a transaction.

Refuses to know pages and cookies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine import signing_pages

if TYPE_CHECKING:
    pass


def file_of(signing: Any) -> bytes:
    """Return the file that is to be signed, with the signatures so far."""
    return signing.content or signing_pages.as_pdf(signing)
