"""Parallel validation: other processes fill the validation cache while this one goes on.

They begin at the end of the list and their caller at its beginning: whoever comes to a service that another
process is validating waits for it, so nothing is validated twice. A process that dies costs time and nothing
else.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from engine.catalogue.check.validation import check_folder
from engine.catalogue.check.validation_cache import ValidationCache
from engine.memory import raise_gc_thresholds

MOST_PROCESSES: Final = 4  # each takes some 300 MB


@contextmanager
def validating_ahead(folders: Sequence[Path], cache: ValidationCache) -> Iterator[None]:
    """Validate these folders in other processes as long as the block runs, on every processor but one."""
    spare = min((os.cpu_count() or 1) - 1, MOST_PROCESSES, len(folders) - 1)
    backwards = tuple(reversed(folders))
    # A fork would share this process' threads and connections; a new process imports what it needs.
    processes = [
        get_context("spawn").Process(target=_validate, args=(backwards[place::spare], cache), daemon=True)
        for place in range(max(spare, 0) if cache.directory is not None else 0)
    ]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _validate(folders: Sequence[Path], cache: ValidationCache) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the caller, who ends us
    raise_gc_thresholds()
    for folder in folders:
        check_folder(folder, cache=cache)
