"""Who looked at one's own cases: when, in which office, at what. Noted here, and read here.

The person learns the office and its role, not the name of whoever held it that day: the municipality
answers for its people, and its own records name them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from engine import canonical
from engine.catalogue.published import published
from engine.db.pool import Transaction

PAGE: Final = 30
OWN = "select * from reads_of_own_cases(:before, :stream, :seq, :limit)"
BEGINNING: Final = ("infinity", "\x7f", 2**31 - 1)


@dataclass(frozen=True)
class Read:
    """Somebody looked. `roles` are those they held in the municipality of the case, as far as noted."""

    at: datetime
    kind: str  # case.read, task.read, document.read
    roles: tuple[str, ...]
    municipality: Mapping[str, str]
    case_id: UUID
    case_number: str
    step: Mapping[str, str] | None


@dataclass(frozen=True)
class Reads:
    """A page of them, newest first."""

    reads: tuple[Read, ...]
    next_before: str | None


def note(tx: Transaction, case_id: UUID, kind: str, *, municipality_id: int, **body: Any) -> None:
    """Note that the actor looks at something of a case."""
    roles = sorted({grant.role for grant in tx.actor.roles if grant.municipality_id == municipality_id})
    tx.log(f"reads/{case_id}", kind, roles=roles, **body)


def own_reads(tx: Transaction, before: str | None = None, *, limit: int = PAGE) -> Reads:
    """Return what others read in the signed-in person's cases; an unknown page shows the beginning."""
    at, stream, seq = _place(before)
    rows = tx.all(OWN, before=at, stream=stream, seq=seq, limit=limit + 1)
    page = rows[:limit]
    more = f"{page[-1].at.isoformat()}|{page[-1].stream}|{page[-1].seq}" if len(rows) > limit else None
    return Reads(tuple(_read(tx, row) for row in page), more)


def _read(tx: Transaction, row: Any) -> Read:
    body = canonical.loads(bytes(row.body))
    version = published(tx, row.version_id)
    element = body.get("element")
    is_known = element in version.definition.elements
    return Read(
        at=row.at,
        kind=row.kind,
        roles=tuple(body.get("roles", ())),
        municipality=row.municipality,
        case_id=row.case_id,
        case_number=row.case_number,
        step=version.names_of(element) if is_known else None,
    )


def _place(before: str | None) -> tuple[Any, str, int]:
    try:
        at, stream, seq = (before or "").split("|")
        if not stream.isascii() or not stream.isprintable() or not 0 <= int(seq) < 2**31:
            return BEGINNING
        return datetime.fromisoformat(at), stream, int(seq)
    except ValueError:
        return BEGINNING
