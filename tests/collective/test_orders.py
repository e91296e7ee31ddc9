"""One order for many: each waiting case is granted by one order alone, and nobody who waits no more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.commands.cases import CompleteTask, WithdrawCase
from engine.db.pool import Transaction
from engine.errors import Broken
from engine.jobs.timers import poll
from engine.operations import ALL
from engine.steps import open_case
from engine.tenancy import system
from tests.engine.bookkeeping import found
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.test_races import together

NOBODY = "/"
WAITING = "waiting"
OFFER = {"group": "a", "amount_tetri": 5, "title_ka": "a", "title_en": "a"}


def wanting(office: Office, count: int = 1, *, by: str = CITIZEN) -> list[UUID]:
    """File as many applications that wait for an order, each a minute after the one before."""
    filed = []
    for _ in range(count):
        office.clock.set(office.clock.now() + timedelta(minutes=1))
        filed.append(office.file(key=uuid4(), by=by).case_id)
    return filed


def begin(office: Office, most: int = 3) -> UUID:
    """Begin an order: those who have waited longest are listed, so many at the most."""
    case_id: UUID = office.file(key=uuid4(), by=OTHER_CITIZEN, note=f"order {most}").case_id
    office.complete(case_id, "gather", what="list")
    return case_id


def sorted_out(office: Office, order: UUID, taken_out: str = NOBODY) -> None:
    office.complete(order, "answer", statement=taken_out)


def make(office: Office, order: UUID, *, good: bool = True) -> None:
    """Sign the order, or give it up, and let all others hear of it."""
    office.complete(order, good=good)
    office.run_jobs(order)
    office.deliver()


def data(office: Office, case_id: UUID) -> Any:
    with office.engine.read(system(office.place())) as tx:
        return tx.scalar("select document from cases where id = :id", id=case_id)


def row(office: Office, case_id: UUID) -> Any:
    with office.engine.read(system(office.place())) as tx:
        return tx.one("select * from cases where id = :id", id=case_id)


def where(office: Office, cases: list[UUID]) -> list[str]:
    seen = [office.observe(case_id) for case_id in cases]
    steps = [case.waiting[0] if case.waiting else str(case.status) for case in seen]
    return [WAITING if "told" in case.waiting else step for case, step in zip(seen, steps, strict=True)]


@contextmanager
def at_work(office: Office) -> Iterator[Transaction]:
    """Open a transaction as a step of a case has it."""
    database = office.engine.connections.database
    with database.transaction(system(office.place()), now=office.clock.now()) as tx:
        yield tx


def differences(office: Office) -> list[str]:
    return [difference for check in found(office) for difference in check.differences]


def test_order__for_three__grants_each_under_a_place_of_its_own(gathering: Office) -> None:
    cases = wanting(gathering, 3)
    order = begin(gathering)
    sorted_out(gathering, order)

    make(gathering, order)

    number = row(gathering, order).order_number
    assert [row(gathering, case_id).order_number for case_id in cases] == [
        f"{number}/{place}" for place in (1, 2, 3)
    ]
    assert {row(gathering, case_id).decided_on for case_id in cases} == {row(gathering, order).decided_on}
    assert where(gathering, cases) == ["decided"] * 3
    assert data(gathering, order)["listed"]["total_tetri"] == 15000
    assert not differences(gathering)


def test_order__for_thirty__grants_all_but_who_is_taken_out_or_has_withdrawn(gathering: Office) -> None:
    cases = wanting(gathering, 30)
    order = begin(gathering, most=30)
    sorted_out(gathering, order, "1,30/15")
    withdrawn = cases[20]
    gathering.engine.send(WithdrawCase(withdrawn), actor=gathering.person(CITIZEN))

    make(gathering, order)

    numbers = [row(gathering, case_id).order_number for case_id in cases]
    left_out = {0, 29, 14, 20}
    assert [place for place, number in enumerate(numbers) if number is None] == sorted(left_out)
    own = row(gathering, order).order_number
    # Places of the list that was signed: whoever withdrew after that leaves a gap.
    assert {number for number in numbers if number} == {f"{own}/{place}" for place in range(1, 28)} - {
        f"{own}/19"
    }
    assert where(gathering, [cases[0], cases[29], cases[14]]) == [WAITING, WAITING, "act"]
    assert not differences(gathering)


def test_list__takes_who_has_waited_longest_and_no_more_than_there_is_room_for(gathering: Office) -> None:
    cases = wanting(gathering, 5)
    first, second = begin(gathering), begin(gathering)

    listed = [data(gathering, order)["listed"] for order in (first, second)]

    numbers = [row(gathering, case_id).number for case_id in cases]
    held = [[item["case_number"] for item in each["items"]] for each in listed]
    assert held == [numbers[:3], numbers[3:]]
    assert listed[0]["items"][0] == {
        "place": 1,
        "case_number": numbers[0],
        "filed_on": "2026-09-01",
        "personal_number": CITIZEN,
        "name_ka": "დემო მოქალაქე 1 (ქედა)",
        "name_en": "Demo Citizen 1 (Keda)",
        "title_ka": "დახმარება",
        "title_en": "aid",
        "amount_tetri": 5000,
    }


def test_orders__begun_at_once__never_list_a_case_twice(gathering: Office) -> None:
    cases = wanting(gathering, 6)
    orders = [begin(gathering) for _ in range(4)]
    listed = [item["case_number"] for order in orders for item in data(gathering, order)["listed"]["items"]]

    assert sorted(listed) == sorted(row(gathering, case_id).number for case_id in cases)

    for order in orders:
        sorted_out(gathering, order)
    clerk = gathering.staff("specialist")
    tasks = [gathering.task(order).id for order in orders]
    together(gathering, *((CompleteTask(task, {"good": True}), clerk, uuid4()) for task in tasks))
    for order in orders:
        gathering.run_jobs(order)
    gathering.deliver()
    assert where(gathering, cases) == ["decided"] * 6
    assert not differences(gathering)


def test_taken_out__waits_for_the_next_order_or_is_decided_by_itself(gathering: Office) -> None:
    first, second, third = wanting(gathering, 3)
    order = begin(gathering)

    sorted_out(gathering, order, "1/2")
    gathering.deliver()
    make(gathering, order)

    assert where(gathering, [first, second, third]) == [WAITING, "act", "decided"]
    assert row(gathering, third).order_number == f"{row(gathering, order).order_number}/1"
    following = begin(gathering)
    assert [item["place"] for item in data(gathering, following)["listed"]["items"]] == [1]
    assert not differences(gathering)


def test_withdrawn__before_the_list_is_sorted__stands_in_it_no_more(gathering: Office) -> None:
    stays, goes = wanting(gathering, 2)
    order = begin(gathering)
    gathering.engine.send(WithdrawCase(goes), actor=gathering.person(CITIZEN))

    sorted_out(gathering, order)

    items = data(gathering, order)["listed"]["items"]
    assert [item["case_number"] for item in items] == [row(gathering, stays).number]


def test_withdrawn__while_the_order_is_signed__is_named_and_not_granted(gathering: Office) -> None:
    stays, goes = wanting(gathering, 2)
    order = begin(gathering)
    sorted_out(gathering, order)
    gathering.engine.send(WithdrawCase(goes), actor=gathering.person(CITIZEN))

    make(gathering, order)

    announced = data(gathering, order)["announced"]
    assert announced["count"] == 1
    assert [item["case_number"] for item in announced["missed"]] == [row(gathering, goes).number]
    assert row(gathering, goes).order_number is None
    assert where(gathering, [stays]) == ["decided"]
    assert not differences(gathering)


def test_order__given_up__lets_all_wait_for_another(gathering: Office) -> None:
    cases = wanting(gathering, 2)
    order = begin(gathering)
    sorted_out(gathering, order)

    make(gathering, order, good=False)

    assert where(gathering, cases) == [WAITING] * 2
    assert data(gathering, begin(gathering))["listed"]["count"] == 2


def test_waiting__too_long__goes_on_by_itself_unless_an_order_lists_it(gathering: Office) -> None:
    listed, other = wanting(gathering, 2)
    order = begin(gathering)
    sorted_out(gathering, order, "2/")

    gathering.clock.set(gathering.clock.now() + timedelta(days=6))
    while poll(gathering.engine):
        pass

    assert where(gathering, [listed, other]) == [WAITING, "act"]
    make(gathering, order)
    assert where(gathering, [listed, other]) == ["decided", "act"]
    assert not differences(gathering)


def test_announcement__carried_out_twice__tells_once(gathering: Office) -> None:
    cases = wanting(gathering, 2)
    order = begin(gathering)
    sorted_out(gathering, order)
    gathering.complete(order, good=True)
    gathering.run_jobs(order)
    gathering.run_jobs(order)

    gathering.deliver()
    gathering.deliver()

    assert where(gathering, cases) == ["decided"] * 2
    assert not differences(gathering)


@pytest.mark.parametrize(
    ("operation", "inputs", "code"),
    [
        (
            "collective.offer",
            {"group": " ", "amount_tetri": 1, "title_ka": "a", "title_en": "a"},
            "input_unusable",
        ),
        (
            "collective.offer",
            {"group": "a", "amount_tetri": 0, "title_ka": "a", "title_en": "a"},
            "input_unusable",
        ),
        (
            "collective.offer",
            {"group": "a", "amount_tetri": 5, "title_ka": "a", "title_en": "a"},
            "offered_before",
        ),
        ("collective.collect", {"group": "a", "most": 201}, "input_unusable"),
        ("collective.sort", {"later": "1", "alone": None}, "input_unusable"),
        ("collective.decide", {"outcome": "granted"}, "not_decided"),
    ],
)
def test_operation__asked_what_can_not_be__says_so(
    gathering: Office, operation: str, inputs: dict[str, Any], code: str
) -> None:
    (case_id,) = wanting(gathering)

    with at_work(gathering) as tx, pytest.raises(Broken) as refused:
        case = open_case(tx, ALL, case_id)
        inline = ALL.find(operation).inline
        assert inline is not None
        inline(case, inputs)

    assert refused.value.error_code == f"collective.{code}"


def test_decide__by_an_order_with_another_outcome__is_refused(gathering: Office) -> None:
    (case_id,) = wanting(gathering)

    with at_work(gathering) as tx, pytest.raises(Broken) as refused:
        case = open_case(tx, ALL, case_id)
        inline = ALL.find("collective.decide").inline
        assert inline is not None
        inline(case, {"outcome": "refused"})

    assert refused.value.error_code == "decision.unknown_outcome"
