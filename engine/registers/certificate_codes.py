"""The code by which a stranger finds a certificate: beyond guessing, and fit to be typed from paper."""

from __future__ import annotations

import re
import secrets
from typing import Final

_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
_LENGTH: Final = 16  # 79 bits
CODE: Final = re.compile(f"[{_ALPHABET}]{{{_LENGTH}}}")


def new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
