"""Playing the scenarios of publications that were asked for. Refuses to know what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import procrastinate

from engine.catalogue.blocks import folder_of
from engine.commands import KeepScenarios
from engine.stores import publish_requests as store
from engine.stores import versions
from engine.studio.scenario_runs import play
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the task of this module to the application."""

    @app.task(name=store.PLAYING, queue=queue, retry=retry)
    def play_scenarios(asked_id: str) -> None:
        play_asked(engine, UUID(asked_id))


def play_asked(engine: Engine, asked_id: UUID) -> None:
    """Play what was asked for, unless that is settled or has been played."""
    with engine.read(system()) as tx:
        asked = store.find(tx, asked_id)
        if asked is None or asked.state != "open" or asked.scenarios is not None:
            return
        files = versions.files(tx, asked.version_id)
    folder = f"{folder_of(asked.code)}/"
    own = {path.removeprefix(folder): one for path, one in files.items() if path.startswith(folder)}
    engine.send(KeepScenarios(asked_id, play(asked.code, own)), actor=system())
