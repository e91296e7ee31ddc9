"""Timers fire once, in the order of the law, with the instant they were due at."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from engine.commands.cases import CompleteTask
from engine.commands.jobs import FireTimer, PostponeTimer
from engine.errors import Broken
from engine.jobs import timers
from engine.jobs.timers import poll
from engine.stores import work
from engine.tenancy import system
from tests.engine.bookkeeping import found
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import CITIZEN, Office
from tests.engine.meanwhile import MOVED, sent_meanwhile
from tests.engine.services import LAPSING
from tests.engine.wire import listening

ALL_TIMERS = "select * from timers order by due_at, token nulls first, share nulls last"


@pytest.fixture
def lapsing(open_office: OpenOffice) -> Any:
    """An office whose service lets a notice lapse, then a review, each after five days."""
    with open_office(LAPSING) as built:
        yield built


def kept_timers(office: Office) -> list[Any]:
    with office.engine.read(system(office.place())) as tx:
        return tx.all(ALL_TIMERS)


def events(office: Office, case_id: UUID, kind: str) -> list[Any]:
    return [event.body for event in office.observe(case_id).events if event.kind == kind]


def claims(office: Office) -> list[Any]:
    """Return what a poll would be given, and leave it claimed as if the poller had died."""
    with office.engine.read(system()) as tx:
        return work.claim_due(tx, until=tx.now + timers.CLAIMED_FOR, limit=timers.BATCH)


def test_timer__slept_past__begins_what_follows_at_the_instant_it_was_due(lapsing: Office) -> None:
    case_id = lapsing.file().case_id  # on the 1st; the notice lapses with the 7th (the 6th is a Sunday)
    lapsing.clock.advance(timedelta(days=9))  # the 10th

    assert poll(lapsing.engine) == 1

    assert events(lapsing, case_id, "timer.fired") == [{"due_at": "2026-09-07T19:59:59.999999+00:00"}]
    (later,) = [timer for timer in kept_timers(lapsing) if timer.token and timer.token.startswith("later")]
    # Five days from the 7th, a Saturday, so Monday the 14th: as if the server had never slept.
    assert (later.started_on, later.due_at) == (
        date(2026, 9, 7),
        datetime(2026, 9, 14, 19, 59, 59, 999_999, tzinfo=UTC),
    )
    task = lapsing.task(case_id)
    assert task.due_at == later.due_at
    assert task.opened_at == lapsing.clock.now()  # the real one


def test_timer__fired_by_another_poller_while_it_is_read__fires_once(office: Office) -> None:
    case_id = office.file().case_id
    reminder = next(timer for timer in kept_timers(office) if timer.share is not None)
    office.clock.set(reminder.due_at)
    told = sent_meanwhile(
        office,
        FireTimer(reminder.id),
        ("delete from timers where id = %s", [reminder.id]),
        (MOVED, [case_id]),
        actor=system(office.place()),
    )

    assert told is None
    assert events(office, case_id, "clock.reminded") == []


def test_timer__fired_while_its_failure_is_reported__leaves_no_incident(office: Office) -> None:
    case_id = office.file().case_id
    reminder = next(timer for timer in kept_timers(office) if timer.share is not None)
    office.clock.set(reminder.due_at)

    told = sent_meanwhile(
        office,
        PostponeTimer(reminder.id, "incident.unexpected"),
        ("delete from timers where id = %s", [reminder.id]),
        (MOVED, [case_id]),
        actor=system(office.place()),
    )

    assert told is None
    assert events(office, case_id, "incident.opened") == []


def test_timers__slept_past_all__fire_in_the_order_of_the_law(lapsing: Office) -> None:
    case_id = lapsing.file().case_id
    lapsing.clock.advance(timedelta(days=40))

    while poll(lapsing.engine):
        pass

    fired = [body["due_at"][:10] for body in events(lapsing, case_id, "timer.fired")]
    assert fired == ["2026-09-07", "2026-09-14"]
    seen = lapsing.observe(case_id)
    assert seen.outcome == "left_unconsidered"
    decided = [event.body for event in seen.events if event.kind == "case.decided.left_unconsidered"]
    assert decided is not None
    # The proceeding ended on the 14th of September, before the term of the decision ran out.
    assert [event.kind for event in seen.events if event.kind.startswith("clock.expired")] == []
    with lapsing.engine.read(system(lapsing.place())) as tx:
        assert tx.scalar("select decided_on from cases where id = :id", id=case_id) == date(2026, 9, 14)
    assert kept_timers(lapsing) == []


def test_expiry__slept_past__goes_before_a_timer_that_is_due_later(lapsing: Office) -> None:
    case_id = lapsing.file().case_id
    lapsing.clock.advance(timedelta(days=28))
    lapsing.engine.send(
        CompleteTask(lapsing.task(case_id, "answer").id, {"statement": "x"}), actor=lapsing.person(CITIZEN)
    )  # on 29 September: the review lapses with 5 October, the decision with 1 October
    lapsing.clock.advance(timedelta(days=40))

    while poll(lapsing.engine):
        pass

    kinds = [event.kind for event in lapsing.observe(case_id).events]
    assert kinds.index("clock.expired.refusal_by_silence") < kinds.index("timer.fired")


def test_timer__named_later_one__the_earlier_of_its_case_fires_first(lapsing: Office) -> None:
    case_id = lapsing.file().case_id
    lapsing.clock.advance(timedelta(days=40))
    (ends,) = [timer for timer in kept_timers(lapsing) if timer.clock and timer.share is None]
    (late,) = [timer for timer in kept_timers(lapsing) if timer.token]

    fired = lapsing.engine.send(FireTimer(ends.id), actor=system(lapsing.place()))

    assert fired.timer_id == late.id
    assert len(events(lapsing, case_id, "timer.fired")) == 1


def test_polls__two_at_once__fire_each_timer_once(lapsing: Office) -> None:
    cases = [lapsing.file().case_id for _ in range(12)]
    lapsing.clock.advance(timedelta(days=7))

    with ThreadPoolExecutor(2) as pool:
        fired = sum(pool.map(lambda _: poll(lapsing.engine), range(2)))

    assert fired == len(cases)
    assert [len(events(lapsing, case_id, "timer.fired")) for case_id in cases] == [1] * len(cases)


def test_claims__of_two_polls__are_different(lapsing: Office) -> None:
    for _ in range(3):
        lapsing.file()
    lapsing.clock.advance(timedelta(days=7))

    first, second = claims(lapsing), claims(lapsing)

    assert (len(first), second) == (3, [])


def test_claims__while_another_is_choosing__do_not_wait_for_it(lapsing: Office) -> None:
    for _ in range(2):
        lapsing.file()
    lapsing.clock.advance(timedelta(days=7))

    with psycopg.connect(lapsing.engine.settings.owner_url) as other:
        chosen = "select id from timers where token is not null order by id limit 1 for update"
        (held,) = other.execute(chosen).fetchone() or ()
        given = [timer_id for timer_id, _ in claims(lapsing)]

    assert len(given) == 1
    assert held not in given


def test_poll__killed_after_claiming__another_fires_a_minute_later(lapsing: Office) -> None:
    case_id = lapsing.file().case_id
    lapsing.clock.advance(timedelta(days=7))
    assert len(claims(lapsing)) == 1

    at_once = poll(lapsing.engine)
    lapsing.clock.advance(timedelta(minutes=1))
    later = poll(lapsing.engine)

    assert (at_once, later) == (0, 1)
    assert events(lapsing, case_id, "timer.fired") == [{"due_at": "2026-09-07T19:59:59.999999+00:00"}]


def test_timer__moved_after_it_was_claimed__does_not_fire(office: Office) -> None:
    office.file()
    office.clock.advance(timedelta(days=31))
    claimed = claims(office)
    with psycopg.connect(office.engine.settings.owner_url) as owner:
        owner.execute("update timers set due_at = due_at + interval '40 days'")

    fired = [office.engine.send(FireTimer(timer_id), actor=system(place)) for timer_id, place in claimed]

    assert fired == [None] * len(claimed)


def test_timer__that_fails__keeps_its_instant_and_holds_up_no_other(lapsing: Office) -> None:
    failing, well = lapsing.file().case_id, lapsing.file().case_id
    with psycopg.connect(lapsing.engine.settings.owner_url) as owner:
        owner.execute("update cases set state = '' where id = %s", [failing])
    due_at = kept_timers(lapsing)[0].due_at
    lapsing.clock.advance(timedelta(days=7))

    fired = poll(lapsing.engine)

    assert fired == 1
    assert len(events(lapsing, well, "timer.fired")) == 1
    (kept,) = [
        kept_timer
        for kept_timer in kept_timers(lapsing)
        if kept_timer.case_id == failing and kept_timer.token
    ]
    assert kept.due_at == due_at
    assert poll(lapsing.engine) == 0
    with pytest.raises(Broken):
        lapsing.clock.advance(timedelta(hours=2))
        lapsing.engine.send(FireTimer(kept.id), actor=system(lapsing.place()))


def test_poll__many_due__claims_a_thousand_by_one_statement_and_fires_each_by_one_transaction(
    lapsing: Office,
) -> None:
    cases = [lapsing.file().case_id for _ in range(6)]
    lapsing.clock.advance(timedelta(days=7))

    with listening(lapsing.engine) as wire:
        assert poll(lapsing.engine) == len(cases)

    # A batch: begin, claim, commit. A timer is one statement that reads and one that records.
    assert wire.executed == 3 + 2 * len(cases)


def test_finished_case__whatever_ended_it__has_no_timers_left(lapsing: Office) -> None:
    case_id = lapsing.file().case_id
    lapsing.engine.send(
        CompleteTask(lapsing.task(case_id, "answer").id, {"statement": "x"}), actor=lapsing.person(CITIZEN)
    )

    lapsing.complete(case_id, good=True)  # ends without a decision

    assert kept_timers(lapsing) == []
    assert {check.name: check.differences for check in found(lapsing) if not check.is_good} == {}
