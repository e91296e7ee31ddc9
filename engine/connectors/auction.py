"""The electronic auction: putting a lot up, and asking how it stands.

The contract is `contracts/auction.openapi.json`. The same lot put up twice is one. Only an answer to a
question of ours counts; bids and bidders are the auction's own business until it is over. Refuses to know
what is let or sold, and why.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from marshmallow import ValidationError, fields, validate

from engine.connectors import representations as r
from engine.connectors.http import Answer, Endpoint, HttpConnector, answer_invalid

NAME: Final = "auction"
OPEN, SOLD, FAILED = "open", "sold", "failed"
_NUMBER = re.compile(r"[0-9]{9}([0-9]{2})?")


@dataclass(frozen=True)
class Lot:
    """Lot that is put up: for how much at the least, by which step, with which deposit, until when."""

    id: UUID
    title: str
    kind: str
    start_tetri: int
    step_tetri: int
    deposit_tetri: int
    closes_at: datetime


@dataclass(frozen=True)
class Standing:
    """State of a lot. A bid in the last minutes moves the end; who won is known when it is sold."""

    number: str
    state: str
    closes_at: datetime
    price_tetri: int | None = None
    winner_name: str | None = None
    winner_number: str | None = None

    def as_result(self, lot_id: UUID) -> dict[str, Any]:
        """Return the result of an operation that asked."""
        return {
            "lot": str(lot_id),
            "number": self.number,
            "state": self.state,
            "closes_at": self.closes_at.isoformat(),
            "price_tetri": self.price_tetri,
            "winner_name": self.winner_name,
            "winner_number": self.winner_number,
            "source": NAME,
        }


class Auction(HttpConnector):
    """The connector to the auction."""

    def __init__(self, base_url: str, **limits: Any) -> None:
        super().__init__(Endpoint(NAME, base_url, **limits))

    def announce(self, lot: Lot, *, case_number: str, legal_ground: str, purpose: str) -> Standing:
        """Put a lot up, once; return its number and when it closes.

        Raises `Unavailable` when it is worth trying again, `Rejected` when it is not.
        """
        told = {
            "lot": str(lot.id),
            "title": lot.title,
            "kind": lot.kind,
            "start_tetri": lot.start_tetri,
            "step_tetri": lot.step_tetri,
            "deposit_tetri": lot.deposit_tetri,
            "closes_at": lot.closes_at.isoformat(),
        }
        answer = self._http.post(
            "auction",
            "v1",
            "lots",
            body=json.dumps(told, ensure_ascii=False).encode(),
            headers={"X-Legal-Ground": legal_ground, "X-Purpose": purpose, "X-Case": case_number},
            accept=(200, 201),
        )
        return self._standing(answer, lot.id)

    def ask(self, lot_id: UUID, *, case_number: str, legal_ground: str, purpose: str) -> Standing:
        """Say how a lot stands. Raises as `announce` does."""
        stated = {"X-Legal-Ground": legal_ground, "X-Purpose": purpose, "X-Case": case_number}
        return self._standing(self._http.get("auction", "v1", "lots", str(lot_id), headers=stated), lot_id)

    def _standing(self, answer: Answer, lot_id: UUID) -> Standing:
        content, read = None, None
        if answer.media_type == "application/json":
            with suppress(ValueError, RecursionError):
                content = json.loads(answer.body)
        with suppress(ValidationError):
            read = _LOT.load(content) if isinstance(content, dict) else None
        if read is None:
            # Raised outside the handler: marshmallow's error repeats somebody's personal data.
            raise answer_invalid(NAME, "schema")
        if read["lot"] != lot_id:
            raise answer_invalid(NAME, "other_lot")
        winner = read["winner"] or {}
        if (read["state"] == SOLD) != bool(winner and read["price_tetri"]):
            raise answer_invalid(NAME, "contradiction")
        return Standing(
            number=read["number"],
            state=read["state"],
            closes_at=read["closes_at"],
            price_tetri=read["price_tetri"],
            winner_name=winner.get("name"),
            winner_number=winner.get("number"),
        )


class _Winner(r.Lenient):
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    number = fields.String(required=True, validate=validate.Regexp(_NUMBER.pattern + r"\Z"))


class _Lot(r.Lenient):
    lot = fields.UUID(required=True)
    number = fields.String(required=True, validate=validate.Length(min=1, max=60))
    state = fields.String(required=True, validate=validate.OneOf((OPEN, SOLD, FAILED)))
    closes_at = fields.AwareDateTime(required=True, format="iso")
    price_tetri = fields.Integer(required=True, strict=True, allow_none=True, validate=validate.Range(min=1))
    winner = fields.Nested(_Winner, required=True, allow_none=True)


_LOT: Final = _Lot()
