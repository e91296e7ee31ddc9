"""The same key brings the same result, and the command is carried out once.

The key is claimed inside the transaction of the command, so a crash between the two can't
separate them. A second request that comes while the first runs waits for it on the key's row.
"""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, get_type_hints
from uuid import UUID

from engine import canonical
from engine.bus import Envelope, Next
from engine.commands import (
    Command,
    FiledCase,
    PublishedMessage,
    ServicePublished,
    StepTaken,
    StoredDocument,
)
from engine.errors import KeyReused

RESULTS = {
    result.__name__: result
    for result in (FiledCase, PublishedMessage, ServicePublished, StepTaken, StoredDocument)
}

CLAIM = """
insert into command_keys (actor, key, command, digest, at) values (:actor, :key, :command, :digest, :now)
on conflict do nothing
"""
FIND = "select command, digest, result from command_keys where actor = :actor and key = :key"
KEEP = "update command_keys set result = :result where actor = :actor and key = :key"


def once_per_key(envelope: Envelope, following: Next) -> Any:
    """Carry the command out unless its key has already brought a result."""
    if envelope.key is None:
        return following(envelope)
    tx, command = envelope.transaction, envelope.command
    who = {"actor": envelope.actor.key, "key": envelope.key}
    digest = command_digest(command)
    if not tx.run(CLAIM, **who, command=type(command).__name__, digest=digest, now=tx.now):
        known = tx.one(FIND, **who)
        if known is None or bytes(known.digest) != digest:
            raise KeyReused
        return _decode(bytes(known.result))
    result = following(envelope)
    tx.run(KEEP, **who, result=_encode(result))
    return result


def command_digest(command: Command) -> bytes:
    """Return the SHA-256 of the command's name and canonical content."""
    content = {f.name: _plain(getattr(command, f.name)) for f in dataclasses.fields(command)}  # type: ignore[arg-type]
    return hashlib.sha256(canonical.dumps([type(command).__name__, content])).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, UUID | Path):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _encode(result: Any) -> bytes:
    if result is None:
        return b"null"
    content = {f.name: _plain(getattr(result, f.name)) for f in dataclasses.fields(result)}
    return canonical.dumps({"type": type(result).__name__, "content": content})


def _decode(stored: bytes) -> Any:
    value = canonical.loads(stored)
    if value is None:
        return None
    kind = RESULTS[value["type"]]
    hints = get_type_hints(kind)
    return kind(**{name: _restore(hints[name], item) for name, item in value["content"].items()})


def _restore(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if hint in (UUID, UUID | None):
        return UUID(value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint == date | None or hint is date:
        return date.fromisoformat(value)
    if hint == tuple[UUID, ...]:
        return tuple(UUID(item) for item in value)
    return value
