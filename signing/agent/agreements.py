"""Agreements of a person with sites that know whose card it is: for half a day they are not asked again.

Kept as digests, so that the file tells nobody where somebody was. Refuses to know why a site wants to know.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

LASTS = timedelta(hours=12)


class Agreements:
    """Record of what was agreed to, in a file of this account."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path, self._now = path, now

    def has(self, site: str, holder: str) -> bool:
        """Say whether the site may know the holder."""
        return _digest(site, holder) in self._kept()

    def note(self, site: str, holder: str) -> None:
        """Remember that the site knows the holder; what is older than half a day is forgotten."""
        kept = self._kept() | {_digest(site, holder): self._now().isoformat()}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(".new")
        unfinished.write_text(json.dumps(kept), "utf-8")
        unfinished.chmod(0o600)
        unfinished.replace(self._path)

    def _kept(self) -> dict[str, str]:
        try:
            said = json.loads(self._path.read_text("utf-8"))
            since = {name: datetime.fromisoformat(at) for name, at in said.items()}
            oldest, newest = self._now() - LASTS, self._now()
            return {name: at.isoformat() for name, at in since.items() if oldest < at <= newest}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}  # nobody has agreed yet, or the file can't be read: then people are asked


def _digest(site: str, holder: str) -> str:
    return hashlib.sha256(f"{site}\0{holder}".encode()).hexdigest()
