"""Readers and what is in them, through the operating system's card service (PC/SC).

The one place that knows pyscard. Plain functions of its lowest layer, because that one says which of many
things went wrong. Refuses to know what a card is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from smartcard import scard

from signing.cards.card import Card
from signing.cards.errors import CardBusy, CardError, CardGone, CardMute, NoCard, NoReader, NoService
from signing.cards.profiles import Profile, known_profiles, profile_of

_NO_READER = {scard.SCARD_E_NO_READERS_AVAILABLE, scard.SCARD_E_UNKNOWN_READER}
_ERRORS: dict[int, type[CardError]] = {
    scard.SCARD_E_NO_SERVICE: NoService,
    scard.SCARD_E_SERVICE_STOPPED: NoService,
    scard.SCARD_E_NO_SMARTCARD: NoCard,
    scard.SCARD_E_SHARING_VIOLATION: CardBusy,
    scard.SCARD_W_UNRESPONSIVE_CARD: CardMute,
    scard.SCARD_W_UNPOWERED_CARD: CardMute,
    scard.SCARD_W_UNSUPPORTED_CARD: CardMute,
    scard.SCARD_E_PROTO_MISMATCH: CardMute,
    scard.SCARD_W_REMOVED_CARD: CardGone,
    scard.SCARD_W_RESET_CARD: CardGone,
    scard.SCARD_E_READER_UNAVAILABLE: CardGone,
    scard.SCARD_E_NOT_TRANSACTED: CardGone,
    scard.SCARD_E_INVALID_HANDLE: CardGone,
    **dict.fromkeys(_NO_READER, NoReader),
}


class ReaderState(NamedTuple):
    """A reader as it is now."""

    name: str
    atr: bytes  # empty without a card that answers
    has_card: bool
    is_mute: bool
    is_in_use: bool  # by a program that lets nobody else at the card


def states() -> tuple[ReaderState, ...]:
    """Return every reader. Raises `NoService` or `NoReader`."""
    with _service() as service:
        asked = [(name, scard.SCARD_STATE_UNAWARE) for name in _names(service)]
        return tuple(_state(*found) for found in _done(scard.SCardGetStatusChange(service, 0, asked)))


def wait_for_change(seen: Iterable[ReaderState], *, milliseconds: int) -> None:
    """Return when a reader is no longer as it was seen, or the time is over. Raises `CardError`."""
    with _service() as service:
        asked = [(state.name, _flags(state)) for state in seen]
        result, *_ = scard.SCardGetStatusChange(service, milliseconds, asked)
        if result != scard.SCARD_E_TIMEOUT:
            _refuse_failure(result)


@contextmanager
def open_card(reader: str, profiles: tuple[Profile, ...] | None = None) -> Iterator[Card]:
    """Yield the card in a reader, ours alone until the end of the block. Raises `CardError`."""
    with _service() as service:
        handle, protocol = _done_two(
            scard.SCardConnect(
                service,
                reader,
                scard.SCARD_SHARE_EXCLUSIVE,
                scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1,
            )
        )
        channel = _PcscChannel(handle, protocol)
        try:
            _, _, _, atr = _done_all(scard.SCardStatus(handle))
            with Card(channel, profile_of(bytes(atr), profiles or known_profiles())) as card:
                yield card
        finally:
            channel.close()


class _PcscChannel:
    """A connection to one card."""

    def __init__(self, handle: int, protocol: int) -> None:
        self._handle: int | None = handle
        self._protocol = protocol

    def transmit(self, command: bytes) -> bytes:
        assert self._handle is not None
        result, answer = scard.SCardTransmit(self._handle, self._protocol, list(command))
        # A card that stops in the middle is one that was pulled, whatever the driver calls it.
        if result != scard.SCARD_S_SUCCESS:
            raise CardGone(f"{result & 0xFFFFFFFF:08X}")
        return bytes(answer)

    def is_there(self) -> bool:
        """Say whether the service still has what was opened."""
        if self._handle is None:
            return False
        result, *_ = scard.SCardStatus(self._handle)
        return bool(result == scard.SCARD_S_SUCCESS)

    def close(self) -> None:
        """Let go, and make the card forget that a PIN was shown."""
        if self._handle is not None:
            scard.SCardDisconnect(self._handle, scard.SCARD_RESET_CARD)
            self._handle = None


@contextmanager
def _service() -> Iterator[int]:
    result, service = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _refuse_failure(result)
    try:
        yield service
    finally:
        scard.SCardReleaseContext(service)


def _names(service: int) -> list[str]:
    result, names = scard.SCardListReaders(service, [])
    _refuse_failure(result)
    if not names:
        raise NoReader
    return list(names)


def _state(name: str, flags: int, atr: list[int]) -> ReaderState:
    return ReaderState(
        name,
        bytes(atr),
        bool(flags & scard.SCARD_STATE_PRESENT),
        bool(flags & scard.SCARD_STATE_MUTE),
        bool(flags & scard.SCARD_STATE_EXCLUSIVE),
    )


def _flags(state: ReaderState) -> int:
    flags = int(scard.SCARD_STATE_PRESENT if state.has_card else scard.SCARD_STATE_EMPTY)
    return flags | (scard.SCARD_STATE_MUTE if state.is_mute else 0)


def _refuse_failure(result: int) -> None:
    if result != scard.SCARD_S_SUCCESS:
        raise _ERRORS.get(result, CardError)(f"{result & 0xFFFFFFFF:08X}")


def _done(answer: Any) -> Any:
    """Return what a call of two values gave. Raises `CardError`."""
    result, value = answer
    _refuse_failure(result)
    return value


def _done_two(answer: Any) -> Any:
    result, *values = answer
    _refuse_failure(result)
    return values


_done_all = _done_two
