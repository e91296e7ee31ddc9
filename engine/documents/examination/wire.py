"""What both sides of the examination have to agree on."""

from __future__ import annotations

from typing import Final

# In small letters where the kernel does not filter system calls.
READY: Final = b"READY\n"
