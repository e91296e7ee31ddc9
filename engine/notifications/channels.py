"""Channels: where the copy of a letter goes, and the link by which one stops it.

A letter counts by lying in the portal; its copy is a courtesy and follows the person's choice. Refuses to
know tables.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.errors import Rejected

# How a copy goes, or why there is none. Whoever adds one is led on by types and `tests/structure`.
Way = Literal["email", "sms", "portal", "unreachable"]
MAC_BYTES = 16
ID_BYTES = 8


class StopLinkInvalid(Rejected):
    """The link is not one that we have sent."""

    code = "channel.stop_link_invalid"


@dataclass(frozen=True)
class Copy:
    """The way of a copy; without an address there is none, and `by` says why."""

    by: Way
    language: str
    address: str = field(default="", repr=False)
    chooser: int | None = None  # who acts for the applicant and chose it; None where it is the applicant's


def copy_for(choice: Any, *, email: str | None, language: str, unreachable: frozenset[str]) -> Copy:
    """Return where a copy goes: as chosen, else to the e-mail address that the municipality knows."""
    by: Way
    address: str | None
    if choice is None:
        by, address = ("email", email) if email else ("portal", "")
    elif choice.channel == "portal" or choice.ended_at is not None:
        # An address that was given up takes its choice along: nobody else is told in its stead.
        by, address = "portal", ""
    else:
        by, address = choice.channel, choice.address
    if address and address in unreachable:
        by, address = "unreachable", ""
    return Copy(by, language if choice is None else choice.language, address or "")


def guest_copy(email: str | None, phone: str | None, *, language: str, unreachable: frozenset[str]) -> Copy:
    """Return where a copy for somebody without an account goes: to the one address they confirmed."""
    address = email or phone or ""
    by: Way = "unreachable" if address in unreachable else "email" if email else "sms"
    return Copy(by, language, "" if by == "unreachable" else address)


class StopLinks:
    """Signed links: they hold for as long as the mail lies in somebody's mailbox."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"links that stop copies", "sha256")

    def token(self, person_id: int) -> str:
        """Return what the link carries: whose copies it stops, signed."""
        number = person_id.to_bytes(ID_BYTES, "big")
        return base64.urlsafe_b64encode(number + self._mac(number)).decode()

    def person(self, token: str) -> int:
        """Return whose copies the link stops. Raises `StopLinkInvalid`."""
        try:
            content = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError, ValueError):
            raise StopLinkInvalid from None
        number, mac = content[:ID_BYTES], content[ID_BYTES:]
        if not hmac.compare_digest(self._mac(number), mac):
            raise StopLinkInvalid
        return int.from_bytes(number, "big")

    def _mac(self, number: bytes) -> bytes:
        return hmac.digest(self._key, number, "sha256")[:MAC_BYTES]
