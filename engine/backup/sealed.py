"""Small JSON files that are whole or not there, and that show when somebody altered them.

Written aside, flushed and renamed; the digest of the content stands in the file. Refuses to know
what they say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine import atomic_write, canonical
from engine.backup.errors import BackupError

_SEAL = "sha256"


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Write the content so that a power cut leaves the old file or the new one."""
    sealed = {**content, _SEAL: _digest(content)}
    atomic_write.write(path, canonical.dumps(sealed) + b"\n")
    atomic_write.flush_directory(path.parent)


def read(path: Path) -> dict[str, Any]:
    """Return the content; refuse a file that is cut or altered."""
    try:
        content: dict[str, Any] = canonical.loads(path.read_bytes())
        seal = content.pop(_SEAL)
    except FileNotFoundError:
        raise BackupError(f"{path} is missing.") from None
    except (ValueError, KeyError, AttributeError):
        raise BackupError(f"{path} is damaged: it is cut off or is not what was written.") from None
    if seal != _digest(content):
        raise BackupError(f"{path} is damaged: it was altered after it had been written.")
    return content


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical.dumps(content)).hexdigest()
