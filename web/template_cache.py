"""The template cache: compiled pages on disk, so that a new process need not compile what another has.

A compiled page is taken only if its source, our code and the libraries are those it was compiled with; it is
code, so it is neither written nor read where another account could have put it.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Final

from jinja2.bccache import Bucket, FileSystemBytecodeCache

from engine.code_digest import code_digest, is_private

# Read as this code is imported: a release that is laid over it while we run must not be given our pages.
CODE: Final = code_digest("engine", "feel", "forms", "signing", "web")


class TemplateCache(FileSystemBytecodeCache):
    """Jinja's cache of bytecode that knows the code whose filters it was compiled with."""

    def get_source_checksum(self, source: str) -> str:
        return hashlib.sha256(f"{CODE}\0{source}".encode()).hexdigest()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a full disk costs time and no page
            super().dump_bytecode(bucket)


def template_cache(cache: Path) -> TemplateCache | None:
    """Return the cache below an installation's directory, if nobody else can write there."""
    directory = cache / "templates"
    return TemplateCache(str(directory)) if is_private(directory) else None
