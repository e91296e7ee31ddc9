"""The desk of a community centre: its day, somebody who comes with a paper, and leaves."""

from __future__ import annotations

from tests.documents.made_files import a_picture
from tests.walks.tour.visit import OPERATOR, Tour


def centre(tour: Tour) -> None:
    operator = tour.person(OPERATOR)
    tour.visit(operator, "/centre", "centre")
    operator.press("account.desk.look_up")
    tour.look(operator, "centre-errors")
    operator.page.locator("main input[name=personal_number]").fill("00000000110")
    operator.press("account.desk.look_up")
    tour.look(operator, "centre-compare")
    operator.press("centre.begin")
    tour.look(operator, "centre-compare-errors")
    picture = {"name": "request.png", "mimeType": "image/png", "buffer": a_picture("PNG", (400, 300))}
    operator.page.locator("#scan").set_input_files(picture)  # type: ignore[arg-type]
    operator.fill({"compared": "yes"})
    operator.press("centre.begin")
    operator.page.locator(".acts-for button").wait_for()
    tour.look(operator, "centre-began")
    operator.page.locator(".acts-for button").click()
    operator.page.wait_for_url("**/centre")
    tour.look(operator, "centre-left")
    tour.visit(operator, "/centre/visits", "centre-visits")
    operator.press("centre.visits.record")
    tour.look(operator, "centre-visits-errors")
    operator.page.locator("#kind").select_option("library")
    operator.press("centre.visits.record")
    tour.look(operator, "centre-visit-noted")
    tour.visit(operator, "/centre/figures", "centre-figures")
