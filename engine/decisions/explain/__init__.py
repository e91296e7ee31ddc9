"""Why a decision says what it says, in both languages, and the nearest change that would have changed it."""

from engine.decisions.explain.candidates import Candidate
from engine.decisions.explain.conditions import Condition, conditions_of
from engine.decisions.explain.nearest import Counterfactual, Question, nearest_change
from engine.decisions.explain.reasons import Reason, RuleReason
from engine.decisions.explain.sentences import Explanation, explain, explain_in_languages

__all__ = [
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
