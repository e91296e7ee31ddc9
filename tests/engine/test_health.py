"""What the people who keep the servers alive are told: workers, queue, timers, backup."""

from __future__ import annotations

import dataclasses
import socket
from datetime import timedelta

import pytest

from engine.bootstrap import Engine, build
from engine.connectors.answers import AnswerLog
from engine.errors import Unavailable
from engine.installation import supervisor_state
from engine.installation.health import Part, health, overall
from engine.jobs import probes
from tests.connectors.awkward_server import answering, response
from tests.engine.bookkeeping import owner
from tests.engine.kit import Office


def bad(office: Office) -> list[str]:
    return [part.text for part in health(office.engine) if part.state != "up"]


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

    parts = list(health(engine))

    engine.close()
    assert parts[0] == Part("database", "the database does not answer", "down")
    assert overall(parts) == "down"
    assert not {"jobs", "workers"} & {part.name for part in parts}


def test_health__system_that_does_not_answer__is_away_since_then_and_last_answered_before(
    office: Office,
) -> None:
    settings = dataclasses.replace(office.engine.settings, civil_registry_url="http://127.0.0.1:9")
    engine, began = build(settings, clock=office.clock), office.clock.now()
    answers = engine.connections.answers
    assert answers is not None
    a_worker(office)
    answers.record("civil_registry")
    office.clock.advance(timedelta(minutes=1))
    answers.record("civil_registry", "registry.timeout")
    office.clock.advance(timedelta(minutes=1))

    (away,) = [part for part in health(engine) if part.state != "up"]

    assert (away.name, away.state) == ("civil_registry", "degraded")
    assert (away.since, away.last_success) == (began + timedelta(minutes=1), began)
    assert "(registry.timeout)" in away.text
    answers.record("civil_registry")
    assert overall(health(engine)) == "up"
    engine.close()


def test_health__question_to_a_system_that_is_away__is_seen_by_another_process(office: Office) -> None:
    settings = dataclasses.replace(office.engine.settings, civil_registry_url="http://127.0.0.1:9")
    asking, showing = (build(settings, clock=office.clock) for _ in range(2))
    a_worker(office)
    assert asking.connections.civil_registry is not None

    with pytest.raises(Unavailable):
        asking.connections.civil_registry.person(
            "00000000101", case_number="K-1", legal_ground="x", purpose="x"
        )
    away = [part.name for part in health(showing) if part.state != "up"]

    asking.close()
    showing.close()
    assert away == ["civil_registry"]


def test_health__database_elsewhere__is_not_red_for_a_backup_that_is_not_made_here(office: Office) -> None:
    a_worker(office)
    elsewhere = dataclasses.replace(office.engine.settings, mode="production", has_own_cluster=False)
    engine = build(elsewhere, clock=office.clock)

    state = overall(health(engine))

    engine.close()
    assert state == "up"


def test_health__program_that_is_away__is_said_with_why(office: Office) -> None:
    a_worker(office)
    home, at = office.engine.settings.home, office.clock.now()
    up = supervisor_state.ProgramState("web", "up", at, 0, None)
    away = supervisor_state.ProgramState("timers", "away", at, 3, None)
    supervisor_state.write(home, (up, away))

    (said,) = bad(office)

    assert said.startswith("timers is away since")


def test_answers__of_the_same_kind__are_kept_once_a_minute() -> None:
    kept: list[tuple[str, str | None]] = []
    now = [0.0]
    log = AnswerLog(lambda name, reason: kept.append((name, reason)), monotonic=lambda: now[0])

    for second in (0.0, 1.0, 59.0, 61.0):
        now[0] = second
        log.record("treasury")
    log.record("treasury", "registry.timeout")
    log.record("treasury", "registry.unreachable")

    assert kept == [("treasury", None), ("treasury", None), ("treasury", "registry.timeout")]


def test_health__system_that_was_never_asked_and_can_not_be_reached__is_degraded(office: Office) -> None:
    a_worker(office)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    engine = with_systems(office, civil_registry_url=address)

    assert probes.poll(engine) == 2  # it answers about parents too
    parts = {part.name: part for part in health(engine) if part.state != "up"}

    engine.close()
    assert list(parts) == ["civil_registry", "parents"]
    data = parts["civil_registry"].as_data()
    assert data["since"] == office.clock.now().isoformat()
    assert data["never_asked"] is True and "last_success" not in data
    assert data["text"].endswith("(unreachable); it was never asked")


def test_health__system_that_was_never_asked__is_said_with_what_a_probe_saw(office: Office) -> None:
    with answering(response("404 Not Found")) as address:
        engine = with_systems(office, treasury_url=address)
        (before,) = systems(engine)
        probes.poll(engine)
        (after,) = systems(engine)
    engine.close()

    assert (before.state, before.text) == ("up", "treasury was never asked; no probe was made yet")
    assert (after.state, after.last_success) == ("up", None)
    assert after.text.startswith("treasury was never asked; its server could be reached at")


def test_health__probe_that_reaches_a_server__does_not_end_what_a_question_saw(office: Office) -> None:
    with answering(response("404 Not Found")) as address:
        engine = with_systems(office, sms_url=address)
        assert engine.connections.answers is not None
        engine.connections.answers.record("sms", "registry.out_of_service")
        probes.poll(engine)
        (away,) = systems(engine)
    engine.close()

    assert (away.state, away.since) == ("degraded", office.clock.now())
    assert "its server could be reached at" in away.text


def test_probes__system_that_has_just_answered__is_left_alone_until_it_is_silent(office: Office) -> None:
    heard: list[bytes] = []
    with answering(response("503 Service Unavailable"), heard=heard) as address:
        engine = with_systems(office, sms_url=address)
        assert engine.connections.answers is not None
        engine.connections.answers.record("sms")
        answered_at = office.clock.now()
        probes.poll(engine)
        first, (answering_now,) = len(heard), systems(engine)
        office.clock.advance(timedelta(minutes=6))
        probes.poll(engine)
        (silent,) = systems(engine)
    engine.close()

    assert (first, len(heard)) == (0, 1)
    assert (answering_now.state, silent.state) == ("up", "degraded")
    assert (silent.since, silent.last_success) == (office.clock.now(), answered_at)


def test_probes__address_that_is_none__holds_up_no_other(office: Office) -> None:
    with answering(response("404 Not Found")) as address:
        engine = with_systems(office, sms_url="http://[", smtp_url="mail", treasury_url=address)

        assert probes.poll(engine) == 2
        states = {part.name: (part.state, "(address_malformed)" in part.text) for part in systems(engine)}
    engine.close()

    assert states == {"mail": ("degraded", True), "sms": ("degraded", True), "treasury": ("up", False)}


def with_systems(office: Office, **addresses: str) -> Engine:
    """Return an engine that knows these systems alone."""
    none = dict.fromkeys(("smtp_url", "civil_registry_url", "treasury_url", "sms_url"))
    settings = dataclasses.replace(office.engine.settings, **(none | {"systems": {}} | addresses))
    return build(settings, clock=office.clock)


def systems(engine: Engine) -> list[Part]:
    return [part for part in health(engine) if part.name in engine.connections.systems]
