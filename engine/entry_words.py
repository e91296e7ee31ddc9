"""By what an entry of a register is found, and under which name it stands in a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from engine.folding import kept_words
from engine.texts import OFFICIAL

PLACES: Final = ("settlement", "unit")  # chosen from a list, and the village in which an entry is
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def found_by(
    person: Any, *, key: str, order_number: str | None, fields: Mapping[str, Any]
) -> tuple[str, list[str]]:
    """Return name and words of an entry; `person` has `names` and `number`, None where it is about nobody."""
    names: Mapping[str, str] = {} if person is None else person.names
    number = None if person is None else person.number
    numbers = [one for one in (key, number, order_number) if one]
    texts = [*names.values(), *(_text(name, value) for name, value in fields.items())]
    label = names.get(OFFICIAL) or next(iter(names.values()), key)
    return label, kept_words(numbers=numbers, texts=filter(None, texts))


def _text(name: str, value: Any) -> str | None:
    if not isinstance(value, str) or name in PLACES or _DAY.fullmatch(value):
        return None
    return value
