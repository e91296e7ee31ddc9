"""Carrying questions to the authorities of the trust list, and their answers back.

They say whether a certificate was revoked (RFC 6960, or a list by RFC 5280) and give time stamps (RFC 3161).
What is asked and what an answer means is the business of `signing`. Addresses come from the trust list alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from engine.connectors.answers import AnswerLog
from engine.connectors.http import Endpoint, HttpClient
from engine.errors import Rejected, Unavailable
from signing.status import Silence

if TYPE_CHECKING:
    from signing.evidence import Outside

STATUS, LISTS, STAMPS = "card_status", "revocation_lists", "time_stamps"
# Bytes of an answer, seconds until it begins, and until all of it is there.
_LIMITS: Final = {
    STATUS: (16 * 1024, 5.0, 8.0),
    LISTS: (20 * 2**20, 8.0, 15.0),
    STAMPS: (64 * 1024, 8.0, 15.0),
}
_SILENT: Final = ("registry.unreachable", "registry.timeout", "registry.out_of_service")


class TrustServices:
    """Asks the authorities. Safe to use from several threads.

    `addresses` returns those of the trust list by the name of each; how they answer is noted by it.
    """

    def __init__(
        self, addresses: Callable[[], Mapping[str, str]] = dict, answers: AnswerLog | None = None
    ) -> None:
        self._addresses = addresses
        self._answers = answers
        self._clients: dict[tuple[str, str], HttpClient] = {}

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The addresses of the trust list; empty where there is no list, or none that can be used."""
        return tuple(Endpoint(name, address) for name, address in self._addresses().items())

    @property
    def outside(self) -> Outside:
        """The ways to ask, as `signing` wants them."""
        # Imported here: whoever judges a draft asks nothing of them, and signatures take long to import.
        from signing.evidence import Outside

        return Outside(self.status, self.revoked, self.stamp)

    def status(self, url: str, request: bytes) -> bytes:
        """Return what the authority said of a certificate.

        As of all of these: raises `Silence`; what is no answer at all is an empty one.
        """
        return self._ask(STATUS, url, request, "application/ocsp-request")

    def revoked(self, url: str) -> bytes:
        """Return the list of what was revoked."""
        return self._ask(LISTS, url)

    def stamp(self, url: str, request: bytes) -> bytes:
        """Return a time stamp."""
        return self._ask(STAMPS, url, request, "application/timestamp-query")

    def _ask(self, kind: str, url: str, request: bytes | None = None, media_type: str = "") -> bytes:
        place, _, name = url.rpartition("/")
        client = self._client(kind, url, place)
        try:
            if request is None:
                return client.get(name).body
            return client.post(name, body=request, media_type=media_type).body
        except (Unavailable, Rejected) as error:
            if error.error_code in _SILENT:
                raise Silence from None
            return b""

    def _client(self, kind: str, url: str, place: str) -> HttpClient:
        found = self._clients.get((kind, url))
        if found is None:
            most, begins, total = _LIMITS[kind]
            name = next((name for name, address in self._addresses().items() if address == url), kind)
            limits = {"connect_seconds": 3.0, "read_seconds": begins, "total_seconds": total}
            found = HttpClient(Endpoint(name, place, max_bytes=most, **limits))  # type: ignore[arg-type]
            found.answers = self._answers
            found = self._clients.setdefault((kind, url), found)
        return found


def named(kind: str, addresses: Iterable[str]) -> dict[str, str]:
    """Return addresses of one kind by their names: that of the kind, with a number from the second on."""
    known = enumerate(sorted(set(addresses)), start=1)
    return {kind if number == 1 else f"{kind}_{number}": address for number, address in known}
