"""The built-in functions of the language, one module a family.

To add or change a function of FEEL: the module of its family here, such as `lists.py` for `median`. A changed
value raises `VERSION` in `feel/__init__.py`, an added function does not; then `python -m tests.golden.write`.
Old cases run under their old version, and nothing chooses by the version yet: see
`engine/catalogue/semantics.py`. Where it departs from the specification: `feel/README.md`.
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
