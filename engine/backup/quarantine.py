"""Quarantine of a restored installation: nothing is sent and no deadline runs out until somebody releases it.

While `quarantine.json` lies in the home, workers and timers wait. While it says that a restore is at
work, nothing starts at all. Refuses to know what would go out.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path

from engine import atomic_write
from engine.backup import sealed
from engine.backup.errors import BackupError

QUARANTINED = "quarantine.json"
_LOOK_SECONDS = 1.0


@dataclass(frozen=True)
class Quarantine:
    """The reason why an installation is in quarantine."""

    is_whole: bool  # False while a restore is at work, or was interrupted
    source: str
    until: str  # the instant that was restored, as people read it
    again: str = ""  # what it would do a second time


def quarantine(home: Path, why: Quarantine) -> None:
    """Put the installation into quarantine."""
    sealed.write(home / QUARANTINED, asdict(why))


def quarantined(home: Path) -> Quarantine | None:
    """Return why the installation is in quarantine; None where it is not."""
    path = home / QUARANTINED
    return Quarantine(**sealed.read(path)) if path.exists() else None


def release(home: Path) -> None:
    (home / QUARANTINED).unlink(missing_ok=True)
    atomic_write.flush_directory(home)


def refuse_half_restored(home: Path) -> None:
    """Refuse to start what an interrupted restore left."""
    why = quarantined(home)
    if why is not None and not why.is_whole:
        raise BackupError(
            f"A restore into {home} was interrupted, or is at work. Nothing there can be used. "
            f"Run `mms restore {why.source} --into {home}` again: it begins anew."
        )


def wait_until_free(home: Path) -> None:
    """Return when nothing holds the installation."""
    while quarantined(home) is not None:
        time.sleep(_LOOK_SECONDS)
