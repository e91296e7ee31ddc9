"""Static analysis of an expression: what it reads and of what kind its value is, without evaluating it.

Says that something is wrong only where it is certain. Refuses to know where declared kinds come from.
"""

from feel.analyse.check import Analysis, analyse
from feel.analyse.inference import Problem, nearest
from feel.analyse.kinds import UNKNOWN, Kind, kind_named, kind_of, list_of, one_of
from feel.analyse.mending import MAX_CHOICES, Choice, as_condition, as_time, mended, with_value
from feel.analyse.outcomes import possible_values
from feel.analyse.worded_times import nearest_date, nearest_duration

__all__ = [
    "MAX_CHOICES",
    "UNKNOWN",
    "Analysis",
    "Choice",
    "Kind",
    "Problem",
    "analyse",
    "as_condition",
    "as_time",
    "kind_named",
    "kind_of",
    "list_of",
    "one_of",
    "mended",
    "nearest",
    "nearest_date",
    "nearest_duration",
    "possible_values",
    "with_value",
]
