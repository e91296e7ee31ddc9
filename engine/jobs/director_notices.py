"""Telling directors who represent a company together, by the way each chose.

A notice says that something waits or was declined, and where to look. Neither the company nor what it is
about is named: that is read after signing in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import procrastinate

from engine.clock import local_date
from engine.commands.joint_filings import DirectorTold
from engine.db.pool import Transaction
from engine.formats import full_name, show_date
from engine.jobs.copies import Outgoing, send_copy
from engine.notifications.channels import Copy
from engine.notifications.codes import plain_letter
from engine.notifications.common import TEXTS
from engine.notifications.copies import copy_beside_cases
from engine.representation.joint_filings import WAITS
from engine.stores import joint_notices, people, reference
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the task of this module to the application."""

    @app.task(name="tell_director", queue=queue, retry=retry)
    def tell(notice_id: str) -> None:
        notify_director(engine, UUID(notice_id))


def notify_director(engine: Engine, notice_id: UUID) -> None:
    """Send the notice, unless it has gone out or what it tells of is over. Raises `Unavailable`."""
    with engine.read(system()) as tx:
        row = joint_notices.load(tx, notice_id)
        if row is None or row.told_by is not None:
            return
        person = people.person(tx, row.person_id)
        copy = copy_beside_cases(tx, person, language=row.language)
        sender = reference.municipality_by_id(tx, row.municipality_id).names[copy.language]
        is_still_so = _is_still_so(tx, row)
    by = "seen"
    if is_still_so:
        address = f"{engine.connections.public_url}/acting"
        by = send_copy(engine, copy, _outgoing(row, person, copy, sender=sender, address=address))
    engine.send(DirectorTold(notice_id, by), actor=system())


def _is_still_so(tx: Transaction, row: Any) -> bool:
    if row.kind != "waits":
        return True
    return bool(row.state == WAITS and row.expires_at > tx.now and not row.has_confirmed)


def _outgoing(row: Any, person: Any, copy: Copy, *, sender: str, address: str) -> Outgoing:
    facts = {
        "link": address,
        "sender": sender,
        "last_day": show_date(local_date(row.expires_at).isoformat()) or "",
    }
    subject, body, short = (
        TEXTS.get(copy.language, f"contacts.joint_notice.{row.kind}.{part}", **facts)
        for part in ("subject", "body", "sms")
    )
    return Outgoing(
        row.id,
        row.written_at,
        person.id,
        name=full_name(person)[copy.language],
        sender=sender,
        letter=plain_letter(subject, body, copy.language),
        short=short,
    )
