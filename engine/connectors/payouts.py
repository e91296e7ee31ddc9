"""Orders by which the treasury pays out of a municipality's budget, and how each ended.

The id of an order is ours: the same order laid twice is one, so whatever was cut off in between is laid again
and never paid again. Contract: `contracts/payouts.openapi.json`. What is paid for is unknown here.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from engine.connectors.http import Answer, Endpoint, HttpConnector, answer_invalid
from engine.errors import Rejected

NAME = "treasury"
ACCEPTED, EXECUTED, RETURNED = "accepted", "executed", "returned"


class PayoutDiffers(Rejected):
    """The treasury has an order of this id that says something else."""

    code = "payout.differs"


@dataclass(frozen=True)
class PayoutOrder:
    """Order to pay: whom, how much, out of which line; `payout_id` names the order for ever."""

    payout_id: UUID
    amount_tetri: int
    payee: str
    payee_code: str
    iban: str
    line: str
    purpose: str


@dataclass(frozen=True)
class PayoutState:
    """State of an order: `why` it came back, or when and under which number it was executed."""

    state: str
    settled_at: datetime | None = None
    reference: str | None = None
    why: str | None = None


class Payouts(HttpConnector):
    """The connector to that part of the treasury."""

    def __init__(self, base_url: str, token: str, **limits: Any) -> None:
        super().__init__(Endpoint(NAME, base_url, **limits))
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def lay(self, order: PayoutOrder, *, case_number: str, legal_ground: str, purpose: str) -> PayoutState:
        """Lay an order, or the same again; return how it stands.

        Raises `Unavailable` when it is worth trying again, `PayoutDiffers` where the id is another order's.
        """
        said = {
            "payout": str(order.payout_id),
            "amount_tetri": order.amount_tetri,
            "payee": order.payee,
            "payee_code": order.payee_code,
            "iban": order.iban,
            "line": order.line,
            "purpose": order.purpose,
        }
        answer = self._http.post(
            "treasury",
            "v1",
            "payouts",
            body=json.dumps(said, ensure_ascii=False).encode(),
            headers={**self._headers, **_stated(case_number, legal_ground, purpose)},
            accept=(200, 201, 409),
        )
        if answer.status == 409:
            raise PayoutDiffers
        return _read(answer, order.payout_id)

    def ask(self, payout_id: UUID, *, case_number: str, legal_ground: str, purpose: str) -> PayoutState:
        """Ask how an order stands. Raises `Rejected` where the treasury never heard of it."""
        headers = {**self._headers, **_stated(case_number, legal_ground, purpose)}
        answer = self._http.get("treasury", "v1", "payouts", str(payout_id), headers=headers)
        return _read(answer, payout_id)


def _stated(case_number: str, legal_ground: str, purpose: str) -> dict[str, str]:
    return {"X-Legal-Ground": legal_ground, "X-Purpose": purpose, "X-Case": case_number}


class _StateSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    payout = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf((ACCEPTED, EXECUTED, RETURNED)))
    settled_at = fields.AwareDateTime(required=True, format="iso", allow_none=True)
    reference = fields.String(required=True, allow_none=True, validate=validate.Length(min=1, max=60))
    why = fields.String(required=True, allow_none=True, validate=validate.OneOf(("account", "other")))


def _read(answer: Answer, payout_id: UUID) -> PayoutState:
    content, read = None, None
    if answer.media_type == "application/json":
        with suppress(ValueError, RecursionError):
            content = json.loads(answer.body)
    with suppress(ValidationError):
        read = _STATE.load(content) if isinstance(content, dict) else None
    if read is None:
        raise answer_invalid(NAME, "schema")
    if read["payout"] != payout_id:
        raise answer_invalid(NAME, "other_order")
    found = PayoutState(read["state"], read["settled_at"], read["reference"], read["why"])
    if found.state == EXECUTED and (found.settled_at is None or found.reference is None):
        raise answer_invalid(NAME, "contradiction")
    return found


_STATE = _StateSchema()
