"""Counting property: a list that stays as it was, one word on each thing, and nothing after the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.errors import NotAllowed, NotFound, Rejected
from engine.property.commands.inventories import CountAsset, RecordSurplus
from engine.property.queries import inventories
from engine.tenancy import system
from tests.engine.bookkeeping import found, owner
from tests.engine.kit import Office
from tests.engine.test_races import together
from tests.property.test_assets import do, entered

CHAIR = {"name": "Chair", "location": "Room 2", "holder_unit": "Archive"}


def listed(office: Office) -> UUID:
    """Enter the room, and list what there is for the specialist of a case."""
    entered(office)
    case_id: UUID = office.file().case_id
    today = office.clock.now().date().isoformat()
    do(office, "inventory.list", case_id, on=today, role="specialist")
    return case_id


def item_of(office: Office, case_id: UUID) -> inventories.Item:
    with office.engine.read(office.staff("specialist")) as tx:
        (item,) = inventories.page(tx, case_id, words="", part="all", after=None).rows
    return item


def count(office: Office, item: inventories.Item, result: str = "confirmed", **more: Any) -> None:
    command = CountAsset(item.item_id, result, **{"expected_version": item.version, **more})
    office.engine.send(command, actor=office.staff("specialist"))


def closed(office: Office, case_id: UUID) -> dict[str, Any]:
    return do(office, "inventory.close", case_id)


def test_list__after_the_thing_was_renamed__says_what_it_was(letting: Office) -> None:
    case_id = listed(letting)
    with letting.engine.read(system(letting.place())) as tx:
        room = tx.scalar("select id from assets")
    do(
        letting,
        "asset.change",
        case_id,
        asset=str(room),
        ground="order",
        valid_from="2027-01-01",
        name="Hall",
    )

    item = item_of(letting, case_id)

    assert (item.name, item.result, item.is_listed) == ("Room", None, True)


def test_list__of_a_day_to_come_or_of_a_unit_that_has_nothing__is_refused(letting: Office) -> None:
    entered(letting)
    case_id = letting.file().case_id
    today = letting.clock.now().date().isoformat()

    for said, given in (
        ("inventory.day_ahead", {"on": "2099-01-01"}),
        ("inventory.nothing_listed", {"on": today, "unit": "Nobody"}),
        ("inventory.nothing_listed", {"on": "2000-01-01"}),
    ):
        with pytest.raises(Rejected, match=said):
            do(letting, "inventory.list", case_id, role="specialist", **given)


def test_close__while_something_is_left__is_refused_with_how_much(letting: Office) -> None:
    case_id = listed(letting)

    with pytest.raises(Rejected) as refused:
        closed(letting, case_id)

    assert (refused.value.code, refused.value.params) == ("inventory.not_counted", {"left": 1})


def test_close__with_one_missing_and_one_found__gives_sums_and_differences(letting: Office) -> None:
    case_id = listed(letting)
    count(letting, item_of(letting, case_id), "confirmed")
    count(letting, item_of(letting, case_id), "missing", note="looked everywhere")
    surplus = RecordSurplus(case_id, "movable", "additional", 500, fields=CHAIR)
    letting.engine.send(surplus, actor=letting.staff("specialist"))

    result = closed(letting, case_id)

    assert {name: result[name] for name in ("confirmed", "damaged", "missing", "surplus")} == {
        "confirmed": 0,
        "damaged": 0,
        "missing": 1,
        "surplus": 1,
    }
    assert [(item["name"], item["note"]) for item in result["lost"]] == [("Room", "looked everywhere")]
    assert result["lost_tetri"] == result["lost"][0]["value_tetri"]
    assert [(item["name"], item["kind"], item["holder_unit"]) for item in result["found"]] == [
        ("Chair", "movable", "Archive")
    ]
    assert not [difference for check in found(letting) for difference in check.differences]


def test_surplus__that_was_a_mistake__does_not_count(letting: Office) -> None:
    case_id = listed(letting)
    count(letting, item_of(letting, case_id))
    letting.engine.send(
        RecordSurplus(case_id, "movable", "additional", 500, fields=CHAIR), actor=letting.staff("specialist")
    )
    with letting.engine.read(letting.staff("specialist")) as tx:
        rows = inventories.page(tx, case_id, words="chair", part="done", after=None).rows
    count(letting, rows[0], "mistake", note="it is on another list")

    result = closed(letting, case_id)

    assert (result["surplus"], result["found"]) == (0, [])


def test_count__by_another_role_or_municipality__is_refused(letting: Office) -> None:
    item = item_of(letting, listed(letting))
    command = CountAsset(item.item_id, "confirmed")

    with pytest.raises(NotAllowed):
        letting.engine.send(command, actor=letting.staff("lawyer"))
    with pytest.raises(NotFound):
        letting.engine.send(command, actor=letting.staff("specialist", "telavi"))


def test_count__by_two_who_saw_the_same_page__the_second_is_told(letting: Office) -> None:
    item = item_of(letting, listed(letting))
    commands = [
        CountAsset(item.item_id, result, "note", (), item.version) for result in ("damaged", "missing")
    ]

    results = together(letting, *((command, letting.staff("specialist"), uuid4()) for command in commands))

    assert [result for result in results if isinstance(result, str)] == ["inventory.counted_meanwhile"]


def test_count__before_the_step_of_those_who_count__is_refused(letting: Office) -> None:
    entered(letting)
    case_id = letting.file().case_id
    do(letting, "inventory.list", case_id, on=letting.clock.now().date().isoformat(), role="commission")

    with pytest.raises(Rejected, match="inventory.not_begun"):
        letting.engine.send(
            RecordSurplus(case_id, "movable", "additional", 500, fields=CHAIR),
            actor=letting.staff("commission"),
        )


def test_count__after_the_end__is_refused(letting: Office) -> None:
    case_id = listed(letting)
    count(letting, item_of(letting, case_id))
    closed(letting, case_id)

    with pytest.raises(Rejected, match="inventory.closed"):
        count(letting, item_of(letting, case_id))
    surplus = RecordSurplus(case_id, "movable", "additional", 500, fields=CHAIR)
    with pytest.raises(Rejected, match="inventory.closed"):
        letting.engine.send(surplus, actor=letting.staff("specialist"))


@pytest.mark.parametrize(
    ("said", "result", "more"),
    [
        ("inventory.note_missing", "missing", {}),
        ("inventory.note_missing", "damaged", {"note": " "}),
        ("inventory.result_unusable", "surplus", {}),
        ("inventory.result_unusable", "", {}),
        ("inventory.too_many_photos", "confirmed", {"photos": tuple(f"{n:064}" for n in range(11))}),
        ("submission.foreign_document", "confirmed", {"photos": ("0" * 64,)}),
    ],
)
def test_count__that_says_too_little_or_something_else__is_refused(
    letting: Office, said: str, result: str, more: dict[str, Any]
) -> None:
    item = item_of(letting, listed(letting))

    with pytest.raises(Rejected, match=said):
        count(letting, item, result, **more)


@pytest.mark.parametrize(
    ("kind", "category", "value", "fields"),
    [
        ("movable", "additional", 1, {"name": "Chair"}),
        ("shares", "additional", 1, CHAIR),
        ("movable", "none", 1, CHAIR),
        ("movable", "additional", -1, CHAIR),
        ("immovable", "additional", 1, CHAIR),
        ("movable", "additional", 1, {**CHAIR, "cadastral_code": "21.03.32.001.01.501"}),
    ],
)
def test_surplus__that_could_not_be_entered__is_refused(
    letting: Office, kind: str, category: str, value: int, fields: dict[str, str]
) -> None:
    case_id = listed(letting)

    with pytest.raises(Rejected, match="inventory.surplus_incomplete"):
        letting.engine.send(
            RecordSurplus(case_id, kind, category, value, fields=fields), actor=letting.staff("specialist")
        )


def test_reconcile__inventory_closed_with_something_left__is_found(letting: Office) -> None:
    case_id = listed(letting)
    count(letting, item_of(letting, case_id))
    closed(letting, case_id)
    with owner(letting) as connection:
        connection.execute("update inventory_items set result = null, counted_at = null")

    told = [difference for check in found(letting) for difference in check.differences]

    assert any("is closed and 1 things are not counted" in sentence for sentence in told)
