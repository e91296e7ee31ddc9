"""How much people may upload.

Refuses to count; it says what is allowed and reads it from one line of settings.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Final

MB: Final = 2**20
_PAIR = re.compile(r"([a-z_]+)=([0-9]{1,6})")


@dataclass(frozen=True)
class UploadLimits:
    """Caps for one file, one form, one person within a day, and how long what nobody files is kept."""

    file_mb: int = 10
    form_files: int = 50
    form_mb: int = 100
    day_files: int = 200
    day_mb: int = 500
    kept_days: int = 40  # longer than drafts are kept

    @property
    def kept(self) -> timedelta:
        return timedelta(days=self.kept_days)

    def __str__(self) -> str:
        return " ".join(f"{name}={value}" for name, value in asdict(self).items())


def read_limits(text: str) -> UploadLimits:
    """Return the limits of a line such as `file_mb=20 day_mb=1000`. Raises ValueError."""
    limits = UploadLimits()
    for word in text.split():
        pair = _PAIR.fullmatch(word)
        if pair is None or pair[1] not in asdict(limits) or not int(pair[2]):
            raise ValueError(word)
        limits = replace(limits, **{pair[1]: int(pair[2])})
    return limits
