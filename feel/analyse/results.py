"""Results of the functions of the language, and which of their arguments can't be right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from feel.analyse.kinds import (
    BOOLEAN,
    CONTEXT,
    DATE,
    DATE_TIME,
    MONTHS,
    NULL,
    NUMBER,
    STRING,
    TIME,
    UNKNOWN,
    Kind,
    joined,
    list_of,
)
from feel.signature import Builtin, Parameter
from feel.types import CLASSES
from feel.values import Function, Range

_RESULTS: Final[tuple[tuple[Kind, str], ...]] = (
    (
        BOOLEAN,
        "not,contains,starts with,ends with,matches,odd,even,list contains,all,any,is,before,after,meets,"
        "met by,overlaps,overlaps before,overlaps after,finishes,includes,starts,coincides,finished by,"
        "during,started by",
    ),
    (
        STRING,
        "upper case,lower case,substring,substring before,substring after,string join,replace,string,"
        "day of week,month of year",
    ),
    (
        NUMBER,
        "string length,number,decimal,floor,ceiling,round up,round down,round half up,round half down,modulo,"
        "sqrt,log,exp,count,product,stddev,day of year,week of year",
    ),
    (DATE, "date,today"),
    (TIME, "time"),
    (DATE_TIME, "date and time,now"),
    (MONTHS, "years and months duration"),
    (CONTEXT, "context,context put,context merge"),
    (list_of(STRING), "split"),
    (list_of(NUMBER), "index of"),
    (
        list_of(UNKNOWN),
        "distinct values,union,sublist,append,concatenate,insert before,remove,list replace,reverse,flatten,"
        "sort,get entries,mode",
    ),
    (Kind("range", UNKNOWN), "range"),
)
RESULTS: Final = {name: kind for kind, names in _RESULTS for name in names.split(",")}
_GATHERING: Final = frozenset({"concatenate", "union"})
_SAME_AS_FIRST: Final = frozenset({"sublist", "remove", "reverse", "distinct values", "sort"})

_CLASSES: Final = {**CLASSES, "context": dict, "function": Function, "range": Range}


def result_of(name: str, arguments: Sequence[Kind]) -> Kind:
    """Return the kind of what a function of the language returns."""
    if name == "abs" and arguments:
        # A list of one number is as good as the number.
        return arguments[0] if arguments[0].is_scalar else UNKNOWN
    if name in _SAME_AS_FIRST and arguments and arguments[0].name == "list":
        return arguments[0]
    if name in _GATHERING and arguments and all(kind.name == "list" for kind in arguments):
        return list_of(joined(kind.element or UNKNOWN for kind in arguments))
    if name == "append" and arguments and arguments[0].name in ("list", "null"):
        return list_of(joined((arguments[0].element or NULL, *arguments[1:])))
    return RESULTS.get(name, UNKNOWN)


def misfit(builtin: Builtin, arguments: Sequence[Kind]) -> int | None:
    """Return the place of an argument that no way to call the function takes, or nothing.

    A list may hold one element and stand for it, so a list always may fit.
    """
    ways = builtin.taking(len(arguments))
    if not ways or any(_first_misfit(way.parameters, arguments) is None for way in ways):
        return None
    return max(_first_misfit(way.parameters, arguments) or 0 for way in ways)


def _first_misfit(parameters: Sequence[Parameter], arguments: Sequence[Kind]) -> int | None:
    for place, argument in enumerate(arguments):
        kinds = parameters[min(place, len(parameters) - 1)].kinds
        of_argument = _CLASSES.get(argument.name)
        if kinds is None or of_argument is None or list in kinds or of_argument in kinds:
            continue
        return place
    return None
