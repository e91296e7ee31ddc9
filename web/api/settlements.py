"""Lists of high-mountain settlements: checked, proposed, approved by a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import fields

from engine.commands.settlements import ApproveSettlements, DeclineSettlements, ProposeSettlements
from engine.queries import settlements as queries
from engine.queries.settlements import SettlementList
from engine.queries.views import Names
from engine.settlements.plan import ListTerms, SettlementPlan
from engine.settlements.table import COLUMNS, MOST_ROWS
from web.api.callers import Who
from web.api.operations import operation
from web.api.rollout import SEES, SETS
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import day
from web.api.tables import CheckedTable, FromDay, Seen, rows_field, told
from web.auth import current_actor
from web.engine_access import engine

LISTS = "/administration/settlement-lists"


@dataclass(frozen=True)
class PlannedPlace:
    """Planned effect of a table on a settlement: `what` is new, changed, same or ended.

    `near` are settlements that are called nearly as a new one and that the table doesn't name.
    """

    what: str
    code: str
    municipality: str
    names: Names
    unit: str | None
    altitude: int | None
    listed_since: date
    valid_until: date | None
    changes: tuple[str, ...]
    near: tuple[Names, ...]


@dataclass(frozen=True, kw_only=True)
class CheckedSettlements(CheckedTable):
    """Outcome of checking a table of settlements: what it would enter."""

    settlements: tuple[PlannedPlace, ...]


@dataclass(frozen=True)
class SettlementLists:
    """The lists, those that wait for approval first."""

    items: tuple[SettlementList, ...]


@dataclass(frozen=True)
class ListOfSettlements:
    """A list with what would come of it; null where it has ended or its day has passed."""

    kept: SettlementList
    planned: CheckedSettlements | None


@dataclass(frozen=True)
class ProposedList:
    """The list that waits for a second person."""

    list_id: UUID


class SettlementRows(FromDay):
    """A table with its heading and act; with `is_whole` its municipalities have no other settlement."""

    rows = rows_field(COLUMNS, most=MOST_ROWS)
    last_on = day(required=False, allow_none=True, load_default=None)
    is_whole = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class NewSettlementList(SettlementRows, Seen):
    """A table that was checked."""


class ListApproval(Seen):
    """A list as the second person has looked at it."""


@operation(
    "GET",
    LISTS,
    Who.OFFICE,
    does=("დასახლებების ნუსხები", "List lists of settlements"),
    pages=("admin.settlement_lists",),
    gives=shape(SettlementLists),
    **SEES,
)
def list_settlement_lists() -> SettlementLists:
    with engine().read(current_actor()) as tx:
        return SettlementLists(queries.lists(tx))


@operation(
    "GET",
    f"{LISTS}/<uuid:list_id>",
    Who.OFFICE,
    does=("დასახლებების ნუსხა", "See a list of settlements"),
    pages=("admin.settlement_list",),
    gives=shape(ListOfSettlements),
    **SEES,
)
def get_settlement_list(list_id: UUID) -> ListOfSettlements:
    with engine().read(current_actor()) as tx:
        found = queries.one(tx, list_id)
    return ListOfSettlements(found.kept, None if found.planned is None else _told(found.planned))


@operation(
    "POST",
    f"{LISTS}/check",
    Who.OFFICE,
    does=("დასახლებების ცხრილის შემოწმება", "Check a table of settlements"),
    pages=("admin.check_settlements",),
    takes=SettlementRows,
    gives=shape(CheckedSettlements),
    is_question=True,
    **SEES,
)
def check_settlements(body: dict[str, Any]) -> CheckedSettlements:
    rows = body.pop("rows")
    with engine().read(current_actor()) as tx:
        return _told(queries.looked_at(tx, rows, ListTerms(**body)))


@operation(
    "POST",
    LISTS,
    Who.OFFICE,
    does=("დასახლებების ნუსხის წარდგენა", "Propose a list of settlements"),
    pages=("admin.propose_settlements",),
    takes=NewSettlementList,
    gives=shape(ProposedList),
    status=201,
    **SETS,
)
def propose_settlements(body: dict[str, Any]) -> ProposedList:
    cells = tuple(map(tuple, body["rows"]))
    terms = (body["act"], body["first_on"], body["is_whole"])
    command = ProposeSettlements(cells, *terms, body["digest"], body["last_on"])
    return ProposedList(send(command))


@operation(
    "POST",
    f"{LISTS}/<uuid:list_id>/approval",
    Who.OFFICE,
    does=("დასახლებების ნუსხის დამტკიცება", "Approve a list of settlements as the second person"),
    pages=("admin.end_settlement_list",),
    takes=ListApproval,
    **SETS,
)
def approve_settlements(body: dict[str, Any], list_id: UUID) -> None:
    send(ApproveSettlements(list_id, body["digest"]))


@operation(
    "POST",
    f"{LISTS}/<uuid:list_id>/refusal",
    Who.OFFICE,
    does=("დასახლებების ნუსხის უარყოფა", "Decline a list of settlements, or take one's own back"),
    pages=("admin.end_settlement_list",),
    **SETS,
)
def decline_settlements(list_id: UUID) -> None:
    send(DeclineSettlements(list_id))


def _told(planned: SettlementPlan) -> CheckedSettlements:
    settlements = (
        PlannedPlace(
            settlement.what,
            settlement.code,
            settlement.place.code,
            settlement.names,
            settlement.unit,
            settlement.altitude,
            settlement.valid_from,
            settlement.valid_until,
            settlement.changes,
            settlement.near,
        )
        for settlement in planned.settlements
    )
    return CheckedSettlements(
        settlements=tuple(settlements), mistakes=told(planned.mistakes), digest=planned.digest
    )
