"""Statutory terms: how long, counted how, with which days off, standing still when.

Pure arithmetic on days. This package refuses to know the present (`engine.clock`), where
parameters are kept (`engine.catalogue`) and what happens when a term runs out (the handlers).
"""

from engine.terms.calendar import Calendar
from engine.terms.deadline import (
    Deadline,
    DerivationStep,
    StandingStill,
    TermStandsStill,
    deadline,
    derive,
    remaining,
)
from engine.terms.pauses import InvalidPause, Pause
from engine.terms.term import InvalidTerm, Law, Term, Unit

__all__ = [
    "Calendar",
    "Deadline",
    "DerivationStep",
    "InvalidPause",
    "InvalidTerm",
    "Law",
    "Pause",
    "StandingStill",
    "Term",
    "TermStandsStill",
    "Unit",
    "deadline",
    "derive",
    "remaining",
]
