"""Corrections of register entries: which fields may be corrected, and how typed values are read.

What says whom or what an entry is about, and by which act, is never corrected: that changes by an act. The
register's file names these fields (`key.fields`). Refuses to know entries and who may correct them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any, Final

from marshmallow import ValidationError

from engine.errors import Rejected
from engine.registers.rules.field_words import KEPT_APART
from forms import formats

ERROR_IN_WRITING, LATER_ACT, COURT = "error_in_writing", "later_act", "court"
GROUNDS: Final = (ERROR_IN_WRITING, LATER_ACT, COURT)
BY_ACT: Final = frozenset({LATER_ACT, COURT})  # these name the number and the day of an act
LONGEST_VALUE: Final = 500
LONGEST_REASON: Final = 2_000
LONGEST_NUMBER: Final = 100
_WHOLE: Final = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_FLAGS: Final[Mapping[str, bool]] = {"yes": True, "no": False}

Field = Mapping[str, Any]
Places = Mapping[str, Collection[str]]  # codes that an entry can name, by the type of its field


class ValueUnusable(Rejected):
    """The written value is none of the field: no day, no number, not on the list."""

    code = "register_correction.value_unusable"


class ValueMissing(Rejected):
    """The register demands a value of the field."""

    code = "register_correction.value_missing"


class NotCorrectable(Rejected):
    """The field says what the entry is about or by which act, or the register has no such field."""

    code = "register_correction.not_correctable"


def correctable(register: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return the fields that may be corrected, in the order of the register's file."""
    kept = frozenset(register["key"].get("fields", KEPT_APART))
    return tuple(
        field for field in register["fields"] if field["name"] not in kept and field["type"] in _READERS
    )


def changes(
    register: Mapping[str, Any],
    fields: Mapping[str, Any],
    written: Mapping[str, str],
    places: Places,
) -> dict[str, dict[str, Any]]:
    """Return both values of each field that is written otherwise than the entry has it.

    Raises `NotCorrectable`, `ValueUnusable`, `ValueMissing`.
    """
    known = {field["name"]: field for field in correctable(register)}
    if not written.keys() <= known.keys():
        raise NotCorrectable
    found = {}
    for name, field in known.items():
        if name in written:
            before, after = fields.get(name), read(field, written[name], places)
            if after != before:
                found[name] = {"before": before, "after": after}
    return found


def read(field: Field, written: str, places: Places) -> Any:
    """Return the value as an entry keeps it, None for an empty one.

    Raises `ValueUnusable`, `ValueMissing`.
    """
    text = written.strip()
    if not text:
        if field["required"]:
            raise ValueMissing(field=dict(field["names"]))
        return None
    try:
        return _READERS[field["type"]](field, text, places)
    except (ValidationError, ValueError, KeyError):
        raise ValueUnusable(field=dict(field["names"])) from None


def written(field: Field, value: Any) -> str:
    """Return a value as `read` takes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{Decimal(value) / 100:.2f}" if field["type"] == "money" else str(value)


def _among(value: str, allowed: Collection[str]) -> str:
    if value not in allowed:
        raise ValueError(value)
    return value


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text)


_READERS: Final[Mapping[str, Callable[[Field, str, Places], Any]]] = {
    "text": lambda field, text, places: formats.read_text(text, longest=LONGEST_VALUE),
    "integer": lambda field, text, places: _whole(text),
    "number": lambda field, text, places: formats.read_number(text),
    "money": lambda field, text, places: formats.read_money(text),
    "flag": lambda field, text, places: _FLAGS[text],
    "date": lambda field, text, places: formats.read_date(text),
    "choice": lambda field, text, places: _among(
        text, {option["value"] for option in field.get("options", ())}
    ),
    "settlement": lambda field, text, places: _among(text, places[field["type"]]),
    "unit": lambda field, text, places: _among(text, places[field["type"]]),
}
