"""The negation of three-valued logic."""

from __future__ import annotations

from feel.run import Run
from feel.signature import Registry
from feel.values import Value

builtin = Registry()


@builtin("not", "negand: boolean")
def _not(run: Run, value: bool) -> Value:
    return not value
