"""What the simulated treasury pays out: orders by the id that the municipality gave them, each paid once.

How an order ends is read off the account's last four digits: 0000 is closed and the money comes back, 1111
takes its time (executed when it is asked about), 2222 leaves the first call without an answer though the
order was taken. Every other account is paid at once.
"""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final

CLOSED, SLOW, LOST = "0000", "1111", "2222"
_OF_ORDER: Final = ("payout", "amount_tetri", "payee", "payee_code", "iban", "line", "purpose")
Answer = tuple[dict[str, Any], int]


@dataclass
class Payout:
    """An order and how it stands."""

    order: dict[str, Any]
    state: str = "accepted"
    settled_at: str | None = None
    reference: str | None = None
    why: str | None = None


class PayoutBooks:
    """Orders in memory; safe to use from several threads."""

    def __init__(self) -> None:
        self._payouts: dict[str, Payout] = {}
        self._lock = threading.Lock()
        self.paid: list[dict[str, Any]] = []  # what left the treasury, in order

    def lay(self, body: bytes) -> Answer:
        """Take an order, or say how the same one stands."""
        try:
            given = json.loads(body)
            order = {name: given[name] for name in _OF_ORDER}
        except (ValueError, KeyError, TypeError):
            return {"code": "payout_malformed"}, 400
        with self._lock:
            known = self._payouts.get(order["payout"])
            if known is not None:
                return (_shown(known), 200) if known.order == order else ({"code": "payout_differs"}, 409)
            payout = self._payouts[order["payout"]] = Payout(order)
            end = order["iban"][-4:]
            if end == CLOSED:
                payout.state, payout.why, payout.settled_at = "returned", "account", _now()
            elif end != SLOW:
                self._execute(payout)
            return ({"code": "out_of_service"}, 503) if end == LOST else (_shown(payout), 201)

    def tell(self, payout_id: str) -> Answer:
        """Say how an order stands; one that takes its time is executed by now."""
        with self._lock:
            payout = self._payouts.get(payout_id)
            if payout is None:
                return {"code": "payout_unknown"}, 404
            if payout.state == "accepted":
                self._execute(payout)
            return _shown(payout), 200

    def all(self) -> list[dict[str, Any]]:
        """Return every order with how it stands."""
        with self._lock:
            return [{**payout.order, "state": payout.state} for payout in self._payouts.values()]

    def _execute(self, payout: Payout) -> None:
        self.paid.append(payout.order)
        payout.state, payout.settled_at = "executed", _now()
        payout.reference = f"DEMO-OUT-{len(self.paid)}"


def _shown(payout: Payout) -> dict[str, Any]:
    known = asdict(payout)
    return {"payout": known.pop("order")["payout"], **known}


def _now() -> str:
    return datetime.now(UTC).isoformat()
