"""Proving moves open cases one step and leaves no trace; what can't be moved is a difference."""

from __future__ import annotations

import re

import psycopg
import pytest

from engine.backup.prove import prove
from engine.catalogue import published
from engine.catalogue.cache import Cache
from engine.reconcile import Checked
from tests.engine.kit import Office

TABLES = ("events", "tasks", "letters", "jobs", "procrastinate_jobs", "register_entries", "number_series")


def proved(office: Office) -> dict[str, Checked]:
    return {checked.name: checked for checked in prove(office.engine)}


def counted(run_on: Checked) -> list[int]:
    return [int(number) for number in re.findall("[0-9]+", run_on.counted)]


def inject(office: Office, *statements: str) -> None:
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        for statement in statements:
            connection.execute(statement)


def everything(office: Office) -> list[object]:
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        return [
            connection.execute(
                f"select coalesce(jsonb_agg(t order by t::text), '[]') from {table} t"
            ).fetchone()
            for table in TABLES
        ]


def test_prove__open_cases__moves_them_and_takes_every_step_back(office: Office) -> None:
    # Given one case decided, so that an answer to the step is known, and two that wait for it
    done = office.file()
    office.complete(done.case_id, good=False)
    office.run_jobs(done.case_id)
    for _ in range(2):
        office.file()
    before = everything(office)

    checks = proved(office)

    # Each waits for a task, a withdrawal and its clock; the step of a person is tried with known answers
    run_on = checks["open cases run on"]
    tried, moved = counted(run_on)
    assert tried == moved >= 6
    assert all(checked.is_good for checked in checks.values())
    assert everything(office) == before


def test_prove__answers_unknown__notes_what_was_not_moved(office: Office) -> None:
    office.file()

    run_on = proved(office)["open cases run on"]

    assert run_on.is_good
    tried, moved = counted(run_on)
    assert tried - 1 == moved >= 2
    assert run_on.notes == (
        "the task review would not go on with what was tried: run.condition_not_boolean (1 times)",
    )


@pytest.mark.parametrize(
    ("statement", "check", "told"),
    [
        ("update cases set state = substring(state for 9)", "open cases run on", "the step fails (run.state"),
        ("drop function record_step", "open cases run on", "record_step"),
        ("update cases set document = '\"lost\"'", "open cases run on", "the step fails"),
        (
            "update service_files set content = 'x' where path like '%.bpmn'",
            "published services",
            "diagram.xml_malformed",
        ),
        ("insert into alembic_version values ('9999')", "schema", "not this release's"),
    ],
)
def test_prove__something_is_broken__is_a_difference(
    office: Office, monkeypatch: pytest.MonkeyPatch, statement: str, check: str, told: str
) -> None:
    done = office.file()
    office.complete(done.case_id, good=False)
    office.file()
    inject(office, statement)
    monkeypatch.setattr(published, "_compiled", Cache(1))  # as in a process that has just begun

    found = proved(office)[check]

    assert any(told in difference for difference in found.differences), found
