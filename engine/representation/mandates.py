"""Mandates, such as a power of attorney: whether somebody may act for another today.

`mandate_enquiries.py` asks the registers.

A register's answer counts for a short time, which is a parameter; after that whatever files or sends
something asks anew. Between two answers a mandate may have ended unseen: a short time is part of the proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, Unavailable
from engine.own_parameters import OwnParameter
from engine.stores import reference

USUALLY_LASTS: Final = 15
PRESENCE: Final = "presence"  # of somebody who stands at the desk of a community centre
CENTER: Final = "centre"  # the channel of applications that are filed there
SLACK: Final = timedelta(minutes=1)  # between asking and the transaction that relies on it
# Whom a service takes, by the kind of mandate.
TAKEN_AS: Final[Mapping[str, str]] = {
    "parent": "child",
    "guardian": "ward",
    "supporter": "ward",
    "director": "company",
    "attorney": "principal",
}


class MandateRefused(NotAllowed):
    """The mandate does not let the person act; the code says why."""

    code = "mandate.ended"


class RegisterAway(Unavailable):
    """Nobody can say now whether the mandate still holds."""

    code = "mandate.register_away"


class ForOneselfOnly(NotAllowed):
    """Nobody does this for another."""

    code = "mandate.oneself_only"


def refusal(mandate: Any, *, on: date) -> str | None:
    """Return why nobody may act by this mandate on the day; None if they may."""
    if mandate is None or mandate.ended_at is not None:
        return "ended"
    if mandate.bar is not None:
        return str(mandate.bar)
    if mandate.valid_until is not None and mandate.valid_until <= on:
        return "of_age" if mandate.kind == "parent" else "expired"
    return "not_yet" if mandate.valid_from > on else None


def refuse_for(service: Mapping[str, Any], mandate: Any) -> None:
    """Raise `MandateRefused` where the service takes nothing by such a mandate."""
    if mandate.kind == PRESENCE:
        if CENTER not in service["channels"]:
            raise MandateRefused("mandate.not_at_centers")
        return
    others: Mapping[str, Any] = service.get("for_others") or {}
    if not _needed(mandate) <= set(others.get("takes", ())):
        raise MandateRefused("mandate.not_taken")
    if mandate.areas is not None and others.get("area") not in mandate.areas:
        raise MandateRefused("mandate.other_area")


def _needed(mandate: Any) -> set[str]:
    """A power that a director or a parent has given is for a company or a child, and a power too."""
    given_as = mandate.ground.get("given_as")
    return {TAKEN_AS[kind] for kind in (mandate.kind, given_as) if kind is not None}


def counts_for_a_while(kind: str) -> bool:
    """A court or a register of companies moves slowly; whoever gave a power revokes it in a minute."""
    return kind != "attorney"


def lasts(tx: Transaction) -> timedelta:
    """Return for how long the answer of a register counts."""
    row = reference.parameter(tx, OwnParameter.MANDATE_ANSWER_LASTS, municipality_id=0, on=local_date(tx.now))
    minutes = int(row.value) if row is not None and row.kind == "number" else USUALLY_LASTS
    return timedelta(minutes=minutes)


def is_fresh(tx: Transaction, answered_at: datetime | None) -> bool:
    return answered_at is not None and answered_at >= tx.now - lasts(tx) - SLACK
