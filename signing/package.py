"""A case as one file that proves itself: an ASiC-E container (ETSI EN 319 162-1) with a time stamp.

The manifest names every file with its hash, the stamp is over the manifest, and the proof that the stamp's
certificate was good lies beside it; so a container is verified without asking anybody. Refuses to know what
the files mean.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from signing.container import MANIFEST, MEDIA_TYPE, PROOF, STAMP, is_own, is_plain
from signing.errors import Check, Refused
from signing.evidence import Evidence, Outside, SignatureTrust, gather
from signing.manifest import written
from signing.stamps import stamp

HASH = "sha256"
STAMP_TYPE = "application/vnd.etsi.timestamp-token"
# Each entry says when it was made; the same for all, so that equal input gives equal bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Part:
    """One file of a case. `name` is its path in the container."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


def pack(parts: Iterable[Part], *, trust: SignatureTrust, outside: Outside, at: datetime) -> bytes:
    """Return the container. Raises `Refused`, or `Passing` where it may succeed later."""
    kept = tuple(parts)
    names = {part.name.casefold() for part in kept}
    if len(names) != len(kept) or any(is_own(name) or not is_plain(name) for name in names):
        raise Refused(Check.CONTAINER, "name")
    named = ((part.name, part.media_type, hashlib.sha256(part.content).digest()) for part in kept)
    manifest = written(named, over=STAMP, kind=STAMP_TYPE)
    digest = hashlib.new(HASH, manifest).digest()
    made = stamp(digest, HASH, service=trust.stamps, at=at, fetch=outside.stamp)
    roots = trust.stamps.trust.roots
    proof = gather(made.certificate, made.issuer, roots, trust=trust, at=at, outside=outside)
    files = {part.name: part.content for part in kept} | {MANIFEST: manifest, STAMP: made.token}
    return zipped(with_proof(files, proof))


def with_proof(files: Mapping[str, bytes], proof: Evidence) -> dict[str, bytes]:
    """Return the files with the answers and lists beside them, under names that are free."""
    made, number = dict(files), 0
    for kind, items in (("ocsp", proof.answers), ("crl", proof.lists)):
        for item in items:
            number += 1
            while (name := f"{PROOF}{number}.{kind}") in made:
                number += 1
            made[name] = item
    return made


def zipped(files: Mapping[str, bytes], kind: bytes = MEDIA_TYPE) -> bytes:
    """Return the container with these files in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        # First and not compressed, so that programs know the kind of file by its beginning.
        container.writestr(zipfile.ZipInfo("mimetype", _NO_TIME), kind)
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(entry, content)
    return made.getvalue()
