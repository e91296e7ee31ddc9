"""Check that fixed limits fit the kind of answer they limit.

Responsible for constants; what FEEL gives is looked at when answers are checked, and by validation as far as
its kind is certain. Refuses to know where a limit was written.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from forms.definition import Field
from forms.errors import FormError
from forms.moments import KINDS

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?"
_FITTING = {
    "date": re.compile(_DAY),
    "time": re.compile(_TIME),
    "date_time": re.compile(rf"{_DAY}(T{_TIME}(Z|[+-][0-9]{{2}}:[0-9]{{2}})?)?"),
}


def check_limits(field: Field, place: str) -> None:
    """Refuse a limit with which no answer could be compared."""
    for name in ("minimum", "maximum"):
        limit = getattr(field.rules, name).constant
        if limit is not None and not _fits(field.kind, limit):
            raise FormError("limit_type", place, limit=str(limit))
    least, most = field.rules.minimum.constant, field.rules.maximum.constant
    if least is not None and most is not None and least > most:
        raise FormError("limits_cross", place, min=str(least), max=str(most))


def _fits(kind: str, limit: Any) -> bool:
    if kind in KINDS:
        return isinstance(limit, str) and _FITTING[kind].fullmatch(limit) is not None
    return isinstance(limit, int | Decimal) and not isinstance(limit, bool)
