"""The plans of tables of partners and of their services: asked by pages, and again when they are entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from engine.centers.rules import partner_table
from engine.centers.rules.directory_table import DirectoryPlan, KnownDirectory, ServiceFacts, plan_of
from engine.centers.rules.partner_table import PartnerFacts, PartnerPlan
from engine.centers.store import directory, directory_entries
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, Rejected
from engine.offices.administration import DayIsOver, ground
from engine.roles import Right
from engine.spreadsheets import Cells


class NothingNew(Rejected):
    """The directory says already what the table says."""

    code = "directory_table.nothing_new"


def looked_at(tx: Transaction, cells: Sequence[Cells], *, act: str, first_on: date) -> DirectoryPlan:
    """Return what would come of a table. Raises `NotAllowed`, `ActNotNamed`, `DayIsOver`."""
    refuse_others(tx)
    rests_on = ground(act)
    if first_on < local_date(tx.now):
        raise DayIsOver
    services = {
        str(row.service_id): ServiceFacts(row.partner, **row.content)
        for row in directory_entries.on(tx, first_on)
    }
    partners = {row.code: row.names for row in directory.partners(tx)}
    return plan_of(cells, KnownDirectory(services, partners), act=rests_on, first_on=first_on)


def partners_looked_at(tx: Transaction, cells: Sequence[Cells]) -> PartnerPlan:
    """Return what would come of a table of partners. Raises `NotAllowed`."""
    refuse_others(tx)
    known = {row.code: PartnerFacts(row.names, row.source, row.confidence) for row in directory.partners(tx)}
    return partner_table.plan_of(cells, known)


def refuse_others(tx: Transaction) -> None:
    """Raise `NotAllowed` for all but those who keep the directory."""
    if not tx.actor.may_somewhere(Right.KEEP_DIRECTORY):
        raise NotAllowed
