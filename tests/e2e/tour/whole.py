"""The whole tour in two halves that know nothing of each other: every page of the web, in one language.

Two, so that two processes may go at the same time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.e2e.tour.administration import administration
from tests.e2e.tour.analysts import studio
from tests.e2e.tour.applicants import account, case, directors, drafts
from tests.e2e.tour.center import center
from tests.e2e.tour.directory import directory
from tests.e2e.tour.lots import lots
from tests.e2e.tour.office import monitoring, office
from tests.e2e.tour.outside import guest, publish_costly
from tests.e2e.tour.strangers import strangers
from tests.e2e.tour.visit import Tour

# Of the second half: every page of these blueprints and these pages; of the first: every other page.
BLUEPRINTS_BEHIND_IT = frozenset({"admin", "center", "paying", "studio"})
PAGES_BEHIND_IT = frozenset(
    {
        "inbox.announcements",
        "inbox.answers",
        "inbox.cash",
        "public.announcement",
        "public.announcements",
        "sign_in.enter_return_code",
        "sign_in.guest",
        "sign_in.who_is_guest",
    }
)


@dataclass(frozen=True)
class Half:
    """A half of the tour: who goes through it, and which pages have to be seen on it."""

    walk: Callable[[Tour], None]
    sees: Callable[[str], bool]


def _is_behind_it(endpoint: str) -> bool:
    return endpoint.partition(".")[0] in BLUEPRINTS_BEHIND_IT or endpoint in PAGES_BEHIND_IT


def _around_a_case(tour: Tour) -> None:
    strangers(tour)
    found = case(tour)
    drafts(tour)
    account(tour)
    directors(tour)
    office(tour, found)
    monitoring(tour)
    lots(tour)


def _behind_it(tour: Tour) -> None:
    center(tour)
    studio(tour)
    directory(tour)
    administration(tour)
    publish_costly(tour)
    guest(tour)


AROUND_A_CASE = Half(_around_a_case, lambda endpoint: not _is_behind_it(endpoint))
BEHIND_IT = Half(_behind_it, _is_behind_it)
