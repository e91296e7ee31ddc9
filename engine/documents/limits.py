"""Limits of uploads: how much people may send. Refuses to count; it says what is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

MB: Final = 2**20


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
