"""Rights of administrators over a municipality or the country: what handlers of administration ask first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from engine.db.pool import Transaction, without_nul
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.stores import reference
from engine.tenancy import system

LONGEST_ACT: Final = 500


class ActNotNamed(Rejected):
    """Missing act: what is set for many rests on an act, which has to be named."""

    code = "administering.act_needed"


class DayIsOver(Rejected):
    """Refusal of a day that is over: what was filed since that day would stand on other ground."""

    code = "administering.day_is_past"


class DayNotAhead(Rejected):
    """Refusal of a day not ahead: what was filed on a day keeps the law that it was filed under."""

    code = "administering.day_not_ahead"


class ChangedMeanwhile(Rejected):
    """Somebody else has set it since it was looked at."""

    code = "administering.changed_meanwhile"


class TooLong(Rejected):
    """A text is longer than papers and pages can show."""

    code = "administering.too_long"


def administered(tx: Transaction, code: str) -> Any:
    """Return the municipality, if the actor administers it. Raises `NotFound`, `NotAllowed`."""
    place = reference.municipality(tx, code)
    if place is None:
        raise NotFound
    if not tx.actor.may(Right.ADMINISTER, place.id):
        raise NotAllowed
    return place


def seen_by_heads(tx: Transaction, code: str) -> Any:
    """Return the municipality to its administrator and heads. Raises `NotFound`, `NotAllowed`."""
    place = reference.municipality(tx, code)
    if place is None:
        raise NotFound
    if not tx.actor.may(Right.SEE_READINESS, place.id):
        raise NotAllowed
    return place


def of_the_country(tx: Transaction) -> None:
    """Raise `NotAllowed` for all but those who roll MMS out to municipalities."""
    if not tx.actor.may_somewhere(Right.ROLL_OUT):
        raise NotAllowed


@contextmanager
def as_the_engine(tx: Transaction, municipality_id: int | None = None) -> Iterator[None]:
    """Read and write what the database lets the engine alone; the actor stays who they are.

    With a municipality also what belongs to its cases.
    """
    actor = tx.actor
    tx.switch_principal(system(municipality_id))
    yield
    tx.switch_principal(actor)


def refuse_unseen(seen: int | None, last: int) -> None:
    """Raise `ChangedMeanwhile` where something was entered since the setter looked."""
    if seen is not None and seen != last:
        raise ChangedMeanwhile


def text(said: str, *, longest: int) -> str:
    """Return a text as it is kept. Raises `TooLong`."""
    found: str = without_nul(said).replace("\r\n", "\n").strip()
    if len(found) > longest:
        raise TooLong(longest=longest)
    return found


def ground(said: str) -> str:
    """Return the act as people cite it. Raises `ActNotNamed`."""
    found = text(said, longest=LONGEST_ACT)
    if not found:
        raise ActNotNamed
    return found
