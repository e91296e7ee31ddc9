"""Telling citizens of their appointments at community centres, by the way each chose.

A notice says where and when; what for is read after signing in.

To change when people are reminded of an appointment: the hours of `remind_of_appointments` here. They are
UTC, four hours behind Tbilisi: `6-14` is from 10 to 18 o'clock on the day before (`remind`). No test holds
the hours; what is sent: `tests/centers/test_appointments.py`.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import procrastinate

from engine.centers.commands.center_entries import FollowCenterEntries
from engine.centers.commands.queue import AppointmentTold, RemindOfAppointment
from engine.centers.store import appointment_notices
from engine.clock import local_date, start_of_day
from engine.errors import Rejected
from engine.formats import full_name, show_date
from engine.jobs.copies import Outgoing, send_copy
from engine.notifications.codes import plain_letter
from engine.notifications.common import TEXTS
from engine.notifications.copies import copy_beside_cases
from engine.stores import people
from engine.tenancy import system
from engine.texts import OFFICIAL

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)

REMIND = "remind_of_appointments"
FOLLOW = "follow_center_entries"
BATCH = 200


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the tasks of this module to the application."""

    @app.task(name="tell_of_appointment", queue=queue, retry=retry)
    def tell(notice_id: str) -> None:
        notify_of_appointment(engine, UUID(notice_id))

    @app.periodic(cron="11 6-14 * * *")  # UTC: from 10 to 18 o'clock in Tbilisi
    @app.task(name=REMIND, queue=queue, queueing_lock=REMIND)
    def remind_of_appointments(timestamp: int) -> None:
        del timestamp
        while remind(engine):
            pass

    @app.periodic(cron="3 * * * *")  # entries begin with a day
    @app.task(name=FOLLOW, queue=queue, queueing_lock=FOLLOW)
    def follow_center_entries(timestamp: int) -> None:
        del timestamp
        engine.send(FollowCenterEntries(), actor=system())


def remind(engine: Engine) -> int:
    """Remind a batch of citizens of their appointments of tomorrow; return how many."""
    with engine.read(system()) as tx:
        today = local_date(tx.now)
        tomorrow, made_before = today + timedelta(days=1), start_of_day(today)
        due = appointment_notices.due(tx, day=tomorrow, made_before=made_before, limit=BATCH)
    told = 0
    for appointment_id in due:
        try:
            engine.send(RemindOfAppointment(appointment_id), actor=system())
            told += 1
        except Rejected as error:
            log.error("nobody is reminded of appointment %s: %s", appointment_id, error.error_code)
    return told


def notify_of_appointment(engine: Engine, notice_id: UUID) -> None:
    """Send the notice, unless it has gone out or what it tells of is over. Raises `Unavailable`."""
    with engine.read(system()) as tx:
        row = appointment_notices.load(tx, notice_id)
        if row is None or row.told_by is not None:
            return
        person = people.person(tx, row.person_id)
        copy = copy_beside_cases(tx, person, language=OFFICIAL)
        is_over = row.on_day < local_date(tx.now) or (row.kind == "tomorrow" and row.cancelled_at is not None)
    by = "seen"
    if not is_over:
        address = f"{engine.connections.public_url}/centre/book"
        by = send_copy(engine, copy, _outgoing(row, person, copy.language, address=address))
    engine.send(AppointmentTold(notice_id, by), actor=system())


def _outgoing(row: Any, person: Any, language: str, *, address: str) -> Outgoing:
    facts = {
        "center": row.center[language],
        "day": show_date(row.on_day.isoformat()) or "",
        "time": f"{row.at_time:%H:%M}",
        "link": address,
    }
    subject, body, short = (
        TEXTS.get(language, f"contacts.appointment.{row.kind}.{part}", **facts)
        for part in ("subject", "body", "sms")
    )
    return Outgoing(
        row.id,
        row.written_at,
        person.id,
        name=full_name(person)[language],
        sender=row.center[language],
        letter=plain_letter(subject, body, language),
        short=short,
    )
