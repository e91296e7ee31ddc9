"""High-mountain settlements as they are listed on a day, and what became other between two days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.queries import settlement_history as queries
from engine.queries.settlement_history import ListedSettlement, SettlementHistory
from web.api.callers import Who
from web.api.operations import operation
from web.api.rollout import SEES
from web.api.shapes import shape
from web.api.shared import Strict, code_field, day
from web.auth import current_actor
from web.engine_access import engine


@dataclass(frozen=True)
class ListedSettlements:
    """The settlements that are listed on a day."""

    items: tuple[ListedSettlement, ...]


class ListedOn(Strict):
    """On which day, and in which municipality alone."""

    on_day = day()
    municipality = code_field(required=False, load_default=None)


class BetweenDays(Strict):
    """From which day to which, and in which municipality alone."""

    since = day()
    until = day()
    municipality = code_field(required=False, load_default=None)


@operation(
    "GET",
    "/administration/settlements",
    Who.OFFICE,
    does=("რომელი დასახლებებია ნუსხაში", "List the settlements of a day"),
    pages=("admin.settlements_file",),
    asks=ListedOn,
    gives=shape(ListedSettlements),
    **SEES,
)
def list_settlements(asked: dict[str, Any]) -> ListedSettlements:
    with engine().read(current_actor()) as tx:
        return ListedSettlements(queries.listed(tx, asked["municipality"], on=asked["on_day"]))


@operation(
    "GET",
    "/administration/settlement-changes",
    Who.OFFICE,
    does=("დასახლებების ნუსხის შედარება", "Compare the settlements of two days"),
    pages=("admin.settlement_history",),
    asks=BetweenDays,
    gives=shape(SettlementHistory),
    **SEES,
)
def settlement_changes(asked: dict[str, Any]) -> SettlementHistory:
    with engine().read(current_actor()) as tx:
        days = {"since": asked["since"], "until": asked["until"]}
        return queries.history(tx, asked["municipality"], **days)
