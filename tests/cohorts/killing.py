"""A run carried out by real workers that are killed in the middle, each time with a case half opened or not.

What a dead worker had taken is free again after half a minute; here somebody says at once that it is dead.
"""

from __future__ import annotations

import asyncio
import signal
from uuid import UUID

import procrastinate

from engine.commands import StartRun
from engine.jobs import app as jobs
from engine.settings import Settings
from tests.cohorts.kit import Residents, a_worker, wait_until


def carried_out_by_mortals(office: Residents, settings: Settings, run_id: UUID, *, kills: int) -> list[int]:
    """Carry the run out; return how many entries had been settled at each death."""
    chosen = office.count("run_entries where run_id = %(id)s", id=run_id)
    office.steer(StartRun(run_id))
    deaths = []
    for number in range(1, kills + 1):
        goal = chosen * number // (kills + 1)
        with a_worker(settings) as worker:
            wait_until(lambda least=goal: settled(office, run_id) >= least, seconds=600)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        deaths.append(settled(office, run_id))
        bury(office)
    with a_worker(settings):
        wait_until(lambda: office.state(run_id) == "done", seconds=600)
    return deaths


def settled(office: Residents, run_id: UUID) -> int:
    return office.count("run_entries where run_id = %(id)s and outcome <> 'waiting'", id=run_id)


def bury(office: Residents) -> None:
    """Queue again what the dead worker had begun, as workers do by themselves a little later."""
    app = jobs.build(office.engine)
    silence, jobs.STALLED_AFTER_SECONDS = jobs.STALLED_AFTER_SECONDS, 0

    async def recover(app: procrastinate.App) -> None:
        async with app.open_async():
            await jobs.recover(app.job_manager)

    try:
        asyncio.run(recover(app))
    finally:
        jobs.STALLED_AFTER_SECONDS = silence
