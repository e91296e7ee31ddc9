"""`make chaos`: kill -9 of every kind of process, two hundred times, while people work.

    python -m tests.chaos.run [--seed N] [--kills 200] [--minutes 15]

Starts an installation with a database that writes with fsync, lets people apply and clerks decide
over HTTP while processes are killed by a seed, lets everything come to rest, and asks
`mms reconcile` to compare what is stored with what the people were told. Nothing acknowledged may
be lost and nothing may be done twice. Exit code 0 means: no difference.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from tests.chaos import people
from tests.chaos.book import Book
from tests.chaos.browser import Browser
from tests.chaos.installation import Installation, until
from tests.chaos.killer import Killer

NOTERS = tuple(f"000000060{number:02}" for number in range(1, 5))
RESIDENTS = tuple(f"000000050{number:02}" for number in range(1, 31))
SPECIALISTS = ("00000002002", "00000002008")
OFFICE = ("00000002003", "00000002004", "00000002005", "00000002006", "00000002007")
REST_SECONDS = 180
# What a killed process must never cause: a case that needs a person to mend it.
GIVEN_UP = """
select (select count(*) from jobs where state = 'incident' or error_code is not null)
     + (select count(*) from procrastinate_jobs where status = 'failed' and task_name <> 'recover_stalled')
"""
OPEN_WORK = """
select (select count(*) from jobs where state = 'queued')
     + (select count(*) from procrastinate_jobs
        where status in ('todo', 'doing') and task_name <> 'recover_stalled')
     + (select count(*) from timers where due_at <= now())
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="Kills processes of an installation while people work.")
    parser.add_argument("--seed", type=int, default=None, help="which processes die, and when")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=15, help="stop killing after this time")
    parser.add_argument("--keep", action="store_true", help="keep the data of a run without differences")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(130))
    home = Path(tempfile.mkdtemp(prefix="mms-chaos-"))
    home.chmod(0o711)
    print(f"seed {seed}, {options.kills} kills, data in {home}", flush=True)
    installation = Installation(home, people=(*NOTERS, *RESIDENTS))
    is_good = False
    try:
        is_good = play(installation, seed, kills=options.kills, minutes=options.minutes)
    finally:
        installation.stop()
        if is_good and not options.keep:
            shutil.rmtree(home.joinpath("postgres").resolve(), ignore_errors=True)
            shutil.rmtree(home, ignore_errors=True)
        else:
            print(f"the data stay in {home}")
    return 0 if is_good else 1


def play(installation: Installation, seed: int, *, kills: int, minutes: float) -> bool:
    """Play the whole story; return whether reconciling found no difference."""
    began = time.monotonic()
    installation.start()
    address = installation.settings.public_url
    if not until(lambda: httpx.get(f"{address}/sign-in", timeout=20).status_code == 200, seconds=90):
        print(_end_of(installation.home / "log" / "web.log"))
        return False
    print(f"up after {time.monotonic() - began:.0f} s", flush=True)
    book, killer = Book(installation.home / "ledger.jsonl"), Killer(installation, seed=seed)
    complaints: Counter[str] = Counter()
    with at_work(installation, book, seed=seed, complaints=complaints):
        end = time.monotonic() + minutes * 60
        while killer.kills.total() < kills and time.monotonic() < end:
            killer.strike(lambda: book.good_answers)
            if killer.kills.total() % 25 == 0:
                print(f"{killer.kills.total()} kills, acknowledged {dict(book.told)}", flush=True)
    rested = until(lambda: installation.asks(OPEN_WORK) == 0, seconds=REST_SECONDS)
    print(f"kills {killer.kills.total()} of {kills}: {dict(killer.kills)}")
    print(f"starts {installation.starts}")
    print(f"answers {dict(book.answers)}")
    print(f"told {dict(book.told)}; surprises {dict(book.surprises)}; complaints {dict(complaints)}")
    if not rested:
        print(f"BAD   {installation.asks(OPEN_WORK)} things are still to be done after {REST_SECONDS} s")
    given_up = installation.asks(GIVEN_UP)
    if given_up:
        print(f"BAD   {given_up} jobs were given up")
    result = installation.reconcile(book.file)
    print(result.stdout + result.stderr)
    again = sum(number for what, number in book.surprises.items() if " again: " in what)
    print(f"seed {seed}, {time.monotonic() - began:.0f} s")
    return rested and result.returncode == 0 and not again and not given_up


@contextmanager
def at_work(installation: Installation, book: Book, *, seed: int, complaints: Counter[str]) -> Iterator[None]:
    """Let people work on threads of their own; at the end they finish what they have begun."""
    leave, address, known = threading.Event(), installation.settings.public_url, installation.people()
    chances = iter(random.Random(seed + number) for number in range(1, 100))

    def browser(person: str, chance: random.Random) -> Browser:
        return Browser(address, (person, known[person]), book, chance=chance, leave=leave)

    days: list[tuple[Callable[[], object], Callable[[], float]]] = []
    for pair in (NOTERS[:2], NOTERS[2:]):
        chance = next(chances)
        days.append((noter([browser(one, chance) for one in pair], chance), pause(chance, 0.2, 2)))
    chance = next(chances)
    days.append((resident([browser(one, chance) for one in RESIDENTS]), pause(chance, 8, 16)))
    for names in ((SPECIALISTS[0],), (SPECIALISTS[1],), OFFICE):
        chance = next(chances)
        days.append((clerk([browser(one, chance) for one in names], chance), pause(chance, 0.1, 0.8)))
    threads = [
        threading.Thread(
            target=people.all_day,
            args=(act,),
            kwargs={"leave": leave, "pause": rest, "said": lambda what: complaints.update([what])},
        )
        for act, rest in days
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        leave.set()
        for thread in threads:
            thread.join()


def pause(chance: random.Random, least: float, most: float) -> Callable[[], float]:
    return lambda: chance.uniform(least, most)


def noter(browsers: list[Browser], chance: random.Random) -> Callable[[], None]:
    """Files notes all day, and withdraws some of them."""

    def act() -> None:
        browser = chance.choice(browsers)
        _sign_in(browser)
        case_id = people.applies(browser, people.NOTES, "note")
        if case_id is not None and chance.random() < 0.15:
            people.withdraws(browser, case_id)

    return act


def resident(browsers: list[Browser]) -> Callable[[], None]:
    """One after the other asks for the status, once."""
    waiting = iter(browsers)

    def act() -> None:
        browser = next(waiting, None)
        if browser is not None:
            browser.sign_in()
            people.applies(browser, people.STATUS, "actual_address", **people.APPLICATION)

    return act


def clerk(browsers: list[Browser], chance: random.Random) -> Callable[[], None]:
    """Works through the list of one person, or of several in turn."""
    done: set[str] = set()

    def act() -> None:
        browser = chance.choice(browsers)
        _sign_in(browser)
        people.works(browser, chance, done)

    return act


def _sign_in(browser: Browser) -> None:
    if not browser.is_signed_in:
        browser.sign_in()


def _end_of(log: Path) -> str:
    with suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-20:])
    return ""


if __name__ == "__main__":
    sys.exit(main())
