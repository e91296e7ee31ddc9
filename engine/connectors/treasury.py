"""Orders of payment at the treasury: laying one before it, and asking how it ended.

The treasury's page takes the money; we never see a card. Only an answer to a question of ours counts,
never what a browser or a callback claims. The same order laid before it twice is one. What follows
from a payment is unknown here.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from engine.connectors.base import Finding
from engine.connectors.http import Answer, Endpoint, HttpConnector, answer_invalid

NAME = "treasury"
OPEN, PAID, FAILED, UNKNOWN = "open", "paid", "failed", "unknown"


@dataclass(frozen=True)
class PaymentContext:
    """Context that goes with each call: the case, the law that permits it, what for."""

    case_number: str
    legal_ground: str
    purpose: str

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Legal-Ground": self.legal_ground, "X-Purpose": self.purpose, "X-Case": self.case_number}


@dataclass(frozen=True)
class Receipt:
    """State of an order; amount, instant and number of what was received only where it is paid."""

    state: str
    amount_tetri: int | None = None
    paid_at: datetime | None = None
    reference: str | None = None


class Treasury(HttpConnector):
    """The connector to the treasury."""

    def __init__(self, base_url: str, token: str, **limits: Any) -> None:
        super().__init__(Endpoint(NAME, base_url, **limits))
        # "Bearer" alone is no header: the client would refuse to send it.
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._has_token = bool(token)

    @property
    def origin(self) -> str:
        """Scheme, host and port of the pages that people are sent to."""
        parts = urlsplit(self._endpoint.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    def check(self) -> tuple[Finding, ...]:
        """Return what is wrong with the configuration."""
        missing = () if self._has_token else (Finding(NAME, "connector.token_missing", {"setting": "token"}),)
        return (*self._endpoint.check(), *missing)

    def lay(
        self,
        order_id: UUID,
        *,
        number: str,
        amount_tetri: int,
        purpose: str,
        return_url: str,
        stated: PaymentContext,
    ) -> str:
        """Lay an order before the treasury; return the address of the page where it is paid.

        Raises `Unavailable` when it is worth trying again, `Rejected` when it is not.
        """
        order = {
            "order": str(order_id),
            "number": number,
            "amount_tetri": amount_tetri,
            "purpose": purpose,
            "return_url": return_url,
        }
        body = json.dumps(order, ensure_ascii=False).encode()
        answer = self._http.post(
            "treasury",
            "v1",
            "orders",
            body=body,
            headers={**self._headers, **stated.headers},
            accept=(200, 201),
        )
        content = _read(answer, _LaidSchema())
        address: str = content["pay_url"]
        if content["order"] != order_id or not address.startswith(self.origin + "/"):
            # People are sent there: a page anywhere else could ask them for their card.
            raise answer_invalid(NAME, "other_order")
        return address

    def ask(self, order_id: UUID, *, stated: PaymentContext) -> Receipt:
        """Ask how an order ended; `unknown` if the treasury never heard of it."""
        answer = self._http.get(
            "treasury",
            "v1",
            "orders",
            str(order_id),
            headers={**self._headers, **stated.headers},
            accept=(200, 404),
        )
        if answer.status == 404:
            content = _json(answer)
            if not isinstance(content, dict) or content.get("code") != "order_unknown":
                # A wrong address of ours answers 404 as well, and must not lose somebody's money.
                raise answer_invalid(NAME, "unexpected_status")
            return Receipt(UNKNOWN)
        content = _read(answer, _OrderSchema())
        if content["order"] != order_id:
            raise answer_invalid(NAME, "other_order")
        if content["state"] != PAID:
            return Receipt(content["state"])
        receipt = Receipt(PAID, content["amount_tetri"], content["paid_at"], content["reference"])
        if receipt.paid_at is None or receipt.reference is None:
            raise answer_invalid(NAME, "contradiction")
        return receipt


class _LaidSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    order = fields.UUID(required=True)
    pay_url = fields.String(required=True, validate=validate.Length(max=1000))


class _OrderSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    order = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf((OPEN, PAID, FAILED)))
    amount_tetri = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    paid_at = fields.AwareDateTime(required=True, format="iso", allow_none=True)
    reference = fields.String(required=True, allow_none=True, validate=validate.Length(min=1, max=60))


def _json(answer: Answer) -> Any:
    if answer.media_type in ("application/json", "application/problem+json"):
        with suppress(ValueError, RecursionError):
            return json.loads(answer.body)
    raise answer_invalid(NAME, "not_json")


def _read(answer: Answer, schema: Schema) -> dict[str, Any]:
    content, read = _json(answer), None
    with suppress(ValidationError):
        read = schema.load(content)
    if read is None:
        raise answer_invalid(NAME, "schema")
    return dict(read)
