"""Finding states of entries whose planned end comes near, and telling their people once.

A register says in `planned_end` of its file which state, which field names the day, and which parameter how
many days before. Refuses to know what a person does about it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import procrastinate

from engine.catalogue.published import published
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.commands.correspondence import RemindOfPlannedEnd
from engine.db.pool import Transaction
from engine.errors import Broken, Rejected
from engine.stores import applicant_notices, reference
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)

REMIND = "remind_of_planned_ends"
BATCH = 500
COUNTRY = 0  # no municipality: the parameter of the country


def register(app: procrastinate.App, engine: Engine, *, queue: str) -> None:
    """Add the task to the application."""

    @app.periodic(cron="31 5 * * *")  # by day, where people are
    @app.task(name=REMIND, queue=queue, queueing_lock=REMIND)
    def remind_of_planned_ends(timestamp: int) -> None:
        del timestamp
        while remind(engine):
            pass


def remind(engine: Engine) -> int:
    """Tell a batch of people; return how many."""
    with engine.read(system()) as tx:
        today = local_date(tx.now)
        found = [(row, rule["field"]) for rule in _rules(tx, today) for row in _near(tx, rule, today)]
    told = 0
    for row, field in found:
        try:
            engine.send(RemindOfPlannedEnd(row.entry_id, field), actor=system(row.municipality_id))
            told += 1
        except (Rejected, Broken) as error:
            log.error("nobody is reminded of entry %s: %s", row.entry_id, error.error_code)
    return told


def _rules(tx: Transaction, today: date) -> Iterator[Mapping[str, Any]]:
    """Yield what each register in use says of planned ends, once."""
    known = set()
    for row in versions.by_place(tx, on=today):
        code = row.settings.get("register")
        if code and code not in known:
            known.add(code)
            if rule := published(tx, row.id).register(code).get("planned_end"):
                yield {"register": code, **rule}


def _near(tx: Transaction, rule: Mapping[str, Any], today: date) -> list[Any]:
    parameter = reference.parameter(tx, rule["days"], municipality_id=COUNTRY, on=today)
    until = today + timedelta(days=int(parameter.value))
    asked = {name: rule[name] for name in ("register", "state", "field")}
    return applicant_notices.planned_ends(tx, **asked, today=today, until=until, limit=BATCH)
