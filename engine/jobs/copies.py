"""Sending something about a case to its applicant, by the way they chose.

Nothing counts by being sent here: what counts lies in the portal. Refuses to know what is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.catalogue.published import published
from engine.commands import MarkUnreachable
from engine.db.pool import Transaction
from engine.errors import Broken, Rejected, Unavailable
from engine.notifications.address import address_for, asks_for_address
from engine.notifications.channels import Copy, StopLinks, copy_for, guest_copy
from engine.notifications.common import TEXTS
from engine.notifications.letters import Letter, with_foot
from engine.notifications.mail import Attachment, Envelope, Mailer, MailServer
from engine.representatives import writer_of
from engine.stores import cases, channels
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

# What says that nothing arrives there; any other refusal is about the letter or about us.
OF_THE_ADDRESS = ("mail.recipient_refused", "mail.address_malformed", "sms.number_refused")


@dataclass(frozen=True)
class Outgoing:
    """What is said, at length and in short; its id stays the same when it is sent again."""

    id: UUID
    written_at: datetime
    person_id: int
    name: str = field(repr=False)
    sender: str
    letter: Letter
    short: str
    attachments: tuple[Attachment, ...] = field(default=(), repr=False)


def copy_of(tx: Transaction, person: Any, case_id: UUID, *, language: str) -> Copy:
    """Return the way of a copy: of the person's choice and what the application says, the later counts.

    What is filed for another goes to whoever filed it, as long as they represent them.
    Guests get theirs where they showed that they read it: the portal does not open for them.
    """
    closed = frozenset(found.address for found in channels.unreachable(tx, person.id))
    if person.claimed_number is not None:
        return guest_copy(person.email, person.phone, language=language, unreachable=closed)
    choice, case = channels.choice(tx, person.id, case_id), cases.load(tx, case_id)
    if case is None:
        raise Broken("letter.no_case")
    settings = published(tx, case.version_id).settings
    asked = asks_for_address(settings)
    if choice is not None and choice.case_id is None and asked and choice.chosen_at <= case.filed_at:
        choice = None
    writer = writer_of(tx, case)
    if case.representative is not None and writer is None:
        # The address that was given belongs to somebody who does not represent the applicant any more.
        return copy_for(choice, email=person.email, language=language, unreachable=closed)
    known = person.email or (writer and writer.email)
    email = address_for(settings, case.document, known=known)
    return copy_for(choice, email=email, language=language, unreachable=closed)


def send_copy(engine: Engine, copy: Copy, outgoing: Outgoing) -> str:
    """Send it; return how it went. Raises `Unavailable` when it is not taken now.

    An address that refuses for good is noted with the person, who then sees it on their own page.
    """
    try:
        if copy.by == "email":
            _by_mail(engine, copy, outgoing)
        elif copy.by == "sms":
            _by_sms(engine, copy, outgoing)
    except Rejected as error:
        if error.error_code not in OF_THE_ADDRESS:
            raise
        engine.send(MarkUnreachable(outgoing.person_id, copy.address), actor=system())
        return "unreachable"
    return copy.by


def _by_mail(engine: Engine, copy: Copy, outgoing: Outgoing) -> None:
    connections = engine.connections
    if connections.smtp_url is None:
        raise Unavailable("mail.not_configured")
    link = f"{connections.public_url}/stop/{StopLinks(engine.settings.secret).token(outgoing.person_id)}"
    letter = with_foot(outgoing.letter, TEXTS.get(copy.language, "contacts.copy.foot", link=link))
    envelope = Envelope(str(outgoing.id), copy.address, outgoing.name, outgoing.written_at, link)
    mailer = Mailer(MailServer.from_url(connections.smtp_url), connections.mail_from)
    mailer.send(envelope, letter, sender_name=outgoing.sender, attachments=outgoing.attachments)


def _by_sms(engine: Engine, copy: Copy, outgoing: Outgoing) -> None:
    if engine.connections.sms is None:
        raise Unavailable("registry.not_configured", system="sms")
    engine.connections.sms.send(str(outgoing.id), copy.address, outgoing.short)
