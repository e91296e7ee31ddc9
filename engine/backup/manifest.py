"""The manifest of a base backup. Refuses to know where the backup lies and whether what it says is true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from engine.backup.errors import BackupError


@dataclass(frozen=True)
class Manifest:
    """One base: the database as a whole, and from where in the WAL it goes on."""

    name: str
    began_at: datetime
    ended_at: datetime  # no earlier instant can be restored from this base backup
    release: str
    postgres: str
    timeline: int
    wal: int
    first_segment: str
    start_lsn: str
    end_lsn: str
    database_digest: str  # of PostgreSQL's own manifest, which names each file of the database
    database_bytes: int
    file_count: int
    file_bytes: int
    schema: tuple[str, ...]
    counts: Mapping[str, int]
    settings: Mapping[str, str]

    @property
    def major(self) -> int:
        return int(self.postgres.split(".")[0])

    def as_json(self) -> dict[str, Any]:
        content = asdict(self)
        instants = {name: content[name].isoformat() for name in ("began_at", "ended_at")}
        return {**content, **instants, "schema": list(self.schema)}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Manifest:
        """Return what `as_json` wrote; a release that writes more or less is told apart by name."""
        if content.keys() != {field.name for field in fields(cls)}:
            raise BackupError(
                f"The manifest was written by another release of MMS ({content.get('release')})."
            )
        instants = {name: datetime.fromisoformat(content[name]) for name in ("began_at", "ended_at")}
        return cls(**{**content, **instants, "schema": tuple(content["schema"])})
