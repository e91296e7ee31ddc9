"""What people do in these tests, in a few words: sign in, apply, work on a step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

import psycopg

from engine.bootstrap import Engine
from engine.clock import SettableClock, local_date
from engine.commands.jobs import FailJob
from engine.jobs.app import perform_job
from engine.queries.people import demo_people
from engine.queries.session_views import DemoPerson
from engine.tenancy import system
from tests.web.applications import Application, sign_in
from tests.web.browser import Browser, Page
from tests.web.steps import do_step

SERVICE = "/municipalities/keda/services/high_mountain.grant"
PAGES = tuple(
    f"{SERVICE}/apply/application_{name}"
    for name in ("residence", "absence", "household_group", "evidence", "contact", "confirmations")
)
RESIDENCE, ABSENCE, HOUSEHOLD, EVIDENCE, CONTACT, CONFIRMATIONS = PAGES
CONTINUE, SAVE, BACK = ("_do", "continue"), ("_do", "save"), ("_do", "back")
CITIZEN, ANOTHER_CITIZEN = "00000000101", "00000000105"
FIRST_WITH = """
select min(p.personal_number) from people p
join role_grants g on g.person_id = p.id left join municipalities m on m.id = g.municipality_id
where p.is_demo and g.role = :role and m.code is not distinct from :municipality
  and g.valid_from <= :on and (g.valid_until is null or g.valid_until > :on)
"""

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

INCOMPLETE = {"complete": "no", "missing": ["photos"], "missing_text": "გთხოვთ, ატვირთოთ სახლის ფოტო."}


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


def an_application(browser: Browser, **changes: Any) -> Application:
    """Return the grant's application with these answers, for whoever has signed in in the browser."""
    return Application(browser, "high_mountain.grant", "keda", {**ANSWERS, **changes})


@dataclass(frozen=True)
class Filed:
    """An application on its way, and the browser of its applicant."""

    browser: Browser
    case_id: UUID

    @cached_property
    def receipt(self) -> Page:
        """The receipt's page, read when a test first asks for it."""
        return self.browser.get(f"{self.address}/receipt")

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
            return {person.personal_number: person for person in demo_people(tx)}

    def stranger(self) -> Browser:
        """Return the browser of somebody who has not signed in."""
        return self._browser()

    def signed_in(self, personal_number: str = CITIZEN, *, language: str = "en") -> Browser:
        """Return the browser of somebody with a session, as signing in by the page opens it."""
        browser = self.stranger()
        sign_in(browser, personal_number, language=language)
        return browser

    def signed_in_by_page(self, personal_number: str = CITIZEN) -> Browser:
        """Return the browser of somebody who has chosen themselves on the page for signing in."""
        browser = self.stranger()
        browser.get("/?language=en")
        self.sign_in_by_page(browser, personal_number)
        return browser

    def sign_in_by_page(
        self, browser: Browser, personal_number: str = CITIZEN, *, path: str = "/sign-in"
    ) -> Page:
        """Let somebody choose themselves on the page to which a path leads who isn't signed in."""
        page = browser.get(path)
        person = str(self.people()[personal_number].person_id)
        form = page.form(f'name="person" value="{person}"')
        return browser.submit(page, form=form, button=("person", person))

    def staff(self, role: str, municipality: str | None = "keda") -> Browser:
        """Return the browser of somebody with a role, in a municipality or (None) in the country."""
        with self.engine.read(system()) as tx:
            number = tx.scalar(FIRST_WITH, role=role, municipality=municipality, on=local_date(tx.now))
        assert number is not None, f"nobody of {municipality} is {role}"
        return self.signed_in(number)

    def fill_in(self, browser: Browser, **changes: Any) -> Page:
        """Keep every page of the application as a draft by commands; return the page for checking."""
        an_application(browser, **changes).save()
        return browser.get(f"{SERVICE}/check")

    def fill_in_pages(self, browser: Browser, **changes: Any) -> Page:
        """Fill in the application page by page, which leads to the page for checking."""
        page = browser.get(f"{SERVICE}/apply")
        for address in PAGES:
            # Whoever presses Continue is led to the next page.
            shown = page if page.path == address else browser.get(address)
            page = browser.submit(shown, answers_on(address, **changes), button=CONTINUE)
        return page

    def filed(
        self,
        personal_number: str = CITIZEN,
        *,
        language: str = "en",
        runs_jobs: bool = True,
        **changes: Any,
    ) -> Filed:
        """Return an application that was filed by its command, its registry look-up done."""
        browser = self.signed_in(personal_number, language=language)
        filed = Filed(browser, an_application(browser, **changes).file())
        if runs_jobs:
            self.run_jobs()
        return filed

    def ask_for_missing(self, filed: Filed) -> None:
        """Let a specialist find the application incomplete and the notice go out."""
        do_step(self.staff("specialist"), filed.case_id, INCOMPLETE)
        self.run_jobs()

    def days_pass(self, number: int) -> None:
        """Move the clock; sessions end, so everybody signs in anew."""
        self.clock.advance(timedelta(days=number))

    def case_with_incident(self, personal_number: str = CITIZEN) -> str:
        """Return a case whose look-up has failed for good."""
        case_id = an_application(self.signed_in(personal_number)).file()
        job_id, municipality_id = self.queued_jobs()[0]
        failed = FailJob(job_id, "unavailable", "registry.request_refused")
        self.engine.send(failed, actor=system(municipality_id))
        return str(case_id)

    def queued_jobs(self) -> list[tuple[UUID, int]]:
        """Return the jobs that wait for a worker, with their municipalities."""
        # A job is seen by its municipality only; a test looks from outside, as the owner.
        with psycopg.connect(self.engine.settings.owner_url) as connection:
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
