"""Sending notices to applicants by the way they chose, and finding answers that are about to be late.

A notice says that something waits and where; what it is about is read after signing in.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import procrastinate

from engine.commands.correspondence import ApplicantTold, RemindOfAnswer
from engine.errors import Broken, Rejected
from engine.formats import full_name, show_date
from engine.jobs.copies import Outgoing, send_copy
from engine.notifications.codes import plain_letter
from engine.notifications.common import TEXTS
from engine.notifications.copies import copy_of
from engine.stores import applicant_notices, people, reference
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)

REMIND = "remind_applicants"
BATCH = 500
# Two days are enough to act; who got the notice yesterday has not forgotten it.
DAYS_BEFORE, OPEN_FOR = timedelta(days=2), timedelta(days=1)


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the tasks of this module to the application."""

    @app.task(name="tell_applicant", queue=queue, retry=retry)
    def tell(notice_id: str, municipality_id: int) -> None:
        notify_applicant(engine, UUID(notice_id), municipality_id)

    @app.periodic(cron="23 4-16 * * *")  # by day, where people are
    @app.task(name=REMIND, queue=queue, queueing_lock=REMIND)
    def remind_applicants(timestamp: int) -> None:
        del timestamp
        while remind(engine):
            pass


def remind(engine: Engine) -> int:
    """Tell a batch of applicants that their answer is missing and its last day near; return how many."""
    with engine.read(system()) as tx:
        until, open_before = tx.now + DAYS_BEFORE, tx.now - OPEN_FOR
        due = applicant_notices.answers_due(tx, until=until, open_before=open_before, limit=BATCH)
    told = 0
    for task_id, municipality_id in due:
        try:
            engine.send(RemindOfAnswer(task_id), actor=system(municipality_id))
            told += 1
        except (Rejected, Broken) as error:
            log.error("nobody is reminded of task %s: %s", task_id, error.error_code)
    return told


def notify_applicant(engine: Engine, notice_id: UUID, municipality_id: int) -> None:
    """Send the notice, unless it has gone out or what it tells of is over. Raises `Unavailable`."""
    actor = system(municipality_id)
    with engine.read(actor) as tx:
        row = applicant_notices.load(tx, notice_id)
        if row is None or row.told_by is not None:
            return
        person = people.person(tx, row.applicant_id)
        copy = copy_of(tx, person, row.case_id, language=row.language)
        names = reference.municipality_by_id(tx, row.municipality_id).names
    holds = {"message": row.is_unseen, "answer_due": row.is_task_open, "planned_end": row.is_entry_current}
    by = "seen"
    if holds[row.kind]:
        # Guests have no sign-in that would lead there: they come back by the code of their case.
        page = f"cases/{row.case_id}" if person.claimed_number is None else "track"
        address = f"{engine.connections.public_url}/{page}"
        by = send_copy(engine, copy, _outgoing(row, person, copy.language, names=names, address=address))
    engine.send(ApplicantTold(notice_id, by), actor=actor)


def _outgoing(row: Any, person: Any, language: str, *, names: Any, address: str) -> Outgoing:
    facts = {
        "number": row.case_number,
        "link": address,
        "sender": names[language],
        "last_day": show_date(row.last_day.isoformat()) if row.last_day else "",
    }
    parts = ("subject", "body" if person.claimed_number is None else "body_for_guests", "sms")
    subject, body, short = (
        TEXTS.get(language, f"contacts.notice.{row.kind}.{part}", **facts) for part in parts
    )
    return Outgoing(
        row.id,
        row.written_at,
        person.id,
        name=full_name(person)[language],
        sender=names[language],
        letter=plain_letter(subject, body, language),
        short=short,
    )
