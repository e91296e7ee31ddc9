"""An office that draws programmes up and adopts them, by the services as they are shipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from engine.answers.context import form_context
from engine.catalogue.published import published
from engine.clock import ZONE, local_date
from engine.commands.applications import FileApplication, OpenProceeding
from engine.commands.cases import CompleteTask
from engine.commands.jobs import CompleteJob
from engine.commands.signing import OpenSigning
from engine.programmes.commands import RemoveSubProgramme, SetSubProgramme
from engine.programmes.queries import programmes as queries
from engine.programmes.queries.programmes import ProgrammeView, SubProgrammeView
from engine.queries import observations
from engine.scenarios.signers import Signers
from engine.scenarios.signing import sign
from engine.signatures.signers import SignatureDue
from engine.stores import cases
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office

SERVICE = "social.programme"
ANSWERS_FOR_IT = "00000002010"
REGISTERED = {"found": True, "is_citizen": True, "is_alive": True, "registered_municipality": "keda"}
CONTACT = {
    "papers": [],
    "bank_iban": "GE29NB0000000101904917",
    "actual_address": "დემო ქუჩა 1",
    "phone": "+995555000101",
    "notify_by": "portal",
    "notice_ack": True,
    "declaration": True,
}
SCHOOL: dict[str, Any] = {
    "names": {"ka": "სკოლის დაწყება", "en": "Starting school"},
    "summary": {"ka": "ვისაც ბავშვი სკოლაში შეჰყავს.", "en": "For whoever has a child that begins school."},
    "valid_from": None,
    "valid_until": None,
    "parts": ["need"],
    "route": "AUTO_ORDER",
    "pay_to": "applicant",
    "home_visit": False,
    "amount": {
        "rule": "fixed",
        "figures": {"amount": 12000},
        "percent": None,
        "cap_tetri": None,
        "score_at_most": None,
        "state_cover": None,
    },
    "conditions": {
        "registered_here": True,
        "score_at_most": None,
        "event_within_days": None,
        "status": None,
        "not_beside": [],
    },
    "limit": "year",
    "documents": [
        {"code": "certificate", "names": {"ka": "ცნობა სკოლიდან", "en": "Certificate of the school"}}
    ],
    "budget_line": "07 03",
    "planned_tetri": 1_200_000,
}
SCHOOL_CODE = "skolis_datsqeba"


@dataclass
class Programmes(Office):
    """Keda, where a case officer drafts and the council adopts."""

    signers: Signers

    def on(self, day: date) -> None:
        """It is ten o'clock on the day."""
        self.clock.set(datetime.combine(day, time(10), ZONE))

    def begin(self, year: int, kind: str = "year", source: str | None = "last") -> UUID:
        """Open the case that draws a programme or an amendment up."""
        answers = {"year": year, "kind": kind, "reason": "საჭიროებები შეიცვალა.", "files": []}
        asked = answers if kind != "year" else {**answers, "source": source}
        command = OpenProceeding(SERVICE, "keda", ANSWERS_FOR_IT, asked)
        case_id: UUID = self.engine.send(command, actor=self.staff("specialist")).case_id
        return case_id

    def act(self, case_id: UUID, element: str, role: str, **answers: Any) -> None:
        """Complete a step, with a card where it is signed; what a worker renders comes before."""
        self.run_jobs(case_id)
        task, doer = self.task(case_id, element), self.staff(role)
        try:
            self.engine.send(CompleteTask(task.id, answers), actor=doer)
        except SignatureDue:
            sign(self.engine, self.signers, OpenSigning(task.id, answers), doer=doer)

    def submit(self, case_id: UUID) -> None:
        self.act(case_id, "draft_programme", "specialist", next="submit")

    def decide(self, case_id: UUID, *, in_favour: int = 20) -> None:
        """Take a submitted draft through finance, mayor and council on one day."""
        held_on = local_date(self.clock.now()).isoformat()
        self.act(case_id, "finance_opinion", "finance", opinion="agree", opinion_text="თანახმაა")
        self.act(case_id, "mayor_review", "mayor", verdict="submit")
        self.act(case_id, "submit_question", "mayor", note="პროექტი")
        opinion = {"opinion": "for", "opinion_text": "დემო", "opinion_number": "9", "held_on": held_on}
        self.act(case_id, "council_commission", "sakrebulo", **opinion)
        agenda = {"verdict": "agenda", "members_total": 30, "meets_on": held_on, "item": "2"}
        self.act(case_id, "bureau", "sakrebulo", **agenda)
        votes = {"present": 22, "in_favour": in_favour, "against": 22 - in_favour, "abstained": 0}
        session = {"session": "voted", "held_on": held_on, "held_at": "11:00", "minutes_number": "15"}
        self.act(case_id, "council_session", "sakrebulo", **session, **votes, grounds="დემო")
        self.act(case_id, "sign_council_act", "sakrebulo_chair", agrees_with_minutes=True)

    def announce(self, case_id: UUID, number: str, valid_from: date) -> None:
        """The council's office enters the resolution of today, in force from a day on."""
        today = local_date(self.clock.now()).isoformat()
        of_it = {"act_number": number, "act_on": today, "valid_from": valid_from.isoformat()}
        self.act(case_id, "enter_publication", "sakrebulo", **of_it)

    def adopt(self, case_id: UUID, number: str, valid_from: date) -> None:
        self.submit(case_id)
        self.decide(case_id)
        self.announce(case_id, number, valid_from)

    def drawn_up(self, case_id: UUID) -> ProgrammeView:
        """Return what the case draws up, as its drafter sees it."""
        with self.engine.read(self.staff("specialist")) as tx:
            found = queries.of_case(tx, case_id)
            assert found is not None
            return queries.programme(tx, found.programme_id)

    def sub_programme(self, case_id: UUID, code: str) -> SubProgrammeView:
        programme_id = self.drawn_up(case_id).programme.programme_id
        with self.engine.read(self.staff("specialist")) as tx:
            return queries.sub_programme(tx, programme_id, code)

    def say(self, case_id: UUID, code: str | None, content: dict[str, Any], **more: Any) -> str:
        """Enter or change a sub-programme of the draft; return its code."""
        programme_id = self.drawn_up(case_id).programme.programme_id
        command = SetSubProgramme(programme_id, code, content, **more)
        return str(self.engine.send(command, actor=self.staff("specialist")).code)

    def take_out(self, case_id: UUID, code: str) -> None:
        programme_id = self.drawn_up(case_id).programme.programme_id
        self.engine.send(RemoveSubProgramme(programme_id, code), actor=self.staff("specialist"))

    def offered(self) -> set[str]:
        """Return the sub-programmes that people may choose today."""
        with self.engine.read(system(self.place())) as tx:
            aid = tx.scalar("select max(id) from service_versions where code = 'social.apply'")
            context = form_context(tx, published(tx, aid), self.place(), "en")
        return {programme["value"] for programme in context["options"]["programmes"]}

    def acts(self) -> dict[str, str]:
        """Return by which act each sub-programme is in force today, in Georgian."""
        with self.engine.read(self.staff("specialist")) as tx:
            (place,) = queries.places(tx)
        return {in_force.code: in_force.act["ka"] for in_force in place.in_force}

    def file(  # type: ignore[override]
        self, programme: str, *, by: str = CITIZEN, **answers: Any
    ) -> UUID:
        """Apply for a sub-programme, and let the registry answer."""
        command = FileApplication("social.apply", "keda", {"programme": programme, **answers, **CONTACT})
        filed = self.engine.send(command, actor=self.person(by))
        actor = system(self.place())
        with self.engine.read(actor) as tx:
            jobs = observations.queued_jobs(tx, filed.case_id)
        job = next(queued for queued in jobs if "registry" in queued.token)
        self.engine.send(CompleteJob(job.id, REGISTERED), actor=actor)
        return UUID(str(filed.case_id))

    def known(self, case_id: UUID) -> dict[str, Any]:
        """Return what the case knows."""
        with self.engine.read(system(self.place())) as tx:
            row = cases.load(tx, case_id)
            assert row is not None
            return dict(row.document)
