"""Fixtures for the addresses of the table: one of each kind, of Keda, one applicant and one centre."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import psycopg

from engine.registers.commands.certificates import IssueCertificate
from tests.announcements.test_pages import announced
from tests.budgets.test_pages import LINE
from tests.centers.test_appointment_pages import book, enter_hours
from tests.centers.test_desk import OPERATOR, PICTURE, leave, look_up
from tests.property.test_asset_import import HEAD, OFFICE, sent, workbook
from tests.registers.test_batches import batch_of, planned
from tests.registers.test_subscriber_pages import a_change
from tests.studio.test_pages import FIRST, begun
from tests.web.access.stored_rows import STORED_ROWS
from tests.web.browser import Browser
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, RESIDENCE, Desk, go_on
from tests.web.programs import person
from tests.web.test_appeals import complain
from tests.web.test_signing import STEPS, take
from web.auth import COOKIE

AT_THE_DESK, UNDECIDED, WITH_INCIDENT, COMPLAINS = "00000000102", "00000000103", "00000000107", "00000000108"
# What is named by a code, a place or a word.
NAMES: dict[str, Any] = {
    "code": "keda",
    "municipality": "keda",
    "service": "high_mountain.grant",
    "programme": "fire",
    "register": "residents",
    "language": "ka",
    "no_reason": "",
    "name": "gac.decision",
    "unit": "keda-unit-1",
    "unit_code": "keda-unit-1",
    "center": 68,
    "page_id": "application_residence",
    "token": "x" * 43,
    "path": "process.bpmn",
    "number": 68,
    "filename": "icon.svg",
    "ex_officio": "high_mountain.monitoring",
    "guest_service": "general.complaint",
    "term": "2026-09-15",
    "person_number": CITIZEN,
    "settable": "commission.quorum",
    "outcome": "received",
    "role": "specialist",
    "form_name": "application",
    "kind_of_file": "form",
    "block_name": "decision",
    "component_name": "application_settlement",
    "letter_name": "granted",
    "part_name": "facts",
    "sandbox_name": "granted",
    "table_name": "eligibility",
    "sub_programme": "newborn",
}
# What Keda's own people are asked for, and where it lies in the database.
KEPT = {
    "version_id": "select version_id from cases where id = %(case_id)s",
    "digest": """insert into documents (id, digest, municipality_id, case_id, owner_id, kind, name, title,
                               type, size, added_at)
        select gen_random_uuid(), d.digest, c.municipality_id, c.id, c.applicant_id, d.kind, d.name, d.name,
               d.type, d.size, now() from documents d cross join cases c where c.id = %(case_id)s limit 1
        returning encode(digest, 'hex')""",
    "letter_id": "select id from letters where case_id = %(center_case_id)s limit 1",
    "contact_id": """insert into contacts (person_id, kind, address, ground, confirmed_by, confirmed_at)
        select applicant_id, 'email', 'citizen1@demo.invalid', 'card', applicant_id, now()
        from cases where id = %(case_id)s returning id""",
    "form_id": """insert into kept_forms (id, person_id, path, fields, kept_at)
        select gen_random_uuid(), applicant_id, '/my-data/correction', '[["text", "x"]]', %(now)s
        from cases where id = %(case_id)s returning id""",
    "task_id": "select id from tasks where case_id = %(office_case_id)s and closed_at is null",
    "answer_id": "select id from tasks where case_id = %(case_id)s and closed_at is null",
    "incident_id": "select id from incidents limit 1",
    "entry_id": "select id from register_entries limit 1",
    "asset_id": "select id from assets limit 1",
    "line_id": "select id from budget_lines limit 1",
    "appointment_id": "select id from appointments limit 1",
    "visit_id": "select id from visits limit 1",
    "office_id": "select id from role_grants where role = 'mayor_rep' limit 1",
    "analyst_id": "select id from role_grants where role = 'analyst' limit 1",
    "center_office_id": "select id from role_grants where center = 68 limit 1",
    "session_id": """select s.id from sessions s join cases c on c.applicant_id = s.person_id
        where c.id = %(case_id)s and s.ended_at is null limit 1""",
    "filter_id": """insert into saved_filters (id, owner_id, municipality_id, is_shared, name, list, saved_at)
        select gen_random_uuid(), p.id, m.id, true, 'Late ones', 'unit', %(now)s
        from people p, municipalities m where p.personal_number = '00000002002' and m.code = 'keda'
        returning id""",
    "ticket_id": "select id from queue_tickets limit 1",
    "service_id": "select id from partner_services limit 1",
    "plan_id": """insert into zone_plans (id, municipality_id, act, first_on, content, proposed_by,
            proposed_at)
        select gen_random_uuid(), m.id, 'Resolution No. 31', cast(%(now)s as date) + 1, '{}', p.id, %(now)s
        from people p, municipalities m where p.personal_number = '00000009001' and m.code = 'keda'
        returning id""",
    "list_id": """insert into settlement_lists (id, act, first_on, is_whole, cells, proposed_by, proposed_at)
        select gen_random_uuid(), 'Resolution No. 671', cast(%(now)s as date) + 1, false, '[["code"]]', id,
            %(now)s from people where personal_number = '00000009001' returning id""",
}


def prepare(desk: Desk) -> dict[str, Any]:
    """Return the things by the names that the table gives them."""
    things: dict[str, Any] = {"now": desk.clock.now(), "change_id": a_change(desk)[0], "picture": PICTURE}
    things["case_id"] = _only(desk, "select id from cases")
    _ask(desk)
    things["center_case_id"] = _at_the_desk(desk)
    _ask(desk)
    things["signing_id"] = _signing(desk)
    things["office_case_id"] = desk.filed(UNDECIDED).case_id
    things["incident_case_id"] = UUID(desk.case_with_incident(WITH_INCIDENT))
    finance, clerk, analyst = desk.staff("finance"), desk.staff("specialist"), desk.signed_in(FIRST)
    finance.submit(finance.get("/inbox/budget"), LINE)
    clerk.submit(sent(clerk, workbook(HEAD, OFFICE)), {"ground": "Order No. 3"})
    things["announcement_id"] = announced(desk).rpartition("/")[2]
    enter_hours(desk)
    book(desk.signed_in(CITIZEN))
    operator = desk.signed_in(OPERATOR)
    _visit(operator)
    queue = operator.get("/centre/queue")
    operator.submit(queue, form=queue.form('action="/centre/queue"'))
    things["desk_session"] = _somebody_stands_at_the_desk(desk)
    _begin_a_draft(desk)
    things["job_id"] = _waiting_job(desk)
    things["batch_id"] = batch_of(planned(desk, desk.staff("head_of_service")))
    draft = begun(analyst)
    things["draft_id"] = draft.rpartition("/")[2]
    settings = analyst.get(f"{draft}/names")
    analyst.submit(settings, {"names_en": "Another name"}, form=settings.form("names_en"))
    asked = analyst.submit(analyst.get(f"{draft}/publish"), {"municipality": "keda", "note": "a name"})
    assert "/publications/" in asked.path, asked.text[:2000]
    things["request_id"] = asked.path.rpartition("/")[2]
    _insert(desk, KEPT, things)
    desk.engine.send(IssueCertificate(things["entry_id"]), actor=person(desk.engine, CITIZEN))
    _insert(desk, STORED_ROWS, things)
    return NAMES | things


def _insert(desk: Desk, statements: Mapping[str, str], things: dict[str, Any]) -> None:
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        for name, statement in statements.items():
            row = connection.execute(statement.encode(), things).fetchone()
            assert row is not None, name
            things[name] = row[0]


def _only(desk: Desk, statement: str) -> Any:
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        (row,) = connection.execute(statement.encode()).fetchall()
        return row[0]


def _ask(desk: Desk) -> None:
    """Have the one application that waits for the office found incomplete: a letter, and a task to answer."""
    clerk = desk.staff("specialist")
    listed = clerk.get("/inbox?tab=unassigned")
    step = clerk.submit(listed, form=listed.form("/claim"))
    clerk.submit(step, {"complete": "no", "missing": ["photos"], "missing_text": "გთხოვთ, ატვირთოთ ფოტო."})
    desk.run_jobs()


def _signing(desk: Desk) -> str:
    """Return what the mayor has before them to sign: the decision on a complaint."""
    complain(desk, None, by=COMPLAINS)
    for role, answers in STEPS:
        take(desk, role, answers)
        desk.run_jobs()
    return take(desk, "mayor", {"verdict": "agree"})[1].path.partition("?")[0].rpartition("/")[2]


def _at_the_desk(desk: Desk) -> UUID:
    operator = desk.signed_in(OPERATOR)
    operator.submit(look_up(operator, AT_THE_DESK), {"compared": "yes"}, files={"scan": (PICTURE, "a.png")})
    receipt = operator.submit(desk.fill_in(operator))
    desk.run_jobs()
    leave(operator)
    found = re.search(r"/cases/([0-9a-f-]{36})/receipt", receipt.path)
    assert found is not None, receipt.text[:2000]
    return UUID(found[1])


def _somebody_stands_at_the_desk(desk: Desk) -> str:
    """Return the session of the operator at whose desk the applicant stands whose letter lies there."""
    operator = desk.signed_in(OPERATOR)
    operator.submit(look_up(operator, AT_THE_DESK), {"compared": "yes"}, files={"scan": (PICTURE, "a.png")})
    cookie = operator.client.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def _waiting_job(desk: Desk) -> UUID:
    """Return the look-up of a new application, which no worker has done."""
    applicant = desk.signed_in(ANOTHER_CITIZEN)
    applicant.submit(desk.fill_in(applicant))
    return desk.queued_jobs()[0][0]


def _begin_a_draft(desk: Desk) -> None:
    applicant = desk.signed_in(CITIZEN)
    go_on(applicant, RESIDENCE)


def _visit(operator: Browser) -> None:
    page = operator.get("/centre/visits")
    operator.submit(page, {"kind": "meeting_room", "people": "2"}, form=page.form('"/centre/visits"'))
