"""A person's own drafts: one with its answers, and all of them as a list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from engine.catalogue.published import published
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.queries.draft_views import DraftCard, DraftView, Rival
from engine.stores import drafts as store
from engine.stores.drafts import Place


def find(tx: Transaction, *, municipality_id: int, service_code: str) -> DraftView | None:
    """Return the signed-in person's draft, or None; nobody signed in has none."""
    if tx.actor.person_id is None:
        return None
    draft = store.find(tx, Place(municipality_id, service_code))
    if draft is None:
        return None
    return DraftView(
        answers=draft.answers,
        version=draft.version,
        saved_at=draft.saved_at,
        last_day=local_date(draft.expires_at),
        begun=frozenset(draft.pages),
        passed=frozenset(page for page, mark in draft.pages.items() if mark["is_passed"]),
        rivals={page: _rival(raw) for page, raw in draft.rivals.items()},
        changed_at={page: datetime.fromisoformat(mark["saved_at"]) for page, mark in draft.pages.items()},
    )


def mine(tx: Transaction) -> tuple[DraftCard, ...]:
    """Return the signed-in person's drafts, the last one first; services that are gone are left out."""
    return () if tx.actor.person_id is None else tuple(_cards(tx))


def _cards(tx: Transaction) -> Iterator[DraftCard]:
    today = local_date(tx.now)
    for row in store.mine(tx):
        version_id = versions.in_force(tx, row.service_code, municipality_id=row.municipality_id, on=today)
        if version_id is not None:
            yield DraftCard(
                service_code=row.service_code,
                service=published(tx, version_id).names,
                municipality_code=row.municipality,
                municipality=row.municipality_names,
                saved_at=row.saved_at,
                last_day=local_date(row.expires_at),
            )


def _rival(raw: Any) -> Rival:
    return Rival(raw["answers"], datetime.fromisoformat(raw["saved_at"]))
