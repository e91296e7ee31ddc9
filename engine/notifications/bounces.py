"""Reading what a mail server reports of a letter that did not arrive (RFC 3464).

Only a final failure counts, and only one that names the letter by its Message-ID, which nobody but its
addressee and the servers on its way have seen. Refuses to know whose letter it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message
from uuid import UUID

LARGEST = 1024 * 1024
MOST_RECIPIENTS = 20
_LETTER = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@[^>\s]{1,253}>")
_RECIPIENT = re.compile(r"rfc822\s*;\s*<?([^<>\s]{3,254})>?", re.IGNORECASE)


@dataclass(frozen=True)
class Bounce:
    """A letter that did not arrive at an address."""

    letter_id: UUID
    address: str = field(repr=False)


def read_bounce(content: bytes) -> tuple[Bounce, ...]:
    """Return what the report says has failed for good; nothing where it is no such report."""
    if len(content) > LARGEST:
        return ()
    message = message_from_bytes(content, policy=policy.compat32)
    if message.get_content_type() != "multipart/report":
        return ()
    letter = _letter_of(message)
    if letter is None:
        return ()
    return tuple(Bounce(letter, address) for address in _failed(message))


def _failed(message: Message) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks[:MOST_RECIPIENTS] if isinstance(blocks, list) else ():
            if not isinstance(block, Message):
                continue
            action, status = str(block.get("Action", "")), str(block.get("Status", ""))
            found = _RECIPIENT.fullmatch(str(block.get("Final-Recipient", "")).strip())
            if action.strip().lower() == "failed" and status.strip().startswith("5.") and found:
                yield found[1].lower()


def _letter_of(message: Message) -> UUID | None:
    for part in message.walk():
        if part.get_content_type() == "text/rfc822-headers":
            header = message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
        elif part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            header = inner[0] if isinstance(inner, list) and inner else None  # type: ignore[assignment]
        else:
            continue
        found = header is not None and _LETTER.fullmatch(str(header.get("Message-ID", "")).strip())
        if found:
            return UUID(found[1])
    return None
