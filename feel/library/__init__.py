"""The built-in functions of the language, one module a family.

To add or change a built-in function of FEEL: the module of its family here, such as `lists.py` for `median`,
with a case in `tests/feel/`; where it departs from the specification: `feel/README.md`. An added function is
done with that. A changed value raises `VERSION` in `feel/__init__.py`, then `python -m tests.golden.write`:
old cases run under their old version, so what it meant stays in code until none is left, and the function
chooses by the version (no function does yet).
"""

from __future__ import annotations

from feel.library import booleans, contexts, conversion, lists, numbers, ranges, reordering, strings, time
from feel.signature import Builtin


def standard_library() -> dict[str, Builtin]:
    """Return all built-in functions by name."""
    functions: dict[str, Builtin] = {}
    for module in (booleans, strings, conversion, numbers, lists, reordering, contexts, time, ranges):
        functions.update(module.builtin.builtins())
    return functions
