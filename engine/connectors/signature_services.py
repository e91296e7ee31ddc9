"""Carrying what a signature needs to ask to the authorities: time stamps and lists of what was revoked.

What is asked and what an answer means is the business of `signing`. Addresses come from the trust list alone.
"""

from __future__ import annotations

from functools import cache

from engine.connectors import card_status
from engine.connectors.http import Endpoint, HttpClient
from engine.errors import Rejected, Unavailable
from signing.evidence import Outside
from signing.status import Silence

STAMPS, LISTS = "time_stamps", "revocation_lists"
_MOST = {STAMPS: 64 * 1024, LISTS: 20 * 2**20}
_SILENT = ("registry.unreachable", "registry.timeout", "registry.out_of_service")


def outside() -> Outside:
    """Return the ways to ask."""
    return Outside(card_status.ask, _revoked, _stamp)


def _stamp(url: str, request: bytes) -> bytes:
    place, _, name = url.rpartition("/")
    try:
        client = _client(STAMPS, place)
        return client.post(name, body=request, media_type="application/timestamp-query").body
    except (Unavailable, Rejected) as error:
        return _empty_or_silence(error)


def _revoked(url: str) -> bytes:
    place, _, name = url.rpartition("/")
    try:
        return _client(LISTS, place).get(name).body
    except (Unavailable, Rejected) as error:
        return _empty_or_silence(error)


def _empty_or_silence(error: Unavailable | Rejected) -> bytes:
    """What is no answer at all is an empty one."""
    if error.error_code in _SILENT:
        raise Silence from None
    return b""


@cache
def _client(system: str, place: str) -> HttpClient:
    endpoint = Endpoint(
        system, place, connect_seconds=3.0, read_seconds=8.0, total_seconds=15.0, max_bytes=_MOST[system]
    )
    return HttpClient(endpoint)
