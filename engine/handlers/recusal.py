"""Recusal of an official who has a conflict of interest in a case (General Administrative Code, article 92).

A recusal is never withdrawn: colleagues have gone on with the case meanwhile.
"""

from __future__ import annotations

from engine.cases import act_numbers, sight
from engine.cases.conflicts_of_interest import OwnCase
from engine.cases.incidents import checked_reason
from engine.commands.assignment import RecuseFromCase
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.routes import Route, Sender
from engine.stores import recusals, signings


def recuse_from_case(command: RecuseFromCase, tx: Transaction) -> None:
    """Record it, and give back what the official had of the case; said again it changes nothing."""
    person_id = tx.actor.person_id
    assert person_id is not None  # the permission interceptor has seen to it
    case = sight.seen(tx, command.case_id)
    if case.applicant_id == person_id:
        raise OwnCase
    if case.municipality_id not in tx.actor.municipalities:
        raise NotFound
    reason = checked_reason(command.reason)
    if not recusals.add(tx, case.id, case.municipality_id, person_id, ground="declared", reason=reason):
        return
    for task_id in recusals.give_back(tx, case.id, person_id):
        signing = signings.open_of_task(tx, task_id)
        if signing is not None and signing.doer_id == person_id:
            act_numbers.give_up(tx, signing.id)
    tx.log(f"work/{case.id}", "official.recused", reason=reason)


ROUTES = (Route(RecuseFromCase, recuse_from_case, sender=Sender.STAFF),)
