"""Putting a lot up at the electronic auction and asking how it ended, by a worker.

Nothing is promised by it: who wins is known when the auction is over, and a contract is another proceeding.
What comes back is kept as a lot, which everybody reads (`engine/property/queries/public_lots.py`); one that a
clerk puts up by hand is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from engine.clock import ZONE, local_date
from engine.connectors.auction import SOLD, Auction, Lot
from engine.errors import Broken, Rejected, Unavailable
from engine.operations.operation import Operation
from engine.operations.outside import Outside
from engine.payments.rules import MOST_TETRI
from engine.property.store import lots
from engine.texts import OFFICIAL

if TYPE_CHECKING:
    from engine.steps import OpenCase

UNAVAILABLE: Final = "auction_unavailable"
MOST_DAYS: Final = 365
CLOSES: Final = time(17, 0)  # in Tbilisi, as observed of lots


def announce(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Put the lot up, from today, until 17:00 of the last of `days`.

    Its id is the job's, so that a repetition is no second lot. Diagrams of earlier versions name the last day
    themselves (`closes_on`).
    """
    lot = Lot(
        id=outside.job_id,
        title=str(inputs["title"]),
        kind=str(inputs["kind"]),
        start_tetri=_whole(inputs, "start_tetri"),
        step_tetri=_whole(inputs, "step_tetri"),
        deposit_tetri=_whole(inputs, "deposit_tetri"),
        closes_at=datetime.combine(_last_day(outside, inputs), CLOSES, ZONE),
    )
    house, stated = _asked(outside)
    return house.announce(lot, **stated).as_result(lot.id)


def result(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Say how the lot stands: `open`, `sold` to whom and for how much, or `failed`."""
    try:
        lot_id = UUID(str(inputs["lot"]))
    except ValueError:
        raise Broken("auction.lot_unusable") from None
    house, stated = _asked(outside)
    return house.ask(lot_id, **stated).as_result(lot_id)


def keep_lot(case: OpenCase, job: Any, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep the lot that was put up, of the thing which the case keeps for whoever wins it."""
    kept = lots.kept_by(case.tx, case.row.id)
    if kept is not None:
        amounts = {name: int(job.inputs[name]) for name in ("start_tetri", "step_tetri", "deposit_tetri")}
        lots.put_up(
            case.tx,
            job.id,
            case_id=case.row.id,
            municipality_id=case.row.municipality_id,
            asset_id=kept.asset_id,
            kind=str(job.inputs["kind"]),
            use=kept.kind,
            number=str(told["number"]),
            closes_at=datetime.fromisoformat(str(told["closes_at"])),
            **amounts,
        )
    return {}


def keep_result(case: OpenCase, job: Any, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep how the lot stands: a bid in the last minutes moves its end."""
    is_sold = told["state"] == SOLD
    lots.record(
        case.tx,
        UUID(str(job.inputs["lot"])),
        case_id=case.row.id,
        state=str(told["state"]),
        closes_at=datetime.fromisoformat(str(told["closes_at"])),
        price_tetri=int(told["price_tetri"]) if is_sold else None,
    )
    return {}


def _asked(outside: Outside) -> tuple[Auction, dict[str, str]]:
    """Return the auction, and what is said with each question: case, ground and purpose."""
    house = outside.connections.auction
    if house is None:
        raise Unavailable("registry.not_configured", system="auction")
    with outside.world() as world:
        law, number = world.published.law, world.case.number
        purpose = world.published.names[OFFICIAL]
    if not all(text.strip() for text in (law, number, purpose)):
        raise Rejected("registry.ground_missing", system="auction")
    return house, {"legal_ground": law, "case_number": number, "purpose": purpose}


def _last_day(outside: Outside, inputs: dict[str, Any]) -> date:
    if inputs.get("closes_on"):
        return date.fromisoformat(str(inputs["closes_on"])[:10])
    days = _whole(inputs, "days", most=MOST_DAYS)
    return local_date(outside.connections.clock.now()) + timedelta(days=days)


def _whole(inputs: dict[str, Any], name: str, *, most: int = MOST_TETRI) -> int:
    amount = inputs.get(name)
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal) or amount != int(amount):
        raise Broken("auction.amount_unusable", field=name)
    if not 0 < amount <= most:
        raise Broken("auction.amount_unusable", field=name)
    return int(amount)


_TOLD: Final = (
    "lot",
    "number",
    "state",
    "closes_at",
    "price_tetri",
    "winner_name",
    "winner_number",
    "source",
)
ANNOUNCE: Final = Operation(
    "auction.announce",
    inputs=("title", "kind", "start_tetri", "step_tetri", "deposit_tetri", "closes_on", "days"),
    outputs=_TOLD,
    required=("title", "kind", "start_tetri", "step_tetri", "deposit_tetri"),
    perform=announce,
    record=keep_lot,
    gives_up_with=UNAVAILABLE,
)
RESULT: Final = Operation(
    "auction.result",
    inputs=("lot",),
    outputs=_TOLD,
    required=("lot",),
    perform=result,
    record=keep_result,
    gives_up_with=UNAVAILABLE,
)
