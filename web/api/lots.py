"""Lots at auction: what a municipality sells and lets, as everybody reads it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.property.queries import public_lots
from engine.property.queries.public_lots import LAST_PAGE, PublicLot
from engine.queries import places
from web.api.callers import Who
from web.api.operations import operation
from web.api.refusals import Unreadable
from web.api.registers import PageNumber
from web.api.shapes import shape
from web.auth import current_actor
from web.engine_access import engine

TAG = "property"


@dataclass(frozen=True)
class Lots:
    """A page of lots, those that are open first."""

    items: tuple[PublicLot, ...]
    next: str | None


@operation(
    "GET",
    "/municipalities/<name:code>/lots",
    Who.ANYBODY,
    does=("აუქციონის ლოტები", "List lots at auction"),
    tag=TAG,
    asks=PageNumber,
    gives=shape(Lots),
)
def list_lots(asked: dict[str, str], code: str) -> Lots:
    number = int(asked["cursor"])
    if number > LAST_PAGE:
        raise Unreadable("api.page_unknown", status=422)
    with engine().read(current_actor()) as tx:
        page = public_lots.page(tx, places.municipality(tx, code).code, number)
    return Lots(page.lots, None if page.next_page is None else str(page.next_page))


@operation(
    "GET",
    "/municipalities/<name:code>/lots/<uuid:lot_id>",
    Who.ANYBODY,
    does=("აუქციონის ლოტი", "Get a lot at auction"),
    tag=TAG,
    gives=shape(PublicLot),
)
def get_lot(code: str, lot_id: UUID) -> PublicLot:
    with engine().read(current_actor()) as tx:
        return public_lots.lot(tx, code, lot_id)
