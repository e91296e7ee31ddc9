"""Sending the copy of a letter, as its applicant has chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.catalogue.published import published
from engine.commands import MailSent, MarkUnreachable
from engine.db.pool import Transaction
from engine.documents.template import Rendered
from engine.errors import Broken, Rejected, Unavailable
from engine.formats import full_name
from engine.notifications.address import address_for, asks_for_address
from engine.notifications.channels import Copy, StopLinks, copy_for
from engine.notifications.common import TEXTS
from engine.notifications.letters import letter_of, with_foot
from engine.notifications.mail import Attachment, Envelope, Mailer, MailServer
from engine.operations.outside import Connections
from engine.stores import cases, channels, papers, people, reference
from engine.tenancy import system

# What says that nothing arrives there; any other refusal is about the letter or about us.
OF_THE_ADDRESS = ("mail.recipient_refused", "mail.address_malformed", "sms.number_refused")

if TYPE_CHECKING:
    from engine.bootstrap import Engine


def send_letter(engine: Engine, letter_id: UUID, municipality_id: int) -> None:
    """Send the copy unless it has gone out. Raises `Unavailable` when it is not taken now.

    An address that refuses for good is noted with the person, who then sees it on their own page.
    """
    actor, connections = system(municipality_id), engine.connections
    with engine.read(actor) as tx:
        row = papers.letter(tx, letter_id)
        if row is None or row.copied_by is not None:
            return
        person = people.person(tx, row.applicant_id)
        names = reference.municipality_by_id(tx, row.municipality_id).names
        copy = _copy(tx, row, person)
    by: str = copy.by
    try:
        if copy.by == "email":
            _by_mail(engine, row, copy, name=full_name(person)[row.language], sender=names[row.language])
        elif copy.by == "sms":
            _by_sms(connections, row, copy, sender=names[copy.language])
    except Rejected as error:
        if error.error_code not in OF_THE_ADDRESS:
            raise
        engine.send(MarkUnreachable(row.applicant_id, copy.address), actor=system())
        by = "unreachable"
    engine.send(MailSent(letter_id, by), actor=actor)


def _copy(tx: Transaction, row: Any, person: Any) -> Copy:
    """Return the way of the copy: of the person's choice and what the application says, the later counts."""
    closed = frozenset(found.address for found in channels.unreachable(tx, row.applicant_id))
    choice, case = channels.choice(tx, row.applicant_id, row.case_id), cases.load(tx, row.case_id)
    if case is None:
        raise Broken("letter.no_case")
    settings = published(tx, case.version_id).settings
    asked = asks_for_address(settings)
    if choice is not None and choice.case_id is None and asked and choice.chosen_at <= case.filed_at:
        choice = None
    email = address_for(settings, case.document, known=person.email)
    return copy_for(choice, email=email, language=row.language, unreachable=closed)


def _by_mail(engine: Engine, row: Any, copy: Copy, *, name: str, sender: str) -> None:
    connections = engine.connections
    if connections.smtp_url is None:
        raise Unavailable("mail.not_configured")
    stop = StopLinks(engine.settings.secret).token(row.applicant_id)
    link = f"{connections.public_url}/stop/{stop}"
    letter = letter_of(Rendered(row.body, row.subject, row.language, ()))
    letter = with_foot(letter, TEXTS.get(copy.language, "contacts.copy.foot", link=link))
    envelope = Envelope(str(row.id), copy.address, name, row.sent_at, link)
    mailer = Mailer(MailServer.from_url(connections.smtp_url), connections.mail_from)
    mailer.send(envelope, letter, sender_name=sender, attachments=_attachments(connections, row))


def _by_sms(connections: Connections, row: Any, copy: Copy, *, sender: str) -> None:
    if connections.sms is None:
        raise Unavailable("registry.not_configured", system="sms")
    address = f"{connections.public_url}/cases"
    facts = {"number": row.case_number, "sender": sender, "link": address}
    connections.sms.send(str(row.id), copy.address, TEXTS.get(copy.language, "contacts.copy.sms", **facts))


def _attachments(connections: Connections, row: Any) -> tuple[Attachment, ...]:
    if row.document is None:
        return ()
    content = connections.files.get(bytes(row.document).hex())
    return (Attachment(f"{row.case_number}.pdf", "application/pdf", content),)
