"""The worker that runs the scenarios of publish requests. Refuses to know what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import procrastinate

from engine.catalogue.blocks import folder_of
from engine.catalogue.store import versions
from engine.studio.commands.publish_requests import KeepScenarios
from engine.studio.scenario_runs import run_scenarios
from engine.studio.store import publish_requests as store
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the task of this module to the application."""

    @app.task(name=store.SCENARIOS, queue=queue, retry=retry)
    def play_scenarios(asked_id: str) -> None:
        run_requested_scenarios(engine, UUID(asked_id))


def run_requested_scenarios(engine: Engine, request_id: UUID) -> None:
    """Run the scenarios of a publish request, unless it is settled or they have been run."""
    with engine.read(system()) as tx:
        request = store.find(tx, request_id)
        if request is None or request.state != "open" or request.scenarios is not None:
            return
        files = versions.files(tx, request.version_id)
    folder = f"{folder_of(request.code)}/"
    own = {path.removeprefix(folder): file for path, file in files.items() if path.startswith(folder)}
    engine.send(KeepScenarios(request_id, run_scenarios(request.code, own)), actor=system())
