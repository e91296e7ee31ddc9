"""DMN 1.1 to 1.5: decision tables, boxed expressions and requirement graphs over one or more files, on FEEL.

Says with every answer which rules gave it. ``analyse`` finds what is wrong with tables before they decide,
``explain`` puts an answer into words. Refuses to know cases and the clock.
"""

from engine.decisions.errors import DecisionError
from engine.decisions.evaluate import BUDGET, DecisionResult, Decisions, load_decisions
from engine.decisions.link import sources
from engine.decisions.session import RuleMatch

__all__ = ["BUDGET", "DecisionError", "DecisionResult", "Decisions", "RuleMatch", "load_decisions", "sources"]
