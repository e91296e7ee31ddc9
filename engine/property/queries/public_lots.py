"""Lots of a municipality at auction, as everybody may read them: about things, never about people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from marshmallow import ValidationError

from engine import plans
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.property.store import lots
from forms.plots import read_plot

ON_A_PAGE: Final = 50
LAST_PAGE: Final = 1_000
Outline = tuple[tuple[float, float], ...]  # longitude, latitude


@dataclass(frozen=True)
class PublicLot:
    """A lot: the thing as it was when it was put up, the right that is given, price, last day, how it stands.

    `state`: open, closed (its result is not known yet), sold (also let), failed.
    """

    lot_id: UUID
    number: str
    kind: str
    right: str
    state: str
    start_tetri: int
    step_tetri: int
    deposit_tetri: int
    price_tetri: int | None
    put_up_at: datetime
    closes_at: datetime
    inventory_no: str
    asset_kind: str
    name: str
    cadastral_code: str | None
    location: str | None
    area_m2: Decimal | None
    building_m2: Decimal | None
    land_category: str | None
    outline: Outline


@dataclass(frozen=True)
class LotsPage:
    """One page of the list, open lots first; `next_page` is None on the last one."""

    lots: tuple[PublicLot, ...]
    next_page: int | None


def page(tx: Transaction, municipality: str, number: int) -> LotsPage:
    """Return a page; one that does not exist is empty."""
    asked = min(max(number, 1), LAST_PAGE)
    offset = (asked - 1) * ON_A_PAGE
    rows = lots.public(tx, municipality, lot=None, limit=ON_A_PAGE + 1, offset=offset)
    following = asked + 1 if len(rows) > ON_A_PAGE else None
    return LotsPage(tuple(map(_lot, rows[:ON_A_PAGE])), following)


def lot(tx: Transaction, municipality: str, lot_id: UUID) -> PublicLot:
    """Return one lot of the municipality. Raises `NotFound`."""
    rows = lots.public(tx, municipality, lot=lot_id, limit=1, offset=0)
    if not rows:
        raise NotFound
    return _lot(rows[0])


def _lot(row: Any) -> PublicLot:
    return PublicLot(
        lot_id=row.id,
        number=row.number,
        kind=row.kind,
        right=row.use,
        state=row.state,
        start_tetri=row.start_tetri,
        step_tetri=row.step_tetri,
        deposit_tetri=row.deposit_tetri,
        price_tetri=row.price_tetri,
        put_up_at=row.put_up_at,
        closes_at=row.closes_at,
        inventory_no=row.inventory_no,
        asset_kind=row.asset_kind,
        name=row.name,
        cadastral_code=row.cadastral_code,
        location=row.location,
        area_m2=row.area_m2,
        building_m2=row.building_m2,
        land_category=row.land_category,
        outline=_outline(row.geometry),
    )


def _outline(geometry: Any) -> Outline:
    """Return the corners of a plot as forms keep it, or as a table brought it; none of what is no plot."""
    try:
        return tuple((x, y) for x, y in plans.corners(read_plot(geometry)))
    except ValidationError:
        return ()
