"""The electronic auction: lots, simulated bids, a bid in the last minutes that moves the end.

Lots are kept in memory. `PUT /_bids` simulates bids and closes lots:
`[{"lot": id, "name": "…", "number": "…", "amount_tetri": 100}]`, `[{"lot": id, "close": true}]`; `GET /_bids`
shows the lots. A lot that closes without a bid has failed. `[{"now": instant}]` sets the clock of the
auction, which stands still from then on.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from .answering import as_json, problem, refused, unreadable
from .faults import Fault

NAME: Final = "auction"
LAST_MINUTES: Final = timedelta(minutes=10)
_NEEDED: Final = ("lot", "title", "kind", "start_tetri", "step_tetri", "deposit_tetri", "closes_at")


@dataclass
class _Lot:
    lot: str
    number: str
    told: dict[str, Any]
    closes_at: datetime
    bids: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self, now: datetime) -> dict[str, Any]:
        is_over, best = now >= self.closes_at, self.bids[-1] if self.bids else None
        won = best if is_over else None
        return {
            "lot": self.lot,
            "number": self.number,
            "state": ("sold" if best else "failed") if is_over else "open",
            "closes_at": self.closes_at.isoformat(),
            "price_tetri": won and won["amount_tetri"],
            "winner": won and {"name": won["name"], "number": won["number"]},
        }


class Auctions:
    """All lots; safe to use from several threads."""

    def __init__(self) -> None:
        self._lots: dict[str, _Lot] = {}
        self._stands_at: datetime | None = None
        self._lock = threading.Lock()

    def put_up(self, told: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
        """Take a lot, once; return how it stands, and whether it is new."""
        with self._lock:
            known = self._lots.get(str(told["lot"]))
            if known is None:
                closes_at = datetime.fromisoformat(str(told["closes_at"]))
                known = _Lot(str(told["lot"]), f"DEMO-{len(self._lots) + 1:05}", dict(told), closes_at)
                self._lots[known.lot] = known
                return known.as_json(self._now()), True
            return known.as_json(self._now()), False

    def standing(self, lot: str) -> dict[str, Any] | None:
        with self._lock:
            found = self._lots.get(lot)
            return None if found is None else found.as_json(self._now())

    def all(self) -> list[dict[str, Any]]:
        with self._lock:
            return [{**lot.told, **lot.as_json(self._now())} for lot in self._lots.values()]

    def simulate(self, steps: list[dict[str, Any]]) -> None:
        """Let bidders bid and lots end. A bid below the next step, or after the end, is refused."""
        with self._lock:
            for step in steps:
                if "now" in step:
                    self._stands_at = datetime.fromisoformat(step["now"])
                    continue
                now = self._now()
                lot = self._lots[step["lot"]]
                if step.get("close"):
                    lot.closes_at = min(lot.closes_at, now)
                    continue
                least = lot.told["start_tetri"]
                if lot.bids:
                    least = lot.bids[-1]["amount_tetri"] + lot.told["step_tetri"]
                if now >= lot.closes_at or step["amount_tetri"] < least:
                    raise ValueError(f"the next bid is {least} at the least, before {lot.closes_at}")
                lot.bids.append({name: step[name] for name in ("name", "number", "amount_tetri")})
                lot.closes_at = max(lot.closes_at, now + LAST_MINUTES)

    def _now(self) -> datetime:
        return self._stands_at or datetime.now(UTC)


def answer_announced(auctions: Auctions, request: Request, *, fault: Fault) -> Response:
    """Take a lot, or answer falsely as the fault says."""
    if refusal := refused(request):
        return refusal
    try:
        told = json.loads(request.get_data())
        if not all(told.get(name) for name in _NEEDED):
            raise ValueError
        standing, is_new = auctions.put_up(told)
    except (ValueError, TypeError, AttributeError):
        return problem(400, "not_a_lot", "The body is a lot.")
    return _spoiled(standing, fault) or as_json(standing, status=201 if is_new else 200)


def answer_standing(auctions: Auctions, request: Request, lot: str, *, fault: Fault) -> Response:
    """Say how a lot stands, or answer falsely as the fault says."""
    if refusal := refused(request):
        return refusal
    standing = auctions.standing(lot)
    if standing is None:
        return problem(404, "lot_unknown", "No such lot.")
    return _spoiled(standing, fault) or as_json(standing)


def simulate_bids(auctions: Auctions, request: Request) -> Response:
    try:
        auctions.simulate(json.loads(request.get_data()))
    except (ValueError, KeyError, TypeError) as wrong:
        return problem(400, "bids_refused", str(wrong))
    return as_json(auctions.all())


def _spoiled(standing: dict[str, Any], fault: Fault) -> Response | None:
    if fault.mode != "wrong":
        return None
    if response := unreadable(fault.how):
        return response
    if fault.how == "other_person":
        return as_json(standing | {"lot": "00000000-0000-0000-0000-000000000000"})
    return as_json(standing | {"state": "perhaps"})
