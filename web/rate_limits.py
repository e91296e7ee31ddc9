"""Rate limits of requests: counting hits, and the answer 429 with `Retry-After` (RFC 6585).

A view counts a hit before it does its work. The limits are settings; who is counted with whom is the
engine's decision (`engine/identity/rate_limits.py`).
"""

from __future__ import annotations

from math import ceil

from flask import Flask, Response, g, request

from engine.errors import EngineError, TooOften
from engine.identity.rate_limits import count_hit
from web.auth import NOBODY, current_actor
from web.engine_access import engine

AGAIN_AT = "again_at"


def hit(kind: str, *, by_name: bool = True) -> None:
    """Count a hit of this kind; without names a signed-in person counts as anybody of their network.

    Raises `TooOften`.
    """
    settings, actor = engine().settings, current_actor() if by_name else NOBODY
    with engine().read(actor) as tx:
        most = getattr(settings.rate_limits, kind)
        count_hit(tx, kind, actor, request.remote_addr, secret=settings.secret, most=most)


def remember_retry_after(error: EngineError) -> None:
    """Remember for the answer when the same request may be made again, if the error knows."""
    if isinstance(error, TooOften):
        g.setdefault(AGAIN_AT, error.again_at)


def _say_when(response: Response) -> Response:
    again_at = g.get(AGAIN_AT)
    if response.status_code == 429 and again_at is not None:
        seconds = ceil((again_at - engine().clock.now()).total_seconds())
        response.headers["Retry-After"] = str(max(1, seconds))
    return response


def init(app: Flask) -> None:
    app.after_request(_say_when)
