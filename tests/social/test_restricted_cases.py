"""Restricted cases: a named few of the office see them, and no table shows anybody else a row of theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from engine.absences.commands import EnterAbsence
from engine.adhoc.commands import AskColleague
from engine.adhoc.rules import MayNotSee
from engine.cases import sight
from engine.commands.applications import FileApplication
from engine.commands.assignment import ClaimTask
from engine.commands.cases import CompleteTask
from engine.commands.jobs import CompleteJob
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries import observations
from engine.roles import Right
from engine.stores import cases, links, registers
from engine.tenancy import Actor, system
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office

SERVICE = "social.apply"
CONTACT = {
    "papers": [],
    "bank_iban": "GE29NB0000000101904917",
    "actual_address": "დემო ქუჩა 1",
    "phone": "+995555000101",
    "notify_by": "portal",
    "notice_ack": True,
    "declaration": True,
}
NEED = "თავშესაფრიდან გამოვდივარ."
REGISTERED = {"found": True, "is_citizen": True, "is_alive": True, "registered_municipality": "keda"}
OF_CASES = """
select c.table_name as name from information_schema.columns c join information_schema.tables t
    using (table_schema, table_name)
where c.table_schema = 'public' and c.column_name = 'case_id' and t.table_type = 'BASE TABLE'
    and has_table_privilege(current_user, c.table_name::regclass, 'select')
order by 1
"""
# Tables whose rows of a case an office sees without asking for the case.
SHOWN_BY_PLACE = """
select p.tablename as name, bool_or(p.policyname = 'restricted' and p.permissive = 'RESTRICTIVE') as hides
from pg_policies p join information_schema.columns c
    on c.table_name = p.tablename and c.table_schema = p.schemaname
        and c.column_name in ('case_id', 'entry_id')
where p.schemaname = 'public' group by p.tablename
having bool_or(p.permissive = 'PERMISSIVE' and p.qual like '%my_municipalities()%')
"""
# No application of a person has rows there, or the system alone reads them.
OF_NO_APPLICANT = {
    *("asset_rights", "asset_states", "inventories", "inventory_items", "run_entries", "yearly_programmes"),
    "lots",
    *("messages", "signal_deliveries"),
}
ENTERED = """
insert into register_entries (id, register, municipality_id, is_single, key, person_id, fields,
    valid_from, case_id, recorded_at)
select gen_random_uuid(), 'aid', c.municipality_id, true, c.id || '/aid', c.applicant_id, '{}',
    '2026-08-01', c.id, c.filed_at
from cases c where c.id = :case_id
"""


def asked(office: Office, programme: str, by: str = CITIZEN) -> UUID:
    """Apply for the sub-programme, let the civil registry answer, and return the case."""
    command = FileApplication(SERVICE, "keda", {"programme": programme, "need": NEED, **CONTACT})
    filed = office.engine.send(command, actor=office.person(by))
    place = system(office.place())
    with office.engine.read(place) as tx:
        jobs = observations.queued_jobs(tx, filed.case_id)
    job = next(job for job in jobs if "registry" in job.token)
    office.engine.send(CompleteJob(job.id, REGISTERED), actor=place)
    case_id: UUID = filed.case_id
    return case_id


@pytest.fixture(scope="module")
def restricted(office: Office) -> UUID:
    return asked(office, "personal_support")


@pytest.fixture(scope="module")
def plain(office: Office) -> UUID:
    return asked(office, "hardship", OTHER_CITIZEN)


def without_access(office: Office, role: str) -> Actor:
    """Return somebody who holds the office and no access to restricted cases."""
    staff = office.staff(role)
    return replace(staff, roles=tuple(grant for grant in staff.roles if grant.role != "restricted_cases"))


def rows_of(tx: Transaction, case_id: UUID) -> dict[str, int]:
    """Return how many rows of the case each table shows, of those that show any."""
    found = {
        row.name: tx.scalar(f"select count(*) from {row.name} where case_id = :id", id=case_id)
        for row in tx.all(OF_CASES)
    }
    found["cases"] = tx.scalar("select count(*) from cases where id = :id", id=case_id)
    return {name: number for name, number in found.items() if number}


@pytest.mark.parametrize(
    "role", ["specialist", "chancellery", "head_of_service", "mayor", "lawyer", "finance"]
)
def test_restricted_case__for_an_office_without_access__is_in_no_table(
    office: Office, restricted: UUID, plain: UUID, role: str
) -> None:
    with office.engine.read(without_access(office, role)) as tx:
        hidden, shown = rows_of(tx, restricted), rows_of(tx, plain)

    assert hidden == {}
    assert {"cases", "tasks", "letters", "case_words", "register_answers"} <= shown.keys()


def test_restricted_case__for_whom_access_is_given__is_there_as_any_other(
    office: Office, restricted: UUID, plain: UUID
) -> None:
    specialist = office.staff("specialist")
    with office.engine.read(specialist) as tx:
        found, other = rows_of(tx, restricted), rows_of(tx, plain)
        assert sight.seen(tx, restricted).id == restricted

    assert specialist.may(Right.SEE_RESTRICTED, office.place())
    assert found.keys() - {"restricted_cases"} == other.keys()


def test_restricted_case__for_its_applicant__is_theirs(office: Office, restricted: UUID) -> None:
    with office.engine.read(office.person(CITIZEN)) as tx:
        assert sight.seen(tx, restricted).id == restricted
        assert rows_of(tx, restricted)["letters"] == 1


def test_case__about_a_restricted_one__is_restricted_too(office: Office, restricted: UUID) -> None:
    other = asked(office, "hardship", "00000000102")
    with office.engine.read(system(office.place())) as tx:
        row = sight.seen(tx, other)
        cases.restrict(tx, row, is_asked=False)
        before = rows_of(tx, other)

        links.link(tx, other, restricted, municipality_id=row.municipality_id)
        cases.restrict(tx, row, is_asked=False)

        assert "restricted_cases" not in before
        assert rows_of(tx, other)["restricted_cases"] == 1


def test_step__of_a_restricted_case__is_none_for_who_has_no_access(office: Office, restricted: UUID) -> None:
    task = office.task(restricted, "check")
    answers = {"verdict": "complete", "advice_kept": "yes"}

    with pytest.raises(NotFound):
        office.engine.send(CompleteTask(task.id, answers), actor=without_access(office, "specialist"))

    assert office.task(restricted, "check").id == task.id


def test_access__to_restricted_cases__shows_those_of_its_municipality_alone(
    office: Office, restricted: UUID
) -> None:
    elsewhere = office.staff("specialist", "telavi")
    given: Any = replace(elsewhere.roles[0], role="restricted_cases")

    with office.engine.read(replace(elsewhere, roles=(*elsewhere.roles, given))) as tx:
        assert rows_of(tx, restricted) == {}


def test_tables__that_a_policy_shows_by_the_municipality__hide_restricted_cases(office: Office) -> None:
    with office.engine.read(system()) as tx:
        tables = tx.all(SHOWN_BY_PLACE)

    assert {row.name for row in tables if not row.hides} - OF_NO_APPLICANT == set()
    assert len(tables) > 10


def test_earlier_aid__of_a_restricted_case__is_told_to_no_other_case(
    office: Office, restricted: UUID, plain: UUID
) -> None:
    with office.engine.read(system(office.place())) as tx:
        for case_id in (restricted, plain):
            tx.run(ENTERED, case_id=case_id)

        told = registers.of_people(
            tx, "aid", office.place(), people=[CITIZEN, OTHER_CITIZEN], since=date(2026, 1, 1)
        )

    assert [entry.case_id for entry in told] == [plain]


def test_question__about_a_restricted_case__is_asked_of_whoever_has_access_alone(
    office: Office, restricted: UUID
) -> None:
    specialist, due_on = office.staff("specialist"), date(2026, 9, 4)
    without = office.person("00000002008").person_id

    def ask(**whom: Any) -> None:
        office.engine.send(AskColleague(restricted, "Is she safe?", due_on, **whom), actor=specialist)

    for whom in ({"role": "lawyer"}, {"role": "mayor"}, {"person_id": without}):
        with pytest.raises(MayNotSee):
            ask(**whom)
    ask(person_id=office.staff("head_of_service").person_id)


def test_step__of_a_restricted_case__goes_to_no_substitute_without_access(
    office: Office, restricted: UUID, plain: UUID
) -> None:
    specialist, substitute = office.staff("specialist"), office.person("00000002008").person_id
    secret, other = office.task(restricted, "check"), office.task(plain, "check")
    for task in (secret, other):
        office.engine.send(ClaimTask(task.id), actor=specialist)
    days = date(2026, 9, 1), date(2026, 9, 4)

    away = EnterAbsence("keda", *days, substitute, specialist.person_id, act="Order No. 7")
    office.engine.send(away, actor=office.staff("head_of_service"))

    assert office.task(restricted, "check").claimed_by is None
    assert office.task(plain, "check").claimed_by == substitute
