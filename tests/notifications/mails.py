"""Builders of letters for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Any

from engine.notifications.letters import Letter
from engine.notifications.mail import Envelope, Mailer, MailServer

SENDER = "no-reply@keda.demo.invalid"
RECIPIENT = "citizen1@demo.invalid"


def a_letter(**changed: str) -> Letter:
    parts = {
        "subject": "თქვენი განცხადება მიღებულია",
        "text": "გამარჯობა, დემო!\n",
        "html": "<p>გამარჯობა, დემო!</p>",
        "language": "ka",
    }
    return Letter(**(parts | changed))


def an_envelope(**changed: Any) -> Envelope:
    parts: dict[str, Any] = {
        "letter_id": "letter-7",
        "recipient": RECIPIENT,
        "recipient_name": "დემო მოქალაქე 1 (ქედა)",
        "sent_at": datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
    }
    return Envelope(**(parts | changed))


def a_mailer(port: int, **changed: Any) -> Mailer:
    return Mailer(MailServer("127.0.0.1", port, **({"encryption": "none"} | changed)), SENDER)


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def decoded(header: str) -> str:
    """Read a header with the older functions: the newer parser of Python 3.11 breaks words apart."""
    return str(make_header(decode_header(header)))
