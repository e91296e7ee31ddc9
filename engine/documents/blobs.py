"""The blob store below the file store: bytes under names, in a directory or in a bucket.

A name is relative and made by us: `ab/cd/abcd…` of a file, or that of the installation's marker. Sealing,
digests and the words of errors belong to `files.py`, once for every kind of blob store. A name that is not
there is a `FileNotFoundError`, a store that fails is any other `OSError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol


class Blob(NamedTuple):
    """A name, and when its bytes were last written, in seconds of the epoch by the clock of the store."""

    name: str
    written_at: float


class BlobStore(Protocol):
    """Store of bytes. What `write` and `replace` have returned from survives a power cut."""

    listing_seconds: float  # how long to wait between two listings, where each costs something

    def refusal(self) -> str | None:
        """Return why nobody can use the store before an operator acts; None where it can be used."""

    def read(self, name: str, first: int | None = None) -> bytes:
        """Return all the bytes, or only the first ones; never a part of what was asked for."""

    def write(self, name: str, content: bytes) -> None:
        """Store the bytes under the name, as a whole or not at all."""

    def replace(self, name: str, change: Callable[[bytes], bytes | None]) -> None:
        """Replace the bytes by what `change` makes of them; None changes nothing, nor does a removed name."""

    def remove(self, name: str) -> None:
        """Remove the name; one that is not there is no error."""

    def exists(self, name: str) -> bool: ...

    def written_at(self, name: str) -> float: ...

    def blobs(self) -> Iterator[Blob]:
        """Yield everything that is stored, by name."""

    def changes(self) -> Callable[[], Iterator[Blob]]:
        """Return what yields, each time it is called, what may have changed since the last time."""

    def close(self) -> None:
        """End what connects to the store."""
