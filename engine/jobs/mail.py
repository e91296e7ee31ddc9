"""Sending the e-mail copy of a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from engine.commands import MailSent
from engine.errors import Unavailable
from engine.stores import papers, people
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine


def send_letter(engine: Engine, letter_id: UUID, municipality_id: int) -> None:
    """Send the copy unless it has gone out. Raises `Unavailable` when the server does not take it now."""
    from engine.notifications.mail import Attachment, send_mail

    actor, connections = system(municipality_id), engine.connections
    with engine.read(actor) as tx:
        letter = papers.letter(tx, letter_id)
        person = letter and people.person(tx, letter.applicant_id)
    if letter is None or letter.mailed_at is not None or person is None or not person.email:
        return
    if connections.smtp_url is None:
        raise Unavailable("mail.not_configured")
    attachments = []
    if letter.document is not None:
        content = connections.files.get(bytes(letter.document).hex())
        attachments.append(Attachment(f"{letter.case_number}.pdf", "application/pdf", content))
    send_mail(
        connections.smtp_url,
        message_key=str(letter_id),
        sender=connections.mail_from,
        recipient=person.email,
        subject=letter.subject,
        html=letter.body,
        attachments=attachments,
    )
    engine.send(MailSent(letter_id), actor=actor)
