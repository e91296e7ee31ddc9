"""Two directors of one company, who file together: what the first does until the second is asked."""

from __future__ import annotations

from tests.e2e.person import Person
from tests.e2e.present import TODAY
from tests.e2e.story import Look

DIRECTOR, SECOND_DIRECTOR, COMPANY = "00000000129", "00000000130", "000000002"
COMPLAINT = "/municipalities/keda/services/general.complaint"
COMPLAINED = {
    "contested": "inaction",
    "official": "დემო სამსახური",
    "known_on": "",
    "grounds": "პასუხი არ მოვიდა.",
    "demand": "act",
    "demand_text": "პასუხი მომცენ.",
    "phone": "555 00 01 29",
    "notify_by": "portal",
    "declaration": "true",
}


def act_for(person: Person, number: str) -> None:
    """Choose on the page for whom to act."""
    person.go("/acting")
    person.page.locator("main li", has_text=number).get_by_role("button").click()
    person.page.wait_for_url("**/cases")
    assert number in person.page.locator(".acts-for").inner_text()


def prepare(first: Person, look: Look) -> None:
    """Let one director write the complaint and prepare it for the other."""
    act_for(first, COMPANY)
    first.go(f"{COMPLAINT}/apply")
    while not first.page.url.endswith("/check"):
        before = first.page.url
        answers = {**COMPLAINED, "known_on": TODAY}
        shown = {
            key: value for key, value in answers.items() if first.page.locator(f"[name='{key}']").count()
        }
        if shown:
            first.fill(shown)
            first.press("apply.continue")
        else:
            first.page.locator("main .button").first.click()
        first.page.wait_for_url(lambda url, before=before: url != before)  # type: ignore[misc]
    look(first, "check-of-two")
    first.press("joint.prepare")
    first.page.wait_for_url("**/joint/*")
    look(first, "joint-prepared")
