"""A version as it lies in the database, found by its digest and proven to be what was published.

Refuses to know what is in the files.
"""

from __future__ import annotations

import re
from typing import Any

from engine.catalogue.semantics import Semantics
from engine.catalogue.store import versions
from engine.catalogue.versions import digest
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Broken, Rejected

_PREFIX = re.compile("[0-9a-f]{8,64}")


class VersionUnknown(Rejected):
    """No version of the service has the digest, or several digests begin so."""

    code = "publish.version_unknown"


class VersionDamaged(Broken):
    """The files are not those that were published: somebody changed them in the database."""

    code = "version.damaged"


def find(tx: Transaction, service: str, prefix: str) -> Any:
    """Return the one version of the service whose digest begins so."""
    found = versions.find_by_prefix(tx, service, prefix.lower()) if _PREFIX.fullmatch(prefix.lower()) else []
    if len(found) != 1:
        raise VersionUnknown(service=service, digest=prefix)
    _proven(tx, found[0])
    return found[0]


def files(tx: Transaction, service: str, prefix: str | None) -> dict[str, bytes]:
    """Return the files of a version; without a digest, of the one in force today."""
    if prefix is not None:
        return versions.files(tx, find(tx, service, prefix).id)
    version_id = versions.in_force(tx, service, municipality_id=None, on=local_date(tx.now))
    if version_id is None:
        raise VersionUnknown(service=service, digest="")
    return _proven(tx, versions.load(tx, version_id))


def _proven(tx: Transaction, version: Any) -> dict[str, bytes]:
    kept = versions.files(tx, version.id)
    if digest(kept, Semantics.of(version.semantics)) != bytes(version.digest):
        raise VersionDamaged(service=version.code, digest=bytes(version.digest).hex())
    return kept
