"""Outside demo mode two people who are known and hold the right publish a service."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bootstrap import build
from engine.errors import Rejected
from engine.studio.commands.publishing import (
    NamePublisher,
    PublishService,
    RollBackService,
    WithdrawPublisher,
)
from engine.studio.queries import versions as query
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office
from tests.engine.services import WAITING, write_service

FIRST, SECOND, THIRD = "01001000001", "01001000002", "01001000003"


@pytest.fixture
def production(office: Office) -> Iterator[Office]:
    """The office's database under an engine that is not a demonstration."""
    engine = build(dataclasses.replace(office.engine.settings, mode="production"), clock=office.clock)
    yield Office(engine, office.clock, office.service)
    engine.close()


def name(office: Office, personal_number: str) -> None:
    given, family = {"ka": "დემო", "en": "Demo"}, {"ka": personal_number, "en": personal_number}
    office.engine.send(NamePublisher(personal_number, given, family), actor=system())


def refused(office: Office, folder: Path, first: str, second: str | None) -> str:
    with pytest.raises(Rejected) as caught:
        office.engine.send(PublishService(folder, first, second), actor=system())
    return caught.value.error_code


def test_publishing__two_named_people__is_done_in_their_names(production: Office, tmp_path: Path) -> None:
    name(production, FIRST)
    name(production, SECOND)

    command = PublishService(write_service(tmp_path, body=WAITING), FIRST, SECOND)
    production.engine.send(command, actor=system())

    with production.engine.read(system()) as tx:
        act = query.listed(tx, production.service)[-1].publications[-1]
    assert act.publisher == {"ka": f"დემო {FIRST}", "en": f"Demo {FIRST}"}
    assert act.second_person is not None and act.second_person["en"] == f"Demo {SECOND}"


def test_publishing__one_person_alone__is_refused(production: Office, tmp_path: Path) -> None:
    name(production, FIRST)
    folder = write_service(tmp_path, body=WAITING)

    assert refused(production, folder, FIRST, None) == "publish.second_person"
    assert refused(production, folder, FIRST, FIRST) == "publish.second_person"


@pytest.mark.parametrize("other", ["somebody", SECOND, CITIZEN])
def test_publishing__with_somebody_who_may_not__is_refused(
    production: Office, tmp_path: Path, other: str
) -> None:
    name(production, FIRST)
    folder = write_service(tmp_path, body=WAITING)

    assert refused(production, folder, FIRST, other) == "publish.not_a_publisher"
    assert refused(production, folder, other, FIRST) == "publish.not_a_publisher"


def test_publishing__with_an_invented_person_who_was_given_the_right__is_refused(
    production: Office, tmp_path: Path
) -> None:
    name(production, FIRST)
    production.engine.send(NamePublisher(CITIZEN), actor=system())

    assert (
        refused(production, write_service(tmp_path, body=WAITING), FIRST, CITIZEN)
        == "publish.not_a_publisher"
    )


def test_rollback__one_person_alone__is_refused(production: Office) -> None:
    name(production, FIRST)

    with pytest.raises(Rejected) as caught:
        production.engine.send(RollBackService(production.service, "0" * 64, FIRST), actor=system())

    assert caught.value.error_code == "publish.second_person"


def test_naming__unknown_person_without_names__is_refused(production: Office) -> None:
    with pytest.raises(Rejected) as caught:
        production.engine.send(NamePublisher(FIRST), actor=system())

    assert caught.value.error_code == "person.names_needed"


def test_naming__twice__is_noted_and_gives_one_right(production: Office) -> None:
    name(production, FIRST)
    production.engine.send(NamePublisher(FIRST), actor=system())

    with production.engine.read(system()) as tx:
        assert tx.scalar("select count(*) from role_grants where role = 'publisher'") == 1
        assert tx.scalar("select count(*) from stream_events where kind = 'publisher.named'") == 2


def withdraw(
    office: Office, personal_number: str, *, reason: str = "left the office", anyway: bool = False
) -> None:
    office.engine.send(WithdrawPublisher(personal_number, reason, is_warned=anyway), actor=system())


def withdrawal_refused(office: Office, personal_number: str, reason: str = "left the office") -> str:
    with pytest.raises(Rejected) as caught:
        withdraw(office, personal_number, reason=reason)
    return caught.value.error_code


def test_withdrawal__ends_the_right_at_once_and_leaves_what_was_published(
    production: Office, tmp_path: Path
) -> None:
    for number in (FIRST, SECOND, THIRD):
        name(production, number)
    folder = write_service(tmp_path, body=WAITING)
    done = production.engine.send(PublishService(folder, FIRST, SECOND), actor=system())

    withdraw(production, SECOND)

    (folder / "README.md").write_text("another version")
    assert refused(production, folder, FIRST, SECOND) == "publish.not_a_publisher"
    with production.engine.read(system()) as tx:
        (listed,) = [version for version in query.listed(tx, done.service) if version.digest == done.digest]
        events = tx.all("select kind from stream_events where stream = 'configuration' order by seq")
    assert listed.publications[-1].is_in_force
    assert listed.publications[-1].second_person is not None
    assert events[-1].kind == "publisher.withdrawn"


def test_withdrawal__of_one_of_the_last_two__needs_that_one_knows(production: Office) -> None:
    name(production, FIRST)
    name(production, SECOND)
    assert withdrawal_refused(production, SECOND) == "publisher.too_few_left"

    withdraw(production, SECOND, anyway=True)

    assert withdrawal_refused(production, SECOND) == "publish.not_a_publisher"


def test_withdrawal__without_a_reason_or_of_somebody_without_the_right__is_refused(
    production: Office,
) -> None:
    for number in (FIRST, SECOND, THIRD):
        name(production, number)

    assert withdrawal_refused(production, FIRST, reason=" ") == "publisher.reason_needed"
    assert withdrawal_refused(production, CITIZEN) == "publish.not_a_publisher"
    assert withdrawal_refused(production, "nobody") == "publish.not_a_publisher"


def test_withdrawal__and_named_again_on_the_same_day__holds_the_right(
    production: Office, tmp_path: Path
) -> None:
    for number in (FIRST, SECOND, THIRD):
        name(production, number)
    withdraw(production, FIRST)

    name(production, FIRST)

    command = PublishService(write_service(tmp_path, body=WAITING), FIRST, SECOND)
    assert production.engine.send(command, actor=system()).effective_from is not None
