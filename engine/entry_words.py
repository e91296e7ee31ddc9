"""By what an entry of a register is found, and under which name it stands in a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.folding import kept_words
from engine.texts import OFFICIAL

PLACES: Final = ("settlement", "unit")  # chosen from a list, and the village in which an entry is
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class FoundBy:
    """The name under which an entry is listed, the words by which it is found, the village in which it is."""

    label: str
    words: list[str]
    place: str | None


def found_by(person: Any, *, key: str, order_number: str | None, fields: Mapping[str, Any]) -> FoundBy:
    """Return them of an entry; `person` has `names` and `number`, None where it is about nobody."""
    names: Mapping[str, str] = {} if person is None else person.names
    number = None if person is None else person.number
    numbers = [text for text in (key, number, order_number) if text]
    texts = [*names.values(), *(_text(name, value) for name, value in fields.items())]
    return FoundBy(
        label=names.get(OFFICIAL) or next(iter(names.values()), key),
        words=kept_words(numbers=numbers, texts=filter(None, texts)),
        place=next((str(fields[name]) for name in PLACES if fields.get(name)), None),
    )


def _text(name: str, value: Any) -> str | None:
    if not isinstance(value, str) or name in PLACES or _DAY.fullmatch(value):
        return None
    return value
