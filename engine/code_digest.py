"""The code digest: what names the results that can be kept only as long as the program stays the same.

Covers our own files that decide what is computed, the installed libraries and Python.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
_LEFT_OUT: Final = frozenset({"__pycache__", "node_modules", "static", "frontend"})


@cache
def code_digest(*packages: str) -> str:
    """Return the SHA-256 of these packages of ours, of the names of all libraries and of Python's release."""
    found = hashlib.sha256(sys.version.encode())
    for package in packages:
        for path in _files(ROOT / package):
            content = path.read_bytes()
            found.update(f"\0{path.relative_to(ROOT)}\0{len(content)}\0".encode() + content)
    installed = {path.name for place in sys.path for path in Path(place or ".").glob("*.dist-info")}
    found.update("\0".join(sorted(installed)).encode())
    return found.hexdigest()


def _files(package: Path) -> Iterator[Path]:
    for directory, folders, names in os.walk(package):
        folders[:] = sorted(set(folders) - _LEFT_OUT)
        yield from (Path(directory) / name for name in sorted(names))


def is_private(directory: Path) -> bool:
    """Make the directory where there is none; tell whether this account alone can write to it.

    What is kept in a directory that others can write to is not to be believed.
    """
    try:
        # A home may be passed and not looked around in, as `mms run` makes it.
        for above in reversed([path for path in directory.parents if not path.exists()]):
            above.mkdir(mode=0o711, exist_ok=True)
        directory.mkdir(mode=0o700, exist_ok=True)
        status = directory.stat()
    except OSError:
        return False
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022
