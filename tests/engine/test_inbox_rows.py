"""What a row of a list says besides its step: whose turn it is, in whose place, how its day was counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.errors import NotFound
from engine.queries import inbox, inbox_due
from engine.queries.inbox_views import InboxRow
from engine.tenancy import Actor
from tests.engine.bookkeeping import owner
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import Office
from tests.engine.services import REVIEW, flow, user_task

FIRST = "00000002002"
WITH_A_TERM = (
    user_task("review", due='=term("gac.defect.min")')
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "review")
    + flow("review", "done")
)
ACTS = """
insert into role_grants (person_id, municipality_id, role, unit_code, valid_from, valid_until, is_acting)
select p.id, m.id, %s, %s, '2026-08-01', '2026-12-31', true
from people p, municipalities m where p.personal_number = %s and m.code = 'keda'
"""
ALSO_WAITS = {
    "applicant": """
insert into tasks (id, case_id, municipality_id, applicant_id, token, element, form_id, person_id, state,
    opened_at, deadline_at)
select gen_random_uuid(), case_id, municipality_id, applicant_id, 'answer:1', element, form_id, applicant_id,
    0, opened_at, deadline_at from tasks where state = 0
""",
    "payment": """
insert into payments (id, municipality_id, case_id, number, amount_tetri, purpose, asked_at)
select gen_random_uuid(), municipality_id, id, 'demo', 100, '{}', filed_at from cases
""",
    "answer": """
insert into jobs (id, case_id, municipality_id, token, operation, inputs, state, created_at)
select gen_random_uuid(), id, municipality_id, 'ask:1', 'demo', '{}', 'queued', filed_at from cases
""",
}


def write(office: Office, statement: str, *params: Any) -> None:
    with owner(office) as connection:
        connection.execute(statement, params)


def row(office: Office, tab: str = "unit", *, by: Actor | None = None) -> InboxRow:
    with office.engine.read(by or office.staff("specialist")) as tx:
        (found,) = inbox.page(tx, tab).rows
    return found


def test_row__of_an_office__says_which(office: Office) -> None:
    office.file()

    assert (row(office).role, row(office).waits_for) == ("specialist", ())


@pytest.mark.parametrize("what", ALSO_WAITS)
def test_row__of_a_case_that_waits_for_something_else_too__says_so(office: Office, what: str) -> None:
    office.file()

    write(office, ALSO_WAITS[what])

    assert row(office).waits_for == (what,)


def test_row__free_for_whoever_acts_in_another_s_place__names_the_official(open_office: OpenOffice) -> None:
    with open_office(REVIEW.replace("specialist", "head_of_service")) as office:
        office.file()
        head = office.staff("head_of_service")
        write(office, ACTS, "head_of_service", None, FIRST)

        own, acting = row(office, by=head), row(office, by=office.person(FIRST))

    assert (own.is_acting, acting.is_acting, acting.may_claim) == (False, True, True)
    assert acting.official is not None and "Head" in acting.official["en"]


def test_row__of_an_office_that_several_hold__names_nobody_in_whose_place(open_office: OpenOffice) -> None:
    with open_office(REVIEW) as office:
        office.file()
        lawyer = office.staff("lawyer").person_id
        with office.engine.read(office.staff("lawyer")) as tx:
            number = tx.scalar("select personal_number from people where id = :id", id=lawyer)
        write(office, ACTS, "specialist", None, number)

        acting = row(office, by=office.person(number))

    assert (acting.is_acting, acting.official) == (True, None)


def test_row__of_whoever_holds_the_office_themselves_too__is_their_own(office: Office) -> None:
    office.file()
    write(office, ACTS, "specialist", "keda-unit-1", FIRST)

    assert not row(office, by=office.person(FIRST)).is_acting


def test_due__of_a_step_with_a_term__is_told_beside_the_term_of_the_case(open_office: OpenOffice) -> None:
    with open_office(WITH_A_TERM) as office:
        office.file()
        task_id = row(office).task_id
        with office.engine.read(office.staff("specialist")) as tx:
            counted = inbox_due.counted(tx, task_id)

    # Five calendar days from the 1st end on a Sunday.
    assert (counted.due_on, counted.own_on) == (date(2026, 9, 7), None)
    assert counted.own is not None and counted.own.due_on == counted.due_on
    assert counted.own.derivation[-1] == ("last_day", {"on": "2026-09-07"})
    assert counted.of_case is not None and counted.of_case.due_on == date(2026, 10, 1)


def test_due__of_a_step_of_another_municipality__is_not_found(office: Office) -> None:
    office.file()
    task_id = row(office).task_id

    with pytest.raises(NotFound), office.engine.read(office.staff("specialist", "telavi")) as tx:
        inbox_due.counted(tx, task_id)
