"""Analysis of decision tables: what is wrong with those of a model, found without a case.

Gaps, overlaps that contradict the hit policy, rules that can never decide, results nobody can get. Everything
that is reported is so; where a cell is beyond the analysis, it says that it has not decided.
"""

from engine.decisions.analyse.absences import Absence
from engine.decisions.analyse.columns import Undecided
from engine.decisions.analyse.findings import TableFinding
from engine.decisions.analyse.kinds import OF_KINDS
from engine.decisions.analyse.results import kinds_of_results
from engine.decisions.analyse.tables import TableAnalysis, analyse_tables

__all__ = [
    "Absence",
    "OF_KINDS",
    "TableAnalysis",
    "TableFinding",
    "Undecided",
    "analyse_tables",
    "kinds_of_results",
]
