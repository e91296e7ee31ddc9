"""`make month`: simulates a month of one municipality on the real system, and what has to balance then.

    python -m tests.simulation.month.run [--count 280] [--seed 1]

Residents come with matters of all modules; some withdraw, die, keep silent, are left lying, give an account
that is closed, or complain. Cases open others, bidders bid at the auction, buyers sign and pay. The equations
are counted in different tables, or at different systems.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from engine.clock import ZONE
from engine.db import migrate
from engine.db.cluster import UNSAFE_SETTINGS, Cluster
from engine.reconcile import reconcile
from engine.settings import Settings
from tests.conftest import PREFIX, demo_settings, fastest
from tests.simulation.month.book import Book
from tests.simulation.month.environment import PLACE, administrator, environment_over, furnish
from tests.simulation.month.equations import counted
from tests.simulation.month.event_log import event_log
from tests.simulation.month.load_model import LOAD, draw, told
from tests.simulation.month.simulation import MonthSimulation

BEGINS_AT = datetime(2026, 9, 1, 8, tzinfo=ZONE)
COUNT = 280  # cases that people come with; with those that other cases open they are more than 300


@contextmanager
def simulated(settings: Settings, *, count: int, seed: int) -> Iterator[MonthSimulation]:
    """Give a simulation that has ended, its environment still open."""
    book = Book(PLACE)
    stories = draw(book, seed, count, BEGINS_AT)
    print("\n".join(told(stories)), flush=True)
    print("nobody asks for: " + ", ".join(sorted(book.pages.keys() - LOAD.keys())), flush=True)
    with environment_over(settings, [story.resident for story in stories], BEGINS_AT) as found:
        simulation = MonthSimulation(found, book, stories, seed)
        simulation.run()
        yield simulation


def main() -> int:
    parser = argparse.ArgumentParser(description="Simulates a generated month of one municipality.")
    parser.add_argument("--count", type=int, default=COUNT, help="cases, about")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    place, began = fastest(Path(tempfile.gettempdir())), time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", dir=place) as directory:
        Path(directory).chmod(0o711)
        cluster = Cluster(Path(directory), settings=UNSAFE_SETTINGS)
        cluster.start()
        try:
            cluster.create_database()
            home = Path(directory) / "home"
            home.mkdir()
            settings = demo_settings(cluster.url(), home)
            migrate.upgrade(settings.owner_url)
            furnish(settings, BEGINS_AT)
            with simulated(settings, count=asked.count, seed=asked.seed) as simulation:
                wrong = _shown(simulation)
        finally:
            cluster.stop()
    print(f"{time.monotonic() - began:.0f} s, {wrong} wrong")
    return 1 if wrong else 0


def _shown(simulation: MonthSimulation) -> int:
    """Print what happened and what is equal; return how much is wrong."""
    print("\n".join(event_log(simulation)))
    with administrator(simulation.environment.engine.settings) as connection:
        sides = list(counted(connection, simulation.environment.books()))
    print("\n".join(map(str, sides)))
    checks = list(reconcile(simulation.environment.engine))
    print("\n".join(line for check in checks if not check.is_good for line in check.lines()))
    print("\n".join(simulation.complaints))
    return (
        sum(not side.holds for side in sides)
        + sum(not check.is_good for check in checks)
        + len(simulation.complaints)
    )


if __name__ == "__main__":
    sys.exit(main())
