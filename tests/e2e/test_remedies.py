"""Remedies in a real browser: an allowed complaint annuls the contested decision and has it made anew."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from engine.commands.applications import FileApplication
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
