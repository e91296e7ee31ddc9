"""Key rotation of documents: every file of a store comes under the newest key, while everybody works.

A file is wrapped anew, or encrypted if it still lies open, as a whole or not at all; so whatever ends a
rotation, the next one goes on with what is left. Refuses to make keys and to remove any: backups hold
files under the old ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.documents.files import FileStore, Renewed
from engine.documents.keys import KeyMissing
from engine.errors import Broken

_SAY_AFTER = 1_000


@dataclass
class Rotation:
    """Result of a key rotation: what became of the files, and which of them nobody can open."""

    done: Counter[Renewed] = field(default_factory=Counter)
    damaged: list[str] = field(default_factory=list)
    locked: Counter[str] = field(default_factory=Counter)  # by the key that is missing

    @property
    def is_whole(self) -> bool:
        return not self.damaged and not self.locked


def rotate(store: FileStore, say: Callable[[str], None]) -> Rotation:
    """Renew every file; go on past those that can't be opened."""
    found = Rotation()
    for number, digest in enumerate(store.digests(), start=1):
        try:
            found.done[store.renew(digest)] += 1
        except Broken:
            found.damaged.append(digest)
        except KeyMissing as error:
            found.locked[str(error.params["key"])] += 1
        if number % _SAY_AFTER == 0:
            say(f"{number} files so far")
    return found


def counts(store: FileStore) -> Counter[str]:
    """Return how many files lie under each key; under "" those that lie open."""
    return Counter((store.key_of(digest) or b"").hex() for digest in store.digests())
