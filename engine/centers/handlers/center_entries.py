"""Entering where community centres are and when they are open, by an administrator of the country."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from engine.audit.hash_chain import CONFIGURATION
from engine.centers.center_plan import looked_at
from engine.centers.commands.center_entries import CentersEntered, EnterCenters, FollowCenterEntries
from engine.centers.rules.center_table import CHANGED, NEW, PlannedCenter
from engine.centers.store import center_entries as store
from engine.centers.store import directory_entries
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.offices.administration import as_the_engine, of_the_country
from engine.offices.seen_table import refuse_unseen
from engine.routes import Route, Sender


class NothingNew(Rejected):
    """Every centre is as the table says already."""

    code = "center_table.nothing_new"


def enter_centers(command: EnterCenters, tx: Transaction) -> CentersEntered:
    """Enter the table, all of it or nothing.

    Raises `TableInvalid`, `ChangedMeanwhile`, `NothingNew`, `ActNotNamed`, `DayIsOver`.
    """
    of_the_country(tx)
    by, today = tx.actor.person_id, local_date(tx.now)
    with as_the_engine(tx):
        store.lock(tx)
    planned = looked_at(tx, command.rows, act=command.act, first_on=command.first_on)
    refuse_unseen(planned, command.seen)
    if not planned.does_something:
        raise NothingNew
    act = planned.asked[0]
    entered = [*planned.of(NEW), *planned.of(CHANGED)]
    with as_the_engine(tx):
        rows = [_row(center) for center in entered]
        store.add(tx, rows, valid_from=command.first_on, act=act, by=by)
        store.follow(tx, on=today)
    first_on = command.first_on.isoformat()
    for center in entered:
        tx.log(CONFIGURATION, f"center.{center.what}", **_row(center), act=act, valid_from=first_on)
    return CentersEntered(len(planned.of(NEW)), len(planned.of(CHANGED)))


def follow_center_entries(command: FollowCenterEntries, tx: Transaction) -> int:
    """Let centres and services of the directory be as the entries say that began meanwhile.

    Returns how many were otherwise.
    """
    del command
    today = local_date(tx.now)
    store.lock(tx)
    directory_entries.lock(tx)
    return store.follow(tx, on=today) + directory_entries.follow(tx, on=today)


def _row(center: PlannedCenter) -> dict[str, Any]:
    return {"number": center.number, **asdict(center.facts)}


ROUTES = (
    Route(EnterCenters, enter_centers, sender=Sender.PERSON, result=CentersEntered),
    Route(FollowCenterEntries, follow_center_entries, sender=Sender.SYSTEM),
)
