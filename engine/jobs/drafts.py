"""Dropping drafts that nobody has come back to."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine.commands.drafts import ExpireDrafts
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)


def expire(engine: Engine) -> int:
    """Drop a batch of expired drafts, with whatever they held; return how many."""
    dropped: int = engine.send(ExpireDrafts(), actor=system())
    if dropped:
        log.info("%d drafts had expired", dropped)
    return dropped
