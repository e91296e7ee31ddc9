"""Diagnosis of what stands between a person and a card that works: the first obstacle, or none.

The same for the web page and for `mms-card doctor`. Asks for no PIN and loses no try.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from signing.agent.certificates import read_certificate
from signing.agent.desk import AnyCard, the_card
from signing.agent.errors import AgentError
from signing.agent.words import problem, said
from signing.cards.errors import CardError
from signing.cards.profiles import Purpose

READY = "ready"
FEW = 1


Finding = dict[str, Any]  # its code, and in each language what is wrong and the one next step


def examine(now: datetime) -> list[Finding]:
    """Return what is in the way, most important first; `ready` alone if nothing is."""
    try:
        with the_card() as card:
            found = list(_of_card(card, now))
    except (CardError, AgentError) as error:
        return [said(error)]
    return found or [finding(READY)]


def _of_card(card: AnyCard, now: datetime) -> Iterator[Finding]:
    for purpose in Purpose:
        try:
            read_certificate(card.certificate(purpose)).refuse_unless_valid(now)
        except AgentError as error:
            yield finding(f"{error.code}.{purpose}")
        left = card.tries_left(purpose)
        if left == 0:
            yield finding(f"pin.blocked.{purpose}")
        elif left is not None and left <= FEW:
            yield finding(f"pin.one_left.{purpose}")


def finding(code: str) -> Finding:
    return {"code": code, **problem(code)}
