"""The directory of services: looked up, and kept by the national administrator."""

from __future__ import annotations

from tests.walks.tour.visit import NATIONAL_ADMIN, Tour


def directory(tour: Tour) -> None:
    keeper = tour.person(NATIONAL_ADMIN)
    tour.visit(keeper, "/centre/directory?partner=psda", "directory")
    keeper.page.locator("table.rows a").first.click()
    tour.look(keeper, "directory-service")
    tour.visit(keeper, "/centre/directory/add", "directory-add")
    keeper.press("centre.directory.save")
    tour.look(keeper, "directory-add-errors")
    keeper.fill({"name_ka": f"დემო სერვისი {tour.language}", "steps_ka": "1. …\n2. …", "source": "demo"})
    keeper.press("centre.directory.save")
    tour.look(keeper, "directory-added")
    tour.visit(keeper, f"{keeper.page.url.removeprefix(keeper.address)}/change", "directory-change")
    tour.visit(keeper, "/centre/directory/partners", "directory-partners")
