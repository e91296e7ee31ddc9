"""Commands to a chip card and its answers (ISO 7816-4), over anything that carries bytes."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from signing.cards.errors import CardGone, CardRefused, CardUnreadable

OK = 0x9000
LONGEST_ANSWER = 65_536


class Channel(Protocol):
    """Channel that carries bytes to one card that nobody else uses meanwhile."""

    def transmit(self, command: bytes) -> bytes:
        """Return the answer with its status. Raises `CardGone`."""

    def is_there(self) -> bool:
        """Say whether the card can still answer; one that was away meanwhile can't."""

    def close(self) -> None:
        """Let go of the card."""


class Answer(NamedTuple):
    """Answer of a card: data, and a status of two bytes."""

    data: bytes
    status: int


def command(header: bytes, data: bytes = b"", *, expected: int | None = None) -> bytes:
    """Return a short command; `expected` is how many bytes are wanted, 0 for as many as there are."""
    if len(header) != 4 or len(data) > 255:
        raise ValueError("a command has a header of four bytes, and data of at most 255")
    body = bytes([len(data)]) + data if data else b""
    return header + body + (b"" if expected is None else bytes([expected]))


def ask(channel: Channel, sent: bytes) -> Answer:
    """Return the whole answer, however many parts it comes in."""
    answer = _answer(channel.transmit(sent))
    if answer.status >> 8 == 0x6C:  # the same again, with the length that the card named
        answer = _answer(channel.transmit(sent[: 5 + sent[4] if len(sent) > 5 else 4] + _low(answer.status)))
    data = answer.data
    while answer.status >> 8 == 0x61:
        answer = _answer(channel.transmit(b"\x00\xc0\x00\x00" + _low(answer.status)))
        data += answer.data
        if len(data) > LONGEST_ANSWER or (answer.status >> 8 == 0x61 and not answer.data):
            raise CardUnreadable("an answer without end")
    return Answer(data, answer.status)


def demand(channel: Channel, sent: bytes) -> bytes:
    """Return the data of an answer. Raises `CardRefused` unless the card says that all is well."""
    data, status = ask(channel, sent)
    if status != OK:
        raise CardRefused(sent[1], status)
    return data


def _answer(raw: bytes) -> Answer:
    if len(raw) < 2:
        raise CardGone("no status")  # some drivers say nothing when the card is no longer there
    return Answer(raw[:-2], int.from_bytes(raw[-2:], "big"))


def _low(status: int) -> bytes:
    return bytes([status & 0xFF])
