"""Remedies in a real browser: complaints that are allowed, acts that are corrected, annulled, withdrawals."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from engine.commands.applications import FileApplication
from tests.documents.made_files import of_a_telephone
from tests.e2e.desk import Desk
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.office_work import Waiting, actor, waited, work
from tests.e2e.person import Person
from tests.e2e.present import TODAY
from tests.e2e.tour.visit import CHANCELLERY, HEAD, SPECIALIST, engine_of
from web.i18n import TEXTS

COMPLAINT = "/municipalities/keda/services/general.complaint"
LAWYER, MAYOR = "00000002004", "00000002007"
ANSWERED = (
    (CHANCELLERY, "direct", {"answered_by": "specialist"}),
    (SPECIALIST, "answer", {"next": "answer", "text": "დემო პასუხი."}),
    (HEAD, "agree", {"verdict": "agree"}),
)
DECIDED = "select decided_on from cases where id = :id and decided_on is not null"
ANEW = """
select c.number from case_links l join cases c on c.id = l.case_id
where l.about_id = :id and l.kind = 'anew'
"""
WITHDRAWN = {"ka": "თქვენი მოთხოვნა უკან გამოთხოვილია", "en": "Your request has been withdrawn"}
APPLICANTS = {"ka": "00000000105", "en": "00000000106"}
FOUND = {"next": "draft", "finding": "well_founded", "explanation": "დემო: პასუხი კითხვას არ ეხება."}
DRAFT = {
    "outcome": "grant",
    "facts": "დემო გარემოებები.",
    "reasoning": "დემო დასაბუთება.",
    "instruction": "სამსახურმა ხელახლა უპასუხოს.",
    "effect": "anew",
}


def answered(installation: Installation, applicant: str) -> Waiting:
    """Let somebody ask a question and the office answer it; return the case."""
    with engine_of(installation) as engine:
        asked = {"subject": "დემო", "question": "დემო კითხვა?", "notify_by": "portal"}
        filed = engine.send(
            FileApplication("general.question", "keda", asked), actor=actor(engine, applicant)
        )
    work(installation, filed.case_id, ANSWERED)
    waited(installation, DECIDED, id=filed.case_id)
    return Waiting(filed.case_id, filed.number)


def complain(citizen: Person, about: str) -> tuple[UUID, str]:
    """Complain about a case from its page; return the case of the complaint."""
    contested = {"contested": "act", "about": about, "official": "დემო", "act_date": TODAY, "known_on": TODAY}
    pages: dict[str, dict[str, Any]] = {
        "what": contested,
        "why": {"grounds": "დემო მიზეზი.", "demand": "annul", "demand_text": "გაუქმდეს."},
        "contact": {"phone": "555 00 01 01", "notify_by": "portal"},
        "confirmations": {"declaration": "true"},
    }
    citizen.page.locator(f"main a[href='{COMPLAINT}/apply']").click()
    citizen.page.locator("main .button").first.click()
    for name, answers in pages.items():
        citizen.page.wait_for_url(f"**/apply/application_{name}*")
        citizen.fill(answers)
        citizen.press("apply.continue")
    citizen.page.wait_for_url("**/check")
    citizen.press("check.file")
    citizen.page.wait_for_url("**/receipt")
    number = citizen.page.locator(".receipt-number").first.inner_text()
    return UUID(citizen.page.url.split("/")[-2]), number


@pytest.mark.parametrize("language", ["ka", "en"])
def test_complaint__allowed_about_an_answer__annuls_it_and_has_the_question_decided_anew(
    installation: Installation, browser: Browser, language: str
) -> None:
    question, inspector = answered(installation, APPLICANTS[language]), Inspector()
    citizen = Person(browser, installation.address, language=language)
    citizen.sign_in(APPLICANTS[language])
    citizen.go(f"/cases/{question.case_id}")
    assert TEXTS.get(language, "appeal.body.mayor") in citizen.words()
    _, number = complain(citizen, question.number)

    office = Desk(browser, installation.address, "general/complaint", language, inspector.look)
    office.do(LAWYER, "check", {"admissible": "yes"}, number=number)
    office.do(LAWYER, "study", FOUND, number=number)
    office.do(LAWYER, "draft_act", DRAFT, number=number)
    office.do(HEAD, "head_visa", {"visa": "approve"}, number=number)
    office.do(MAYOR, "decide", {"verdict": "agree"}, number=number)

    anew = waited(installation, ANEW, id=question.case_id).number
    citizen.go(f"/cases/{question.case_id}")
    inspector.look(citizen, "an annulled decision")
    for said in ("act_change.annulled", "appeal.kind.contested_by", "appeal.kind.taken_up_by"):
        assert TEXTS.get(language, said) in citizen.words()
    assert number in citizen.words() and anew in citizen.words()
    assert citizen.page.locator("#appeal").count() == 0
    Desk(browser, installation.address, "general/question", language).do(
        CHANCELLERY, "direct", {"answered_by": "specialist"}, number=anew
    )
    assert inspector.problems == []
    assert citizen.complaints == office.complaints == []


ORDERED = (
    (LAWYER, "check", {"admissible": "yes"}),
    (LAWYER, "study", FOUND),
    (LAWYER, "draft_act", {key: value for key, value in DRAFT.items() if key != "effect"}),
    (HEAD, "head_visa", {"visa": "approve"}),
)
REVIEWED = (
    (LAWYER, "study", {"finding": "confirmed", "explanation": "დემო: შედარებულია."}),
    (LAWYER, "draft_act", {"outcome": "grant", "facts": "დემო.", "reasoning": "დემო."}),
    (HEAD, "head_visa", {"visa": "approve"}),
)
CORRECTION = {
    "change": "corrected",
    "basis": "clerical_error",
    "finding": "დემო: თარიღი არასწორია.",
    "place": "1-ლი პუნქტი",
    "written": "2025 წლის",
    "reading": "2026 წლის",
    "source": "დემო",
    "known_on": TODAY,
}
JUDGMENT = {
    "change": "annulled",
    "basis": "court",
    "finding": "დემო: სასამართლომ აქტი ბათილად ცნო.",
    "court_name": "დემო სასამართლო",
    "court_number": "3-1-26",
    "court_date": TODAY,
    "court_final_on": TODAY,
    "anew": "no",
}
COMPLAINED = {
    "contested": "inaction",
    "official": "დემო",
    "known_on": "2026-11-03",
    "grounds": "დემო მიზეზი.",
    "demand": "act",
    "demand_text": "დემო.",
    "phone": "+995555000101",
    "notify_by": "portal",
    "declaration": True,
}


def ordered(installation: Installation, browser: Browser, applicant: str) -> Waiting:
    """Let somebody complain and the mayor decide by order; return the case."""
    with engine_of(installation) as engine:
        command = FileApplication("general.complaint", "keda", COMPLAINED)
        filed = engine.send(command, actor=actor(engine, applicant))
    work(installation, filed.case_id, ORDERED)
    office = Desk(browser, installation.address, "general/complaint")
    office.do(MAYOR, "decide", {"verdict": "agree"}, number=filed.number)
    return Waiting(filed.case_id, filed.number)


def review(
    installation: Installation,
    office: Desk,
    case: Waiting,
    answers: dict[str, Any],
    paper: Path | None = None,
) -> None:
    """Open a review of the act from the page of its case, and bring it to the mayor's order."""
    lawyer = office.person(LAWYER)
    lawyer.go(f"/inbox/cases/{case.case_id}")
    name = TEXTS.get(office.language, "opening.review")
    lawyer.page.get_by_role("link", name=name, exact=True).click()
    assert lawyer.page.locator("[name=about]").input_value() == case.number
    lawyer.fill(answers)
    if paper is not None:
        lawyer.page.locator("main input[type=file][name=court_paper]").set_input_files([paper])
    office.look(lawyer, f"a review: {answers['change']}")
    lawyer.press("opening.open")
    lawyer.page.wait_for_url("**/inbox/cases/*")
    number = lawyer.page.locator(".case-head p .figure").first.inner_text().strip()
    work(installation, UUID(lawyer.page.url.rpartition("/")[2]), REVIEWED)
    office.do(MAYOR, "decide", {"verdict": "agree"}, number=number)


@pytest.mark.parametrize("language", ["ka", "en"])
def test_order__with_a_clerical_error_and_then_a_judgment__is_corrected_and_annulled(
    installation: Installation, browser: Browser, tmp_path: Path, language: str
) -> None:
    inspector, case = Inspector(), ordered(installation, browser, APPLICANTS[language])
    judgment = tmp_path / "court.jpg"
    judgment.write_bytes(of_a_telephone())
    office = Desk(browser, installation.address, "general/review", language, inspector.look)

    review(installation, office, case, CORRECTION)
    review(installation, office, case, JUDGMENT, judgment)

    citizen = Person(browser, installation.address, language=language)
    citizen.sign_in(APPLICANTS[language])
    citizen.go(f"/cases/{case.case_id}")
    inspector.look(citizen, "an order that was corrected and annulled")
    for said in ("act_change.corrected", "act_change.annulled", "appeal.kind.reviewed_by"):
        assert TEXTS.get(language, said) in citizen.words()
    assert "2026 წლის" in citizen.words() and citizen.page.locator("#appeal").count() == 0
    assert inspector.problems == []
    assert citizen.complaints == office.complaints == []


@pytest.mark.parametrize("language", ["ka", "en"])
def test_application__withdrawn__is_confirmed_by_letter_and_not_contested(
    installation: Installation, browser: Browser, language: str
) -> None:
    with engine_of(installation) as engine:
        command = FileApplication("general.complaint", "keda", COMPLAINED)
        case = engine.send(command, actor=actor(engine, APPLICANTS[language])).case_id
    citizen = Person(browser, installation.address, language=language)
    citizen.sign_in(APPLICANTS[language])
    citizen.go(f"/cases/{case}/withdraw")
    citizen.send("withdraw.confirm")

    citizen.go(f"/cases/{case}")
    citizen.wait_for(WITHDRAWN[language])

    assert citizen.page.locator("#appeal").count() == 0
    assert citizen.complaints == []
