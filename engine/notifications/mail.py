"""Sending one letter by e-mail, once, over SMTP.

A letter keeps its Message-ID when it is sent again, so that a mailbox can recognise the second
copy. It refuses to know why a letter is sent and when to try again. Errors and logs carry the
SMTP code and never an address or a server's reply, which repeats the address.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from engine.connectors.answers import AnswerLog
from engine.connectors.http import is_loopback
from engine.connectors.probe import Probe, judge_smtp
from engine.errors import Broken, EngineError, Rejected, Unavailable
from engine.notifications.letters import Letter

MAIL: Final = "mail"  # the name of the server among the other systems
_TOO_LARGE = (523, 552)
_LETTER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(
    r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)


@dataclass(frozen=True)
class MailServer:
    """Server where mail is handed in. Only this machine itself is spoken to without encryption."""

    host: str
    port: int
    encryption: str
    user: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float = 20.0

    @classmethod
    def from_url(cls, url: str) -> MailServer:
        """Read `smtp://user:password@host:port` (STARTTLS) or `smtps://…` (TLS from the start)."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise Broken("mail.address_of_server_malformed") from None
        if parts.scheme not in ("smtp", "smtps") or not host or parts.path.strip("/") or parts.query:
            raise Broken("mail.address_of_server_malformed")
        plain = "none" if is_loopback(host) else "starttls"
        return cls(
            host,
            port or (465 if parts.scheme == "smtps" else 25 if plain == "none" else 587),
            "tls" if parts.scheme == "smtps" else plain,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    def probe(self) -> Probe:
        """Return how to find out whether the server greets; nobody signs in."""
        tls = ssl.create_default_context if self.encryption == "tls" else None
        return Probe((self.host, self.port), judge_smtp, farewell=b"QUIT\r\n", tls=tls)


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a letter."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Envelope:
    """Whom a letter goes to, and what identifies it."""

    letter_id: str
    recipient: str = field(repr=False)
    recipient_name: str = field(repr=False)
    sent_at: datetime
    stop_link: str = field(default="", repr=False)  # by which the addressee stops such mails


class Mailer:
    """Hands letters to one mail server under one sender's address."""

    def __init__(self, server: MailServer, sender: str, answers: AnswerLog | None = None) -> None:
        self._server = server
        self._sender = sender
        self._answers = answers

    def send(
        self,
        envelope: Envelope,
        letter: Letter,
        *,
        sender_name: str = "",
        attachments: tuple[Attachment, ...] = (),
    ) -> str:
        """Send the letter and return its Message-ID.

        `Unavailable` means that it was not accepted now; `Rejected` that it never will be.
        """
        message = self.message(envelope, letter, sender_name=sender_name, attachments=attachments)
        error: EngineError
        try:
            self._hand_in(message)
        except smtplib.SMTPException as failed:
            error = _translated(failed)
        except ssl.SSLError:
            error = Unavailable("mail.encryption_failed")
        except OSError:
            error = Unavailable("mail.unreachable")
        else:
            self._note(None)
            return str(message["Message-ID"])
        self._note(error.error_code if isinstance(error, Unavailable) else None)
        # Raised here and not above: the server's reply repeats the address.
        raise error

    def _note(self, away: str | None) -> None:
        if self._answers is not None:
            self._answers.record(MAIL, away)

    def message(
        self,
        envelope: Envelope,
        letter: Letter,
        *,
        sender_name: str = "",
        attachments: tuple[Attachment, ...] = (),
    ) -> Message:
        """Build the message without sending it."""
        if not _LETTER_ID.fullmatch(envelope.letter_id):
            raise Broken("mail.letter_id_malformed")
        sender = checked_address(self._sender)
        message = MIMEMultipart("mixed")
        message["Message-ID"] = f"<{envelope.letter_id}@{sender.rpartition('@')[2]}>"
        message["Date"] = format_datetime(envelope.sent_at)
        message["From"] = _named(sender, sender_name)
        message["To"] = _named(checked_address(envelope.recipient), envelope.recipient_name)
        message["Subject"] = _encoded(letter.subject)
        message["Content-Language"] = letter.language
        # Keeps holiday notices and mailing lists from answering a machine (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        if envelope.stop_link:
            # RFC 8058: a mail program's own button, which sends a POST.
            message["List-Unsubscribe"] = f"<{envelope.stop_link}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        words = MIMEMultipart("alternative")
        words.attach(MIMEText(letter.text, "plain", "utf-8"))
        words.attach(MIMEText(letter.html, "html", "utf-8"))
        message.attach(words)
        for attachment in attachments:
            message.attach(_file(attachment))
        return message

    def _hand_in(self, message: Message) -> None:
        server = self._server
        client: smtplib.SMTP
        if server.encryption == "tls":
            context = ssl.create_default_context()
            client = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.timeout_seconds, context=context
            )
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)
        try:
            if server.encryption == "starttls":
                client.starttls(context=ssl.create_default_context())
            if server.user:
                client.login(server.user, server.password)
            client.send_message(message)
            # The letter is accepted: a farewell that fails must not send it a second time.
            with suppress(smtplib.SMTPException, OSError):
                client.quit()
        finally:
            client.close()


def checked_address(address: str) -> str:
    """Return a deliverable address in ASCII, or refuse it; a domain in Georgian letters is encoded."""
    local, at, domain = address.rpartition("@")
    try:
        encoded = domain.encode("idna").decode("ascii") if domain else ""
    except UnicodeError:
        encoded = ""
    if not (at and _LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(encoded)):
        raise Rejected("mail.address_malformed")
    if len(local) > 64 or len(local) + len(encoded) > 253:
        raise Rejected("mail.address_malformed")
    return f"{local}@{encoded}"


def _named(address: str, name: str) -> str:
    return f"{_encoded(name)} <{address}>" if _one_line(name) else address


def _encoded(text: str) -> str:
    """Return a header's words in the form of RFC 2047.

    The older classes of `email` are used for this on purpose: EmailMessage of Python 3.11 can lose
    spaces, or put some into the middle of a word, where it folds a long header.
    """
    return " ".join(Header(_one_line(text), "utf-8", maxlinelen=60).encode().split())


def _file(attachment: Attachment) -> MIMEApplication:
    main, _, sub = attachment.media_type.partition("/")
    part = MIMEApplication(attachment.content, sub)
    part.replace_header("Content-Type", f"{main}/{sub}")
    name = _one_line(attachment.name)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    return part


def _one_line(text: str) -> str:
    """A line break in a header would begin another header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _translated(failed: smtplib.SMTPException) -> EngineError:
    """Tell final from passing by the first digit of the server's code (RFC 5321, 4.2.1)."""
    if isinstance(failed, smtplib.SMTPAuthenticationError):
        return Unavailable("mail.login_refused", smtp_code=failed.smtp_code)
    if isinstance(failed, smtplib.SMTPNotSupportedError):
        return Unavailable("mail.server_unfit")
    if isinstance(failed, smtplib.SMTPSenderRefused) and failed.smtp_code not in _TOO_LARGE:
        # Our own settings are wrong, not the letter; it can go out when they are right.
        return Unavailable("mail.sender_refused", smtp_code=failed.smtp_code)
    if isinstance(failed, smtplib.SMTPRecipientsRefused):
        code = max(code for code, _ in failed.recipients.values())
        return _by_code(code, "mail.recipient_refused")
    if isinstance(failed, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return Unavailable("mail.unreachable", smtp_code=failed.smtp_code)
    if isinstance(failed, smtplib.SMTPResponseException):
        return _by_code(failed.smtp_code, "mail.refused")
    return Unavailable("mail.unreachable")


def _by_code(smtp_code: int, final: str) -> EngineError:
    if 500 <= smtp_code < 600:
        return Rejected(final, smtp_code=smtp_code)
    return Unavailable("mail.deferred", smtp_code=smtp_code)
