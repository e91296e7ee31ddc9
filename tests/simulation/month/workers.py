"""A real worker, which does at one moment of the month all that is queued."""

from __future__ import annotations

import asyncio
from typing import Final

from engine.jobs import app
from tests.simulation.month.environment import Environment

RETRIED_AFTER: Final = 3600  # real seconds: what fails at one moment is tried again at the next one
QUEUED = """
select 1 from procrastinate_jobs where status = 'todo' and (scheduled_at is null or scheduled_at <= now())
limit 1
"""


def worked(environment: Environment) -> None:
    """Let a worker do all that is queued."""
    if environment.rows(QUEUED):
        asyncio.run(_worked(environment))


async def _worked(environment: Environment) -> None:
    procrastinate = app.build(environment.engine, retry_seconds=RETRIED_AFTER)
    async with procrastinate.open_async():
        await procrastinate.run_worker_async(
            wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1
        )
