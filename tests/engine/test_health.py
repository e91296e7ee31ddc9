"""What the people who keep the servers alive are told: workers, queue, timers, backup."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from engine.backup.status import Line
from engine.bootstrap import build
from engine.installation.health import health
from tests.engine.bookkeeping import owner
from tests.engine.kit import Office


def bad(office: Office) -> list[str]:
    return [line.text for line in health(office.engine) if not line.is_good]


def a_worker(office: Office, *, silent_for: str = "0 s") -> None:
    with owner(office) as connection:
        connection.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - cast(%s as interval))",
            [silent_for],
        )


def test_health__with_a_worker_and_nothing_late__is_good(office: Office) -> None:
    a_worker(office)

    assert bad(office) == []


def test_health__worker_that_is_silent__is_not_counted(office: Office) -> None:
    a_worker(office, silent_for="50 s")

    assert bad(office) == ["0 workers are alive"]


def test_health__job_that_waits_for_long__is_said(asking: Office) -> None:
    a_worker(asking)
    asking.file()
    with owner(asking) as connection:
        connection.execute("update procrastinate_events set at = at - interval '3 hours'")

    (said,) = bad(asking)

    assert said.endswith("the oldest for 3 hours")


def test_health__timer_that_nobody_fires__is_said(office: Office) -> None:
    a_worker(office)
    office.file()
    with owner(office) as connection:
        connection.execute("delete from procrastinate_jobs where status = 'todo'")
    office.clock.advance(timedelta(days=60))

    (said,) = bad(office)

    assert said.startswith("2 timers are overdue")


def test_health__database_away__is_said_and_nothing_else_of_it(office: Office) -> None:
    away = dataclasses.replace(office.engine.settings, database_url="postgresql://127.0.0.1:1/none")
    engine = build(away)

    lines = list(health(engine))

    engine.close()
    assert lines[0] == Line("the database does not answer", is_good=False)
    assert not any("jobs" in line.text or "workers" in line.text for line in lines)
