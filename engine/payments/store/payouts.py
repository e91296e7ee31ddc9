"""Orders to the treasury to pay out, and what it said of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

LAY = """
insert into payouts (id, request_id, municipality_id, case_id, attempt, amount_tetri, payee, payee_code, iban,
    state, reference, why, ordered_at, settled_at)
values (:id, :request_id, :municipality_id, :case_id, :attempt, :amount_tetri, :payee, :payee_code, :iban,
    :state, :reference, :why, :now, :settled_at)
on conflict (id) do update
set state = excluded.state, reference = excluded.reference, why = excluded.why,
    settled_at = excluded.settled_at
"""
TELL = """
update payouts set state = :state, reference = :reference, why = :why, settled_at = :settled_at
where id = :id and case_id = :case_id
"""


def lay(tx: Transaction, payout_id: UUID, *, told: Mapping[str, Any], **order: Any) -> None:
    """Keep an order with what the treasury said when it was laid; laid again, it is the same row."""
    tx.run(LAY, id=payout_id, **order, **_told(told), now=tx.now)


def tell(tx: Transaction, payout_id: UUID, *, case_id: UUID, told: Mapping[str, Any]) -> None:
    """Keep what the treasury says of an order now."""
    tx.run(TELL, id=payout_id, case_id=case_id, **_told(told))


def _told(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("state", "reference", "why", "settled_at")}
