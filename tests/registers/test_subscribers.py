"""Subscribers of a register learn of each change once and in order, whatever they do meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from engine.errors import NotAllowed, NotFound, Rejected, Unavailable
from engine.registers.commands.subscribers import RedeliverChange, SettleChange
from engine.registers.jobs.subscribers import deliver_change
from engine.registers.queries import subscribers as queries
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office
from tests.engine.services import write_service
from tests.engine.simulated import Simulated, simulated, told_by
from tests.registers.test_register_states import end, enter

AGENCY = "social_agency"


@pytest.fixture
def simulator() -> Iterator[Simulated]:
    with simulated() as found:
        yield found


@pytest.fixture
def silent(office: Office, tmp_path: Path) -> Office:
    """An office whose register has a subscriber, without its address."""
    folder = write_service(tmp_path / "bpmn", subscribers=(AGENCY,))
    office.engine.send(PublishService(folder, "tests"), actor=system())
    return office


@pytest.fixture
def publishing(silent: Office, simulator: Simulated) -> Office:
    return told_by(silent, simulator)


def changes(office: Office, municipality: str = "keda") -> list[Any]:
    with office.engine.read(system(office.place(municipality))) as tx:
        return tx.all(
            "select * from told_changes where municipality_id = :place order by number",
            place=office.place(municipality),
        )


def work(office: Office, *rows: Any) -> None:
    """Carry the changes out as a worker would who is out of luck with each that has to wait."""
    for row in rows:
        with suppress(Unavailable):
            deliver_change(office.engine, row.id, row.municipality_id)


def of(simulator: Simulated, row: Any) -> list[dict[str, Any]]:
    return [notice for notice in simulator.told(AGENCY) if notice["id"] == str(row.id)]


def held_and_ended(office: Office) -> UUID:
    case_id = office.file().case_id
    enter(office, case_id, "2026-09-01")
    end(office, case_id, "2026-10-01", ground="asked")
    return case_id


def test_change__of_an_entry__reaches_its_subscriber_once_without_the_ground(
    publishing: Office, simulator: Simulated
) -> None:
    held_and_ended(publishing)
    first, second = changes(publishing)

    work(publishing, first, first, second, second)

    assert [row.state for row in changes(publishing)] == ["taken", "taken"]
    (entered,), (ended,) = of(simulator, first), of(simulator, second)
    assert (entered["state"], ended["state"], ended["valid_from"]) == ("kept", "ended", "2026-10-01")
    assert (ended["personal_number"], ended["municipality"]) == (CITIZEN, "keda")
    assert "ground" not in ended and "note" not in ended["fields"]


def test_change__whose_answer_was_lost__is_told_again_and_taken_once(
    publishing: Office, simulator: Simulated
) -> None:
    held_and_ended(publishing)
    first, _ = changes(publishing)
    work(publishing, first)
    receipt = changes(publishing)[0].receipt
    with publishing.engine.connections.database.transaction(
        system(publishing.place()), now=publishing.clock.now()
    ) as tx:
        tx.run(
            "update told_changes set state = 'waiting', receipt = null, ended_at = null where id = :id",
            id=first.id,
        )

    work(publishing, first)

    assert len(of(simulator, first)) == 1
    assert changes(publishing)[0].receipt == receipt


def test_change__while_the_subscriber_is_off__waits_and_holds_back_those_behind_it(
    publishing: Office, simulator: Simulated
) -> None:
    held_and_ended(publishing)
    first, second = changes(publishing)
    simulator.inject_faults(social_agency={"mode": "down"})
    work(publishing, first)
    simulator.inject_faults(social_agency={})

    with pytest.raises(Unavailable, match=r"subscriber\.earlier_waits"):
        deliver_change(publishing.engine, second.id, second.municipality_id)

    with publishing.engine.read(publishing.staff("head_of_service")) as tx:
        (seen,), count = queries.page(tx).subscribers, queries.count(tx)
    assert (seen.waiting, seen.code, seen.failing_since, count) == (
        2,
        "registry.out_of_service",
        publishing.clock.now(),
        1,
    )
    work(publishing, first, second)
    assert [len(of(simulator, row)) for row in (first, second)] == [1, 1]
    with publishing.engine.read(publishing.staff("head_of_service")) as tx:
        assert (queries.page(tx).subscribers[0].failing_since, queries.count(tx)) == (None, 0)


def test_changes__in_two_municipalities__keep_the_order_of_the_person(
    publishing: Office, simulator: Simulated
) -> None:
    held_and_ended(publishing)
    there = publishing.file(municipality="telavi").case_id
    enter(publishing, there, "2026-11-01", municipality="telavi")
    first, second = changes(publishing)
    (third,) = changes(publishing, "telavi")

    work(publishing, third, second, first, third, second, third)

    numbers = [notice["number"] for notice in simulator.told(AGENCY)]
    assert numbers == sorted(numbers) and of(simulator, third)


def test_change__that_is_refused__waits_for_a_supervisor_who_tells_it_again(
    publishing: Office, simulator: Simulated
) -> None:
    held_and_ended(publishing)
    first, second = changes(publishing)
    simulator.inject_faults(social_agency={"mode": "wrong", "how": "other_person"})
    work(publishing, first)
    simulator.inject_faults(social_agency={})
    work(publishing, first, second)
    assert [row.state for row in changes(publishing)] == ["refused", "waiting"]

    publishing.engine.send(RedeliverChange(first.id), actor=publishing.staff("head_of_service"))
    work(publishing, first, second)

    assert [row.state for row in changes(publishing)] == ["taken", "taken"]


def test_change__told_another_way__is_settled_by_a_supervisor_who_says_how(publishing: Office) -> None:
    held_and_ended(publishing)
    first, second = changes(publishing)
    head, clerk = publishing.staff("head_of_service"), publishing.staff("specialist")
    for actor, note, refusal in (
        (clerk, "a letter", NotAllowed),
        (publishing.staff("head_of_service", "telavi"), "a letter", NotFound),
        (head, " ", Rejected),
    ):
        with pytest.raises(refusal):
            publishing.engine.send(SettleChange(first.id, note), actor=actor)

    publishing.engine.send(SettleChange(first.id, "Letter No. 12"), actor=head)
    work(publishing, first, second)

    assert [row.state for row in changes(publishing)] == ["settled", "taken"]
    with pytest.raises(Rejected, match=r"subscriber\.is_over"):
        publishing.engine.send(RedeliverChange(first.id), actor=head)


def test_subscriber__without_an_address__is_off_and_nothing_is_lost(silent: Office) -> None:
    held_and_ended(silent)
    first, _ = changes(silent)

    work(silent, first)

    assert (changes(silent)[0].state, changes(silent)[0].code) == ("waiting", "registry.not_configured")
