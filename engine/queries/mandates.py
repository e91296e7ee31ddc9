"""For whom the signed-in person may act, as the registers said last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.formats import full_name
from engine.representation.mandates import refusal, refuse_for
from engine.representation.representatives import ground_of
from engine.stores import joint_filings
from engine.stores import mandates as store
from engine.tenancy import system


@dataclass(frozen=True)
class MandateView:
    """Somebody whom the person represents, or why they may not."""

    mandate_id: UUID
    number: str
    name: Mapping[str, str]
    kind: str  # parent, guardian, supporter, director, attorney
    ground: Mapping[str, str]
    valid_until: date | None
    answered_at: datetime
    areas: tuple[str, ...] | None  # that it is limited to
    refused: str | None  # the code of an error
    is_joint: bool  # two act by it only together
    waiting: int  # what another has prepared and waits for this person


def mine(tx: Transaction) -> tuple[MandateView, ...]:
    """Return everybody the registers named, those whom one may act for first."""
    person_id = tx.actor.person_id
    if person_id is None:
        return ()
    today, asker = local_date(tx.now), tx.actor
    tx.switch_principal(system())
    waiting = joint_filings.waiting(tx, person_id)
    tx.switch_principal(asker)
    found = []
    for row in store.of_person(tx, person_id):
        reason = refusal(row, on=today)
        found.append(
            MandateView(
                row.id,
                row.number,
                full_name(row),
                row.kind,
                ground_of(row),
                row.valid_until,
                row.answered_at,
                areas=None if row.areas is None else tuple(row.areas),
                refused=reason and f"mandate.{reason}",
                is_joint=row.together > 1,
                waiting=waiting.get(row.represented_id, 0) if row.together > 1 and reason is None else 0,
            )
        )
    return tuple(sorted(found, key=lambda one: one.refused is not None))


def refuse_untaken(tx: Transaction, service: Mapping[str, Any]) -> None:
    """Raise `MandateRefused` where a service takes nothing by the mandate that is acted by now."""
    if tx.actor.acts_for is not None:
        refuse_for(service, store.find(tx, tx.actor.acts_for.mandate_id))
