"""The installation's own PostgreSQL, for the supervisor to keep up: a recovery is waited for, an end is not.

Refuses to know how a server is started, and what is in the database.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.db.cluster import Cluster
from engine.installation.programs import here
from engine.installation.supervisor import UnitStatus
from engine.installation.supervisor_state import Reason

NAME = "Database"


class DatabaseServer:
    """The server of a cluster; `place` is where it is begun. Its end is up to whoever has the cluster."""

    name = NAME

    def __init__(self, cluster: Cluster, *, place: Callable[..., Any] = here) -> None:
        self._cluster = cluster
        self._place = place
        self._was_ready = False

    @property
    def log(self) -> Path:
        return self._cluster.log

    def start(self) -> None:
        self._was_ready = False
        self._place(self._cluster.begin)

    def status(self, _age: float) -> UnitStatus:
        phase = self._cluster.phase
        if phase == "ended":
            # What it has left behind must be gone before another one begins.
            self._cluster.quit_leftovers()
            said = self._cluster.died_of(was_ready=self._was_ready)
            return UnitStatus("away", Reason("died_of", {"said": said}) if said else Reason("ended"))
        self._was_ready = self._was_ready or phase == "up"
        return UnitStatus(phase)

    def is_ready(self) -> bool:
        return self._cluster.phase == "up"

    def last_words(self) -> str:
        return self._cluster.died_of(was_ready=self._was_ready)

    def ask_to_end(self) -> None:
        """Programs end first: they finish what they have begun."""

    def has_ended(self, _seconds: float) -> bool:
        return True
