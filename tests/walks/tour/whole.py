"""The whole tour: every page of the web, in one language."""

from __future__ import annotations

from tests.walks.tour.administration import administration
from tests.walks.tour.analysts import studio
from tests.walks.tour.applicants import account, case, directors, drafts
from tests.walks.tour.centre import centre
from tests.walks.tour.directory import directory
from tests.walks.tour.office import monitoring, office
from tests.walks.tour.outside import guest, publish_costly
from tests.walks.tour.strangers import strangers
from tests.walks.tour.visit import Tour


def whole(tour: Tour) -> None:
    strangers(tour)
    found = case(tour)
    drafts(tour)
    account(tour)
    directors(tour)
    office(tour, found)
    monitoring(tour)
    centre(tour)
    studio(tour)
    directory(tour)
    administration(tour)
    publish_costly(tour)
    guest(tour)
