"""What the administrator of a municipality sets there, each page with a mistake first."""

from __future__ import annotations

from engine.courts.table import COLUMNS as COURTS
from engine.offices.staff_table import COLUMNS
from engine.settlements.table import COLUMNS as SETTLEMENTS
from tests.e2e.person import Person
from tests.e2e.tour.visit import ADMINISTRATOR, HEAD, NATIONAL_ADMIN, SECOND_NATIONAL_ADMIN, Tour
from tests.engine.test_zone_reading import feature, file_of

KEDA = "/admin/municipalities/keda"
SERVICE_ACCOUNT = {"name": "Archive", "purpose": "Copies", "responsible": "00000002002", "act": "Order No. 7"}


def administration(tour: Tour) -> None:
    admin = tour.person(ADMINISTRATOR)
    tour.visit(admin, "/admin", "admin")
    tour.visit(admin, f"{KEDA}/readiness", "admin-readiness")
    tour.visit(admin, f"{KEDA}/first-steps", "admin-first-steps")
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
    staff_table(tour, admin)
    tour.visit(admin, f"{KEDA}/units", "admin-units")
    admin.press("admin.units.add_now")
    tour.look(admin, "admin-units-errors")
    tour.visit(admin, f"{KEDA}/units/keda-unit-1", "admin-unit")
    tour.visit(admin, f"{KEDA}/letterhead", "admin-letterhead")
    admin.fill({"email": "nobody"})
    admin.press("admin.save")
    tour.look(admin, "admin-letterhead-errors")
    tour.visit(admin, f"{KEDA}/court", "admin-court")
    admin.fill({"name_ka": "სასამართლო"})
    admin.press("admin.save")
    tour.look(admin, "admin-court-errors")
    tour.visit(admin, f"{KEDA}/languages", "admin-languages")
    admin.press("admin.save")
    tour.look(admin, "admin-languages-errors")
    tour.visit(admin, f"{KEDA}/tokens", "admin-tokens")
    tour.visit(admin, f"{KEDA}/service-accounts", "admin-service-accounts")
    admin.press("service_accounts.make")
    tour.look(admin, "admin-service-accounts-errors")
    for key, value in SERVICE_ACCOUNT.items():
        admin.page.locator(f"#{key}").fill(value)  # existing accounts have fields of the same names
    admin.page.locator("[name=scope]").first.check()
    admin.press("service_accounts.make")
    tour.look(admin, "admin-service-accounts-made")
    tour.visit(admin, f"{KEDA}/parameters", "admin-parameters")
    tour.visit(admin, f"{KEDA}/parameters/con.fee.m2", "admin-parameter")
    admin.press("admin.save")
    tour.look(admin, "admin-parameter-errors")
    tour.visit(admin, f"{KEDA}/parameter-changes?since=2020-01-01", "admin-parameter-changes")
    values_table(tour, admin)
    tour.visit(admin, f"{KEDA}/office-hours", "admin-office-hours")
    admin.press("admin.save")
    tour.look(admin, "admin-office-hours-errors")
    tour.visit(admin, f"{KEDA}/bank-details", "admin-bank-details")
    admin.press("admin.bank_details.propose_button")
    tour.look(admin, "admin-bank-details-errors")
    tour.visit(admin, f"{KEDA}/cash", "admin-cash")
    admin.press("admin.save")
    tour.look(admin, "admin-cash-errors")
    tour.visit(admin, f"{KEDA}/days-off", "admin-days-off")
    admin.press("admin.days_off.declare_now")
    tour.look(admin, "admin-days-off-errors")
    zones(tour, admin)
    country(tour)


def values_table(tour: Tour, admin: Person) -> None:
    """Values from a table: without one, with mistakes, and as it would come, pasted."""
    tour.visit(admin, f"{KEDA}/parameter-table", "admin-values-table")
    admin.press("admin.table.check_now")
    tour.look(admin, "admin-values-table-errors")
    for value, name in (("much", "mistakes"), ("2.50", "preview")):
        admin.go(f"{KEDA}/parameter-table")
        admin.page.locator("#pasted").fill(f"parameter\tvalue\ncon.fee.m2\t{value}\n")
        admin.fill({"act": "Resolution No. 12"})
        admin.send("admin.table.check_now")
        tour.look(admin, f"admin-values-table-{name}")


def staff_table(tour: Tour, admin: Person) -> None:
    """A table of staff: asked for, with mistakes, and as it would be taken over."""
    tour.visit(admin, f"{KEDA}/staff/table", "admin-staff-table")
    admin.press("admin.table.check_now")
    tour.look(admin, "admin-staff-table-errors")
    for number, name in (("1001000001", "mistakes"), ("01001000001", "preview")):
        row = (number, "დემო", "მოხელე", "Demo", "Clerk", "specialist")
        table = f"{','.join(COLUMNS)}\n{','.join(row)}\n".encode()
        admin.go(f"{KEDA}/staff/table")
        admin.page.locator("#table").set_input_files(
            [{"name": "staff.csv", "mimeType": "text/csv", "buffer": table}]
        )
        admin.fill({"act": "Order No. 5"})
        admin.send("admin.table.check_now")
        tour.look(admin, f"admin-staff-table-{name}")


def zones(tour: Tour, admin: Person) -> None:
    """Zones of the plan: the map, a file with mistakes, one that is proposed, and its second person."""
    tour.visit(admin, f"{KEDA}/zones", "admin-zones")
    tour.visit(admin, f"{KEDA}/zone-changes?since=2020-01-01", "admin-zone-changes")
    for share, name in ((3, "mistakes"), (0.5, "proposed")):
        content = file_of(feature(code=f"zone-{tour.mark}", k1_max=share)).encode()
        admin.go(f"{KEDA}/zones")
        admin.page.locator("#zones").set_input_files(
            [{"name": "plan.geojson", "mimeType": "application/geo+json", "buffer": content}]
        )
        admin.fill({"act": "Resolution No. 31"})
        admin.send("admin.zones.send")
        tour.look(admin, f"admin-zones-{name}")
    head = tour.person(HEAD)
    tour.visit(head, admin.page.url.removeprefix(admin.address), "admin-zone-plan")
    head.send("admin.zones.decline")
    tour.look(head, "admin-zones-declined")


def settlements(tour: Tour, national: Person) -> None:
    """A list of settlements: asked for, with mistakes, as it would come, and as the second person sees it."""
    tour.visit(national, "/admin/settlements", "admin-settlements")
    national.press("admin.table.check_now")
    tour.look(national, "admin-settlements-errors")
    for place, name in (("atlantis", "mistakes"), ("keda", "preview")):
        row = (place, f"დემო სოფელი {tour.mark}", f"Demo village {tour.mark}", "", "1500")
        table = f"{','.join(SETTLEMENTS)}\n{','.join(row)}\n".encode()
        national.go("/admin/settlements")
        national.page.locator("#table").set_input_files(
            [{"name": "settlements.csv", "mimeType": "text/csv", "buffer": table}]
        )
        national.fill({"act": "Resolution No. 671"})
        national.send("admin.table.check_now")
        tour.look(national, f"admin-settlements-{name}")
    national.send("admin.settlements.propose")
    tour.look(national, "admin-settlement-list-own")
    second = tour.person(SECOND_NATIONAL_ADMIN)
    tour.visit(second, national.page.url.removeprefix(national.address), "admin-settlement-list")
    second.send("admin.settlements.decline")
    tour.look(second, "admin-settlements-lists")
    tour.visit(national, "/admin/settlements/history?since=2020-01-01", "admin-settlement-history")


def courts(tour: Tour, national: Person) -> None:
    """Courts: of a day, a table with mistakes and as it would come, two days, what was entered of one."""
    tour.visit(national, "/admin/courts", "admin-courts")
    national.press("admin.table.check_now")
    tour.look(national, "admin-courts-errors")
    for place, name in (("atlantis", "mistakes"), ("keda", "preview")):
        row = ("ბათუმის საქალაქო სასამართლო", "Batumi City Court", f"ქუჩა {tour.mark}", "1 Street", place)
        table = f"{','.join(COURTS)}\n{','.join(row)}\n".encode()
        national.go("/admin/courts")
        national.page.locator("#table").set_input_files(
            [{"name": "courts.csv", "mimeType": "text/csv", "buffer": table}]
        )
        national.fill({"act": "Decision No. 1/12"})
        national.send("admin.table.check_now")
        tour.look(national, f"admin-courts-{name}")
    tour.visit(national, "/admin/courts/changes?since=2020-01-01", "admin-court-changes")
    tour.visit(national, "/admin/courts/of/keda", "admin-court-history")


def centers(tour: Tour, national: Person) -> None:
    """Community centres: all of them, one, and as what was typed of it would be entered."""
    tour.visit(national, "/admin/centers/addresses", "admin-center-entries")
    national.press("admin.table.check_now")
    tour.look(national, "admin-center-entries-errors")
    tour.visit(national, "/admin/centers/changes?since=2020-01-01", "admin-center-changes")
    tour.visit(national, "/admin/centers/38", "admin-center")
    national.press("admin.center_entries.look")
    tour.look(national, "admin-center-errors")
    national.fill({"name_ka": "ბერძენაული", "phone": f"+995 {tour.mark}", "act": "Order No. 12"})
    national.send("admin.center_entries.look")
    tour.look(national, "admin-center-preview")
    national.send("admin.center_entries.enter")
    tour.look(national, "admin-center-entries-done")


def country(tour: Tour) -> None:
    """What the national administrator enters."""
    national = tour.person(NATIONAL_ADMIN)
    tour.visit(national, "/admin/rollout", "admin-rollout")
    tour.visit(national, "/admin/rollout/tbilisi", "admin-state")
    tour.visit(national, "/admin/rollout/new", "admin-municipality")
    national.press("admin.rollout.enter")
    tour.look(national, "admin-municipality-errors")
    settlements(tour, national)
    courts(tour, national)
    centers(tour, national)
    tour.visit(national, "/admin/law", "admin-law")
    tour.visit(national, "/admin/law-changes?since=2020-01-01", "admin-law-changes")
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
    tour.visit(national, "/admin/analysts", "admin-analysts")
    national.press("admin.analysts.name_now")
    tour.look(national, "admin-analysts-errors")
    national.go("/admin/analysts")
    national.page.locator("table.rows th a").first.click()
    tour.look(national, "admin-analyst")
    tour.visit(national, "/admin/days-off", "admin-country-days-off")
    national.press("admin.country_days_off.look")
    tour.look(national, "admin-country-days-off-errors")
    national.fill({"day": "2035-03-13"})
    national.press("admin.country_days_off.look")
    tour.look(national, "admin-country-days-off-effect")
    tour.visit(national, "/admin/figures", "admin-figures")
