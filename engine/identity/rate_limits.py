"""Rate limits (throttling): how many requests of a kind a person or a network may make within an hour.

Whoever is signed in is counted alone; all others who come from one network are counted together, because
that is all that is known of them: a community centre is one network. What is kept is a keyed digest and a
counter, for a day. Refuses to know what a request does.

To change how often one may ask for something: `engine/identity/rate_limits.py` (`RateLimits`),
`rate_limits.hit` in the view, `docs/operations.md`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.db.pool import Transaction
from engine.errors import TooOften
from engine.identity.one_time_codes import network_of
from engine.tenancy import Actor

COUNT = "select count_address(:kind, :mac, :now)"
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class RateLimits:
    """The rate limits of an hour, each for a person who is signed in or for all others of one network."""

    codes: int = 60  # one-time codes asked for; in a day five times as many
    tracking: int = 20  # codes of cases that lead nowhere; in a day three times as many
    card: int = 120  # challenges for cards
    openid: int = 120  # attempts to sign in at a provider
    verify: int = 120
    eligibility: int = 300
    feedback: int = 30
    uploads: int = 300
    filing: int = 60
    speech: int = 3_000  # a piece of a page each
    api: int = 6_000  # what programs ask


def count_hit(
    tx: Transaction, kind: str, actor: Actor, network: str | None, *, secret: str, most: int
) -> None:
    """Count one hit; raises `TooOften` beyond the limit. This machine itself is not counted."""
    who = _who(actor, network)
    if who is None:
        return
    mac = hashlib.blake2b(who.encode(), key=secret.encode()[:64], digest_size=16).digest()
    if int(tx.scalar(COUNT, kind=kind, mac=mac, now=tx.now)) > most:
        raise TooOften(again_at=_next_hour(tx.now))


def _who(actor: Actor, network: str | None) -> str | None:
    # Anybody makes themselves a guest again and again.
    if actor.person_id is not None and actor.assurance != "guest":
        return f"person {actor.person_id}"
    return network_of(network)


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + AN_HOUR
