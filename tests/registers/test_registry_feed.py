"""What the civil registry tells: proceedings that follow, once, and cases that hear of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import psycopg
import pytest
from psycopg.rows import namedtuple_row

from engine.bootstrap import Engine
from engine.commands.switches import SetSwitch
from engine.connectors.registry_feed import RegistryFeed
from engine.queries.health import work_waiting
from engine.registers.jobs.registry_feed import follow, read
from engine.registers.store import registry_events
from engine.tenancy import Actor, system
from tests.engine.simulated import Simulated, simulated
from tests.registers.test_batches import holders
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk

HOLDER, SUSPENDED, STRANGER = CITIZEN, "00000000103", "00000000104"
QUEUED = """
select args->>'event_id' as event_id, (args->>'municipality_id')::int as place from procrastinate_jobs
where task_name = 'follow_event' and status = 'todo' order by id
"""
FOLLOWED = """
select e.kind, p.personal_number as person, f.told, f.hindrance, c.service_code, c.number, c.id as case_id,
       c.document->'application' as answers
from registry_events e join people p on p.id = e.person_id
join registry_events_followed f on f.event_id = e.id
left join cases c on c.id = f.opened order by e.number
"""
ELSEWHERE = {"settlement": "batumi-demo-1", "settlement_name": {"ka": "დემო უბანი"}}
SERODANI = {"settlement": "telavi-serodani", "settlement_name": {"ka": "სეროდანი"}}


@pytest.fixture
def simulator() -> Iterator[Simulated]:
    with simulated() as found:
        yield found


def reading(desk: Desk, simulator: Simulated) -> Engine:
    connections = replace(desk.engine.connections, registry_feed=RegistryFeed(simulator.address))
    return replace(desk.engine, connections=connections)


def rows(desk: Desk, statement: str) -> list[Any]:
    with psycopg.connect(desk.engine.settings.owner_url, row_factory=namedtuple_row) as connection:
        return connection.execute(statement).fetchall()


def read_and_follow(desk: Desk, engine: Engine) -> list[Any]:
    """Read the feed to its end and do what is queued, twice as a worker that died; return what followed."""
    while read(engine):
        pass
    for job in rows(desk, QUEUED) * 2:
        follow(engine, job.event_id, job.place)
    return rows(desk, FOLLOWED)


def happened(simulator: Simulated, *events: tuple[str, str, dict[str, Any]]) -> None:
    simulator.happen(
        *(
            {"kind": kind, "personal_number": person, "happened_on": "2026-08-20", **more}
            for kind, person, more in events
        )
    )


def test_feed__read_again__opens_what_follows_once_and_keeps_nothing_of_strangers(
    desk: Desk, simulator: Simulated
) -> None:
    holders(desk)
    happened(
        simulator,
        ("address", SUSPENDED, {"registered_address": ELSEWHERE}),
        ("death", STRANGER, {}),
        ("citizenship", HOLDER, {"citizenship": "TUR"}),
        ("citizenship", HOLDER, {"citizenship": "TUR"}),
    )

    moved, lost, again = read_and_follow(desk, reading(desk, simulator))

    assert (moved.service_code, moved.answers["ground_to_end"]) == ("high_mountain.own_motion", "moved")
    assert moved.answers["ground_date"] == "2026-08-20" and "დემო უბანი" in moved.answers["finding"]
    assert lost.answers["ground_to_end"] == "citizenship_lost"
    assert (again.case_id, again.hindrance) == (None, "under_way")
    page = desk.staff("specialist").get(f"/inbox/cases/{moved.case_id}")
    assert "The civil registry reported another registered address from 20.08.2026" in page.text


def test_feed__about_a_service_that_is_switched_off__opens_nothing(desk: Desk, simulator: Simulated) -> None:
    holders(desk)
    admin = next(person for person in desk.people().values() if person.personal_number == "00000002041")
    switch = SetSwitch(
        "keda", "high_mountain.own_motion", is_on=False, act="Order No. 7", valid_from=date(2026, 9, 1)
    )
    desk.engine.send(switch, actor=Actor(admin.person_id, roles=admin.roles))
    happened(simulator, ("citizenship", HOLDER, {"citizenship": "TUR"}))

    assert [event.case_id for event in read_and_follow(desk, reading(desk, simulator))] in ([], [None])


def test_feed__address_that_changes_nothing__opens_nothing(desk: Desk, simulator: Simulated) -> None:
    holders(desk)
    happened(simulator, ("address", HOLDER, {"registered_address": SERODANI}))

    (moved,) = read_and_follow(desk, reading(desk, simulator))

    assert (moved.hindrance, moved.case_id) == ("condition_not_met", None)


def test_feed__death__is_told_to_cases_that_wait_and_opens_the_termination(
    desk: Desk, simulator: Simulated
) -> None:
    holders(desk)
    engine = reading(desk, simulator)
    happened(simulator, ("address", HOLDER, {"registered_address": ELSEWHERE}))
    (moved,) = read_and_follow(desk, engine)
    happened(simulator, ("death", HOLDER, {}))

    _, died = read_and_follow(desk, engine)

    # The proceeding that the address opened, and the holder's own application.
    assert (died.told, died.answers["ground_to_end"]) == (2, "died")
    (ended,) = rows(desk, f"select reason from cases where id = '{moved.case_id}'")
    assert ended.reason == "ended_by_death"


def test_feed__that_is_down__goes_on_behind_what_was_read_and_monitoring_hears(
    desk: Desk, simulator: Simulated
) -> None:
    holders(desk)
    engine = reading(desk, simulator)
    happened(simulator, ("address", HOLDER, {"registered_address": ELSEWHERE}))
    read_and_follow(desk, engine)
    happened(simulator, ("citizenship", HOLDER, {"citizenship": "TUR"}))
    simulator.inject_faults(civil_registry={"mode": "wrong", "how": "schema", "times": 1})

    assert not read(engine)
    with engine.read(system()) as tx:
        assert (work_waiting(tx).feed_silent_since, registry_events.position(tx)) == (desk.clock.now(), 1)
    assert [event.kind for event in read_and_follow(desk, engine)] == ["address", "citizenship"]
    with engine.read(system()) as tx:
        assert work_waiting(tx).feed_silent_since is None


def test_feed__about_somebody_whose_application_is_open__opens_nothing(
    desk: Desk, simulator: Simulated
) -> None:
    desk.filed(ANOTHER_CITIZEN)
    happened(simulator, ("citizenship", ANOTHER_CITIZEN, {"citizenship": "TUR"}))

    (found,) = read_and_follow(desk, reading(desk, simulator))

    assert (found.hindrance, found.told) == ("no_entry", 0)
