"""Mailing a notice to somebody of the staff: which case, what happened, until when.

Staff read Georgian first; English stands below it.
"""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any
from uuid import UUID

import procrastinate

from engine.catalogue.published import published
from engine.commands.jobs import NoticeMailed, NotifyStaff
from engine.db.pool import Transaction
from engine.errors import Unavailable
from engine.formats import full_name, show_date
from engine.notifications.common import TEXTS
from engine.notifications.letters import Letter
from engine.notifications.mail import Envelope
from engine.operations.clockwork import OVERALL
from engine.stores import notices, reference
from engine.tenancy import system
from engine.texts import LANGUAGES, OFFICIAL

if TYPE_CHECKING:
    from engine.bootstrap import Engine


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the tasks of this module to the application."""

    @app.task(name="tell_staff", queue=queue, retry=retry)
    def tell(municipality_id: int, case_id: str, last_day: str, **happened: Any) -> None:
        day = date.fromisoformat(last_day)
        command = NotifyStaff(case_id=UUID(case_id), last_day=day, **happened)
        engine.send(command, actor=system(municipality_id))

    @app.task(name="send_notice", queue=queue, retry=retry)
    def send(notice_id: str, municipality_id: int) -> None:
        send_notice(engine, UUID(notice_id), municipality_id)


def send_notice(engine: Engine, notice_id: UUID, municipality_id: int) -> None:
    """Send the notice unless it has gone out. Raises `Unavailable` when the server does not take it now."""
    actor, connections = system(municipality_id), engine.connections
    with engine.read(actor) as tx:
        row = notices.load(tx, notice_id)
        if row is None or row.mailed_at is not None or not row.email:
            return
        letter, sender = _letter(tx, row, connections.public_url), _sender(tx, row)
    if connections.smtp_url is None:
        raise Unavailable("mail.not_configured")
    envelope = Envelope(str(row.id), row.email, full_name(row)[OFFICIAL], row.written_at)
    mailer = connections.mailer()
    mailer.send(envelope, letter, sender_name=sender)
    engine.send(NoticeMailed(notice_id), actor=actor)


def _letter(tx: Transaction, row: Any, public_url: str) -> Letter:
    version = published(tx, row.version_id)
    named = version.names if row.clock == OVERALL else version.settings["clocks"][row.clock]["names"]
    facts = {
        "number": row.case_number,
        "last_day": show_date(row.last_day.isoformat()),
        "share": row.share or "",
        "address": f"{public_url}/inbox/cases/{row.case_id}",
    }
    lines = {
        language: TEXTS.get(language, f"notices.{row.kind}.body", **facts, clock=named[language]).split("\n")
        for language in LANGUAGES
    }
    paragraphs = [line for language in LANGUAGES for line in lines[language]]
    body = "".join(f"<p>{escape(line)}</p>" for line in paragraphs)
    html = f"<!DOCTYPE html><html lang='ka'><body>{body}</body></html>"
    subject = TEXTS.get(OFFICIAL, f"notices.{row.kind}.subject", **facts, clock=named[OFFICIAL])
    return Letter(subject, "\n\n".join(paragraphs) + "\n", html, OFFICIAL)


def _sender(tx: Transaction, row: Any) -> str:
    name: str = reference.municipality_by_id(tx, row.municipality_id).names[OFFICIAL]
    return name
