"""The words that carry a one-time code, and those that tell of a new contact.

The subject never shows the code: a locked telephone shows subjects to everybody.

To change the text of an SMS or a mail with a one-time code: `contacts.code.sms`, `contacts.code.*` in
`engine/texts/<language>/contacts.json`. The code is the first word of an SMS, which has at most 300
characters.
"""

from __future__ import annotations

from html import escape

from engine.clock import ZONE
from engine.commands.contacts import IssuedCode
from engine.identity.one_time_codes import written
from engine.notifications.common import TEXTS
from engine.notifications.letters import Letter


def code_letter(issued: IssuedCode, *, is_desk: bool) -> Letter:
    """Return the e-mail with the code."""
    key = "contacts.code.desk_body" if is_desk else "contacts.code.body"
    body = TEXTS.get(issued.language, key, code=written(issued.code), until=_until(issued))
    return plain_letter(TEXTS.get(issued.language, "contacts.code.subject"), body, issued.language)


def code_message(issued: IssuedCode) -> str:
    """Return the short message with the code."""
    return TEXTS.get(issued.language, "contacts.code.sms", code=issued.code, until=_until(issued))


def contact_letter(address: str, link: str, language: str) -> Letter:
    """Return the e-mail that tells a person of a new contact of theirs."""
    body = TEXTS.get(language, "contacts.contact.body", address=address, link=link)
    return plain_letter(TEXTS.get(language, "contacts.contact.subject"), body, language)


def tracking_letter(language: str, **facts: str) -> Letter:
    """Return the e-mail with the code by which a guest follows their case."""
    body = TEXTS.get(language, "contacts.tracking.body", **facts)
    return plain_letter(TEXTS.get(language, "contacts.tracking.subject"), body, language)


def plain_letter(subject: str, body: str, language: str) -> Letter:
    """Return a letter of a few paragraphs, one for each line."""
    lines = body.split("\n")
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    html = f"<!DOCTYPE html><html lang='{language}'><body>{paragraphs}</body></html>"
    return Letter(subject, "\n\n".join(lines) + "\n", html, language)


def _until(issued: IssuedCode) -> str:
    return f"{issued.expires_at.astimezone(ZONE):%H:%M}"
