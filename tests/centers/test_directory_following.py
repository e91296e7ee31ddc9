"""Services of partners that exchange their names, two or more in turn, and edits at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.centers.commands.center_entries import FollowCenterEntries
from engine.centers.commands.directory import SetPartner, SetPartnerService, WithdrawPartnerService
from engine.centers.queries import directory
from engine.centers.rules.directory_following import EnteredService, ServiceState, followed
from engine.centers.rules.directory_table import KnownDirectory, plan_of
from engine.commands.base import Command
from engine.tenancy import Actor, system
from tests.centers.test_directory_table import (
    HEADS,
    KNOWN,
    LATER,
    NATIONAL,
    PASSPORT,
    TODAY,
    enter,
    found,
)
from tests.engine.kit import Office

FIRST, SECOND, THIRD = "დემო ერთი", "დემო ორი", "დემო სამი"
LOCK = "hashtext('mms.directory')"


def entered(office: Office, *names: str) -> dict[str, str]:
    """Enter services of a partner; return their ids by name."""
    enter(office, *(("psda", name, "", "", "letter", "high") for name in names))
    return {name: str(found(office, name)[0].service_id) for name in names}


def renamed(ids: Mapping[str, str], names: Mapping[str, str]) -> list[Sequence[str]]:
    """Return rows of a table that give services other names."""
    return [("psda", name, *[""] * 5, ids[before]) for before, name in names.items()]


def called(office: Office, ids: Mapping[str, str]) -> dict[str, str]:
    """Return how the services are called now, by how they were called."""
    with office.engine.read(system()) as tx:
        return {before: directory.service(tx, UUID(known)).names["ka"] for before, known in ids.items()}


EXCHANGES = [
    pytest.param({FIRST: SECOND, SECOND: FIRST}, id="two"),
    pytest.param({FIRST: SECOND, SECOND: THIRD, THIRD: FIRST}, id="three"),
    pytest.param({FIRST: SECOND, SECOND: THIRD, THIRD: "დემო ოთხი"}, id="row"),
]


@pytest.mark.parametrize("names", EXCHANGES)
def test_services__that_exchange_names_today__are_called_so(office: Office, names: dict[str, str]) -> None:
    ids = entered(office, FIRST, SECOND, THIRD)

    enter(office, *renamed(ids, names))

    assert called(office, ids) == {FIRST: FIRST, SECOND: SECOND, THIRD: THIRD} | names
    assert office.engine.send(FollowCenterEntries(), actor=system()) == 0


def test_services__that_exchange_names_on_a_later_day__follow_by_the_hour(office: Office) -> None:
    ids, names = entered(office, FIRST, SECOND), {FIRST: SECOND, SECOND: FIRST}
    enter(office, *renamed(ids, names), first_on=LATER)
    before = called(office, ids)

    office.clock.advance(timedelta(31))
    numbers = [office.engine.send(FollowCenterEntries(), actor=system()) for _ in range(2)]

    assert before == {FIRST: FIRST, SECOND: SECOND}
    assert called(office, ids) == names and numbers == [2, 0]


def test_service__renamed_to_one_withdrawn_in_the_same_table__takes_its_name(office: Office) -> None:
    ids = entered(office, FIRST, SECOND)

    enter(office, *renamed(ids, {FIRST: SECOND}), ("psda", SECOND, *[""] * 4, "yes", ids[SECOND]))

    assert [str(service.service_id) for service in found(office, SECOND)] == [ids[FIRST]]
    assert found(office, FIRST) == []


def test_row__with_the_name_of_another__is_a_mistake_where_no_row_gives_that_one_another() -> None:
    other = replace(PASSPORT, names={"ka": SECOND})
    known = KnownDirectory({"id-1": PASSPORT, "id-2": other}, KNOWN.partners)

    def codes(*rows: Sequence[str]) -> list[str]:
        plan = plan_of([list(HEADS), *rows], known, act="letter", first_on=TODAY)
        return [mistake.error.error_code for mistake in plan.mistakes]

    taking = ("psda", SECOND, *[""] * 5, "id-1")
    assert codes(taking) == ["directory.entry_known"]
    assert codes(taking, ("psda", FIRST, *[""] * 5, "id-2")) == []
    assert codes(taking, ("psda", "პასპორტი", *[""] * 5, "id-2")) == []
    assert codes(taking, ("psda", SECOND, *[""] * 4, "yes", "id-2")) == []
    assert codes(taking, ("psda", SECOND)) == ["directory_table.twice"]


NAMES = st.sampled_from("abc")
STATES = st.builds(
    ServiceState, st.just("psda"), NAMES.map(lambda name: {"names": {"ka": name}}), st.booleans()
)


def names_of(states: Mapping[Any, ServiceState]) -> list[Any]:
    return [state.called for state in states.values() if state.called is not None]


@given(
    st.dictionaries(st.integers(0, 5), STATES),
    st.dictionaries(st.integers(0, 5), st.builds(EnteredService, STATES, st.tuples(st.integers(0, 3)))),
)
def test_followed__whatever_was_entered__holds_each_name_once(
    now: dict[int, ServiceState], newest: dict[int, EnteredService]
) -> None:
    names = names_of(now)
    if len(names) != len(set(names)):
        now = {}

    moving = followed(now, newest)

    after = names_of(now | {known: newest[known].state for known in moving})
    wanted = names_of(now | {known: entry.state for known, entry in newest.items()})
    assert len(after) == len(set(after))
    if len(wanted) == len(set(wanted)):
        assert set(moving) == {known for known, entry in newest.items() if now.get(known) != entry.state}


def service_set(office: Office) -> Command:
    said: dict[str, Any] = {"partner": "psda", "names": {"ka": FIRST}, "cells": {}, "link": ""}
    return SetPartnerService(**said, source="letter", confidence="high")


def service_withdrawn(office: Office) -> Command:
    (passport,) = found(office, "პასპორტი")
    return WithdrawPartnerService(passport.service_id, 1)


def followed_by_the_hour(office: Office) -> Command:
    enter(office, ("psda", "პასპორტი", "Everybody"), first_on=LATER)
    office.clock.advance(timedelta(31))
    return FollowCenterEntries()


def partner_set(office: Office) -> Command:
    return SetPartner("post", {"ka": "ფოსტა"}, "letter", "high")


@pytest.mark.parametrize("made", [service_set, service_withdrawn, followed_by_the_hour, partner_set])
def test_edit__while_a_table_is_entered__waits_for_it(office: Office, made: Callable[..., Command]) -> None:
    command = made(office)
    by: Actor = system() if isinstance(command, FollowCenterEntries) else office.person(NATIONAL)
    waiting = "select exists (select from pg_locks where locktype = 'advisory' and not granted"

    with (
        psycopg.connect(office.engine.settings.owner_url, autocommit=True) as table,
        ThreadPoolExecutor(1) as other,
    ):
        table.execute(f"select pg_advisory_lock({LOCK})")
        sent = other.submit(office.engine.send, command, actor=by)
        is_waiting = False
        while not is_waiting and not sent.done():
            found = table.execute(f"{waiting} and objid::bigint = ({LOCK}::bigint & 4294967295))").fetchone()
            is_waiting = found == (True,)
        table.execute(f"select pg_advisory_unlock({LOCK})")
        sent.result()

    assert is_waiting
