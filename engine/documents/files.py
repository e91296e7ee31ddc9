"""A store of immutable files named by the SHA-256 digest of their content, encrypted by this process.

It promises that what `put` acknowledged survives a power cut, and that `get` never returns
other bytes than were put. It refuses to know names, types, owners and permissions, and whether the bytes
lie in a directory or in a bucket.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.documents import sealing
from engine.documents.blob_directory import BlobDirectory
from engine.documents.blobs import BlobStore
from engine.documents.keys import KeyMissing, Keyring, keyring_of
from engine.errors import Broken, NotFound, Rejected, Unavailable

if TYPE_CHECKING:
    from engine.settings import Settings

_DIGEST = re.compile(r"[0-9a-f]{64}")


def digest_of(content: bytes) -> str:
    """Return the name under which the store keeps this content."""
    return hashlib.sha256(content).hexdigest()


Renewed = Literal["kept", "wrapped", "sealed", "gone"]


class FileStore:
    """Files in a blob store, spread over 65,536 directories by their first four digits."""

    def __init__(self, blobs: BlobStore, keyring: Keyring) -> None:
        self.blobs = blobs
        self.keyring = keyring

    @classmethod
    def in_directory(cls, root: Path, keyring: Keyring) -> FileStore:
        return cls(BlobDirectory(root), keyring)

    def put(self, content: bytes) -> str:
        """Keep the content and return its digest; putting the same content again changes nothing."""
        digest, key = digest_of(content), self.keyring.current
        if not self._holds(digest, content):
            self.put_lying(digest, sealing.seal(content, digest, key))
        return digest

    def get(self, digest: str) -> bytes:
        """Return the content; refuse it if it is no longer what was put."""
        return self.opened(digest, self._read(digest))

    def lying(self, digest: str) -> bytes:
        """Return the file as it is stored, after seeing that it can be opened."""
        lying = self._read(digest)
        self.opened(digest, lying)
        return lying

    def lying_unseen(self, digest: str) -> bytes:
        """Return the file as it is stored, whatever it is."""
        return self._read(digest)

    def put_lying(self, digest: str, lying: bytes) -> None:
        """Keep a file as it lay in another store of the same keys."""
        name = _name(digest)
        with _translated():
            self.blobs.write(name, lying)

    def key_of(self, digest: str) -> bytes | None:
        """Return the name of the key a file lies under; None where it lies open."""
        name = _name(digest)
        with _translated(digest):
            return sealing.key_of(self.blobs.read(name, sealing.HEADER_BYTES))

    def renew(self, digest: str) -> Renewed:
        """Put a file under the newest key. Dying in between leaves the file as it was."""
        name, done = _name(digest), Renewal(digest, self)
        try:
            with _translated(digest):
                self.blobs.replace(name, done)
        except NotFound:
            return "gone"
        return done.outcome

    def digests(self) -> Iterator[str]:
        """Yield the name of every file, in order."""
        with _translated():
            for blob in self.blobs.blobs():
                if digest := _digest(blob.name):
                    yield digest

    def changes(self) -> Callable[[], Iterator[tuple[str, float]]]:
        """Return what yields, each time it is called, what may have changed, and when it was written."""
        changed = self.blobs.changes()

        def files() -> Iterator[tuple[str, float]]:
            with _translated():
                for blob in changed():
                    if digest := _digest(blob.name):
                        yield digest, blob.written_at

        return files

    def written_at(self, digest: str) -> float:
        """Return when the file was last written, in seconds of the epoch."""
        name = _name(digest)
        with _translated(digest):
            return self.blobs.written_at(name)

    def remove(self, digest: str) -> None:
        """Forget a file. Whoever asks has seen to it that nobody cites it or is about to."""
        name = _name(digest)
        with _translated():
            self.blobs.remove(name)

    def has(self, digest: str) -> bool:
        """Tell whether something is kept under this digest, without reading it."""
        name = _name(digest)
        with _translated():
            return self.blobs.exists(name)

    def _read(self, digest: str) -> bytes:
        name = _name(digest)
        with _translated(digest):
            return self.blobs.read(name)

    def opened(self, digest: str, lying: bytes) -> bytes:
        """Return the content of what lies there. What was kept before files were encrypted lies open."""
        try:
            content = sealing.unseal(lying, digest, self.keyring) if sealing.is_sealed(lying) else lying
        except sealing.Altered:
            raise Broken("document.altered", digest=digest) from None
        if digest_of(content) != digest:
            raise Broken("document.altered", digest=digest)
        return content

    def _holds(self, digest: str, content: bytes) -> bool:
        """Tell whether the content is there and can be opened; what is damaged or locked is written anew."""
        try:
            return self.get(digest) == content
        except (NotFound, Broken, KeyMissing):
            return False


class Renewal:
    """A file on its way under the newest key of the keyring."""

    def __init__(self, digest: str, store: FileStore) -> None:
        self.outcome: Renewed = "gone"
        self._digest, self._store = digest, store

    def __call__(self, lying: bytes) -> bytes | None:
        """Return the file under the newest key; None where it is under it."""
        content, keyring = self._store.opened(self._digest, lying), self._store.keyring
        if sealing.key_of(lying) == keyring.current.id:
            self.outcome = "kept"
            return None
        if sealing.is_sealed(lying):
            self.outcome = "wrapped"
            return sealing.wrap_anew(lying, self._digest, keyring)
        self.outcome = "sealed"
        return sealing.seal(content, self._digest, keyring.current)


def store_of(settings: Settings) -> FileStore:
    """Return the file store of an installation."""
    return FileStore(settings.files.blobs(settings.home), keyring_of(settings))


def _name(digest: str) -> str:
    if not _DIGEST.fullmatch(digest):
        raise Rejected("document.digest_malformed")
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def _digest(name: str) -> str | None:
    """Return the digest that a blob is named by; None where it is something else."""
    digest = name.rpartition("/")[2]
    return digest if _DIGEST.fullmatch(digest) and name == _name(digest) else None


@contextmanager
def _translated(digest: str = "") -> Iterator[None]:
    """Say what a failing store means to whoever asked."""
    try:
        yield
    except FileNotFoundError as failed:
        if not digest:
            raise Unavailable("document.store_unavailable", errno=failed.errno) from failed
        raise NotFound("document.not_found", digest=digest) from None
    except OSError as failed:
        raise Unavailable("document.store_unavailable", errno=failed.errno) from failed
