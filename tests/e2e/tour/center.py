"""The desk of a community centre: its day, somebody who comes with a paper, and leaves."""

from __future__ import annotations

from tests.documents.made_files import a_picture
from tests.e2e.person import Person
from tests.e2e.tour.visit import OPERATOR, Tour, next_working_day

QUESTION = "/municipalities/keda/services/general.question"


def center(tour: Tour) -> None:
    operator = tour.person(OPERATOR)
    tour.visit(operator, "/centre", "center")
    operator.press("account.desk.look_up")
    tour.look(operator, "centre-errors")
    operator.page.locator("main input[name=personal_number]").fill("00000000110")
    operator.press("account.desk.look_up")
    tour.look(operator, "centre-compare")
    operator.press("center.begin")
    tour.look(operator, "centre-compare-errors")
    picture = {"name": "request.png", "mimeType": "image/png", "buffer": a_picture("PNG", (400, 300))}
    operator.page.locator("#scan").set_input_files(picture)  # type: ignore[arg-type]
    operator.fill({"compared": "yes"})
    operator.press("center.begin")
    operator.page.locator(".acts-for button").wait_for()
    tour.look(operator, "centre-began")
    _letter(tour, operator)
    tour.visit(operator, "/centre/certificates", "centre-certificates")
    operator.page.locator(".acts-for button").click()
    operator.page.wait_for_url("**/centre")
    tour.look(operator, "centre-left")
    tour.visit(operator, "/centre/visits", "centre-visits")
    operator.press("center.visits.record")
    tour.look(operator, "centre-visits-errors")
    operator.page.locator("#kind").select_option("library")
    operator.press("center.visits.record")
    tour.look(operator, "centre-visit-noted")
    tour.visit(operator, "/centre/figures", "centre-figures")
    _appointments(tour, operator)
    _queue(tour, operator)


def _queue(tour: Tour, operator: Person) -> None:
    """A number is given and called; the head looks at the hours."""
    tour.visit(operator, "/centre/queue", "centre-queue")
    operator.press("queue.take")
    tour.look(operator, "centre-ticket")
    tour.visit(operator, "/centre/queue", "centre-queue-waits")
    operator.press("queue.next")
    tour.look(operator, "centre-queue-called")
    head = tour.person("00000002016")
    tour.visit(head, "/centre/68/hours", "centre-hours")
    head.press("hours.save_day")
    tour.look(head, "centre-hours-errors")


def _letter(tour: Tour, operator: Person) -> None:
    """A question for whoever is there, whose receipt is printed and handed over."""
    operator.go(f"{QUESTION}/apply")
    operator.fill({"subject": "demo", "question": "demo?", "notify_by": "paper"})
    operator.send("apply.continue")
    operator.press("check.file")
    operator.page.wait_for_url("**/receipt")
    operator.go(operator.page.url.removeprefix(operator.address).removesuffix("/receipt"))
    operator.page.locator(".letter a[href*='/centre/cases/']").first.click()
    tour.look(operator, "centre-letter")
    operator.press("center.letter_over")
    tour.look(operator, "centre-letter-over")


def _appointments(tour: Tour, operator: Person) -> None:
    day = next_working_day(tour.installation).isoformat()
    tour.visit(operator, f"/centre/appointments?day={day}", "centre-appointments")
    operator.press("appointments.keep")
    tour.look(operator, "centre-appointments-errors")
    operator.fill({"name": "demo", "what": "demo"})
    operator.press("appointments.keep")
    tour.look(operator, "centre-appointment-kept")
    citizen = tour.person(tour.applicant)
    tour.visit(citizen, f"/centre/book?center=70&day={day}", "centre-book")
    citizen.press("appointments.keep")
    tour.look(citizen, "centre-book-errors")
    citizen.fill({"what": "demo"})
    citizen.press("appointments.keep")
    tour.look(citizen, "centre-booked")
