"""Sending something about a case to its applicant, or to whoever acts for them, by the way that was chosen.

Nothing counts by being sent here: what counts lies in the portal. Refuses to know what is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, assert_never
from uuid import UUID

from engine.commands.channels import MarkUnreachable
from engine.errors import Rejected, Unavailable
from engine.notifications.channels import Copy, StopLinks
from engine.notifications.common import TEXTS
from engine.notifications.letters import Letter, with_foot
from engine.notifications.mail import Attachment, Envelope
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

# What says that nothing arrives there; any other refusal is about the letter or about us.
OF_THE_ADDRESS = ("mail.recipient_refused", "mail.address_malformed", "sms.number_refused")


@dataclass(frozen=True)
class Outgoing:
    """Message to send, at length and in short; its id stays the same when it is sent again."""

    id: UUID
    written_at: datetime
    person_id: int
    name: str = field(repr=False)
    sender: str
    letter: Letter
    short: str
    attachments: tuple[Attachment, ...] = field(default=(), repr=False)


def send_copy(engine: Engine, copy: Copy, outgoing: Outgoing) -> str:
    """Send it; return how it went. Raises `Unavailable` when it is not taken now.

    An address that refuses for good is noted with whoever chose it, who then sees it on their own page.
    """
    try:
        match copy.by:
            case "email":
                _by_mail(engine, copy, outgoing)
            case "sms":
                _by_sms(engine, copy, outgoing)
            case "portal" | "unreachable":
                pass
            case never:
                assert_never(never)
    except Rejected as error:
        if error.error_code not in OF_THE_ADDRESS:
            raise
        engine.send(MarkUnreachable(copy.chooser or outgoing.person_id, copy.address), actor=system())
        return "unreachable"
    return copy.by


def _by_mail(engine: Engine, copy: Copy, outgoing: Outgoing) -> None:
    connections = engine.connections
    if connections.smtp_url is None:
        raise Unavailable("mail.not_configured")
    token = StopLinks(engine.settings.secret).token(copy.chooser or outgoing.person_id)
    link = f"{connections.public_url}/stop/{token}"
    letter = with_foot(outgoing.letter, TEXTS.get(copy.language, "contacts.copy.foot", link=link))
    envelope = Envelope(str(outgoing.id), copy.address, outgoing.name, outgoing.written_at, link)
    mailer = connections.mailer()
    mailer.send(envelope, letter, sender_name=outgoing.sender, attachments=outgoing.attachments)


def _by_sms(engine: Engine, copy: Copy, outgoing: Outgoing) -> None:
    if engine.connections.sms is None:
        raise Unavailable("registry.not_configured", system="sms")
    engine.connections.sms.send(str(outgoing.id), copy.address, outgoing.short)
