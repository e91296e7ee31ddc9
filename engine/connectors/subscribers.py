"""The connector that delivers register changes to another body's system.

The contract is `contracts/status_changes.openapi.json`, the same for every subscriber. A change that is
delivered again carries the same id, so that the subscriber takes it once; its number lets the subscriber
refuse what comes behind a later one. Refuses to know why an entry changed, and in which order changes are
due.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from engine.connectors.http import Answer, Endpoint, HttpConnector, answer_invalid
from engine.errors import Rejected

LONGEST_RECEIPT: Final = 80
_JSON_TYPES = ("application/json", "application/problem+json")


@dataclass(frozen=True)
class Change:
    """One change of one person's entry. Numbers grow with time, over all municipalities."""

    id: UUID
    number: int
    register: str
    municipality: str
    personal_number: str = field(repr=False)
    recorded_at: datetime
    content: Mapping[str, Any] = field(repr=False)  # state, valid_from, order_number, fields


class StatusSubscriber(HttpConnector):
    """The connector to one subscriber."""

    def __init__(self, name: str, base_url: str, **limits: Any) -> None:
        super().__init__(Endpoint(name, base_url, **limits))

    def deliver(self, change: Change, *, legal_ground: str, purpose: str) -> str:
        """Deliver the change, once; return the subscriber's receipt.

        Raises `Unavailable` when it is worth another delivery, `Rejected` when somebody has to look at it.
        """
        told = {
            "id": str(change.id),
            "number": change.number,
            "register": change.register,
            "municipality": change.municipality,
            "personal_number": change.personal_number,
            "recorded_at": change.recorded_at.isoformat(),
            **change.content,
        }
        answer = self._http.post(
            "status-changes",
            "v1",
            "changes",
            body=json.dumps(told, ensure_ascii=False).encode(),
            headers={"X-Legal-Ground": legal_ground, "X-Purpose": purpose},
            accept=(200, 202, 409, 422),
        )
        if answer.status in (409, 422):
            raise Rejected("subscriber.refused", system=self.name, status=answer.status)
        return self._receipt(answer)

    def _receipt(self, answer: Answer) -> str:
        receipt = None
        if answer.media_type in _JSON_TYPES:
            with suppress(ValueError, RecursionError, KeyError, TypeError):
                receipt = json.loads(answer.body)["receipt"]
        if not isinstance(receipt, str) or not 0 < len(receipt) <= LONGEST_RECEIPT:
            raise answer_invalid(self.name, "schema")
        return receipt
