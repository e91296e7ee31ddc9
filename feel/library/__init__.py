"""The built-in functions of the language, one module a family."""

from __future__ import annotations

from feel.library import booleans, contexts, conversion, lists, numbers, ranges, reordering, strings, time
from feel.signature import Builtin


def standard_library() -> dict[str, Builtin]:
    """Return all built-in functions by name."""
    functions: dict[str, Builtin] = {}
    for module in (booleans, strings, conversion, numbers, lists, reordering, contexts, time, ranges):
        functions.update(module.builtin.builtins())
    return functions
