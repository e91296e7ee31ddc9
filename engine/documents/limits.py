"""Limits of files: how much people may send, how long exports are kept. Refuses to count what there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

MB: Final = 2**20


@dataclass(frozen=True)
class ExportLimits:
    """How long the file of a whole register is kept for whoever asked for it."""

    kept_hours: int = 72

    @property
    def kept(self) -> timedelta:
        return timedelta(hours=self.kept_hours)


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
