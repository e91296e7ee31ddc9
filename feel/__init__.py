"""FEEL, the expression language of DMN 1.5: text to a typed tree to closures, with limits on every resource.

Numbers are decimals of 34 digits, logic has three values, a missing name or a mismatch of types is null.
Refuses to know what the expressions are about, to read a clock, and to run Python.
"""

from typing import Final

from feel.errors import (
    FeelError,
    FeelEvaluationError,
    FeelLimitError,
    FeelSyntaxError,
    Position,
)
from feel.expressions import (
    BUDGET,
    Context,
    Expression,
    SharedBudget,
    UnaryTests,
    compile_expression,
    compile_unary_tests,
)
from feel.functions import Functions, Host
from feel.temporal import Date, DateTime, DaysDuration, Duration, MonthsDuration, Temporal, Time
from feel.values import Function, Range, to_json

# What expressions mean, and the meanings that are still evaluated. Whoever changes the value of an
# expression raises the version; `tests/golden` holds the values of each.
VERSION: Final = 1
RUNS: Final = frozenset({VERSION})

__all__ = [
    "BUDGET",
    "Context",
    "Date",
    "DateTime",
    "DaysDuration",
    "Duration",
    "Expression",
    "FeelError",
    "FeelEvaluationError",
    "FeelLimitError",
    "FeelSyntaxError",
    "Function",
    "Functions",
    "Host",
    "MonthsDuration",
    "Position",
    "RUNS",
    "Range",
    "SharedBudget",
    "Temporal",
    "Time",
    "UnaryTests",
    "VERSION",
    "compile_expression",
    "compile_unary_tests",
    "to_json",
]
