"""A batch carried out by real workers that are killed in the middle, with a case half opened or not.

What a dead worker had taken is free again after half a minute; here somebody says at once that it is dead.
"""

from __future__ import annotations

import asyncio
import signal
from uuid import UUID

import procrastinate

from engine.jobs import app as jobs
from engine.registers.commands.batches import StartBatch
from engine.settings import Settings
from tests.cohorts.kit import Residents, a_worker, wait_until


def carried_out_by_mortals(office: Residents, settings: Settings, batch_id: UUID, *, kills: int) -> list[int]:
    """Carry the batch out; return how many entries had been settled at each death."""
    chosen = office.count("run_entries where run_id = %(id)s", id=batch_id)
    office.steer(StartBatch(batch_id))
    deaths = []
    for number in range(1, kills + 1):
        goal = chosen * number // (kills + 1)
        with a_worker(settings) as worker:
            wait_until(lambda least=goal: settled(office, batch_id) >= least, seconds=600)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        deaths.append(settled(office, batch_id))
        bury(office)
    with a_worker(settings):
        wait_until(lambda: office.state(batch_id) == "done", seconds=600)
    return deaths


def settled(office: Residents, batch_id: UUID) -> int:
    return office.count("run_entries where run_id = %(id)s and outcome <> 'waiting'", id=batch_id)


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
