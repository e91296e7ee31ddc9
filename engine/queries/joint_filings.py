"""Joint filings as a company's directors see them: what waits for the others, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine import canonical
from engine.catalogue.published import published
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.views import Names
from engine.representation.joint_filings import WAITS
from engine.stores import joint_filings as store
from engine.stores import people
from engine.texts import LANGUAGES


@dataclass(frozen=True)
class JointFiling:
    """An application that one of several has prepared. The answers are gone once it is over."""

    filing_id: UUID
    service_code: str
    service: Names
    municipality_code: str
    municipality: Names
    prepared_by: Names
    is_mine: bool
    prepared_at: datetime
    confirmed_by: tuple[tuple[Names, datetime], ...]
    has_confirmed: bool  # the person who looks
    missing: int  # how many more have to confirm
    last_day: date
    state: str  # waits, filed, withdrawn, declined, expired
    ended_by: Names | None
    ended_at: datetime | None
    case_id: UUID | None
    digest: str
    answers: Mapping[str, Any] = field(repr=False)

    @property
    def waits(self) -> bool:
        return self.state == WAITS

    @property
    def waits_for_me(self) -> bool:
        return self.waits and not self.is_mine and not self.has_confirmed


def mine(tx: Transaction) -> tuple[JointFiling, ...]:
    """Return what waits or has ended lately for the company that is acted for now, the newest first."""
    other = tx.actor.acts_for
    if other is None or not other.is_joint or other.refused:
        return ()
    return tuple(_view(tx, row) for row in store.of_company(tx))


def find(tx: Transaction, filing_id: UUID) -> JointFiling:
    """Return one of them. Raises `NotFound`."""
    row = store.find(tx, filing_id)
    if row is None:
        raise NotFound
    return _view(tx, row)


def file_of(filing: JointFiling, digest: str) -> Mapping[str, Any]:
    """Return what the answers say of a file they name, which the store has said. Raises `NotFound`."""
    found = next((file for file in files_in(filing.answers) if file["document"] == digest), None)
    if found is None:
        raise NotFound
    return found


def files_in(answers: Any) -> list[Mapping[str, Any]]:
    """Return what the answers say of their files; the store had said it when they were checked."""
    if isinstance(answers, Mapping):
        own = [answers] if isinstance(answers.get("document"), str) else []
        return own + [file for value in answers.values() for file in files_in(value)]
    return [file for value in answers for file in files_in(value)] if isinstance(answers, list) else []


def _view(tx: Transaction, row: Any) -> JointFiling:
    confirmed = store.confirmations(tx, row.id)
    ids = {
        row.prepared_by,
        *(confirmation.person_id for confirmation in confirmed),
        *([row.ended_by] if row.ended_by else []),
    }
    names = people.names(tx, ids)
    version_id = versions.in_force(
        tx, row.service_code, municipality_id=row.municipality_id, on=local_date(tx.now)
    )
    known = published(tx, version_id).names if version_id is not None else None
    return JointFiling(
        row.id,
        row.service_code,
        known or dict.fromkeys(LANGUAGES, row.service_code),
        row.municipality,
        row.municipality_names,
        names[row.prepared_by],
        row.prepared_by == tx.actor.person_id,
        row.prepared_at,
        tuple((names[confirmation.person_id], confirmation.confirmed_at) for confirmation in confirmed),
        any(confirmation.person_id == tx.actor.person_id for confirmation in confirmed),
        max(row.together - 1 - len(confirmed), 0) if row.state == WAITS else 0,
        local_date(row.expires_at),
        row.state,
        names.get(row.ended_by),
        row.ended_at,
        row.case_id,
        bytes(row.digest).hex(),
        canonical.loads(bytes(row.answers)) if row.state == WAITS else {},
    )
