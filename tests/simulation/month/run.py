"""`make month`: a generated month of one municipality through the real system, and what has to balance then.

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
from tests.simulation.month.chronicle import happened
from tests.simulation.month.equations import counted
from tests.simulation.month.month import Month
from tests.simulation.month.stories import LOAD, draw, told
from tests.simulation.month.town import PLACE, furnish, owner, town

BEGINS_AT = datetime(2026, 9, 1, 8, tzinfo=ZONE)
COUNT = 280  # cases that people come with; with those that other cases open they are more than 300


@contextmanager
def played(settings: Settings, *, count: int, seed: int) -> Iterator[Month]:
    """Give a month that is over, its town still open."""
    book = Book(PLACE)
    stories = draw(book, seed, count, BEGINS_AT)
    print("\n".join(told(stories)), flush=True)
    print("nobody asks for: " + ", ".join(sorted(book.pages.keys() - LOAD.keys())), flush=True)
    with town(settings, [story.resident for story in stories], BEGINS_AT) as found:
        month = Month(found, book, stories, seed)
        month.play()
        yield month


def main() -> int:
    parser = argparse.ArgumentParser(description="Plays a generated month of one municipality.")
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
            with played(settings, count=asked.count, seed=asked.seed) as month:
                wrong = _shown(month)
        finally:
            cluster.stop()
    print(f"{time.monotonic() - began:.0f} s, {wrong} wrong")
    return 1 if wrong else 0


def _shown(month: Month) -> int:
    """Print what happened and what is equal; return how much is wrong."""
    print("\n".join(happened(month)))
    with owner(month.town.engine.settings) as connection:
        sides = list(counted(connection, month.town.books()))
    print("\n".join(map(str, sides)))
    checks = list(reconcile(month.town.engine))
    print("\n".join(line for check in checks if not check.is_good for line in check.lines()))
    print("\n".join(month.complaints))
    return (
        sum(not one.holds for one in sides) + sum(not one.is_good for one in checks) + len(month.complaints)
    )


if __name__ == "__main__":
    sys.exit(main())
