"""Soundness of a diagram's control flow: every case can end, and ends with nothing left over.

Conditions are free choices and events may or may not come, so a verdict holds whatever the
data are. Knows nothing of expressions, forms or time.
"""

from engine.catalogue.soundness.fates import uncaught_escalations
from engine.catalogue.soundness.flaws import Flaw
from engine.catalogue.soundness.foreign import read_foreign
from engine.catalogue.soundness.own import NOTHING_KNOWN, OperationBehaviour, read_own
from engine.catalogue.soundness.places import listed, places_of
from engine.catalogue.soundness.verdict import Verdict, judge, judge_all

__all__ = [
    "NOTHING_KNOWN",
    "Flaw",
    "OperationBehaviour",
    "Verdict",
    "judge",
    "judge_all",
    "listed",
    "places_of",
    "read_foreign",
    "read_own",
    "uncaught_escalations",
]
