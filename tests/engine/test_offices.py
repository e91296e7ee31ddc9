"""Offices of municipalities: given to a person by an act, ended by another, kept in the audit log."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from engine import canonical
from engine.bootstrap import build
from engine.commands.assignment import ClaimTask
from engine.commands.offices import EndOffice, GiveOffice, OfficeEnded, ReleaseClaims
from engine.errors import Rejected
from engine.jobs import app
from engine.queries import offices
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office

CLERK = "01001000001"
NAMES = {"given_name": {"ka": "დემო", "en": "Demo"}, "family_name": {"ka": "მოხელე", "en": "Clerk"}}
TODAY = date(2026, 9, 1)  # of the office's clock
ACT, DISMISSAL = "Order No. 5 of 31 August 2026", "Order No. 9"


@pytest.fixture
def production(office: Office) -> Iterator[Office]:
    """The office's database under an engine that is not a demonstration."""
    engine = build(dataclasses.replace(office.engine.settings, mode="production"), clock=office.clock)
    yield Office(engine, office.clock, office.service)
    engine.close()


def give(office: Office, number: str = CLERK, **more: Any) -> None:
    what = {"role": "specialist", "municipality": "keda", "act": ACT, "valid_from": TODAY, **NAMES}
    office.engine.send(GiveOffice(number, **{**what, **more}), actor=system())


def end(office: Office, number: str = CLERK, **more: Any) -> int:
    what = {"role": "specialist", "municipality": "keda", "act": DISMISSAL, "valid_until": TODAY}
    ended: OfficeEnded = office.engine.send(EndOffice(number, **{**what, **more}), actor=system())
    return ended.released


def roles(office: Office, number: str = CLERK) -> list[tuple[str, str | None, str | None]]:
    return [(grant.role, grant.municipality, grant.unit) for grant in office.person(number).roles]


def refused(attempt: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(Rejected) as caught:
        attempt(*given, **more)
    return caught.value.error_code


def chained(office: Office) -> list[tuple[str, dict[str, Any]]]:
    with office.engine.read(system()) as tx:
        found = tx.all(
            "select kind, body from stream_events where stream = 'configuration' and kind like 'office.%'"
            " order by seq"
        )
    return [(row.kind, canonical.loads(bytes(row.body))) for row in found]


def test_office__given__is_held_in_its_period_and_noted(production: Office) -> None:
    give(production, valid_from=TODAY + timedelta(1), valid_until=TODAY + timedelta(3), unit="keda-unit-1")

    before = roles(production)
    production.clock.advance(timedelta(days=1))
    during = roles(production)
    production.clock.advance(timedelta(days=2))

    assert (before, during, roles(production)) == ([], [("specialist", "keda", "keda-unit-1")], [])
    ((kind, body),) = chained(production)
    assert (kind, body["act"], body["valid_from"], body["valid_until"]) == (
        "office.given",
        ACT,
        "2026-09-02",
        "2026-09-04",
    )


def test_office__ended__is_not_held_from_that_day_and_may_be_given_again(production: Office) -> None:
    give(production, valid_from=TODAY - timedelta(30))
    assert roles(production) == [("specialist", "keda", None)]

    end(production)

    assert roles(production) == []
    assert chained(production)[-1][1]["act"] == DISMISSAL
    give(production)
    assert roles(production) == [("specialist", "keda", None)]


def test_office__that_has_not_begun__never_begins_when_it_is_ended(production: Office) -> None:
    give(production, valid_from=TODAY + timedelta(10))

    end(production)

    production.clock.advance(timedelta(days=20))
    assert roles(production) == []


def test_office__ended__opens_what_was_claimed_to_others(production: Office) -> None:
    give(production)
    task = production.task(production.file().case_id)
    production.engine.send(ClaimTask(task.id), actor=production.person(CLERK))

    assert end(production) == 1

    assert production.task(task.case_id).claimed_by is None


def test_claims__of_an_office_that_ran_out__are_released_by_the_poller(production: Office) -> None:
    give(production, valid_until=TODAY + timedelta(1))
    tasks = [production.task(production.file().case_id) for _ in range(2)]
    colleague = production.staff("specialist")
    production.engine.send(ClaimTask(tasks[0].id), actor=production.person(CLERK))
    production.engine.send(ClaimTask(tasks[1].id), actor=colleague)
    assert production.engine.send(ReleaseClaims(), actor=system()) == 0

    production.clock.advance(timedelta(days=1))

    assert production.engine.send(ReleaseClaims(), actor=system()) == 1
    assert production.task(tasks[1].case_id).claimed_by == colleague.person_id


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"role": "publisher"}, "office.unknown_role"),
        ({"municipality": "atlantis"}, "person.unknown_municipality"),
        ({"unit": "telavi-unit-1"}, "office.unknown_unit"),
        ({"act": "  "}, "office.act_needed"),
        ({"valid_until": TODAY}, "office.period_empty"),
        ({"given_name": None}, "person.names_needed"),
        ({"number": "123"}, "contact.number_malformed"),
        ({"number": CITIZEN}, "office.invented_person"),
    ],
)
def test_giving__what_cannot_be__is_refused(production: Office, more: dict[str, Any], code: str) -> None:
    assert refused(give, production, **more) == code
    assert chained(production) == []


def test_giving__what_is_held_on_one_of_the_days__is_refused(production: Office) -> None:
    give(production, valid_until=TODAY + timedelta(5))

    assert refused(give, production, valid_from=TODAY + timedelta(4)) == "office.held_already"

    give(production, valid_from=TODAY + timedelta(5))
    give(production, role="lawyer")
    give(production, unit="keda-unit-1")
    assert len(roles(production)) == 3


def test_ending__what_is_not_held_or_past__is_refused(production: Office) -> None:
    give(production, valid_until=TODAY + timedelta(5))

    assert refused(end, production, role="lawyer") == "office.not_held"
    assert refused(end, production, unit="keda-unit-1") == "office.not_held"
    assert refused(end, production, valid_until=TODAY + timedelta(5)) == "office.not_held"
    assert refused(end, production, "01001000009") == "office.not_held"
    assert refused(end, production, valid_until=TODAY - timedelta(1)) == "office.day_is_past"
    assert refused(end, production, act="") == "office.act_needed"


def test_list__of_a_municipality__says_who_holds_what_by_which_act(production: Office) -> None:
    give(production)
    give(production, role="lawyer", municipality="telavi")
    end(production)

    with production.engine.read(system()) as tx:
        held = [office for office in offices.listed(tx, since=TODAY) if office.personal_number == CLERK]
        past = [office for office in offices.listed(tx, "keda") if office.personal_number == CLERK]

    assert [(office.municipality, office.role, office.name["en"]) for office in held] == [
        ("telavi", "lawyer", "Demo Clerk")
    ]
    assert [(office.role, office.appointed_by, office.ended_by) for office in past] == [
        ("specialist", ACT, DISMISSAL)
    ]


def test_workers__release_claims__by_the_hour(production: Office) -> None:
    tasks = app.build(production.engine).periodic_registry.periodic_tasks

    assert ("release_claims", "2 * * * *") in {(task.task.name, task.cron) for task in tasks.values()}
