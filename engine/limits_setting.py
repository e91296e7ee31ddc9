"""One line of settings that names numbers, such as `file_mb=20 day_mb=1000`; what it leaves out stays.

Refuses to know what the numbers mean.
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import Any, TypeVar

Numbers = TypeVar("Numbers", bound=Any)  # a frozen dataclass of whole numbers
_PAIR = re.compile(r"([a-z_]+)=([0-9]{1,6})")


def read(text: str, numbers: Numbers) -> Numbers:
    """Return the numbers, changed as the line says. Raises ValueError with the word that says nothing."""
    for word in text.split():
        pair = _PAIR.fullmatch(word)
        if pair is None or pair[1] not in asdict(numbers) or not int(pair[2]):
            raise ValueError(word)
        numbers = replace(numbers, **{pair[1]: int(pair[2])})
    return numbers


def written(numbers: Any) -> str:
    """Return the line that says all of them."""
    return " ".join(f"{name}={value}" for name, value in asdict(numbers).items())
