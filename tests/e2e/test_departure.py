"""A refusal against the facts, in a real browser: reasoned in writing, and read by all who endorse it.

The draft comes back twice on the way, after a hearing and after a remark, and holds what was written.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from engine.commands.applications import FileApplication
from tests.e2e.desk import Desk
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.office_work import Waiting, actor
from tests.e2e.person import Person
from tests.e2e.test_remedies import APPLICANTS, COMPLAINED, FOUND, LAWYER, MAYOR
from tests.e2e.tour.visit import HEAD, engine_of

SERVICE = "general/complaint"
REASON = "დემო: მოწმის ახსნა-განმარტება დასკვნას ეწინააღმდეგება."
REMARK = "დემო: თარიღი დააზუსტეთ."
HEARING = {"manner": "written", "ground": "დემო: გვსურს მოგისმინოთ."}
HEARD = {"conclusion": "unchanged", "explanation": "დემო: ახალი გარემოება არ დასახელებულა."}
REFUSAL = {"outcome": "refuse", "facts": "დემო გარემოებები.", "reasoning": "დემო დასაბუთება."}
DEPARTURE = {"refusal_reason": "other", "departure_reason": REASON}


def complained(installation: Installation, applicant: str) -> Waiting:
    """Let somebody complain; return the case."""
    with engine_of(installation) as engine:
        command = FileApplication("general.complaint", "keda", COMPLAINED)
        filed = engine.send(command, actor=actor(engine, applicant))
        return Waiting(filed.case_id, filed.number)


def offered(lawyer: Person) -> set[str]:
    """Return the grounds that the form offers, from a list or from buttons, once the question is there."""
    lawyer.page.locator("main [name='refusal_reason']").first.wait_for()
    choices = lawyer.page.locator(
        "main select[name='refusal_reason'] option, main input[name='refusal_reason']"
    )
    return {value for value in choices.evaluate_all("found => found.map(choice => choice.value)") if value}


def refuse_against_the_facts(office: Desk, number: str) -> None:
    """Draft a refusal of a complaint that was found right: without a written reason it is not taken."""
    lawyer = office.person(LAWYER)
    lawyer.take(office.name_of("draft_act"), number)
    lawyer.fill(REFUSAL)
    assert offered(lawyer) == {"other"}
    lawyer.fill({"refusal_reason": "other"})
    lawyer.send("task.complete")
    lawyer.page.locator("main [name='departure_reason'][aria-invalid='true']").wait_for()
    office.look(lawyer, "a refusal against the facts")
    lawyer.fill({"departure_reason": REASON})
    lawyer.press("task.complete")
    lawyer.wait_until_done()


def answer_the_hearing(citizen: Person, case: Waiting) -> None:
    citizen.go(f"/cases/{case.case_id}")
    citizen.wait_for_one("main a[href^='/tasks/']")
    citizen.page.locator("main a[href^='/tasks/']").first.click()
    citizen.fill({"statement": "დემო მოსაზრება."})
    citizen.press("task.send_answer")


def send_as_it_came_back(office: Desk, number: str, *, shows: str = "") -> None:
    """Take the draft again: it holds every answer that was given; finish it as it is."""
    lawyer = office.person(LAWYER)
    lawyer.take(office.name_of("draft_act"), number)
    for key, value in {**REFUSAL, **DEPARTURE}.items():
        field = lawyer.page.locator(f"main [name='{key}']")
        kept = field.first.evaluate("field => field.type")
        chosen = lawyer.page.locator(f"main [name='{key}']:checked") if kept == "radio" else field
        assert chosen.input_value() == value, key
    assert shows in lawyer.words()
    office.look(lawyer, "a draft that came back")
    lawyer.press("task.complete")
    lawyer.wait_until_done()


def endorse(office: Desk, answers: dict[str, str], number: str) -> None:
    head = office.person(HEAD)
    head.take(office.name_of("head_visa"), number)
    assert REASON in head.words()
    head.fill(answers)
    head.press("task.complete")
    head.wait_until_done()


@pytest.mark.parametrize("language", ["ka", "en"])
def test_refusal__against_the_facts__is_reasoned_read_by_all_and_kept_when_it_comes_back(
    installation: Installation, browser: Browser, language: str
) -> None:
    case, inspector = complained(installation, APPLICANTS[language]), Inspector()
    office = Desk(browser, installation.address, SERVICE, language, inspector.look)
    citizen = Person(browser, installation.address, language=language)
    citizen.sign_in(APPLICANTS[language])
    office.do(LAWYER, "check", {"admissible": "yes"}, number=case.number)
    office.do(LAWYER, "study", FOUND, number=case.number)

    refuse_against_the_facts(office, case.number)
    office.do(LAWYER, "appoint_hearing", HEARING, number=case.number)
    answer_the_hearing(citizen, case)
    office.do(LAWYER, "consider_hearing", HEARD, number=case.number)
    send_as_it_came_back(office, case.number)
    endorse(office, {"visa": "remarks", "remarks": REMARK}, case.number)
    send_as_it_came_back(office, case.number, shows=REMARK)
    endorse(office, {"visa": "approve"}, case.number)
    mayor = office.do(MAYOR, "decide", {"verdict": "agree"}, number=case.number)

    mayor.go(f"/inbox/cases/{case.case_id}")
    assert REASON in mayor.words()
    citizen.go(f"/cases/{case.case_id}")
    citizen.wait_for_one(".tag.decided")
    assert inspector.problems == []
    assert citizen.complaints == office.complaints == []
