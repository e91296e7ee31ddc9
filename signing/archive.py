"""The time stamps of a container: one over its manifest, and newer ones that protect those before them.

An archive manifest (ETSI EN 319 162-1) names everything that lay in the container when it was made, and its
stamp proves that all of it was there while it could still be believed. So each stamp is judged for the
instant of the next, by the proof that the next one covers; the newest for the present. Refuses to know what
the files mean.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from signing import loop
from signing.container import Container, evidence_in
from signing.evidence import Evidence, SignatureTrust
from signing.manifest import Manifest
from signing.stamped import Stamped, stamped


@dataclass(frozen=True)
class Moment:
    """For which instant something in the container is judged, by which proof in it."""

    at: datetime
    proof: Evidence
    is_archival: bool  # because a stamp proves that it was there then


@dataclass
class Stamps:
    """The stamps of a container, each judged once."""

    container: Container
    trust: SignatureTrust
    at: datetime
    run: loop.Run
    _found: dict[str, Stamped | None] = field(default_factory=dict)

    def of(self, manifest: Manifest) -> Stamped | None:
        """Return what the stamp on the manifest proves; None if it is broken."""
        if manifest.name not in self._found:
            # The newest comes first, so this ends: no manifest can name the hash of one that names its own.
            moment = self.moment(manifest.name, manifest.over)
            self._found[manifest.name] = stamped(
                self.container.over[manifest.over],
                lambda name: hashlib.new(name, manifest.content).digest(),
                moment.proof,
                trust=self.trust,
                at=moment.at,
                run=self.run,
            )
        return self._found[manifest.name]

    def moment(self, *names: str) -> Moment:
        """Return when and by what parts are judged: as they stood at the first stamp over all of them."""
        covering = [
            (found.at, manifest)
            for manifest in self.container.manifests
            if manifest.over.endswith(".tst") and all(self._covers(manifest, name) for name in names)
            if (found := self.of(manifest)) is not None and found.is_believed
        ]
        if not covering:
            return Moment(self.at, evidence_in(self.container.proof), False)
        at, first = min(covering, key=lambda one: one[0])
        kept = {name: one for name, one in self.container.proof.items() if self._covers(first, name)}
        # What proves the stamp over the files lies beside it, and is proof for the files as well.
        return Moment(at, evidence_in(kept), True)

    def _covers(self, manifest: Manifest, name: str) -> bool:
        return name in manifest.digests and is_as_named(manifest, name, self.container.everything)


def is_as_named(manifest: Manifest, name: str, everything: Mapping[str, bytes]) -> bool:
    """Say whether the file is there, and is the one that the manifest names."""
    digest = manifest.digests[name]
    return name in everything and hashlib.new(digest.hash_name, everything[name]).digest() == digest.value
