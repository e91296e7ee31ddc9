"""Traits of operations: what one does that others follow without knowing which it is.

A trait speaks of inputs by their names: `clock` names a clock, `outcome` how a case is decided, `template` a
letter or act, `register` a register of the municipality, with `person`, `fields`, `state`, `ground` and
`note` of its entry. `tests/structure/test_operations.py` holds operations to these names.
"""

from __future__ import annotations

from enum import Enum
from typing import assert_never


class OnClock(Enum):
    """Effect of an operation on the clock that `clock` names; without a name on the case's own, or all."""

    STARTS = "starts"
    PAUSES = "pauses"
    RESUMES = "resumes"
    EXTENDS = "extends"
    RESTARTS = "restarts"
    STOPS = "stops"

    @property
    def is_of_stages(self) -> bool:
        """Tell whether it is for stages alone: the case's own clock runs from filing to the decision."""
        return self in (OnClock.STARTS, OnClock.STOPS)


class OnPlace(Enum):
    """Facility that an operation looks at, and that a municipality, or its installation, may not have."""

    ZONES = "zones"  # of the municipality's plan
    TREASURY = "treasury"


class OnRegister(Enum):
    """Effect of an operation on the entry of a register; the value is the event on the case that says so."""

    FINDS = None
    ENTERS = "register.entered"
    CHANGES = "register.changed"
    NOTES = "register.noted"
    UNDOES = "register.undone"
    CORRECTS = "register.corrected"  # by two officials, and by no operation

    @property
    def writes(self) -> str | None:
        """Return the table that has one more row for each such event."""
        match self:
            case OnRegister.FINDS:
                return None
            case OnRegister.ENTERS | OnRegister.CHANGES | OnRegister.UNDOES | OnRegister.CORRECTS:
                return "register_entries"
            case OnRegister.NOTES:
                return "register_notes"
        assert_never(self)
