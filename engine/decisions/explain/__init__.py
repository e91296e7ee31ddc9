"""Explanations of decisions in both languages, and the nearest change that would have changed one."""

from typing import Final

from engine.decisions.explain.candidates import Candidate
from engine.decisions.explain.conditions import Condition, conditions_of
from engine.decisions.explain.nearest import Counterfactual, Question, nearest_change
from engine.decisions.explain.reasons import Reason, RuleReason
from engine.decisions.explain.sentences import Explanation, explain, explain_in_languages

# How decisions are explained, and the ways in which they are still explained. Cases keep what a decision
# read, and why is said when somebody asks: whoever changes what is said, or how the nearest change is found,
# raises this; `tests/golden` holds explanations of each.
VERSION: Final = 1
RUNS: Final = frozenset({VERSION})

__all__ = [
    "RUNS",
    "VERSION",
    "Candidate",
    "Condition",
    "Counterfactual",
    "Explanation",
    "Question",
    "Reason",
    "RuleReason",
    "conditions_of",
    "explain",
    "explain_in_languages",
    "nearest_change",
]
