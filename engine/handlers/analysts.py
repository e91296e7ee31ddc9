"""Who may draw services: people are named, and their right ends from the day it is withdrawn.

Refuses to know how a draft is drawn.
"""

from __future__ import annotations

from engine.appointees import appointee
from engine.audit.chain import CONFIGURATION
from engine.clock import local_date
from engine.commands import NameAnalyst, WithdrawAnalyst
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.roles import ANALYST
from engine.stores import people


class NotAnAnalyst(Rejected):
    """The person is not known here or does not hold the right to draw services."""

    code = "analyst.not_one"


class ReasonNeeded(Rejected):
    """A right is not taken away without saying why."""

    code = "analyst.reason_needed"


def name_analyst(command: NameAnalyst, tx: Transaction) -> None:
    """Give a person the right to draw services; somebody unknown becomes known by their names."""
    person_id = appointee(tx, command.personal_number, command.given_name, command.family_name)
    today = local_date(tx.now)
    if person_id not in people.holders(tx, ANALYST, on=today):
        people.grant(tx, person_id, municipality_id=None, role=ANALYST, unit=None, valid_from=today)
    tx.log(CONFIGURATION, "analyst.named", person=person_id)


def withdraw_analyst(command: WithdrawAnalyst, tx: Transaction) -> None:
    """End a person's right to draw services; their drafts stay and others go on with them."""
    reason = command.reason.strip()
    if not reason:
        raise ReasonNeeded
    today = local_date(tx.now)
    person_id = people.id_of(tx, command.personal_number)
    if person_id is None or person_id not in people.holders(tx, ANALYST, on=today):
        raise NotAnAnalyst(person=command.personal_number)
    people.end_right(tx, person_id, ANALYST, on=today)
    tx.log(CONFIGURATION, "analyst.withdrawn", person=person_id, reason=reason)
