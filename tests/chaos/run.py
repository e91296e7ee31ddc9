"""`make chaos`: two web nodes and two workers on one PostgreSQL, in a network where everything goes wrong.

    python -m tests.chaos.run [--seed N] [--minutes 10]

Builds the nodes in network namespaces of its own, lets people apply and clerks decide over HTTP on
both web nodes while processes are killed and paused and links are cut by a seed, lets everything
come to rest, and asks `mms reconcile` to compare what is stored with what the people were told.
Exit code 0: no difference; 1: a difference; 2: this machine can't make the network.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import httpx

from engine.installation.stop_signals import stop_signals_as_interrupt, undisturbed
from tests.chaos import janitor, network
from tests.chaos.book import Book
from tests.chaos.crowd import EVERYBODY, at_work
from tests.chaos.fault_injection import FaultInjection, plan
from tests.chaos.installation import CLIENTS, NODES, PORT, WEB, Installation, until
from tests.chaos.network import Network, NoNetwork
from tests.chaos.summary import summed_up
from tests.chaos.treasury_payments import TreasuryPayments

REST_SECONDS = 180
UP_SECONDS = 90  # more than the longest back-off
OPEN_WORK = """
select (select count(*) from jobs where state = 'queued')
     + (select count(*) from procrastinate_jobs
        where status in ('todo', 'doing') and task_name <> 'recover_stalled')
     + (select count(*) from timers where due_at <= now() + interval '1 minute')
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="Kills, pauses and cuts off nodes while people work.")
    parser.add_argument("--seed", type=int, default=None, help="which faults happen, where and when")
    parser.add_argument("--minutes", type=float, default=10, help="how long faults happen")
    parser.add_argument("--keep", action="store_true", help="keep the data of a run without differences")
    options = parser.parse_args()
    if lacks := network.missing():
        print("make chaos can't run here:", *lacks, sep="\n  ")
        return 2
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    home = Path(tempfile.mkdtemp(prefix="mms-chaos-"))
    home.chmod(0o711)
    print(f"seed {seed}, {options.minutes:g} minutes, data in {home}", flush=True)
    is_good = False
    with stop_signals_as_interrupt():
        try:
            is_good = on_a_network(home, seed, minutes=options.minutes)
        except NoNetwork as error:
            print(f"make chaos can't run here:\n  {error}")
            return 2
        except KeyboardInterrupt:
            print("\nstopped before the end")
        finally:
            with undisturbed():
                _tidy(home, keep=options.keep or not is_good)
    return 0 if is_good else 1


def on_a_network(home: Path, seed: int, *, minutes: float) -> bool:
    """Make the network, run the simulation on it, and remove it with everything that runs there."""
    nodes = Network(NODES)
    watching = janitor.watch_over(nodes.tag)
    installation = Installation(home, nodes, people=EVERYBODY)
    try:
        nodes.build()
        return simulate(installation, seed, minutes=minutes)
    finally:
        with undisturbed():
            installation.stop()
            nodes.remove()
            watching.communicate()


def simulate(installation: Installation, seed: int, *, minutes: float) -> bool:
    """Run the whole simulation; return whether reconciling found no difference."""
    began = time.monotonic()
    installation.start()
    for node in WEB:
        if not until(lambda node=node: _answers(installation, node), seconds=90):
            print(_end_of(installation.home / "log" / f"gunicorn-of-{node}.log"))
            return False
    print(f"up after {time.monotonic() - began:.0f} s", flush=True)
    book, faults = Book(installation.home / "ledger.jsonl"), FaultInjection(installation, seed=seed)
    complaints: Counter[str] = Counter()
    with at_work(installation, book, seed=seed, complaints=complaints):
        end = time.monotonic() + minutes * 60
        faults.inject(plan(seed, seconds=minutes * 60), until=end, is_busy=book.is_busy)
    installation.network.on(CLIENTS, TreasuryPayments.of(installation, book).tells_again)
    rested = until(lambda: _is_at_rest(installation, book), seconds=REST_SECONDS)
    until(lambda: not installation.away(), seconds=UP_SECONDS)
    is_good = summed_up(installation, book, faults, complaints=complaints, rested=rested)
    print(f"seed {seed}, {time.monotonic() - began:.0f} s: {'good' if is_good else 'BAD'}")
    return is_good


def _is_at_rest(installation: Installation, book: Book) -> bool:
    """Tell whether nothing is left to be done, and all that was paid has come in."""
    return not installation.asks(OPEN_WORK) and not installation.are_open(book.paid)


def _answers(installation: Installation, node: str) -> bool:
    url = f"http://{installation.network.address(node)}:{PORT}/sign-in"
    answer = installation.network.on(CLIENTS, httpx.get, url, timeout=20, trust_env=False)
    return bool(answer.status_code == 200)


def _tidy(home: Path, *, keep: bool) -> None:
    if keep:
        print(f"the data stay in {home}")
        return
    shutil.rmtree(home.joinpath("postgres").resolve(), ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


def _end_of(log: Path) -> str:
    with suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-20:])
    return ""


if __name__ == "__main__":
    sys.exit(main())
