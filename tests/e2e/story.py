"""The story of one application, from the citizen's first page to the decision in the register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser

from engine.installation.loading import BPMN
from tests.e2e.person import Person
from tests.e2e.present import TODAY
from tests.e2e.step_names import name_in

SERVICE = "/municipalities/keda/services/high_mountain.grant"
SIGNED = "decide"  # the step that ends with a signature
Look = Callable[[Person, str], None]

FORM = f"{SERVICE}/apply/application_"
# What is answered on each page of the form, in its order.
APPLICATION: dict[str, dict[str, Any]] = {
    "residence": {
        "settlement": "keda-demo-1",
        "actual_address": "დემო ქუჩა 1",
        "residence_from": "20.05.2009",
        "months_last_year": "11",
    },
    "absence": {},
    "household_group": {},
    "evidence": {"evidence_types": ["household_records"]},
    "contact": {"phone": "555 00 01 01", "notify_by": "portal"},
    "confirmations": {"notice_ack": "true", "declaration": "true"},
}


# The same as one set of answers, as the engine takes them.
PLAIN_ANSWERS: dict[str, Any] = {key: value for page in APPLICATION.values() for key, value in page.items()}

# Copies of letters go out only to whoever wants them; the address is asked for when that is answered.
BY_MAIL = {"phone": "555 00 01 01", "notify_by": "email", "email": "citizen1@demo.invalid"}


def steps() -> list[tuple[str, str, dict[str, Any]]]:
    """Return who does what after the application: personal number, element of the diagram, answers."""
    return [
        ("00000002002", "check_completeness", {"complete": "yes", "advice_kept": "yes"}),
        (
            "00000002005",
            "visit",
            {"visited_on": TODAY, "finding": "lives", "findings": "სახლი დასახლებულია."},
        ),
        (
            "00000002006",
            "commission_session",
            {
                "minutes_number": "12",
                "held_on": TODAY,
                "recommendation": "grant",
                "votes_for": "5",
                "votes_against": "0",
                "grounds": "მტკიცებულებები შეესაბამება.",
            },
        ),
        (
            "00000002002",
            "draft_act",
            {"outcome": "grant", "facts": "ფაქტები დადასტურდა.", "reasoning": "პირობები სრულდება."},
        ),
        ("00000002004", "legal_visa", {"visa": "approve"}),
        ("00000002003", "head_visa", {"visa": "approve"}),
        ("00000002007", "decide", {"verdict": "agree"}),
    ]


def step_name(language: str, element: str) -> str:
    """Return what a step is called, the service's own or one of the block that decides."""
    folders = BPMN / "shared" / "decision", BPMN / "high_mountain" / "grant"
    return next(name for folder in folders if (name := name_in(folder, element, language)))


def apply(citizen: Person, look: Look = lambda person, name: None, *, applicant: str) -> str:
    """Apply as a citizen; return the address of the case."""
    citizen.go("/")
    look(citizen, "home")
    citizen.go("/municipalities/keda")
    look(citizen, "services")
    citizen.go(SERVICE)
    look(citizen, "service")
    citizen.go("/sign-in")
    look(citizen, "sign-in")
    citizen.sign_in(applicant)
    citizen.go(f"{SERVICE}/apply")
    look(citizen, "application")
    citizen.page.locator("main .button").click()
    citizen.press("apply.continue")
    look(citizen, "application-errors")
    fill_in(citizen, look, contact=BY_MAIL)
    look(citizen, "check")
    citizen.press("check.file")
    citizen.page.wait_for_url("**/receipt")
    look(citizen, "receipt")
    return citizen.page.url.removeprefix(citizen.address).removesuffix("/receipt")


def begin_application(citizen: Person) -> None:
    """Fill in an application of somebody who is signed in, as far as the page where it is checked."""
    citizen.go(f"{SERVICE}/apply")
    citizen.page.locator("main .button").click()
    fill_in(citizen, contact=BY_MAIL)


def fill_in(citizen: Person, look: Look = lambda person, name: None, **changes: dict[str, Any]) -> None:
    """Fill in the application page by page, from its first page to the check; `changes` are other pages."""
    for name, answers in {**APPLICATION, **changes}.items():
        citizen.page.wait_for_url(f"**/apply/application_{name}*")  # of a page with errors, too
        citizen.fill(answers)
        look(citizen, f"application-{name}")
        citizen.press("apply.continue")
    citizen.page.wait_for_url("**/check")


def ask_for_missing(
    browser: Browser,
    address: str,
    look: Look = lambda person, name: None,
    *,
    language: str = "en",
    number: str = "",
) -> list[Person]:
    """Let the specialist find something missing and ask the applicant for it."""
    clerk = Person(browser, address, language=language)
    clerk.sign_in("00000002002")
    clerk.go("/inbox?tab=unassigned")
    step = step_name(language, "check_completeness")
    clerk.see(step, number)
    look(clerk, "inbox")
    clerk.take(step, number)
    clerk.fill({"complete": "no", "missing": ["photos"], "missing_text": "გთხოვთ, ატვირთოთ სახლის ფოტო."})
    look(clerk, "step-missing")
    clerk.press("task.complete")
    clerk.wait_until_done()
    return [clerk]


def decide(
    browser: Browser,
    address: str,
    look: Look = lambda person, name: None,
    *,
    language: str = "en",
    number: str = "",
) -> list[Person]:
    """Let the office work on the case of this number until the mayor has decided; return who worked."""
    workers = []
    for ordinal, (who, element, answers) in enumerate(steps(), start=1):
        clerk = Person(browser, address, language=language)
        if element == SIGNED:
            clerk.make_card(who)
        clerk.sign_in(who)
        clerk.take(step_name(language, element), number)
        look(clerk, f"step-{ordinal}-{element}")
        clerk.fill(answers)
        clerk.press("task.to_sign" if element == SIGNED else "task.complete")
        if element == SIGNED:
            clerk.page.wait_for_url("**/signings/*")
            look(clerk, f"signing-{element}")
            clerk.press("signing.button")
        clerk.wait_until_done()
        if ordinal == 1:
            look(clerk, "inbox-empty")
        workers.append(clerk)
    return workers
