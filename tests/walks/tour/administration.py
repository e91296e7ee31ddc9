"""What the administrator of a municipality sets there, each page with a mistake first."""

from __future__ import annotations

from tests.walks.tour.visit import ADMINISTRATOR, Tour

KEDA = "/admin/municipalities/keda"


def administration(tour: Tour) -> None:
    admin = tour.person(ADMINISTRATOR)
    tour.visit(admin, "/admin", "admin")
    tour.visit(admin, f"{KEDA}/services", "admin-services")
    admin.press("admin.save")
    tour.look(admin, "admin-services-errors")
    tour.visit(admin, f"{KEDA}/staff", "admin-staff")
    admin.press("admin.staff.give_now")
    tour.look(admin, "admin-staff-errors")
    tour.visit(admin, f"{KEDA}/staff?past=yes", "admin-staff-past")
    admin.page.locator("table.rows th a").first.click()
    tour.look(admin, "admin-office")
    admin.press("admin.staff.end_now")
    tour.look(admin, "admin-office-errors")
    tour.visit(admin, f"{KEDA}/units", "admin-units")
    admin.press("admin.units.add_now")
    tour.look(admin, "admin-units-errors")
    tour.visit(admin, f"{KEDA}/units/keda-unit-1", "admin-unit")
