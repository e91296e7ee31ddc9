"""Remedies of a decision: where it is contested, and own decisions that a complaint to the mayor may concern.

What the mayor ordered has no superior body: it goes to court. What an official decided alone, such as
leaving an application unconsidered, goes to the mayor (General Administrative Code, article 178). Refuses to
know terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.stores import links

MAYOR: Final = "mayor"
# What ends a case without a decision against anybody (noted, withdrawn, forwarded, a death) is not contested.
CONTESTED: Final = frozenset({"granted", "refused", "left_unconsidered", "answered"})


def where_contested(settings: Mapping[str, Any], case: Any) -> Mapping[str, Any] | None:
    """Return what of a service's `appeal` holds for a case: body, term, service; None where there is none.

    `case` has `order_number`, `decided_on` and `reason`; one without a decision is contested for its silence.
    """
    appeal: Mapping[str, Any] | None = settings.get("appeal")
    if appeal is None or (case.decided_on is not None and case.reason not in CONTESTED):
        return None
    if case.decided_on is None or case.order_number is not None:
        return appeal
    return {**appeal, **appeal.get("without_order", {})}


def contestable(tx: Transaction, *, person: int, municipality_id: int) -> list[Any]:
    """Return a person's cases in a municipality that a complaint to the mayor may be about, newest first."""

    def is_for_mayor(row: Any) -> bool:
        appeal = where_contested(published(tx, row.version_id).settings, row)
        return appeal is not None and appeal["body"] == MAYOR

    return list(filter(is_for_mayor, links.own_ended(tx, person=person, municipality_id=municipality_id)))
