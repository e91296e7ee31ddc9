"""The same key brings the same result, and the command is carried out once.

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
from engine.commands import (
    AnnouncementPublished,
    AssetsImported,
    BatchPlanned,
    BudgetLineSet,
    CashReceived,
    Command,
    CommentWritten,
    CompleteTask,
    ConfirmedFiling,
    FiledCase,
    OfficeEnded,
    OpenedSigning,
    PartnerServiceSet,
    PaymentOrder,
    PreparedFiling,
    PublicationRequested,
    PublishedMessage,
    ReplayAsked,
    SavedDraft,
    SavedServiceFile,
    SavedTaskDraft,
    ServicePublished,
    ServiceTakenBack,
    StepTaken,
    StoredDocument,
    TicketTaken,
    TimerFired,
    VisitRecorded,
)
from engine.db.pool import Transaction
from engine.errors import KeyReused, Rejected
from engine.stores import keys, opening
from engine.stores.keys import Claim, Kept, Known

# What may be kept to be told again. Codes and what registries say of people are not among it.
RESULTS = {
    result.__name__: result
    for result in (
        *(
            ConfirmedFiling,
            CashReceived,
            CommentWritten,
            FiledCase,
            OpenedSigning,
            PaymentOrder,
            PreparedFiling,
            PublicationRequested,
            ReplayAsked,
            PublishedMessage,
            BatchPlanned,
            AssetsImported,
            BudgetLineSet,
            AnnouncementPublished,
            PartnerServiceSet,
            OfficeEnded,
            TicketTaken,
            VisitRecorded,
            SavedDraft,
            SavedServiceFile,
            SavedTaskDraft,
            ServicePublished,
            ServiceTakenBack,
        ),
        *(StepTaken, StoredDocument, TimerFired),
    )
}


_ID = "UUID"
_AS_THEY_ARE = frozenset({str, int, bool, dict, type(None)})


def once_per_key(envelope: Envelope, following: Next) -> Any:
    """Carry the command out unless its key has already brought a result."""
    tx, command = envelope.transaction, envelope.command
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
        return _replayed(keys.find(tx, claim), claim)
    result = following(envelope)
    keys.keep(tx, Kept(claim, _encode(result)))
    return result


def _completed_once(
    envelope: Envelope, command: CompleteTask, claim: Claim | None, *, following: Next
) -> Any:
    tx = envelope.transaction
    tx.ahead = opening.task(tx, command.task_id, claim)
    if claim is None:
        return following(envelope)
    if tx.ahead.known is not None:
        return _replayed(tx.ahead.known, claim)
    try:
        result = following(envelope)
    except Rejected:
        known = _brought_meanwhile(tx, claim)
        if known is None:
            raise
        return _replayed(known, claim)
    tx.kept = Kept(claim, _encode(result))
    if not tx.ends_with_a_write:
        keys.enter(tx, tx.kept)
    return result


def _brought_meanwhile(tx: Transaction, claim: Claim) -> Known | None:
    """Say whether the refusal is of what the same request was granted a moment ago."""
    tx.undo()
    return keys.find(tx, claim)


def _replayed(known: Known | None, claim: Claim) -> Any:
    if known is None or known.digest != claim.digest:
        raise KeyReused
    return _decode(known.result)


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


def _encode(result: Any) -> bytes:
    if result is None:
        return b"null"
    if type(result) is UUID:
        return canonical.dumps({"type": _ID, "content": str(result)})
    if type(result) not in RESULTS.values():
        # Found out at once, not when somebody whose answer got lost asks again.
        raise TypeError(f"what {type(result).__name__} says can't be told again: send it without a key")
    content = {name: _plain(value) for name, value in vars(result).items()}
    return canonical.dumps({"type": type(result).__name__, "content": content})


def _decode(stored: bytes) -> Any:
    value = canonical.loads(stored)
    if value is None:
        return None
    if value["type"] == _ID:
        return UUID(value["content"])
    kind = RESULTS[value["type"]]
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
