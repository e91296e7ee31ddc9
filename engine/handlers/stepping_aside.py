"""Stepping aside from a case: whoever is no stranger to it takes no part (administrative code, article 92).

It is never taken back: what somebody has said of themselves can't be unsaid, and colleagues go on.
"""

from __future__ import annotations

from engine.cases import act_numbers, sight
from engine.cases.barred import OwnCase
from engine.cases.incidents import checked_reason
from engine.commands import StepAside
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.stores import signings, stepped_aside


def step_aside(command: StepAside, tx: Transaction) -> None:
    """Record it, and give back what the official had of the case; said again it changes nothing."""
    person_id = tx.actor.person_id
    assert person_id is not None  # the permission interceptor has seen to it
    case = sight.seen(tx, command.case_id)
    if case.applicant_id == person_id:
        raise OwnCase
    if case.municipality_id not in tx.actor.municipalities:
        raise NotFound
    reason = checked_reason(command.reason)
    if not stepped_aside.add(tx, case.id, case.municipality_id, person_id, ground="declared", reason=reason):
        return
    for task_id in stepped_aside.give_back(tx, case.id, person_id):
        signing = signings.open_of_task(tx, task_id)
        if signing is not None and signing.doer_id == person_id:
            act_numbers.give_up(tx, signing.id)
    tx.log(f"work/{case.id}", "official.stepped_aside", reason=reason)
