"""A day off that is decreed later moves the deadlines it concerns, each once, with a record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial

import psycopg
import pytest
import sqlalchemy as sa

from engine.commands.reference import DeclareDayOff
from engine.db.pool import Transaction
from engine.errors import Unavailable
from engine.jobs.app import recount
from engine.jobs.timers import poll
from engine.queries import cases, inbox
from engine.stores import cases as cases_store
from engine.tenancy import system
from tests.chaos.installation import until
from tests.engine.kit import CITIZEN, Office

NAMES = {"ka": "დასვენების დღე", "en": "Day off"}
LAST_DAY = date(2026, 10, 1)  # of a month that began on 1 September


def declare(office: Office, day: date, municipality: str | None = None) -> None:
    """Declare the day off and do what the worker does."""
    office.engine.send(DeclareDayOff(day, NAMES, municipality), actor=system())
    place = None if municipality is None else office.place(municipality)
    recount(office.engine, day, place)


def test_day_off__on_the_last_day__moves_the_decision_to_the_next_working_day(office: Office) -> None:
    case_id = office.file().case_id

    declare(office, LAST_DAY)

    seen = office.observe(case_id)
    assert seen.due_on == date(2026, 10, 2)
    moved = [event.body for event in seen.events if event.kind == "clock.moved"]
    assert moved == [{"day": "2026-10-01", "last_day": "2026-10-02"}]


def test_day_off__declared_twice__moves_nothing_more(office: Office) -> None:
    case_id = office.file().case_id
    declare(office, LAST_DAY)
    before = office.observe(case_id)

    declare(office, LAST_DAY)

    assert office.observe(case_id) == before


def test_day_off__in_the_middle_of_a_month__moves_nothing(office: Office) -> None:
    case_id = office.file().case_id

    declare(office, date(2026, 9, 15))

    seen = office.observe(case_id)
    assert seen.due_on == LAST_DAY
    assert "clock.moved" not in [event.kind for event in seen.events]


def test_day_off__of_one_municipality__leaves_the_others(office: Office) -> None:
    here, there = office.file().case_id, office.file(municipality="telavi").case_id

    declare(office, LAST_DAY, "telavi")

    assert office.observe(here).due_on == LAST_DAY
    assert office.observe(there, "telavi").due_on == date(2026, 10, 2)


def test_day_off__on_the_last_day_of_a_step__moves_it_in_the_inbox(office: Office) -> None:
    office.file()  # the review is due in five calendar days, a Sunday, so on Monday the 7th

    declare(office, date(2026, 9, 7))

    with office.engine.read(office.staff("specialist")) as tx:
        assert [row.due_on for row in inbox.page(tx, "unit").rows] == [date(2026, 9, 8)]


def test_day_off__on_the_last_day_of_a_notice__gives_the_applicant_one_day_more(waiting: Office) -> None:
    case_id = waiting.file().case_id

    declare(waiting, date(2026, 9, 7))

    waiting.clock.advance(timedelta(days=7))  # the 8th, the new last day
    assert poll(waiting.engine) == 0
    waiting.clock.advance(timedelta(days=1))
    assert poll(waiting.engine) == 1
    assert waiting.observe(case_id).outcome == "left_unconsidered"


def test_day_off__of_a_decided_case__changes_nothing(office: Office) -> None:
    case_id = office.file().case_id
    office.complete(case_id, good=True)
    before = office.observe(case_id)

    declare(office, LAST_DAY)

    assert office.observe(case_id) == before


def test_day_off__after_moving__is_in_the_derivation(office: Office) -> None:
    case_id = office.file().case_id

    declare(office, LAST_DAY)

    with office.engine.read(office.person(CITIZEN)) as tx:
        shown = _deadline(tx, case_id)
    assert ("day_off_decreed", {"on": "2026-10-01"}) in shown.derivation
    assert shown.due_on == date(2026, 10, 2)


def test_recount__one_case_that_can_not_move__holds_up_no_other(office: Office) -> None:
    filed = [office.file().case_id for _ in range(3)]
    office.engine.send(DeclareDayOff(LAST_DAY, NAMES), actor=system())
    owner = sa.create_engine(office.engine.settings.owner_url, poolclass=sa.NullPool)
    with owner.begin() as connection:  # a term that nobody can count
        spoilt = sa.text("update clocks set term = jsonb_set(term, '{unit}', '\"eras\"') where case_id = :id")
        connection.execute(spoilt, {"id": min(filed)})

    with pytest.raises(Unavailable):
        recount(office.engine, LAST_DAY, None)

    moved = [office.observe(case_id).due_on for case_id in sorted(filed)]
    assert moved == [LAST_DAY, date(2026, 10, 2), date(2026, 10, 2)]


def test_day_off__declared__queues_the_recount_in_the_same_commit(office: Office) -> None:
    office.engine.send(DeclareDayOff(LAST_DAY, NAMES), actor=system())

    with office.engine.read(system()) as tx:
        queued = tx.all("select args from procrastinate_jobs where task_name = 'recount_deadlines'")
    assert [row.args for row in queued] == [{"day": "2026-10-01", "municipality_id": None}]


def test_day_off__declared_between_the_counting_and_the_recording_of_a_filing__is_counted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, declared = cases_store.record, []

    def record_too_late(*arguments, **more):  # type: ignore[no-untyped-def]
        if not declared:
            declared.append(LAST_DAY)
            office.engine.send(DeclareDayOff(LAST_DAY, NAMES), actor=system())
        return record(*arguments, **more)

    monkeypatch.setattr(cases_store, "record", record_too_late)

    filed = office.file()

    assert declared
    assert filed.due_on == office.observe(filed.case_id).due_on == date(2026, 10, 2)
    with office.engine.read(system(office.place())) as tx:
        assert tx.scalar("select count(*) from cases") == 1


def test_day_off__declared_while_a_filing_is_recorded_and_not_committed__waits_and_moves_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, declaring = Transaction._commit, []

    def commit_late(self: Transaction) -> None:
        if not declaring and self.actor.person_id is not None:
            self.write_last()
            declare_it = partial(office.engine.send, DeclareDayOff(LAST_DAY, NAMES), actor=system())
            declaring.append(pool.submit(declare_it))
            assert until(lambda: _waits_for_a_lock(office), seconds=20)
            assert not declaring[0].done()
        commit(self)

    with ThreadPoolExecutor(1) as pool:
        monkeypatch.setattr(Transaction, "_commit", commit_late)
        filed = office.file()
        declaring[0].result()
    recount(office.engine, LAST_DAY, None)

    assert filed.due_on == LAST_DAY
    assert office.observe(filed.case_id).due_on == date(2026, 10, 2)


def _waits_for_a_lock(office: Office) -> bool:
    waiting = "select count(*) from pg_locks where not granted and locktype = 'advisory'"
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        row = connection.execute(waiting).fetchone()
        return bool(row and row[0])


def _deadline(tx: Transaction, case_id):  # type: ignore[no-untyped-def]
    found = cases.view(tx, case_id, "ka").deadline
    assert found is not None
    return found
