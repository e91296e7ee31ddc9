"""Lists of clerks: which there are and which parts of them, and whose a part is that is kept under a name."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final, Protocol

from engine.roles import Right, who_may
from engine.tenancy import Actor

LISTS: Final = ("mine", "unit", "unassigned", "all", "waiting")
DEADLINE: Final = "due"  # the order of every list unless somebody asks for another
SORTS: Final = (DEADLINE, "opened", "number", "applicant", "step")
# What else narrows a list, or orders it: days (ISO 8601) of deadlines and of arrival, and an answer of its
# service ("application.kind=movable").
DAYS: Final = ("due_since", "due_until", "came_since", "came_until")
CONDITIONS: Final = (*DAYS, "answer", "order")
PLACE: Final = re.compile(r"[A-Za-z_][\w-]{0,99}(\.[\w-]{1,100}){1,10}")  # of an answer in a case
LONGEST_VALUE: Final = 200
BACKWARDS: Final = "-"  # before the name of an order


class Due(Enum):
    """Parts of a list, by deadline; what is new is of cases that came today."""

    OVERDUE = "overdue"
    SOON = "soon"
    NONE = "none"
    NEW = "new"


def answer_of(condition: str) -> tuple[str, str] | None:
    """Return the place and the value that a condition names; None if it names none."""
    place, _, value = condition.partition("=")
    return (place, value) if PLACE.fullmatch(place) and 0 < len(value) <= LONGEST_VALUE else None


def is_order(name: str) -> bool:
    """Say whether lists can be sorted so: by one of `SORTS`, forwards or backwards."""
    return name.removeprefix(BACKWARDS) in SORTS


class OwnedFilter(Protocol):
    """A part of a list that is kept under a name; a shared one without a unit is the municipality's."""

    @property
    def owner_id(self) -> int: ...
    @property
    def municipality_id(self) -> int: ...
    @property
    def unit_code(self) -> str | None: ...
    @property
    def is_shared(self) -> bool: ...


def is_for(actor: Actor, kept: OwnedFilter) -> bool:
    """Say whether somebody is shown it."""
    if kept.owner_id == actor.person_id:
        return True
    return kept.is_shared and any(
        grant.municipality_id == kept.municipality_id
        and (kept.unit_code is None or grant.unit in (None, kept.unit_code))
        for grant in actor.roles
    )


def may_change(actor: Actor, kept: OwnedFilter) -> bool:
    """Say whether somebody may rename or remove it: its owner, or who supervises those it is shared with."""
    if kept.owner_id == actor.person_id:
        return True
    return kept.is_shared and any(
        actor.has_role(role, kept.municipality_id, kept.unit_code) for role in who_may(Right.SUPERVISE)
    )
