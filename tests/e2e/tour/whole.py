"""The whole tour: every page of the web, in one language."""

from __future__ import annotations

from tests.e2e.tour.administration import administration
from tests.e2e.tour.analysts import studio
from tests.e2e.tour.applicants import account, case, directors, drafts
from tests.e2e.tour.center import center
from tests.e2e.tour.directory import directory
from tests.e2e.tour.office import monitoring, office
from tests.e2e.tour.outside import guest, publish_costly
from tests.e2e.tour.strangers import strangers
from tests.e2e.tour.visit import Tour


def whole(tour: Tour) -> None:
    strangers(tour)
    found = case(tour)
    drafts(tour)
    account(tour)
    directors(tour)
    office(tour, found)
    monitoring(tour)
    center(tour)
    studio(tour)
    directory(tour)
    administration(tour)
    publish_costly(tour)
    guest(tour)
