"""Lists of high-mountain settlements: one administrator of the country proposes, another approves.

Whoever lives in a settlement that is listed no more loses a status, so nobody enters a list alone.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid5

from engine.audit.hash_chain import CONFIGURATION
from engine.clock import local_date
from engine.commands.settlements import ApproveSettlements, DeclineSettlements, ProposeSettlements
from engine.db.pool import Transaction
from engine.errors import NotFound, Rejected
from engine.offices.administration import as_the_engine, of_the_country
from engine.offices.seen_table import refuse_unseen
from engine.routes import Route, Sender
from engine.settlements.plan import CHANGED, ENDED, NEW, ListTerms, PlannedSettlement, SettlementPlan, plan
from engine.stores import settlements as store

_NAMESPACE: Final = UUID("2c9f4a53-1f0c-4bb4-93b2-6b7f0e5d9a21")


class ListInvalid(Rejected):
    """Something in the list is wrong; nothing of it may be entered."""

    code = "settlement_table.invalid"


class NothingNew(Rejected):
    """Everything is as the list says already."""

    code = "settlement_table.nothing_new"


class SamePerson(Rejected):
    """A list is approved by somebody else than whoever proposed it."""

    code = "settlement_table.same_person"


class ListEnded(Rejected):
    """The list has been approved or declined before."""

    code = "settlement_table.ended"


def propose_settlements(command: ProposeSettlements, tx: Transaction) -> UUID:
    """Keep the list for a second person; proposed twice (a lost answer), it is kept once.

    Raises `ListInvalid`, `NothingNew`, `ChangedMeanwhile`, `DayIsOver`, `PeriodEmpty`.
    """
    of_the_country(tx)
    by = tx.actor.person_id
    with as_the_engine(tx):
        store.lock(tx)
        terms = ListTerms(command.act, command.first_on, command.is_whole, command.last_on)
        planned = plan(tx, command.rows, terms, today=local_date(tx.now))
        _refuse(planned, command.seen)
        kept = {"act": planned.asked[0], "first_on": command.first_on, "last_on": command.last_on}
        kept |= {"is_whole": command.is_whole}
        kept |= {"cells": [list(row) for row in command.rows], "by": by}
        if waits := store.waiting(tx, **kept):
            return waits
        list_id = uuid5(_NAMESPACE, f"{planned.digest}:{by}:{tx.now.isoformat()}")
        store.propose(tx, list_id, **kept)
    tx.log(CONFIGURATION, "settlements.proposed", list=str(list_id), act=kept["act"], **planned.counts)
    return list_id


def approve_settlements(command: ApproveSettlements, tx: Transaction) -> None:
    """Enter what comes of the list.

    Raises `SamePerson`, `ListEnded` and what `propose_settlements` raises.
    """
    of_the_country(tx)
    by = tx.actor.person_id
    with as_the_engine(tx):
        store.lock(tx)
        kept = _open(tx, command.list_id)
        if kept.proposed_by == by:
            raise SamePerson
        terms = ListTerms(kept.act, kept.first_on, kept.is_whole, kept.last_on)
        planned = plan(tx, kept.cells, terms, today=local_date(tx.now))
        _refuse(planned, command.seen)
        _enter(tx, planned, kept)
        if not store.finish(tx, command.list_id, outcome="approved", by=by):
            raise ListEnded  # declined at the same moment
    tx.log(CONFIGURATION, "settlements.approved", list=str(command.list_id), act=kept.act, **planned.counts)
    for place in planned.settlements:
        if place.what in (NEW, CHANGED, ENDED):
            tx.log(CONFIGURATION, f"settlement.{place.what}", **_noted(place))


def decline_settlements(command: DeclineSettlements, tx: Transaction) -> None:
    """Decline the list. Raises `ListEnded`."""
    of_the_country(tx)
    by = tx.actor.person_id
    with as_the_engine(tx):
        kept = _open(tx, command.list_id)
        if not store.finish(tx, command.list_id, outcome="declined", by=by):
            raise ListEnded
    tx.log(CONFIGURATION, "settlements.declined", list=str(command.list_id), act=kept.act)


def _open(tx: Transaction, list_id: UUID) -> Any:
    kept = store.one(tx, list_id)
    if kept is None:
        raise NotFound
    if kept.outcome is not None:
        raise ListEnded
    return kept


def _refuse(planned: SettlementPlan, seen: str) -> None:
    refuse_unseen(planned, seen, invalid=ListInvalid)
    if not planned.does_something:
        raise NothingNew


def _enter(tx: Transaction, planned: SettlementPlan, kept: Any) -> None:
    """Enter what comes of the list, a statement for each kind however many rows it has."""
    new, changed, ended = (planned.of(what) for what in (NEW, CHANGED, ENDED))
    if new:
        store.enter(
            tx,
            [{**_as_it_is(settlement), "municipality_id": settlement.place.id} for settlement in new],
            act=kept.act,
        )
    if changed:
        store.change(tx, [_as_it_is(settlement) for settlement in changed], act=kept.act)
    if ended:
        store.end(tx, [settlement.code for settlement in ended], valid_until=kept.first_on, act=kept.act)
    changes = [
        {
            "code": settlement.code,
            "what": settlement.what,
            "before": _as_it_was(settlement.known),
            "after": _as_it_is(settlement),
        }
        for settlement in (*new, *changed, *ended)
    ]
    store.keep_changes(tx, kept.id, changes)


def _as_it_is(one: PlannedSettlement) -> dict[str, Any]:
    return {
        "code": one.code,
        "names": dict(one.names),
        "unit": one.unit,
        "altitude": one.altitude,
        "valid_from": one.valid_from.isoformat(),
        "valid_until": one.valid_until and one.valid_until.isoformat(),
    }


def _as_it_was(known: Any) -> dict[str, Any] | None:
    if known is None:
        return None
    return {
        "code": known.code,
        "names": dict(known.names),
        "unit": known.unit_code,
        "altitude": known.altitude,
        "valid_from": known.valid_from.isoformat(),
        "valid_until": known.valid_until and known.valid_until.isoformat(),
        "act": known.act,
    }


def _noted(one: PlannedSettlement) -> dict[str, Any]:
    return {
        "settlement": one.code,
        "names": dict(one.names),
        "unit": one.unit,
        "altitude": one.altitude,
        "changes": list(one.changes),
    }


ROUTES = (
    Route(ProposeSettlements, propose_settlements, sender=Sender.PERSON, result=UUID),
    Route(ApproveSettlements, approve_settlements, sender=Sender.PERSON),
    Route(DeclineSettlements, decline_settlements, sender=Sender.PERSON),
)
