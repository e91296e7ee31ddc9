"""What an expression reads and of what kind its value is, found without evaluating it.

Says that something is wrong only where it is certain. Refuses to know where declared kinds come from.
"""

from feel.analyse.check import Analysis, analyse
from feel.analyse.inference import Problem, nearest
from feel.analyse.kinds import UNKNOWN, Kind, kind_named, kind_of, list_of, one_of
from feel.analyse.mending import mended
from feel.analyse.outcomes import possible_values

__all__ = [
    "UNKNOWN",
    "Analysis",
    "Kind",
    "Problem",
    "analyse",
    "kind_named",
    "kind_of",
    "list_of",
    "one_of",
    "mended",
    "nearest",
    "possible_values",
]
