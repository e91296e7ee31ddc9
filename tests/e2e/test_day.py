"""A day of an office: forty steps of several services by keyboard, with all that comes between."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from playwright.sync_api import Browser

from engine import canonical
from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.stores import reference
from engine.tenancy import system
from tests.e2e.at_desk import AtDesk
from tests.e2e.day import CLERK, FIRST, HEAD, LAWYER, MAYOR, SECOND, WORDS, Morning, prepare, relieve
from tests.e2e.installation import Installation
from tests.e2e.keyboard import type_answers
from tests.e2e.tour.visit import engine_of

QUESTION, COMPLAINT = "general.question", "general.complaint"
CLOSED = """
select p.personal_number, c.number, c.version_id, t.element from tasks t
join cases c on c.id = t.case_id join people p on p.id = t.closed_by
where t.case_id = any (:cases) and t.state = 1 and t.closed_at > :since
"""
COMPLETED = """
select p.personal_number, c.number, e.body from events e
join cases c on c.id = e.case_id join people p on p.id = e.actor_id
where e.case_id = any (:cases) and e.kind = 'task.completed' and e.at > :since
"""
HAD = """
select p.personal_number, c.number, e.kind from stream_events e
join cases c on e.stream = 'work/' || c.id join people p on p.id = e.actor_id
where c.id = any (:cases) and e.at > :since
"""
STEPS = 12 + 12 + 12 + 4 + 2
Facts = set[tuple[str, str, str]]


def test_day__forty_steps_by_keyboard__pages_rows_and_chains_tell_the_same(
    installation: Installation, browser: Browser
) -> None:
    morning = prepare(installation)
    began = _now(installation)
    people = {
        person: AtDesk(browser, installation, person)
        for person in (CLERK, FIRST, SECOND, HEAD, LAWYER, MAYOR)
    }
    people[MAYOR].make_card(MAYOR)
    for person in people.values():
        person.sign_in(person.number)

    try:
        direct(people[CLERK], morning)
        answer(people[FIRST], people[SECOND], people[LAWYER], morning)
        agree(people[LAWYER], people[HEAD], morning)
        decide(people[LAWYER], people[MAYOR], morning)
    finally:
        relieve(installation)

    finished: Facts = set().union(*(person.finished for person in people.values()))
    had: Facts = set().union(*(person.had for person in people.values()))
    assert len(finished) == STEPS
    assert [complaint for person in people.values() for complaint in person.complaints] == []
    with engine_of(installation) as engine, engine.read(system(_place(installation))) as tx:
        cases = list(morning.cases.values())
        assert _closed(tx, cases, began) == finished
        assert _completed(tx, cases, began) == finished
        assert {tuple(row) for row in tx.all(HAD, cases=cases, since=began)} == had


def direct(clerk: AtDesk, morning: Morning) -> None:
    """The chancellery takes all questions in one go and says who answers."""
    clerk.lists("unassigned", QUESTION)
    clerk.tick(morning.questions)
    clerk.take_ticked()
    for case in morning.questions:
        clerk.lists("mine", QUESTION)
        clerk.open(case)
        clerk.finish(case, {"answered_by": "specialist"})


def answer(first: AtDesk, second: AtDesk, deputy: AtDesk, morning: Morning) -> None:
    """Two specialists answer: they meet once over a claim and once over a step that was reassigned."""
    met, wrong, reassigned, *others = morning.questions
    for clerk in (first, second):
        clerk.lists("unassigned", QUESTION)
    assert first.claim(met)
    assert not second.claim(met)
    assert "Specialist 1" in second.words()
    first.finish(met, _answer())

    second.lists("unassigned", QUESTION)
    assert second.claim(wrong)
    second.release(wrong, "დემო მიზეზი")
    first.lists("unassigned", QUESTION)
    assert first.claim(wrong)
    first.finish(wrong, _answer())

    first.lists("unassigned", QUESTION)
    assert first.claim(reassigned)
    type_answers(first, _answer())
    deputy.lists("all", QUESTION)
    deputy.tick([reassigned])
    deputy.assign_ticked("Specialist 2", "დემო მიზეზი")
    first.send_step(reassigned)
    assert "Specialist 2" in first.words()
    second.lists("mine", QUESTION)
    second.open(reassigned)
    second.finish(reassigned, _answer())

    for n, case in enumerate(others):
        one = (first, second)[n % 2]
        one.lists("unassigned", QUESTION)
        assert one.claim(case)
        one.finish(case, _answer())


def agree(deputy: AtDesk, head: AtDesk, morning: Morning) -> None:
    """While the head is away the lawyer acts for them; the rest is theirs."""
    for n, case in enumerate(morning.questions):
        one = deputy if n < len(morning.questions) // 2 else head
        one.lists("unassigned", QUESTION)
        assert one.claim(case)
        one.finish(case, {"verdict": "agree"})


def decide(lawyer: AtDesk, mayor: AtDesk, morning: Morning) -> None:
    """Complaints are checked, and the mayor signs two orders."""
    for case in morning.complaints:
        lawyer.lists("unassigned", COMPLAINT)
        assert lawyer.claim(case)
        lawyer.finish(case, {"admissible": "yes"})
    for case in morning.orders:
        mayor.lists("unassigned", COMPLAINT)
        assert mayor.claim(case)
        mayor.finish(case, {"verdict": "agree"}, to_sign=True)


def _answer() -> dict[str, Any]:
    return {"next": "answer", "text": WORDS["answer"]}


def _closed(tx: Transaction, cases: list[Any], since: datetime) -> Facts:
    rows = tx.all(CLOSED, cases=cases, since=since)
    return {
        (row.personal_number, row.number, published(tx, row.version_id).names_of(row.element)["en"])
        for row in rows
    }


def _completed(tx: Transaction, cases: list[Any], since: datetime) -> Facts:
    rows = tx.all(COMPLETED, cases=cases, since=since)
    return {(row.personal_number, row.number, canonical.loads(bytes(row.body))["step"]["en"]) for row in rows}


def _now(installation: Installation) -> datetime:
    with engine_of(installation) as engine, engine.read(system()) as tx:
        return tx.now


def _place(installation: Installation) -> int:
    with engine_of(installation) as engine, engine.read(system()) as tx:
        return int(reference.municipality(tx, "keda").id)
