"""Idempotency keys: the same key brings the same result, and the command is carried out once.

The key is claimed inside the transaction of the command, so a crash between the two can't
separate them. A second request that comes while the first runs waits for it on the key's row.

A completion, the command that counts, claims nothing: one statement reads what it needs together with
its key, and the one that records the step keeps what the key brought. Of two such requests at once the
later finds the case moved or the key used, undoes what it did and looks again.
"""

from __future__ import annotations

import hashlib
from dataclasses import is_dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, get_type_hints
from uuid import UUID

from engine import canonical
from engine.bus import Envelope, Next
from engine.commands.base import Command
from engine.commands.cases import CompleteTask
from engine.db.pool import Transaction
from engine.errors import KeyReused, Rejected
from engine.routes import Route
from engine.stores import keys, opening
from engine.stores.keys import Claim, KeyedResult, Reply

_ID = "UUID"
_AS_THEY_ARE = frozenset({str, int, bool, dict, type(None)})


def once_per_key(envelope: Envelope, following: Next) -> Any:
    """Carry the command out unless its key has already brought a result."""
    tx, command, route = envelope.transaction, envelope.command, envelope.route
    claim = None
    if envelope.key is not None:
        other = envelope.actor.acts_for
        digest = command_digest(command, party=None if other is None else other.party_id)
        claim = Claim(envelope.actor.key, envelope.key, type(command).__name__, digest)
    if isinstance(command, CompleteTask):
        return _completed_once(envelope, command, claim, following=following)
    if claim is None:
        return following(envelope)
    if not keys.claim(tx, claim):
        return _replayed(keys.find(tx, claim), claim, route)
    result = following(envelope)
    keys.keep(tx, Reply(claim, encode(result, route.result)))
    return result


def _completed_once(
    envelope: Envelope, command: CompleteTask, claim: Claim | None, *, following: Next
) -> Any:
    tx = envelope.transaction
    tx.ahead = opening.task(tx, command.task_id, claim)
    if claim is None:
        return following(envelope)
    if tx.ahead.known is not None:
        return _replayed(tx.ahead.known, claim, envelope.route)
    try:
        result = following(envelope)
    except Rejected:
        known = _brought_meanwhile(tx, claim)
        if known is None:
            raise
        return _replayed(known, claim, envelope.route)
    tx.kept = Reply(claim, encode(result, envelope.route.result))
    if not tx.ends_with_a_write:
        keys.enter(tx, tx.kept)
    return result


def _brought_meanwhile(tx: Transaction, claim: Claim) -> KeyedResult | None:
    """Say whether the refusal is of what the same request was granted a moment ago."""
    tx.undo()
    return keys.find(tx, claim)


def _replayed(known: KeyedResult | None, claim: Claim, route: Route) -> Any:
    if known is None or known.digest != claim.digest:
        raise KeyReused
    return decode(known.result, route.result)


def command_digest(command: Command, *, party: int | None = None) -> bytes:
    """Return the SHA-256 of the command's name and canonical content, and for whom else it is sent."""
    content = {name: _plain(value) for name, value in vars(command).items()}
    whom = [] if party is None else [party]
    return hashlib.sha256(canonical.dumps([type(command).__name__, content, *whom])).digest()


def _plain(value: Any) -> Any:
    if type(value) in _AS_THEY_ARE:
        return value
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
    if is_dataclass(value):
        return {name: _plain(item) for name, item in vars(value).items()}
    return value


def encode(result: Any, kind: type | None) -> bytes:
    """Return what is kept of a result; `kind` is the type that the route of its command names."""
    if result is None:
        return b"null"
    if kind is None or type(result) is not kind:
        # Found out at once, not when somebody whose answer got lost asks again.
        raise TypeError(f"what {type(result).__name__} says can't be told again: send it without a key")
    if kind is UUID:
        return canonical.dumps({"type": _ID, "content": str(result)})
    content = {name: _plain(value) for name, value in vars(result).items()}
    return canonical.dumps({"type": kind.__name__, "content": content})


def decode(stored: bytes, kind: type | None) -> Any:
    """Return the result that `encode` kept."""
    value = canonical.loads(stored)
    if value is None:
        return None
    if kind is None or value["type"] != kind.__name__:
        raise TypeError(f"what was kept is {value['type']}, and the command brings {kind}")
    if kind is UUID:
        return UUID(value["content"])
    hints = get_type_hints(kind)
    return kind(**{name: _restore(hints[name], item) for name, item in value["content"].items()})


def _restore(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if hint in (UUID, UUID | None):
        return UUID(value)
    if hint in (datetime, datetime | None):
        return datetime.fromisoformat(value)
    if hint == date | None or hint is date:
        return date.fromisoformat(value)
    if hint in (tuple[str, ...], tuple[int, ...]):
        return tuple(value)
    if hint == tuple[UUID, ...]:
        return tuple(UUID(item) for item in value)
    return value
