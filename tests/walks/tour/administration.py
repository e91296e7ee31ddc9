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
