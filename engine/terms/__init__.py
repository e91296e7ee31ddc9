"""Statutory terms and the deadlines they give: how long, counted how, with which days off, paused when.

Pure arithmetic on days. This package refuses to know the present (`engine.clock`), where
parameters are kept (`engine.catalogue`) and what happens when a term runs out (the handlers).
"""

from engine.terms.calendar import Calendar
from engine.terms.clock_end import ClockEnd
from engine.terms.clock_states import ClockState, Reminder, clock_state, share_to_tell
from engine.terms.deadline import (
    Deadline,
    StandingStill,
    TermStandsStill,
    deadline,
    derive,
    remaining,
    share_passed_on,
)
from engine.terms.history import Extension, History, Restart
from engine.terms.notes import DerivationStep
from engine.terms.pauses import InvalidPause, Pause
from engine.terms.term import InvalidTerm, Law, Term, Unit

__all__ = [
    "Calendar",
    "ClockEnd",
    "Deadline",
    "DerivationStep",
    "Extension",
    "History",
    "InvalidPause",
    "InvalidTerm",
    "Law",
    "Pause",
    "Reminder",
    "Restart",
    "ClockState",
    "StandingStill",
    "Term",
    "TermStandsStill",
    "Unit",
    "deadline",
    "derive",
    "remaining",
    "share_passed_on",
    "share_to_tell",
    "clock_state",
]
