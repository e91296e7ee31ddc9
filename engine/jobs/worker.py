"""The worker as a program: carries out queued jobs until told to stop, whatever the database does meanwhile.

procrastinate's worker ends when its listener can't connect again at once. Somebody would have to
start the process anew, and gives up where it ends too often: so it begins again by itself. Refuses
to know jobs.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress

import procrastinate
from procrastinate.exceptions import ConnectorException

from engine.db.trouble import trouble_of

log = logging.getLogger(__name__)

SHUTDOWN_SECONDS = 5.0
AGAIN_AFTER_SECONDS = 2.0
# A job to be done now is announced; one that is tried again later is found only by looking.
LOOK_SECONDS = 1.0


async def work(app: procrastinate.App, stop: asyncio.Event, *, concurrency: int) -> None:
    """Work until told to stop; what has begun by then may finish."""
    stopping = asyncio.create_task(stop.wait())
    try:
        while not stop.is_set():
            working = asyncio.create_task(_work_while_connected(app, concurrency))
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            working.cancel()  # does nothing where it has ended by itself
            try:
                await working
            except asyncio.CancelledError:
                break
            except Exception as error:
                trouble = trouble_of(error)
                if trouble is None and not isinstance(error, ConnectorException):
                    raise
                log.warning("the worker waits: %s", trouble.error_code if trouble else repr(error.__cause__))
            else:
                log.warning("the worker has ended; it begins again")
            await asyncio.wait({stopping}, timeout=AGAIN_AFTER_SECONDS)
    finally:
        stopping.cancel()


async def _work_while_connected(app: procrastinate.App, concurrency: int) -> None:
    async with app.open_async():
        await app.run_worker_async(
            concurrency=concurrency,
            fetch_job_polling_interval=LOOK_SECONDS,
            shutdown_graceful_timeout=SHUTDOWN_SECONDS,
            install_signal_handlers=False,
        )


def run(app: procrastinate.App, *, concurrency: int) -> None:
    """Work until SIGTERM or Ctrl-C."""

    async def until_told() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await work(app, stop, concurrency=concurrency)

    with suppress(KeyboardInterrupt):
        asyncio.run(until_told())
