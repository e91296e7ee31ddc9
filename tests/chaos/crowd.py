"""The people of a run: who they are, what each does all day, and that they finish what they began."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.chaos import people
from tests.chaos.book import Book
from tests.chaos.browser import Browser
from tests.chaos.installation import CLIENTS, WEB, Installation
from tests.chaos.rivals import Rivals
from tests.chaos.talk import Talk
from tests.chaos.treasury_payments import TreasuryPayments

NOTERS = tuple(f"000000060{number:02}" for number in range(1, 7))
RESIDENTS = tuple(f"000000050{number:02}" for number in range(1, 31))
SPECIALISTS = ("00000002002", "00000002008")
OFFICE = ("00000002003", "00000002004", "00000002005", "00000002006", "00000002007")
EVERYBODY = (*NOTERS, *RESIDENTS)

# How many notes cost something.
DEAR = 0.4

Day = tuple[Callable[[], object], Callable[[], float]]


@contextmanager
def at_work(installation: Installation, book: Book, *, seed: int, complaints: Counter[str]) -> Iterator[None]:
    """Let people work on threads of their own; at the end they finish what they have begun."""
    leave = threading.Event()
    threads = [
        threading.Thread(
            target=_work,
            args=(installation, act),
            kwargs={"rest": rest, "leave": leave, "complaints": complaints},
        )
        for act, rest in _days(installation, book, seed=seed, leave=leave)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        leave.set()
        for thread in threads:
            thread.join()


def _work(
    installation: Installation,
    act: Callable[[], object],
    *,
    rest: Callable[[], float],
    leave: threading.Event,
    complaints: Counter[str],
) -> None:
    installation.network.enter(CLIENTS)
    people.all_day(act, leave=leave, pause=rest, said=lambda what: complaints.update([what]))


def _days(installation: Installation, book: Book, *, seed: int, leave: threading.Event) -> Iterator[Day]:
    known = installation.people()
    nodes = tuple(installation.network.address(node) for node in WEB)
    chances = iter(random.Random(seed + number) for number in range(1, 100))

    def browsers(names: tuple[str, ...], chance: random.Random) -> list[Browser]:
        return [Browser(nodes, (name, known[name]), book, chance=chance, leave=leave) for name in names]

    talk, payments = Talk(), TreasuryPayments(installation.settings.treasury_url or "", nodes, book)
    for group in (NOTERS[:2], NOTERS[2:4], NOTERS[4:]):
        chance = next(chances)
        yield noter(browsers(group, chance), chance, talk, payments), pause(chance, 0.2, 2)
    chance = next(chances)
    yield resident(browsers(RESIDENTS, chance)), pause(chance, 8, 16)
    # The same specialist sits at two desks: both see the same list, and one of them comes too late.
    for names in ((SPECIALISTS[0],), (SPECIALISTS[1],), SPECIALISTS, OFFICE):
        chance = next(chances)
        yield clerk(browsers(names, chance), chance), pause(chance, 0.1, 0.8)
    chance = next(chances)
    desks = browsers((SPECIALISTS[1], SPECIALISTS[1]), chance)
    name = installation.name_of(SPECIALISTS[1])
    both = Rivals(desks, book, name, enter=lambda: installation.network.enter(CLIENTS))
    yield rival(desks, both, chance), pause(chance, 1, 3)


def pause(chance: random.Random, least: float, most: float) -> Callable[[], float]:
    return lambda: chance.uniform(least, most)


def noter(
    browsers: list[Browser], chance: random.Random, talk: Talk, payments: TreasuryPayments
) -> Callable[[], None]:
    """Files notes all day, some of which speak to others or cost something, and withdraws some of them."""

    def act() -> None:
        browser = chance.choice(browsers)
        _sign_in(browser)
        key, says, noted = talk.next(chance)
        dear = {"dear": "true"} if chance.random() < DEAR else {}
        case_id = people.applies(browser, people.NOTES, "note", key=key, noted=noted, **says, **dear)
        if case_id is not None and dear:
            payments.pays(browser, case_id, chance)
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


def rival(browsers: list[Browser], both: Rivals, chance: random.Random) -> Callable[[], None]:
    """Decides the same step at two desks at once."""

    def act() -> None:
        for browser in browsers:
            _sign_in(browser)
        both.decide(chance)

    return act


def _sign_in(browser: Browser) -> None:
    if not browser.is_signed_in:
        browser.sign_in()
