"""Publishers of services: people are named, and their right ends from the day it is withdrawn.

What they published stays in force: an act was lawful when it was done. Refuses to know how a service
is published.
"""

from __future__ import annotations

from engine.audit.hash_chain import CONFIGURATION
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.offices.people import appointee
from engine.roles import PUBLISHER
from engine.routes import Route, Sender
from engine.stores import people
from engine.studio.commands.publishing import NamePublisher, WithdrawPublisher
from engine.studio.publishers import NotAPublisher

NEEDED = 2  # people who publish a service


class ReasonNeeded(Rejected):
    """A right is not taken away without saying why."""

    code = "publisher.reason_needed"


class TooFewLeft(Rejected):
    """Fewer people would be left than it takes to publish a service."""

    code = "publisher.too_few_left"


def name_publisher(command: NamePublisher, tx: Transaction) -> None:
    """Give a person the right to publish services; somebody unknown becomes known by their names."""
    person_id = appointee(tx, command.personal_number, command.given_name, command.family_name)
    today = local_date(tx.now)
    if person_id not in people.holders(tx, PUBLISHER, on=today):
        people.grant(tx, person_id, municipality_id=None, role=PUBLISHER, unit=None, valid_from=today)
    tx.log(CONFIGURATION, "publisher.named", person=person_id)


def withdraw_publisher(command: WithdrawPublisher, tx: Transaction) -> None:
    """End a person's right to publish services, from now on.

    Of two withdrawals at once neither could see the other, so both lock all who hold the right.
    """
    reason = command.reason.strip()
    if not reason:
        raise ReasonNeeded
    today = local_date(tx.now)
    holders = people.holders(tx, PUBLISHER, on=today, is_locked=True)
    person_id = people.id_of(tx, command.personal_number)
    if person_id is None or person_id not in holders:
        raise NotAPublisher(person=command.personal_number)
    left = len(holders) - 1
    if left < NEEDED and not command.is_warned:
        raise TooFewLeft(left=left, needed=NEEDED)
    people.end_right(tx, person_id, PUBLISHER, on=today)
    tx.log(CONFIGURATION, "publisher.withdrawn", person=person_id, reason=reason, left=left)


ROUTES = (
    Route(NamePublisher, name_publisher, sender=Sender.SYSTEM),
    Route(WithdrawPublisher, withdraw_publisher, sender=Sender.SYSTEM),
)
