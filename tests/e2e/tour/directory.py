"""The directory of services and what the state announces: kept by the national administrator, read by all."""

from __future__ import annotations

from tests.e2e.person import Person
from tests.e2e.present import today
from tests.e2e.tour.visit import NATIONAL_ADMIN, Tour
from web.i18n import LANGUAGES


def directory(tour: Tour) -> None:
    keeper = tour.person(NATIONAL_ADMIN)
    tour.visit(keeper, "/centre/directory?partner=psda", "directory")
    keeper.page.locator("table.rows a").first.click()
    tour.look(keeper, "directory-service")
    tour.visit(keeper, "/centre/directory/add", "directory-add")
    keeper.press("center.directory.save")
    tour.look(keeper, "directory-add-errors")
    keeper.fill({"name_ka": f"დემო სერვისი {tour.mark}", "steps_ka": "1. …\n2. …", "source": "demo"})
    keeper.press("center.directory.save")
    tour.look(keeper, "directory-added")
    tour.visit(keeper, f"{keeper.page.url.removeprefix(keeper.address)}/change", "directory-change")
    service = keeper.page.url.removeprefix(keeper.address).removesuffix("/change").rpartition("/")[2]
    tour.visit(keeper, f"/admin/directory/{service}", "directory-history")
    tour.visit(keeper, "/admin/directory", "directory-table")
    keeper.press("admin.table.check_now")
    tour.look(keeper, "directory-table-errors")
    for partner, name in (("nobody", "mistakes"), ("psda", "preview")):
        keeper.go("/admin/directory")
        table = f"partner\tname_ka\tsource\tconfidence\n{partner}\tსერვისი {tour.mark}\tletter\thigh\n"
        keeper.page.locator("#pasted").fill(table)
        keeper.fill({"act": "Order No. 12"})
        keeper.send("admin.table.check_now")
        tour.look(keeper, f"directory-table-{name}")
    tour.visit(keeper, "/admin/directory/changes?since=2020-01-01", "directory-changes")
    tour.visit(keeper, "/centre/directory/partners", "directory-partners")
    partners(tour, keeper)
    tour.visit(keeper, "/centre/hours", "centres-with-hours")
    announcements(tour)


def partners(tour: Tour, keeper: Person) -> None:
    """Partners by a table: with nothing in it, with a mistake, and as it would be entered."""
    tour.visit(keeper, "/admin/directory/partners", "partners-table")
    keeper.press("admin.table.check_now")
    tour.look(keeper, "partners-table-errors")
    for code, name in (("A B", "mistakes"), (f"demo_{tour.mark}".lower(), "preview")):
        keeper.go("/admin/directory/partners")
        table = f"code\tname_ka\tsource\tconfidence\n{code}\tპარტნიორი {tour.mark}\tletter\thigh\n"
        keeper.page.locator("#pasted").fill(table)
        keeper.send("admin.table.check_now")
        tour.look(keeper, f"partners-table-{name}")


def announcements(tour: Tour) -> None:
    """A consultation of the state, with a mistake first, and an answer to it."""
    keeper, title = tour.person(NATIONAL_ADMIN), f"demo {tour.mark}"
    tour.visit(keeper, "/inbox/announcements", "announcements-announce")
    keeper.press("announcements.publish")
    tour.look(keeper, "announcements-announce-errors")
    keeper.page.locator("#kind").select_option("consultation")
    keeper.page.locator("#last_on").fill("-".join(reversed(today().split("."))))
    keeper.fill({f"{name}_{language}": title for name in ("title", "body") for language in LANGUAGES})
    keeper.press("announcements.publish")
    tour.look(keeper, "announcements-announced")
    keeper.page.get_by_role("link", name=title, exact=True).click()
    tour.look(keeper, "announcement-answers")
    citizen = tour.person(tour.applicant)
    tour.visit(citizen, "/announcements", "announcements")
    citizen.page.get_by_role("link", name=title, exact=True).click()
    tour.look(citizen, "announcement")
    citizen.press("announcements.send.opinion")
    tour.look(citizen, "announcement-errors")
    citizen.page.locator("#stance-for").check()
    citizen.press("announcements.send.opinion")
    tour.look(citizen, "announcement-answered")
