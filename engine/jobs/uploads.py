"""Forgetting uploads that nobody has filed, with their files."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine.commands.applications import ForgetUpload
from engine.errors import Unavailable
from engine.stores import uploads
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)

BATCH = 1_000


def poll(engine: Engine) -> int:
    """Forget a batch, each by a transaction of its own; return how many files were removed."""
    with engine.read(system()) as tx:
        before = tx.now - engine.settings.uploads.kept
        found = uploads.forgotten(tx, before, limit=BATCH)
    removed = 0
    for upload in found:
        try:
            removed += engine.send(ForgetUpload(upload.id, upload.digest), actor=system())
        except Unavailable as error:
            log.warning("an upload is not forgotten yet: %s", error.error_code)
    if found:
        log.info("%d uploads were forgotten, %d files removed", len(found), removed)
    return removed
