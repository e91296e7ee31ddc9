"""Publishers of services: a right that people hold for the whole country, by name and day."""

from __future__ import annotations

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.roles import PUBLISHER
from engine.stores import people


class NotAPublisher(Rejected):
    """The person is not known here, is invented, or does not hold the right to publish."""

    code = "publish.not_a_publisher"


def holds_right(tx: Transaction, person_id: int) -> bool:
    """Tell whether a person may publish services today."""
    roles = people.roles(tx, person_id, on=local_date(tx.now))
    return any(role.role == PUBLISHER and role.municipality_id is None for role in roles)
