"""Errors between a program and a card. Each has a code; the words for people are the agent's.

Nothing that a card holds, and no PIN, is ever in an error.
"""

from __future__ import annotations

from typing import ClassVar


class CardError(Exception):
    """The card can't be used as wanted."""

    code: ClassVar[str] = "card.failed"

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.code}: {detail}" if detail else self.code)


class NoService(CardError):
    """The operating system's card service does not run."""

    code = "card.no_service"


class NoReader(CardError):
    """No reader is connected."""

    code = "card.no_reader"


class NoCard(CardError):
    """No card is in the reader."""

    code = "card.no_card"


class CardMute(CardError):
    """Something is in the reader and says nothing: upside down, dirty, or no chip card."""

    code = "card.mute"


class CardBusy(CardError):
    """Another program is using the card."""

    code = "card.busy"


class CardGone(CardError):
    """The card was taken out before it had answered."""

    code = "card.gone"


class CardUnknown(CardError):
    """No profile is made for this card."""

    code = "card.unknown"

    def __init__(self, atr: bytes) -> None:
        super().__init__(atr.hex().upper())
        self.atr = atr


class CardRefused(CardError):
    """The card answered with a status that its profile does not expect."""

    code = "card.refused"

    def __init__(self, instruction: int, status: int) -> None:
        super().__init__(f"instruction {instruction:02X}, status {status:04X}")
        self.status = status


class CardUnreadable(CardError):
    """Mismatch between the card's content and its profile."""

    code = "card.unreadable"


class NoModule(CardError):
    """The PKCS #11 module that was named can't be used here."""

    code = "card.no_module"


class ProfileBroken(CardError):
    """A card profile is not written as it has to be."""

    code = "card.profile_broken"


class PinError(CardError):
    """The PIN did not open the key."""


class PinMalformed(PinError):
    """The PIN can't be one of this card; it was not sent, so no try is lost."""

    code = "pin.malformed"


class PinWrong(PinError):
    """The card refused the PIN."""

    code = "pin.wrong"

    def __init__(self, tries_left: int) -> None:
        super().__init__(f"{tries_left} left")
        self.tries_left = tries_left


class PinUncounted(PinError):
    """The PIN was refused, and nobody says how many tries are left."""

    code = "pin.wrong_uncounted"


class PinBlocked(PinError):
    """The PIN was wrong too often; only the PUK or the issuer opens it."""

    code = "pin.blocked"


class PinInTransport(PinError):
    """The PIN is still the one of the letter, and has to be changed before the key can be used."""

    code = "pin.transport"
