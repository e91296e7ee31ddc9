"""The slot of a virtual reader: what the driver vpcd asks over its socket, answered by a chip."""

from __future__ import annotations

import contextlib
import socket
import threading

from tests.cards.chip import Chip

ADDRESS = ("127.0.0.1", 0x8C7B)
OFF, ON, RESET, ATR = 0, 1, 2, 4
NOISE = bytes(40)  # longer than any card may say when it wakes up, so nobody understands it
QUICK_ACK = 12  # of TCP: the driver waits for each acknowledgement, 44 ms without it


class Slot:
    """A card that is in the reader until it is pulled."""

    def __init__(self, chip: Chip, *, is_mute: bool = False) -> None:
        self.chip = chip
        self._is_mute = is_mute
        self.pulled_at: int | None = None  # the instruction that the card never answers
        self._socket = socket.create_connection(ADDRESS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def pull(self) -> None:
        """Take the card out."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def swap(self, chip: Chip) -> bool:
        """Become another card of the same kind, unless this one is gone or says nothing."""
        if self._is_mute or self.pulled_at is not None or self.chip.atr != chip.atr:
            return False
        self.chip = chip
        return self._thread.is_alive()

    def _serve(self) -> None:
        with self._socket, contextlib.suppress(EOFError, OSError):
            while True:
                message = self._receive(int.from_bytes(self._receive(2), "big"))
                if len(message) > 1:
                    if message[1] == self.pulled_at:
                        return
                    self._send(self.chip.answer(message))
                elif message[0] == ATR:
                    self._send(NOISE if self._is_mute else self.chip.atr)
                elif message[0] in (OFF, ON, RESET):
                    self.chip.reset()

    def _receive(self, count: int) -> bytes:
        received = b""
        while len(received) < count:
            part = self._socket.recv(count - len(received))
            self._socket.setsockopt(socket.IPPROTO_TCP, QUICK_ACK, 1)
            if not part:
                raise EOFError
            received += part
        return received

    def _send(self, message: bytes) -> None:
        self._socket.sendall(len(message).to_bytes(2, "big") + message)
