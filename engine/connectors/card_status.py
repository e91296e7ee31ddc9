"""Carrying the question whether a card's certificate was revoked to the authority, and its answer back.

What is asked and what an answer means is the business of `signing.status`. Addresses come from the trust
list alone.
"""

from __future__ import annotations

from functools import cache

from engine.connectors.http import Endpoint, HttpClient
from engine.errors import Rejected, Unavailable
from signing.status import Silence

NAME = "card_status"
_SILENT = ("registry.unreachable", "registry.timeout", "registry.out_of_service")


def ask(url: str, request: bytes) -> bytes:
    """Return what the authority said. Raises `Silence`; what is no answer at all is an empty one."""
    place, _, name = url.rpartition("/")
    try:
        answer = _client(place).post(name, body=request, media_type="application/ocsp-request")
    except Unavailable as error:
        if error.error_code in _SILENT:
            raise Silence from None
        return b""
    except Rejected:
        return b""
    return answer.body


@cache
def _client(place: str) -> HttpClient:
    limits = {"connect_seconds": 3.0, "read_seconds": 5.0, "total_seconds": 8.0}
    return HttpClient(Endpoint(NAME, place, max_bytes=16 * 1024, **limits))  # type: ignore[arg-type]
