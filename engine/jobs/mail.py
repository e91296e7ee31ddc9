"""Sending the copy of a letter, as its applicant has chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.commands.jobs import MailSent
from engine.documents.filled import Rendered
from engine.formats import full_name
from engine.jobs.copies import Outgoing, send_copy
from engine.notifications.common import TEXTS
from engine.notifications.copies import copy_of
from engine.notifications.letters import letter_of
from engine.notifications.mail import Attachment
from engine.operations.outside import Connections
from engine.stores import papers, people, reference
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine


def send_letter(engine: Engine, letter_id: UUID, municipality_id: int) -> None:
    """Send the copy unless it has gone out. Raises `Unavailable` when the server does not take it now."""
    actor, connections = system(municipality_id), engine.connections
    with engine.read(actor) as tx:
        row = papers.letter(tx, letter_id)
        if row is None or row.copied_by is not None:
            return
        person = people.person(tx, row.applicant_id)
        names = reference.municipality_by_id(tx, row.municipality_id).names
        copy = copy_of(tx, person, row.case_id, language=row.language)
    is_mail = copy.by == "email"
    said = {row.language: {"subject": row.subject, "body": row.body}, **row.others}
    language = copy.language if copy.language in said else row.language
    rendered = Rendered(said[language]["body"], said[language]["subject"], language, ())
    facts = {
        "number": row.case_number,
        "sender": names[copy.language],
        "link": f"{connections.public_url}/cases",
    }
    outgoing = Outgoing(
        row.id,
        row.sent_at,
        person.id,
        name=full_name(person)[language],
        sender=names[language],
        letter=letter_of(rendered),
        short=TEXTS.get(copy.language, "contacts.copy.sms", **facts),
        attachments=_attachments(connections, row) if is_mail else (),
    )
    engine.send(MailSent(letter_id, send_copy(engine, copy, outgoing)), actor=actor)


def _attachments(connections: Connections, row: Any) -> tuple[Attachment, ...]:
    if row.document is None:
        return ()
    content = connections.files.get(bytes(row.document).hex())
    return (Attachment(f"{row.case_number}.pdf", "application/pdf", content),)
