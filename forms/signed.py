"""What a store says of the electronic signatures on a file, in words. Refuses to judge them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from forms.errors import text

VALID: Final = "valid"
VERDICTS: Final = (VALID, "unknown", "invalid", "unchecked")


def signed_words(file: Mapping[str, Any], language: str) -> str:
    """Return what the signatures on a file are worth; "" where nobody has signed it."""
    return text(f"signed.{file['signed']}", language) if file.get("signed") in VERDICTS else ""
