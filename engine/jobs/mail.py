"""Sending the e-mail copy of a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.catalogue.published import published
from engine.commands import MailSent
from engine.db.pool import Transaction
from engine.documents.template import Rendered
from engine.errors import Unavailable
from engine.formats import full_name
from engine.notifications.address import address_for
from engine.notifications.letters import letter_of
from engine.notifications.mail import Attachment, Envelope, Mailer, MailServer
from engine.operations.outside import Connections
from engine.stores import cases, papers, people, reference
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine


def send_letter(engine: Engine, letter_id: UUID, municipality_id: int) -> None:
    """Send the copy unless it has gone out. Raises `Unavailable` when the server does not take it now."""
    actor, connections = system(municipality_id), engine.connections
    with engine.read(actor) as tx:
        row = papers.letter(tx, letter_id)
        if row is None or row.mailed_at is not None:
            return
        envelope, sender = _envelope(tx, row), _sender(tx, row)
    if envelope is None:
        return
    if connections.smtp_url is None:
        raise Unavailable("mail.not_configured")
    mailer = Mailer(MailServer.from_url(connections.smtp_url), connections.mail_from)
    letter = letter_of(Rendered(row.body, row.subject, row.language, ()))
    mailer.send(envelope, letter, sender_name=sender, attachments=_attachments(connections, row))
    engine.send(MailSent(letter_id), actor=actor)


def _envelope(tx: Transaction, row: Any) -> Envelope | None:
    person, case = people.person(tx, row.applicant_id), cases.load(tx, row.case_id)
    if person is None or case is None:
        return None
    settings = published(tx, case.version_id).settings
    address = address_for(settings, case.document, known=person.email)
    if address is None:
        return None
    return Envelope(str(row.id), address, full_name(person)[row.language], row.sent_at)


def _sender(tx: Transaction, row: Any) -> str:
    found = reference.municipality_by_id(tx, row.municipality_id)
    name: str = found.names[row.language]
    return name


def _attachments(connections: Connections, row: Any) -> tuple[Attachment, ...]:
    if row.document is None:
        return ()
    content = connections.files.get(bytes(row.document).hex())
    return (Attachment(f"{row.case_number}.pdf", "application/pdf", content),)
