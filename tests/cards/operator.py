"""Somebody at the desk who uses the cards as our programs do; runs in Debian's own Python.

Told what to do by lines of JSON. An error is answered by its code and what it says.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack
from typing import Any

from smartcard import scard

from signing.cards import readers
from signing.cards.card import Card
from signing.cards.errors import CardError
from signing.cards.profiles import Purpose


class Operator:
    """Holds at most one card open."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._card: Card | None = None
        self._came = -1

    def obey(self, do: str, **said: Any) -> Any:
        try:
            return getattr(self, do)(**said)
        except CardError as error:
            return {"error": error.code, "said": str(error), "tries_left": getattr(error, "tries_left", None)}

    def states(self) -> Any:
        return [state._asdict() | {"atr": state.atr.hex().upper()} for state in readers.states()]

    def open(self) -> Any:
        reader = readers.states()[0].name
        self._card = self._open.enter_context(readers.open_card(reader))
        return self._card.profile.name

    def close(self) -> None:
        self._open.close()
        self._card = None

    def wait(self) -> Any:
        """Wait until the first reader is no longer as it is now, saying first how it is."""
        seen = readers.states()
        print(json.dumps(seen[0].has_card), flush=True)
        readers.wait_for_change(seen, milliseconds=20_000)
        return readers.states()[0].has_card

    def settle(self, has_card: bool) -> None:
        """Wait until the service has noticed a card that came, or went.

        It counts both. When a card breaks off in the middle of a command, the reader counts as empty at once
        but the going is noticed later; a card that comes before that is never noticed.
        """
        _, service = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        reader = readers.states()[0].name
        while True:
            _, [(_, state, _)] = scard.SCardGetStatusChange(service, 0, [(reader, scard.SCARD_STATE_UNAWARE)])
            flags, count = state & 0xFFFF, state >> 16
            if has_card and flags & scard.SCARD_STATE_PRESENT:
                self._came = count
                break
            if not has_card and flags & scard.SCARD_STATE_EMPTY and count != self._came:
                break
            time.sleep(0.02)
        scard.SCardReleaseContext(service)

    def certificate(self, purpose: str) -> Any:
        assert self._card is not None
        return self._card.certificate(Purpose(purpose)).hex()

    def tries_left(self, purpose: str) -> Any:
        assert self._card is not None
        return self._card.tries_left(Purpose(purpose))

    def sign(self, purpose: str, pin: str, digest: str, hash_name: str) -> Any:
        assert self._card is not None
        secret = bytearray(pin.encode())
        try:
            return self._card.sign(
                Purpose(purpose), bytes.fromhex(digest), hash_name=hash_name, pin=secret
            ).hex()
        finally:
            assert not any(secret)  # overwritten, whatever happened


def main() -> None:
    operator = Operator()
    for line in sys.stdin:
        print(json.dumps(operator.obey(**json.loads(line))), flush=True)
    operator.close()


if __name__ == "__main__":
    main()
