"""Sending a case a message from within: kept and its delivery queued in one commit, taken in another."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from engine import canonical
from engine.db.pool import Transaction, as_json
from engine.stores import messages, work


def post(
    tx: Transaction,
    message_id: UUID,
    *,
    municipality_id: int,
    name: str,
    key: str,
    payload: Any,
    expires_at: datetime,
    sent_as: UUID | None = None,
    sent_by: UUID | None = None,
) -> None:
    """Keep a message for whoever waits with the key, and queue its delivery.

    `sent_as` tells it from others of its sender (its own id, if none); `sent_by` is the case that sends it.
    """
    messages.keep(
        tx,
        id=message_id,
        municipality_id=municipality_id,
        name=name,
        correlation_key=key,
        message_id=str(sent_as or message_id),
        digest=sha256(canonical.dumps([key, payload])).digest(),
        payload=payload,
        sent_by=sent_by,
        expires_at=expires_at,
    )
    args = as_json({"message_id": str(message_id), "municipality_id": municipality_id})
    work.queue(tx, "deliver_message", lock=f"message:{message_id}", args=args)
