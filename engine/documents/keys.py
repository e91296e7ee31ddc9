"""The keyring: the keys under which files lie encrypted, in a file of its own outside database and backup.

The newest key is for new files, the others are for what was written under them. Every process reads the
keyring again when the file has changed, so a new key needs no restart. Refuses to know what is encrypted.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine import atomic_write
from engine.errors import Unavailable

if TYPE_CHECKING:
    from engine.settings import Settings

SECRET_BYTES: Final = 32
ID_BYTES: Final = 8
_FORMAT: Final = 1


class KeyringUnusable(Unavailable):
    """The keyring is not there or is not what was written; files wait until it is brought back."""

    code = "document.keyring_unusable"


class KeyMissing(Unavailable):
    """A file lies under a key that is not in the keyring; it waits until the key is brought back."""

    code = "document.key_missing"


@dataclass(frozen=True)
class Key:
    """One key. Its name is derived from it, so that another key can't stand under the same name."""

    secret: bytes = field(repr=False)
    made_at: str

    @property
    def id(self) -> bytes:
        return hashlib.sha256(b"mms file key\0" + self.secret).digest()[:ID_BYTES]


class Keyring:
    """The keys in one file."""

    def __init__(self, path: Path, *, may_create: bool = False) -> None:
        self.path = path
        self._may_create = may_create
        self._seen: tuple[int, int, int] | None = None
        self._keys: tuple[Key, ...] = ()

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys, oldest first."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            raise KeyringUnusable(file=str(self.path)) from None
        except OSError as failed:
            raise KeyringUnusable(file=str(self.path)) from failed
        seen = status.st_mtime_ns, status.st_ino, status.st_size
        if seen != self._seen:
            self._keys, self._seen = _read(self.path), seen
        return self._keys

    @property
    def current(self) -> Key:
        """The key for new files; where none may make itself, somebody has to have made one."""
        if self._may_create and not self.path.exists():
            self._add("", is_first=True)
        return self.keys[-1]

    def find(self, key_id: bytes) -> Key:
        """Return the key of this name. Raises `KeyMissing`."""
        for key in self.keys:
            if key.id == key_id:
                return key
        raise KeyMissing(key=key_id.hex())

    def add(self, made_at: str) -> Key:
        """Make a key the newest; all before it stay."""
        return self._add(made_at, is_first=False)

    def _add(self, made_at: str, *, is_first: bool) -> Key:
        """Of two processes that make the first key, one does; of two that add one, both do."""
        self.path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        with _alone(self.path.parent):
            is_there = self.path.exists()
            if not (is_first and is_there):
                known = self.keys if is_there else ()
                _write(self.path, (*known, Key(secrets.token_bytes(SECRET_BYTES), made_at)))
        return self.keys[-1]


def keyring_of(settings: Settings) -> Keyring:
    """Return the keyring of an installation. In demo mode its first key makes itself."""
    return Keyring(settings.key_file, may_create=settings.is_demo)


def _read(path: Path) -> tuple[Key, ...]:
    try:
        content = json.loads(path.read_bytes())
        found = tuple(_key(key) for key in content["keys"])
    except (OSError, ValueError, KeyError, TypeError) as failed:
        raise KeyringUnusable(file=str(path)) from failed
    if content.get("format") != _FORMAT or not found:
        raise KeyringUnusable(file=str(path))
    return found


def _key(written: Any) -> Key:
    key = Key(base64.b64decode(written["secret"], validate=True), str(written["made_at"]))
    if len(key.secret) != SECRET_BYTES or key.id.hex() != written["id"]:
        raise ValueError
    return key


def _write(path: Path, keys: tuple[Key, ...]) -> None:
    """Write aside, flush, give it its name: a power cut leaves the old keyring or the new one."""
    written = [
        {"id": key.id.hex(), "made_at": key.made_at, "secret": base64.b64encode(key.secret).decode()}
        for key in keys
    ]
    content = json.dumps({"format": _FORMAT, "keys": written}, indent=1) + "\n"
    atomic_write.write(path, content.encode())


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Keep other processes from adding keys at the same time; at the end the new name is on the disk."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
