"""What people do in these tests, in a few words: sign in, apply, work on a step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg

from engine.bootstrap import Engine
from engine.clock import SettableClock
from engine.commands import FailJob
from engine.jobs.app import perform_job
from engine.queries.people import demo_people
from engine.queries.session_views import DemoPerson
from engine.stores import people
from engine.tenancy import system
from tests.web.browser import Browser, Page

SERVICE = "/municipalities/keda/services/high_mountain.grant"
PAGES = tuple(
    f"{SERVICE}/apply/application_{name}"
    for name in ("residence", "absence", "household_group", "evidence", "contact", "confirmations")
)
RESIDENCE, ABSENCE, HOUSEHOLD, EVIDENCE, CONTACT, CONFIRMATIONS = PAGES
CONTINUE, SAVE, BACK = ("_do", "continue"), ("_do", "save"), ("_do", "back")
CITIZEN, ANOTHER_CITIZEN = "00000000101", "00000000105"

ANSWERS: dict[str, Any] = {
    "settlement": "keda-demo-1",
    "actual_address": "დემო ქუჩა 1",
    "residence_from": "20.05.2009",
    "months_last_year": "11",
    "evidence_types": ["household_records"],
    "phone": "555 00 01 01",
    "notify_by": "portal",
    "email": "citizen1@demo.invalid",
    "notice_ack": "true",
    "declaration": "true",
}


def answers_on(address: str, **changes: Any) -> dict[str, Any]:
    """Return what people answer on a page; a real browser sends no field that the page has not."""
    questions: dict[str, tuple[str, ...]] = {
        RESIDENCE: ("settlement", "actual_address", "residence_from", "months_last_year"),
        EVIDENCE: ("evidence_types", "evidence_other", "files"),
        CONTACT: ("phone", "notify_by", "email"),
        CONFIRMATIONS: ("notice_ack", "declaration"),
    }
    answers = {**ANSWERS, **changes}
    return {key: answers[key] for key in questions.get(address, ()) if key in answers}


def go_on(browser: Browser, address: str, **changes: str) -> Page:
    """Fill in a page and press Continue."""
    return browser.submit(browser.get(address), answers_on(address, **changes), button=CONTINUE)


def states(browser: Browser) -> list[str]:
    """Return what the list says of each page, and of the check at the end."""
    shown = browser.get(f"{SERVICE}/apply").html.select(".stages .tag")
    return [tag.get_text() for tag in shown]


@dataclass(frozen=True)
class Filed:
    """An application on its way, and the browser of its applicant."""

    browser: Browser
    receipt: Page

    @property
    def case_id(self) -> UUID:
        return UUID(self.receipt.path.split("/")[2])

    @property
    def address(self) -> str:
        return f"/cases/{self.case_id}"


class Desk:
    """People of the demo data, by personal number."""

    COMPLETE = {"complete": "yes", "advice_kept": "yes"}

    def __init__(self, engine: Engine, clock: SettableClock, *, browser: Callable[[], Browser]) -> None:
        self.engine = engine
        self.clock = clock
        self._browser = browser

    def people(self) -> dict[str, DemoPerson]:
        with self.engine.read(system()) as tx:
            return {one.personal_number: one for one in demo_people(tx)}

    def signed_in(self, personal_number: str = CITIZEN, *, language: str = "en") -> Browser:
        """Return the browser of somebody who has signed in by the page."""
        browser = self._browser()
        browser.get(f"/?language={language}")
        page = browser.get("/sign-in")
        with self.engine.read(system()) as tx:
            person = str(people.id_of(tx, personal_number))
        form = page.form(f'name="person" value="{person}"')
        browser.submit(page, form=form, button=("person", person))
        return browser

    def staff(self, role: str, municipality: str = "keda") -> Browser:
        """Return the browser of somebody with a role."""
        return self.signed_in(
            next(
                number
                for number, person in sorted(self.people().items())
                if any(grant.role == role and grant.municipality == municipality for grant in person.roles)
            )
        )

    def fill_in(self, browser: Browser, **changes: Any) -> Page:
        """Fill in the application page by page, which leads to the page for checking."""
        page = browser.get(f"{SERVICE}/apply")
        for address in PAGES:
            # Whoever presses Continue is led to the next page.
            shown = page if page.path == address else browser.get(address)
            page = browser.submit(shown, answers_on(address, **changes), button=CONTINUE)
        return page

    def filed(self, personal_number: str = CITIZEN) -> Filed:
        """Return an application that was filed through the pages, its registry look-up done."""
        browser = self.signed_in(personal_number)
        receipt = browser.submit(self.fill_in(browser))
        assert receipt.path.endswith("/receipt"), receipt.text[:2000]
        self.run_jobs()
        return Filed(browser, receipt)

    def ask_for_missing(self, filed: Filed) -> None:
        """Let a specialist find the application incomplete and the notice go out."""
        browser = self.staff("specialist")
        listed = browser.get("/inbox?tab=unassigned")
        step = browser.submit(listed, form=listed.form("/claim"))
        missing = {"complete": "no", "missing": ["photos"], "missing_text": "გთხოვთ, ატვირთოთ სახლის ფოტო."}
        done = browser.submit(step, missing)
        assert done.path == "/inbox", done.text[:2000]
        self.run_jobs()

    def days_pass(self, number: int) -> None:
        """Move the clock; sessions end, so everybody signs in anew."""
        self.clock.advance(timedelta(days=number))

    def stopped_case(self, personal_number: str = CITIZEN) -> str:
        """Return a case whose look-up has failed for good."""
        browser = self.signed_in(personal_number)
        receipt = browser.submit(self.fill_in(browser))
        job_id, municipality_id = self.queued_jobs()[0]
        failed = FailJob(job_id, "unavailable", "registry.request_refused")
        self.engine.send(failed, actor=system(municipality_id))
        return receipt.path.split("/")[2]

    def queued_jobs(self) -> list[tuple[UUID, int]]:
        """Return the jobs that wait for a worker, with their municipalities."""
        # A job is seen by its municipality only; a test looks from outside, as the owner.
        with psycopg.connect(self.engine.settings.database_url) as connection:
            return connection.execute(
                "select id, municipality_id from jobs where state = 'queued' order by created_at"
            ).fetchall()

    def run_jobs(self) -> None:
        """Do what a worker would, until nothing is queued."""
        for _ in range(20):
            if not (waiting := self.queued_jobs()):
                return
            for job_id, municipality_id in waiting:
                perform_job(self.engine, job_id, municipality_id)
        raise AssertionError("jobs do not come to an end")
