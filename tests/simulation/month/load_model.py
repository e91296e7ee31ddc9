"""The load model of the month: residents, their matters, days and behaviour, all drawn from a seed.

A story is a scenario of a service with what comes before it, told by a resident of their own. Its temper
says in what it departs from the scenario. Each story draws from a chance of its own, so that another service
or another scenario changes the stories that use it and no others.

To change the load model of the simulated month, what has to balance after it (`make month`):
`tests/simulation/month/load_model.py`: how many of a hundred ask for a service (`LOAD`), what comes in every
month (`ALWAYS`) and how what it opens goes (`OPENED`); an equation in `of_cases.py` or `of_money.py` beside
it, against the books of another system in `equations.py`; the corruption that turns it red in
`corruptions.py`; what must not be missing in `event_log.py`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from tests.simulation.month.book import Book, Page
from tests.simulation.month.residents import Resident

DAYS = 30
AID, CLOSED = "social.apply", 0.25  # of those who go on as their scenario tells
MANY, WAITS = "social.collective", "veteran_waits_for_order"
# Applications for a service, of about a hundred. Whoever adds a service here simulates some seeds first.
LOAD: Final = {
    "high_mountain.grant": 16,
    "high_mountain.suspend": 4,
    "high_mountain.terminate": 4,
    "high_mountain.restore": 3,
    "high_mountain.report_absence": 4,
    "high_mountain.monitoring": 4,
    "high_mountain.own_motion": 3,
    "social.apply": 34,
    "social.collective": 1,
    "construction.notify": 5,
    "construction.conditions": 5,
    "construction.project": 1,
    "construction.permit": 3,
    "construction.acceptance": 1,
    "assets.registration": 3,
    "assets.lease": 3,
    "assets.direct": 2,
    "assets.privatisation": 2,
    "assets.transfer": 2,
    "assets.inventory": 2,
    "assets.write_off": 1,
    "general.complaint": 6,
}


class Temper(Enum):
    """In what a story departs from its scenario; the value is how many of a hundred do."""

    NONE = 57
    WITHDRAWS = 8
    DIES = 5
    KEEPS_SILENT = 10  # the applicant answers no notice and opens no letter
    IS_LEFT_LYING = 11  # the office lets the term run out before it goes on
    ACCOUNT_IS_CLOSED = 9  # what is paid out comes back


# What comes in the first days of every month, whatever the seed: long ways, and what is rare.
ALWAYS: Final = (
    ("assets.sale", "awarded", Temper.NONE),
    ("assets.sale", "awarded", Temper.NONE),
    ("assets.privatisation", "listed", Temper.NONE),
    ("assets.direct", "sale", Temper.NONE),
    ("assets.direct", "use", Temper.NONE),
    ("assets.direct", "free_use", Temper.NONE),
    ("assets.lease", "awarded", Temper.NONE),
    ("assets.lease", "awarded", Temper.NONE),
    ("construction.acceptance", "granted", Temper.NONE),
    ("construction.permit", "three_stages", Temper.NONE),
    (AID, "newborn", Temper.ACCOUNT_IS_CLOSED),
    # More than the line of aid for families holds (`BUDGET` in `environment.py`): somebody waits for money.
    (AID, "quadruplets", Temper.NONE),
    (AID, "quadruplets", Temper.NONE),
    (AID, "triplets", Temper.NONE),
    ("assets.inventory", "confirmed", Temper.NONE),
    # What tables decide: one veteran alone, three by one order, one order for whoever waits then.
    (AID, "by_table", Temper.NONE),
    (AID, WAITS, Temper.NONE),
    (AID, WAITS, Temper.NONE),
    (AID, WAITS, Temper.NONE),
    (MANY, "veterans", Temper.NONE),
    (AID, "monthly", Temper.NONE),
    ("assets.sale", "awarded", Temper.NONE),
    ("assets.sale", "awarded", Temper.NONE),
)
LATER: Final = {MANY: timedelta(days=3)}  # whoever waits for an order has come and been examined by then
# How the cases go that follow from these, where the month needs them to go well: a sale is registered there.
OPENED: Final = {"assets.consent": "given", "assets.sale_contract": "in_parts"}


@dataclass(frozen=True)
class Story:
    """One matter of one resident."""

    number: int
    pages: tuple[Page, ...]  # those that come before, and the one itself
    resident: Resident
    begins_at: datetime
    temper: Temper

    @property
    def is_always(self) -> bool:
        return self.number < len(ALWAYS)

    def chance(self, seed: int, *parts: object) -> random.Random:
        """Return the chance of one thing about this story."""
        return random.Random(f"{seed}:{self.number}:{parts}")


def draw(book: Book, seed: int, count: int, begins_at: datetime) -> tuple[Story, ...]:
    """Draw stories until they make about as many cases."""
    found: list[Story] = []
    cases = 0
    while cases < count:
        story = _story(book, seed, len(found), begins_at)
        found.append(story)
        cases += len(story.pages)
    return tuple(sorted(found, key=lambda story: (story.begins_at, story.number)))


def told(stories: Sequence[Story]) -> list[str]:
    """Return who comes, in words."""
    modules = Counter(page.service.partition(".")[0] for story in stories for page in story.pages)
    tempers = Counter(story.temper.name.lower().replace("_", " ") for story in stories)
    return [
        f"{len(stories)} residents come: " + _listed(modules),
        "how they behave: " + _listed(tempers),
    ]


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counted.most_common())


def _story(book: Book, seed: int, number: int, begins_at: datetime) -> Story:
    if number < len(ALWAYS):
        service, name, temper = ALWAYS[number]
        page = book.pages[service][name]
        comes_at = begins_at + LATER.get(service, timedelta())
        return Story(number, _with_before(book, page), _resident(number, page), comes_at, temper)
    choice = random.Random(f"{seed}:{number}")
    service = choice.choices(list(LOAD), weights=list(LOAD.values()))[0]
    page = choice.choice(list(book.pages[service].values()))
    temper = choice.choices(list(Temper), weights=[kind.value for kind in Temper])[0]
    # Accounts are asked for by aid alone.
    is_paid = service == AID and temper is Temper.NONE
    if is_paid and random.Random(f"{seed}:{number}:account").random() < CLOSED:
        temper = Temper.ACCOUNT_IS_CLOSED
    comes_at = begins_at + timedelta(days=choice.randrange(DAYS), minutes=choice.randrange(8 * 60))
    return Story(number, _with_before(book, page), _resident(number, page), comes_at, temper)


def _resident(number: int, page: Page) -> Resident:
    return Resident(number, page.applicant, page.born_on)


def _with_before(book: Book, page: Page) -> tuple[Page, ...]:
    """Return the pages of a story; who waits for an order has a story of their own, which ends after it."""
    if page.service == MANY:
        return (page,)
    return (*(book.pages[service][name] for service, name in page.before), page)
