"""Overdue cases, whatever they wait for, and whose steps the numbers of the board stand for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from engine.queries import board as boards
from engine.queries import inbox
from engine.queries.board import Board
from engine.queries.inbox_part import Part
from engine.queries.inbox_ranges import Holder
from engine.queries.inbox_views import Due
from engine.tenancy import Actor
from tests.engine.kit import Office

NO_STEP = "update tasks set state = 2, closed_at = now() where case_id = %(case)s"
# How a case comes to wait for each thing: what the office did before is of no matter here.
WAITS = {
    "nobody": (),
    "somebody": ("update tasks set claimed_by = %(official)s where case_id = %(case)s",),
    "applicant": ("update tasks set person_id = applicant_id, role = null where case_id = %(case)s",),
    "payment": (
        NO_STEP,
        "insert into payments (id, municipality_id, case_id, number, amount_tetri, purpose, asked_at)"
        " select gen_random_uuid(), municipality_id, id, number, 100, '{}', filed_at from cases"
        " where id = %(case)s",
    ),
    "answer": (
        NO_STEP,
        "insert into jobs (id, case_id, municipality_id, token, operation, inputs, state, created_at)"
        " select gen_random_uuid(), id, municipality_id, 'asked', 'test', '{}', 'queued', filed_at"
        " from cases where id = %(case)s",
    ),
    "timer": (
        NO_STEP,
        "insert into timers (id, case_id, municipality_id, token, due_at)"
        " select gen_random_uuid(), id, municipality_id, 'waits', filed_at + interval '1 year'"
        " from cases where id = %(case)s",
    ),
    "nothing": (NO_STEP,),
}


@contextmanager
def owner(office: Office) -> Iterator[Any]:
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        yield connection


def waiting(office: Office, official: Actor) -> dict[str, UUID]:
    """Return a case that waits for each thing, all of them past their day."""
    cases = {}
    for what, statements in WAITS.items():
        cases[what] = office.file().case_id
        with owner(office) as connection:
            for statement in statements:
                connection.execute(statement, {"case": cases[what], "official": official.person_id})
    office.clock.advance(timedelta(days=60))
    return cases


def board(office: Office, by: Actor | None = None) -> Board:
    with office.engine.read(by or office.staff("head_of_service")) as tx:
        return boards.board(tx)


def test_board__cases_past_their_day__tells_each_and_what_it_waits_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = waiting(office, office.staff("specialist"))

    found = board(office)
    monkeypatch.setattr(boards, "MOST", 3)
    cut = board(office)

    assert {overdue_case.cause: overdue_case.case_id for overdue_case in found.overdue_cases} == cases
    assert (found.overdue_total, found.is_cut) == (len(cases), False)
    assert {overdue_case.cause for overdue_case in found.overdue_cases if overdue_case.may_assign} == {
        "nobody",
        "somebody",
    }
    assert (cut.overdue_total, len(cut.overdue_cases), cut.is_cut) == (len(cases), 3, True)


def test_board__numbers__are_those_of_the_lists_that_they_open(office: Office) -> None:
    named, official = office.staff("inspector"), office.staff("specialist")
    cases = waiting(office, official)
    with owner(office) as connection:
        connection.execute(
            "update tasks set person_id = %s, role = null where case_id = %s",
            (named.person_id, cases["nothing"]),
        )
        connection.execute("update tasks set state = 0 where case_id = %s", (cases["nothing"],))

    found = board(office)
    with office.engine.read(office.staff("head_of_service")) as tx:
        listed = {
            holder: [row.case_id for row in inbox.page(tx, Part("all", Due.OVERDUE, holder=holder)).rows]
            for holder in (Holder(named.person_id), Holder(official.person_id), Holder(free="specialist"))
        }

    assert list(listed.values()) == [[cases["nothing"]], [cases["somebody"]], [cases["nobody"]]]
    overdue = {person.person_id: person.overdue for person in found.people}
    assert (overdue[named.person_id], overdue[official.person_id]) == (1, 1)
    assert [load.overdue for load in found.unclaimed] == [1]


def test_board__of_a_head_who_is_recused__does_not_tell_of_the_case(office: Office) -> None:
    head, case_id = office.staff("head_of_service"), office.file().case_id
    office.clock.advance(timedelta(days=60))
    with owner(office) as connection:
        connection.execute(
            "insert into stepped_aside (case_id, municipality_id, person_id, ground, reason, since)"
            " values (%s, %s, %s, 'declared', 'kin', now())",
            (case_id, office.place(), head.person_id),
        )

    seen = {role: board(office, office.staff(role)).overdue_total for role in ("head_of_service", "mayor")}

    assert seen == {"head_of_service": 0, "mayor": 1}
