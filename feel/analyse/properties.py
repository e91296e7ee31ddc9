"""Kinds of what may stand after a dot."""

from __future__ import annotations

from typing import Final

from feel.analyse.kinds import BOOLEAN, DAYS, NUMBER, STRING, UNKNOWN, Kind, list_of

_DAY: Final = dict.fromkeys(("year", "month", "day", "weekday"), NUMBER)
_CLOCK: Final = {
    **dict.fromkeys(("hour", "minute", "second"), NUMBER),
    "timezone": STRING,
    "time offset": DAYS,
}
_PROPERTIES: Final[dict[str, dict[str, Kind]]] = {
    "number": {},
    "string": {},
    "boolean": {},
    "null": {},
    "date": _DAY,
    "time": _CLOCK,
    "date and time": {**_DAY, **_CLOCK},
    "days and time duration": dict.fromkeys(("days", "hours", "minutes", "seconds"), NUMBER),
    "years and months duration": dict.fromkeys(("years", "months"), NUMBER),
}


def property_kind(base: Kind, name: str) -> Kind | None:
    """Return the kind of a property, nothing if there can't be one of this name."""
    if base.name == "context":
        member = base.member(name)
        return member or (None if base.is_closed else UNKNOWN)
    if base.name == "list":
        element = property_kind(base.element or UNKNOWN, name)
        return None if element is None else list_of(element)
    if base.name == "range":
        end = base.element or UNKNOWN
        return {"start": end, "end": end, "start included": BOOLEAN, "end included": BOOLEAN}.get(name)
    known = _PROPERTIES.get(base.name)
    return UNKNOWN if known is None else known.get(name)


def property_names(base: Kind) -> frozenset[str]:
    """Return the names that may stand after a dot, as far as they are known."""
    if base.name == "list":
        return property_names(base.element or UNKNOWN)
    if base.name == "context":
        return frozenset(name for name, _ in base.members)
    return frozenset(_PROPERTIES.get(base.name, ()))
