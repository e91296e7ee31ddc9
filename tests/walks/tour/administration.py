"""What the administrator of a municipality sets there, each page with a mistake first."""

from __future__ import annotations

from tests.walks.tour.visit import ADMINISTRATOR, NATIONAL_ADMIN, Tour

KEDA = "/admin/municipalities/keda"
PROGRAM = {"name": "Archive", "purpose": "Copies", "responsible": "00000002002", "act": "Order No. 7"}


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
    tour.visit(admin, f"{KEDA}/letterhead", "admin-letterhead")
    admin.fill({"email": "nobody"})
    admin.press("admin.save")
    tour.look(admin, "admin-letterhead-errors")
    tour.visit(admin, f"{KEDA}/languages", "admin-languages")
    admin.press("admin.save")
    tour.look(admin, "admin-languages-errors")
    tour.visit(admin, f"{KEDA}/tokens", "admin-tokens")
    tour.visit(admin, f"{KEDA}/programs", "admin-programs")
    admin.press("programs.make")
    tour.look(admin, "admin-programs-errors")
    for key, value in PROGRAM.items():
        admin.page.locator(f"#{key}").fill(value)  # programs that there are have fields of the same names
    admin.page.locator("[name=scope]").first.check()
    admin.press("programs.make")
    tour.look(admin, "admin-programs-made")
    tour.visit(admin, f"{KEDA}/parameters", "admin-parameters")
    tour.visit(admin, f"{KEDA}/parameters/con.fee.m2", "admin-parameter")
    admin.press("admin.save")
    tour.look(admin, "admin-parameter-errors")
    tour.visit(admin, f"{KEDA}/cash", "admin-cash")
    admin.press("admin.save")
    tour.look(admin, "admin-cash-errors")
    tour.visit(admin, f"{KEDA}/days-off", "admin-days-off")
    admin.press("admin.days_off.declare_now")
    tour.look(admin, "admin-days-off-errors")
    country(tour)


def country(tour: Tour) -> None:
    """What the national administrator enters."""
    national = tour.person(NATIONAL_ADMIN)
    tour.visit(national, "/admin/rollout", "admin-rollout")
    tour.visit(national, "/admin/rollout/tbilisi", "admin-state")
    tour.visit(national, "/admin/rollout/new", "admin-municipality")
    national.press("admin.rollout.enter")
    tour.look(national, "admin-municipality-errors")
    tour.visit(national, "/admin/law", "admin-law")
    tour.visit(national, "/admin/law/con.permit", "admin-law-parameter")
    national.press("admin.save")
    tour.look(national, "admin-law-parameter-errors")
    tour.visit(national, "/admin/centers", "admin-centers")
    national.page.locator("table.rows th a").first.click()
    tour.look(national, "admin-centre-staff")
    national.press("admin.staff.give_now")
    tour.look(national, "admin-centre-staff-errors")
    tour.visit(national, "/admin/centers/68/staff", "admin-centre-68")
    national.page.locator("table.rows th a").first.click()
    tour.look(national, "admin-centre-office")
    tour.visit(national, "/admin/figures", "admin-figures")
