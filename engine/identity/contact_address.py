"""Reading an address where a person can be reached: e-mail or a Georgian mobile number.

Refuses to know whose it is. What can't be read is refused before anything is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from engine.errors import Rejected
from engine.notifications.mail import checked_address
from forms.formats import Refused, read_email, read_mobile, read_personal_number, read_text

Kind = Literal["email", "phone"]
LONGEST = 254


class ContactMalformed(Rejected):
    """It is neither an e-mail address nor a Georgian mobile number."""

    code = "contact.malformed"


class NumberMalformed(Rejected):
    """A personal number has eleven digits."""

    code = "contact.number_malformed"


class NameMalformed(Rejected):
    """A name is written with letters."""

    code = "guest.name_malformed"


@dataclass(frozen=True)
class Address:
    """Address where somebody can be reached, in the one spelling that is stored."""

    kind: Kind
    text: str = field(repr=False)


def read_contact(typed: str) -> Address:
    """Return the address. Raises `ContactMalformed`."""
    try:
        text = read_text(typed, longest=LONGEST)
        if "@" in text:
            # The same mailbox in any spelling; no provider that people use tells capitals apart.
            return Address("email", checked_address(read_email(text)).lower())
        return Address("phone", read_mobile(text))
    except (Refused, Rejected):
        raise ContactMalformed from None


def read_number(typed: str) -> str:
    """Return the personal number. Raises `NumberMalformed`."""
    try:
        return read_personal_number(read_text(typed, longest=40))
    except Refused:
        raise NumberMalformed from None


def masked(address: Address) -> str:
    """Return enough of the address for its owner to know it."""
    if address.kind == "phone":
        return f"{address.text[:4]} 5•• •• •{address.text[-2:]}"
    local, _, domain = address.text.partition("@")
    return f"{local[0]}•••@{domain}"
