"""One card that answers: its certificates, the tries left of its PINs, a signature by one of its keys."""

from __future__ import annotations

from types import TracebackType

from signing.cards.apdu import OK, Channel, ask, command, demand
from signing.cards.errors import (
    CardRefused,
    CardUnreadable,
    PinBlocked,
    PinInTransport,
    PinMalformed,
    PinWrong,
)
from signing.cards.profiles import KeySlot, Kind, PinRule, Profile, Purpose

BLOCKED = 0x6983
NOT_SATISFIED = 0x6982  # the security status of the card: no PIN was shown, or it is used up
LONGEST_CERTIFICATE = 8_192
_PART = 0xE0
_FIELD = {Kind.EC_P256: 32, Kind.EC_P384: 48}
# How PKCS #1 writes the name of a hash before it (RFC 8017, 9.2).
_HASH_NAMES = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
_HASH_SIZES = {"sha256": 32, "sha384": 48, "sha512": 64}


class Card:
    """A card of a known kind, ours alone until it is closed."""

    def __init__(self, channel: Channel, profile: Profile) -> None:
        self._channel = channel
        self.profile = profile

    def __enter__(self) -> Card:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._channel.close()

    def is_there(self) -> bool:
        """Say whether it was in its reader all the time."""
        return self._channel.is_there()

    def kind(self, purpose: Purpose) -> Kind:
        """Return what the key takes and gives."""
        return self._slot(purpose).kind

    def certificate(self, purpose: Purpose) -> bytes:
        """Return the certificate of a key, in DER. Raises `CardError`."""
        self._send(self._slot(purpose).certificate)
        read = self._read(0)
        if len(read) < 4 or read[:2] != b"\x30\x82":
            raise CardUnreadable("no certificate where the profile says")
        whole = 4 + int.from_bytes(read[2:4], "big")
        if whole > LONGEST_CERTIFICATE:
            raise CardUnreadable("a certificate too long")
        while len(read) < whole:
            part = self._read(len(read))
            if not part:
                raise CardUnreadable("a certificate that ends too soon")
            read += part
        return read[:whole]

    def tries_left(self, purpose: Purpose) -> int | None:
        """Return how often the PIN may still be wrong; 0: it is blocked. Loses no try. Raises `CardError`.

        None: some cards don't tell while the PIN they were shown last was right.
        """
        slot = self._slot(purpose)
        self._send(slot.select)
        if slot.pin.tries is None:
            _, status = ask(self._channel, slot.pin.verify)
            if status == OK:
                return None
            if status != BLOCKED and status >> 4 != 0x63C:
                raise CardRefused(slot.pin.verify[1], status)
            return 0 if status == BLOCKED else status & 0xF
        answer = demand(self._channel, slot.pin.tries)
        _, found, after = answer.partition(slot.pin.tries_after)
        if not found or not after:
            raise CardUnreadable("no number of tries where the profile says")
        return after[0]

    def sign(self, purpose: Purpose, digest: bytes, *, hash_name: str, pin: bytearray) -> bytes:
        """Return the key's signature over a hash, and overwrite the PIN whatever happens.

        RSA as PKCS #1 v1.5; curves as r and s, one after the other. Raises `CardError`.
        """
        slot = self._slot(purpose)
        try:
            refuse_malformed(pin, slot.pin.shortest, slot.pin.longest)
            shown = _shown(digest, hash_name, slot.kind)
            self._send((*slot.select, slot.environment))
            self._verify(slot.pin, pin)
        finally:
            pin[:] = bytes(len(pin))
        return _signature(slot, demand(self._channel, command(slot.operation, shown, expected=0)))

    def sign_next(self, purpose: Purpose, digest: bytes, *, hash_name: str) -> bytes | None:
        """Return a further signature right after `sign`, by the PIN that was shown then.

        None: the card wants it anew; for how many signatures it holds is the card's rule. Raises `CardError`.
        """
        slot = self._slot(purpose)
        shown = _shown(digest, hash_name, slot.kind)
        # Nothing is selected anew: a card may forget the PIN by that.
        signature, status = ask(self._channel, command(slot.operation, shown, expected=0))
        if status == NOT_SATISFIED:
            return None
        if status != OK:
            raise CardRefused(slot.operation[1], status)
        return _signature(slot, signature)

    def _verify(self, rule: PinRule, pin: bytearray) -> None:
        padded = bytes(pin).ljust(rule.padded_to, bytes([rule.padding]))
        _, status = ask(self._channel, command(rule.verify, padded))
        if status == OK:
            return
        if rule.transport_status is not None and status == rule.transport_status:
            raise PinInTransport
        if status == BLOCKED or status == 0x63C0:
            raise PinBlocked
        if status >> 4 == 0x63C:
            raise PinWrong(status & 0xF)
        raise CardRefused(rule.verify[1], status)

    def _slot(self, purpose: Purpose) -> KeySlot:
        return self.profile.keys[purpose]

    def _send(self, commands: tuple[bytes, ...]) -> None:
        for sent in commands:
            demand(self._channel, sent)

    def _read(self, offset: int) -> bytes:
        return demand(self._channel, command(b"\x00\xb0" + offset.to_bytes(2, "big"), expected=_PART))


def refuse_malformed(pin: bytearray, shortest: int, longest: int) -> None:
    """Raise `PinMalformed` for what can't be a PIN; it costs no try."""
    # Not isdigit, which takes more than the ten digits.
    if not shortest <= len(pin) <= longest or any(not 0x30 <= digit <= 0x39 for digit in pin):
        raise PinMalformed


def digest_info(digest: bytes, hash_name: str) -> bytes:
    """Return the hash behind its name, as RSA keys take it."""
    return _HASH_NAMES[hash_name] + digest


def _signature(slot: KeySlot, signature: bytes) -> bytes:
    if slot.kind in _FIELD and len(signature) != 2 * _FIELD[slot.kind]:
        raise CardUnreadable("a signature of another curve")
    return signature


def _shown(digest: bytes, hash_name: str, kind: Kind) -> bytes:
    if len(digest) != _HASH_SIZES.get(hash_name):
        raise ValueError(f"not a hash of {hash_name}")
    if kind is Kind.RSA_PKCS1:
        return digest_info(digest, hash_name)
    size = _FIELD[kind]
    return digest[:size].rjust(size, b"\0")
