"""Numbers of certificates, and the codes by which strangers find them: beyond guessing, fit to be typed."""

from __future__ import annotations

import re
import secrets
from typing import Final

SERIES: Final = "certificate"
PATTERN: Final = "{municipality}-C-{year}-{n:06}"
_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
_LENGTH: Final = 16  # 79 bits
CODE: Final = re.compile(f"[{_ALPHABET}]{{{_LENGTH}}}")


def new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
