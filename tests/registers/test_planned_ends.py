"""A person hears once, in time, that their suspension is planned to end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import psycopg

from engine.jobs.applicant_notices import notify_applicant
from engine.registers.jobs.planned_ends import remind
from tests.registers.test_batches import HOLDERS
from tests.web.desk import Desk
from tests.web.mail_server import MailServer

PLANNED = """
update register_entries set state = %s, fields = fields || jsonb_build_object('planned_to', %s::text)
where key = %s returning id
"""
QUEUED = """
update procrastinate_jobs set status = 'succeeded' where status = 'todo' and task_name = 'tell_applicant'
returning args
"""


def sql(desk: Desk, statement: str, *values: Any) -> list[Any]:
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        cursor = connection.execute(statement.encode(), values or None)
        return cursor.fetchall() if cursor.description else []


def planned(desk: Desk, key: str, day: str, *, state: str = "suspended") -> None:
    sql(desk, PLANNED, state, day, key)


def test_planned_end__that_comes_near__is_told_once(desk: Desk, mail_server: MailServer) -> None:
    desk.filed()
    sql(desk, HOLDERS)
    planned(desk, "00000000101", "2026-09-15")
    planned(desk, "00000000102", "2026-09-10", state="active")
    planned(desk, "00000000103", "2026-09-16")

    assert [remind(desk.engine), remind(desk.engine)] == [1, 0]

    ((args,),) = sql(desk, QUEUED)
    notify_applicant(mail_server.engine, UUID(args["notice_id"]), args["municipality_id"])
    rows = sql(desk, "select kind, last_day, told_by from applicant_notices")
    assert rows == [("planned_end", date(2026, 9, 15), "portal")]


def test_planned_end__of_a_state_that_is_over__is_told_to_nobody(desk: Desk, mail_server: MailServer) -> None:
    desk.filed()
    sql(desk, HOLDERS)
    planned(desk, "00000000101", "2026-09-15")
    remind(desk.engine)
    sql(desk, "update register_entries set valid_until = '2026-09-02'")

    ((args,),) = sql(desk, QUEUED)
    notify_applicant(mail_server.engine, UUID(args["notice_id"]), args["municipality_id"])

    assert sql(desk, "select told_by from applicant_notices") == [("seen",)]
