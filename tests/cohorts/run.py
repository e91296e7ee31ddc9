"""`make cohort`: a batch over thousands of residents by workers that are killed, which balances in the end.

A clerk looks at the list of tasks meanwhile; what that costs is printed and judged by whoever reads it.

python -m tests.cohorts.run [--count 5000] [--kills 2]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from engine.db import migrate
from engine.db.cluster import UNSAFE_SETTINGS, Cluster
from engine.settings import Settings
from tests.cohorts.clerk import a_clerk
from tests.cohorts.equations import EQUATIONS, unbalanced
from tests.cohorts.killing import carried_out_by_mortals
from tests.cohorts.kit import furnish, residents
from tests.conftest import PREFIX, demo_settings, fastest

QUIET_SECONDS = 15


def main() -> int:
    """Say what the dry run foresaw, where workers died, and what does not balance; 1 if anything does not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5_000)
    parser.add_argument("--kills", type=int, default=2)
    asked = parser.parse_args()
    place = fastest(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", dir=place) as directory:
        Path(directory).chmod(0o711)
        cluster = Cluster(Path(directory), settings=UNSAFE_SETTINGS)
        cluster.start()
        try:
            cluster.create_database()
            settings = demo_settings(cluster.url(), Path(directory) / "home")
            migrate.upgrade(settings.owner_url)
            return _simulate(settings, asked.count, kills=asked.kills)
        finally:
            cluster.stop()


def _simulate(settings: Settings, count: int, *, kills: int) -> int:
    furnish(settings, count)
    with residents(settings, is_now=True) as office:
        batch_id = office.plan()
        foreseen = office.count("run_entries where foreseen is null")
        print(f"{count} residents; the dry run foresees {foreseen} cases", flush=True)
        began = time.monotonic()
        with a_clerk(office) as meanwhile:
            deaths = carried_out_by_mortals(office, settings, batch_id, kills=kills)
        print(f"done in {time.monotonic() - began:.0f} s; workers were killed after {deaths} entries")
        with a_clerk(office) as afterwards:
            time.sleep(QUIET_SECONDS)
        print(f"the clerk's list meanwhile: {meanwhile}")
        print(f"the clerk's list afterwards, with as many tasks: {afterwards}")
        print(f"outcomes: {office.outcomes(batch_id)}")
    with psycopg.connect(settings.owner_url) as connection:
        wrong = list(unbalanced(connection, batch_id))
    print("\n".join(wrong) or f"{len(EQUATIONS)} equations hold")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
