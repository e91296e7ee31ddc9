"""How often somebody may ask: counting, and the answer to whoever has asked too often.

Views count what they are about to do; the page or the script hears 429, in words, and when to come again.
How many are too many is a setting, and who is counted with whom the engine's decision.
"""

from __future__ import annotations

from math import ceil

from flask import Flask, Response, g, request

from engine.errors import EngineError, TooOften
from engine.identity.visitors import count_visit
from web.auth import NOBODY, current_actor
from web.engine_access import engine

AGAIN_AT = "again_at"


def enter(kind: str, *, by_name: bool = True) -> None:
    """Count a request of this kind; without names whoever is signed in counts as anybody of their network.

    Raises `TooOften`.
    """
    settings, actor = engine().settings, current_actor() if by_name else NOBODY
    with engine().read(actor) as tx:
        most = getattr(settings.visits, kind)
        count_visit(tx, kind, actor, request.remote_addr, secret=settings.secret, most=most)


def note(error: EngineError) -> None:
    """Let the answer say when the same may be asked again, if the error knows."""
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
