"""Digest of a service version, over everything that decides what it does.

The digest covers the service's files in force, its module's, the schemas they fit, the blocks of
`bpmn/shared/` that its diagram calls directly or through other blocks with all their files, and
the versions of our own semantics (FEEL, codec, operations): the same files under other semantics
are another version. It refuses to know what is in the files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from engine import canonical
from engine.catalogue.semantics import Semantics

# Scenarios and the README speak about a version; they do not change what it does.
_NOT_IN_FORCE = re.compile(r".*/(README\.md|scenarios/[^/]+)|schemas/scenario\.schema\.json")


def in_force(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return those of a version's files that decide what the service does."""
    return {path: content for path, content in files.items() if not _NOT_IN_FORCE.fullmatch(path)}


def digest(files: Mapping[str, bytes], semantics: Semantics) -> bytes:
    """Return the SHA-256 of the canonical manifest of a version's files, by their path below `bpmn/`."""
    manifest = {
        "semantics": semantics.as_json(),
        "files": {path: hashlib.sha256(content).hexdigest() for path, content in in_force(files).items()},
    }
    return hashlib.sha256(canonical.dumps(manifest)).digest()
