"""Ending what waits for a company's other directors, and noting whom a notice has reached."""

from __future__ import annotations

from engine.commands.joint_filings import DirectorTold, EndFiling
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.representation.joint_filings import WAITS, FilingOver
from engine.routes import ForAnother, Joint, Route, Sender
from engine.stores import joint_filings as store
from engine.stores import joint_notices
from engine.tenancy import system


def end_filing(command: EndFiling, tx: Transaction) -> None:
    """Whoever prepared it withdraws it; another declines it, and who prepared it is told."""
    row = store.lock(tx, command.filing_id)
    if row is None:
        raise NotFound
    if row.state != WAITS:
        raise FilingOver
    asker = tx.actor
    state = "withdrawn" if row.prepared_by == asker.person_id else "declined"
    store.end(tx, row.id, state=state)
    tx.log(f"sign-ins/{asker.person_id}", f"joint.{state}", filing=str(row.id))
    if state == "declined":
        tx.switch_principal(system())
        joint_notices.add(tx, row.id, row.prepared_by, "declined")
        tx.switch_principal(asker)


def director_told(command: DirectorTold, tx: Transaction) -> None:
    joint_notices.mark_notified(tx, command.notice_id, command.by)


ROUTES = (
    Route(EndFiling, end_filing, sender=Sender.PERSON, for_another=ForAnother.ACT, joint=Joint.THEIRS),
    Route(DirectorTold, director_told, sender=Sender.SYSTEM),
)
