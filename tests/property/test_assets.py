"""The register of property: never two owners or two uses of the same days, and every past day can be read."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from engine.commands.cases import CompleteTask
from engine.errors import Broken, NotFound, Rejected
from engine.operations import ALL
from engine.property.queries import assets
from engine.steps import open_case
from engine.tenancy import system
from tests.engine.bookkeeping import found, owner
from tests.engine.kit import OTHER_CITIZEN, Office
from tests.engine.test_races import together


def entered(office: Office) -> UUID:
    """Bring the room into the register."""
    office.complete(office.file(note="enter").case_id)
    with office.engine.read(system(office.place())) as tx:
        room: UUID = tx.scalar("select id from assets")
    return room


def seen(office: Office, asset: UUID) -> assets.AssetView:
    with office.engine.read(office.staff("specialist")) as tx:
        return assets.asset(tx, asset)


def do(office: Office, operation: str, case_id: UUID, /, **inputs: Any) -> dict[str, Any]:
    """Do an operation on a case, and commit."""
    database = office.engine.connections.database
    with database.transaction(system(office.place()), now=office.clock.now()) as tx:
        case = open_case(tx, ALL, case_id)
        given = ALL.inline(operation)(case, inputs)
        case.save_in_place()
        return given


def test_letting__two_clerks_at_once__one_wins_and_the_other_is_told_why(letting: Office) -> None:
    entered(letting)
    first, second = (letting.file(key=uuid4(), note="let").case_id for _ in range(2))
    clerk = letting.staff("specialist")
    tasks = [letting.task(case_id).id for case_id in (first, second)]

    results = together(letting, *((CompleteTask(task, {}), clerk, uuid4()) for task in tasks))

    assert [result for result in results if isinstance(result, str)] == ["asset.right_overlaps"]
    waiting = sorted(letting.observe(case_id).waiting[0] for case_id in (first, second))
    assert waiting == ["answer", "review"]  # who lost keeps the step, and can choose other days
    loser = next(case_id for case_id in (first, second) if letting.observe(case_id).waiting == ("review",))
    with pytest.raises(Rejected) as refused:
        letting.complete(loser)
    said = refused.value.params
    assert (said["since"], said["until"]["en"], said["right"]["en"]) == ("01.01.2027", "01.01.2028", "lease")
    assert said["number"] in {letting.observe(first).number, letting.observe(second).number}
    assert not [difference for check in found(letting) for difference in check.differences]


def test_sale__while_somebody_leases__ends_the_municipalitys_right_and_keeps_the_lease(
    letting: Office,
) -> None:
    room = entered(letting)
    lease, sale = letting.file(note="let").case_id, letting.file(by=OTHER_CITIZEN, note="sell").case_id
    for case_id in (lease, sale):
        letting.complete(case_id)
        letting.complete(case_id, "answer", statement="yes")

    then = seen(letting, room)

    on = date(2027, 6, 1)
    assert then.on(on).state == "sold"  # type: ignore[union-attr]
    assert sorted((right.kind, right.is_own) for right in then.rights if right.holds(on)) == [
        ("lease", False),
        ("ownership", False),
    ]
    today = letting.clock.now().date()
    assert then.on(today).state == "in_use"  # type: ignore[union-attr]
    assert [right.is_own for right in then.rights if right.holds(today)] == [True]
    with pytest.raises(Rejected, match="not_ours"):
        letting.complete(again := letting.file(note="let").case_id)
        do(letting, "asset.reserve", again, asset=str(room), right="lease", valid_from="2029-01-01")
    with letting.engine.read(letting.person(OTHER_CITIZEN)) as tx:  # the buyer's own, and nobody else's
        assert tx.scalar("select count(*) from asset_rights") == 1
    assert not [difference for check in found(letting) for difference in check.differences]


def test_state__of_a_past_day__is_read_after_it_was_changed_and_changed_back_in_time(letting: Office) -> None:
    room, case_id = entered(letting), letting.file().case_id
    day = letting.clock.now().date()
    change = {"asset": str(room), "ground": "order"}
    do(letting, "asset.change", case_id, **change, valid_from="2027-03-01", name="Hall", value_tetri=500)
    do(letting, "asset.change", case_id, **change, valid_from="2027-02-01", name="Shop")

    then = seen(letting, room)

    days = (day, date(2027, 2, 1), date(2027, 3, 1))
    assert [then.on(day).name for day in days] == ["Room", "Shop", "Shop"]  # type: ignore[union-attr]
    assert [state.name for state in then.states if state.is_superseded] == ["Hall"]
    assert then.on(date(2020, 1, 1)) is None
    with letting.engine.read(letting.staff("specialist", "telavi")) as tx, pytest.raises(NotFound):
        assets.asset(tx, room)


@pytest.mark.parametrize(
    ("damage", "constraint"),
    [
        (
            "insert into asset_rights (id, asset_id, municipality_id, kind, state, holder_name,"
            " holder_number, valid_from, case_id, recorded_at) select gen_random_uuid(), asset_id,"
            " municipality_id, kind, 'held', 'Demo', '00000000101', date '2027-12-31', case_id,"
            " recorded_at from asset_rights",
            "nobody_beside",
        ),
        (
            "insert into asset_states select (jsonb_populate_record(s, jsonb_build_object('id',"
            " gen_random_uuid(), 'valid_from', '2030-01-01'))).* from asset_states s",
            "one_state_a_day",
        ),
        (
            "with twin as (insert into assets select gen_random_uuid(), municipality_id, '2', kind,"
            " entered_at from assets returning id) insert into asset_states select (jsonb_populate_record(s,"
            " jsonb_build_object('id', gen_random_uuid(), 'asset_id', twin.id))).* from asset_states s, twin",
            "one_asset_of_a_plot",
        ),
    ],
)
def test_database__told_what_can_not_be__refuses(letting: Office, damage: str, constraint: str) -> None:
    entered(letting)

    refused = pytest.raises(psycopg.errors.ExclusionViolation, match=constraint)
    with refused, owner(letting) as connection:
        connection.execute(damage)


def test_reconcile__asset_that_is_sold_and_still_ours__is_named(letting: Office) -> None:
    entered(letting)
    with owner(letting) as connection:
        connection.execute("update asset_states set state = 'sold'")

    assert [
        difference
        for check in found(letting)
        for difference in check.differences
        if "sold and still" in difference
    ]


def test_plot__entered_again__is_refused_by_name(letting: Office) -> None:
    entered(letting)
    case_id = letting.file(note="enter").case_id

    with pytest.raises(Rejected) as refused:
        letting.complete(case_id)

    assert refused.value.error_code == "asset.plot_taken"
    assert letting.observe(case_id).waiting == ("review",)


def test_ownership__given_for_nothing__is_a_transfer_and_no_sale(letting: Office) -> None:
    room, case_id = entered(letting), letting.file().case_id
    day = letting.clock.now().date().isoformat()
    right = do(letting, "asset.reserve", case_id, asset=str(room), right="ownership", valid_from=day)["right"]
    state = {"holder_name": "Agency", "holder_number": "123456789", "for_nothing": True}

    do(letting, "asset.grant", case_id, right=right, **state)

    then = seen(letting, room)
    today = letting.clock.now().date()
    assert then.on(today).state == "transferred"  # type: ignore[union-attr]
    assert [right.holder for right in then.rights if right.holds(today)] == ["Agency"]
    assert not [difference for check in found(letting) for difference in check.differences]


def test_ownership__taken_back__is_the_municipalitys_from_that_day_and_was_the_buyers_until_then(
    letting: Office,
) -> None:
    room, case_id = entered(letting), letting.file().case_id
    today = letting.clock.now().date()
    right = do(
        letting, "asset.reserve", case_id, asset=str(room), right="ownership", valid_from=today.isoformat()
    )["right"]
    do(letting, "asset.grant", case_id, right=right, holder_name="Demo", holder_number="00000000101")
    on = date(2027, 6, 1)

    do(letting, "asset.take_back", case_id, right=right, valid_from=on.isoformat(), ground="judgment")

    then = seen(letting, room)
    owners = [[right.is_own for right in then.rights if right.holds(day)] for day in (today, on)]
    assert owners == [[False], [True]]
    assert [then.on(day).state for day in (today, on)] == ["sold", "in_use"]  # type: ignore[union-attr]
    assert not [difference for check in found(letting) for difference in check.differences]
    with pytest.raises(Broken, match="right_not_held"):
        never = do(letting, "asset.reserve", case_id, asset=str(room), right="lease", valid_from="2028-01-01")
        do(letting, "asset.take_back", case_id, right=never["right"], valid_from="2028-02-01", ground="x")


def test_ownership__taken_back_after_its_plot_was_entered_again__is_refused_by_name(letting: Office) -> None:
    room, case_id = entered(letting), letting.file().case_id
    today = letting.clock.now().date().isoformat()
    right = do(letting, "asset.reserve", case_id, asset=str(room), right="ownership", valid_from=today)[
        "right"
    ]
    do(letting, "asset.grant", case_id, right=right, holder_name="Demo", holder_number="00000000101")
    letting.complete(letting.file(by=OTHER_CITIZEN, note="enter").case_id)

    with pytest.raises(Rejected) as refused:
        do(letting, "asset.take_back", case_id, right=right, valid_from="2027-06-01", ground="judgment")

    assert refused.value.error_code == "asset.plot_taken"


def test_thing__kept_for_a_buyer__is_given_to_nobody_else_and_stays_as_it_is_until_it_is_let_go(
    letting: Office,
) -> None:
    room, sale, other = str(entered(letting)), letting.file().case_id, letting.file(by=OTHER_CITIZEN).case_id
    today = letting.clock.now().date().isoformat()
    number = letting.observe(sale).number
    kept = do(letting, "asset.reserve", sale, asset=room, right="ownership", valid_from=today)["right"]
    change = {"asset": room, "valid_from": today, "ground": "act"}

    for operation, asked in (
        ("asset.change", {**change, "state": "written_off"}),
        ("asset.change", {**change, "state": "idle"}),
        ("asset.change", {**change, "category": "basic"}),
        ("asset.reserve", {"asset": room, "right": "lease", "valid_from": "2030-01-01"}),
    ):
        with pytest.raises(Rejected) as refused:
            do(letting, operation, other, **asked)
        assert (refused.value.error_code, refused.value.params["number"]) == ("asset.right_overlaps", number)

    do(letting, "asset.change", other, **change, value_tetri=7)  # what it is worth may change
    do(letting, "asset.change", sale, **change, state="in_privatisation")
    do(letting, "asset.release", sale, right=kept, ground="nobody bid")
    do(letting, "asset.reserve", other, asset=room, right="lease", valid_from="2030-01-01")
    for asked in ({"right": "ownership"}, {"right": "lease"}):
        with pytest.raises(Rejected, match="right_overlaps"):
            do(letting, "asset.reserve", sale, asset=room, valid_from="2030-02-01", **asked)
    with pytest.raises(Rejected, match="right_overlaps"):
        do(letting, "asset.change", sale, **change, state="written_off")
    do(letting, "asset.change", other, **change, state="written_off")


def test_lease__ended_before_its_term__holds_to_that_day_and_the_room_is_free_from_it(
    letting: Office,
) -> None:
    room, case_id, other = entered(letting), letting.file().case_id, letting.file(by=OTHER_CITIZEN).case_id
    asked = {"asset": str(room), "right": "lease"}
    today, number = letting.clock.now().date().isoformat(), seen(letting, room).inventory_no
    days = {"valid_from": today, "valid_until": "2030-01-01"}
    kept = do(letting, "asset.reserve", case_id, **asked, **days)["right"]
    assert do(letting, "asset.held_use", other, inventory_no=number)["found"] is False  # only promised
    do(letting, "asset.grant", case_id, right=kept, holder_name="Demo", holder_number="00000000101")

    used = do(letting, "asset.held_use", other, inventory_no=number)
    do(letting, "asset.release", other, right=used["right"], on="2027-05-01", ground="order")

    assert (used["right"], used["holder_number"]) == (kept, "00000000101")
    assert used["given_in"] == letting.observe(case_id).number
    assert do(letting, "asset.held_use", other, inventory_no=number)["valid_until"] == "2027-05-01"
    do(letting, "asset.reserve", other, **asked, valid_from="2027-05-01")
    then = seen(letting, room)
    held = [
        [right.holder for right in then.rights if right.holds(on) and right.holder]
        for on in (date(2027, 4, 30), date(2027, 5, 1))
    ]
    assert held == [["Demo"], []]
    assert not [difference for check in found(letting) for difference in check.differences]


def test_right__from_a_day_that_is_none__is_the_diagrams_mistake(letting: Office) -> None:
    room, case_id = entered(letting), letting.file().case_id

    with pytest.raises(Broken, match="unusable"):
        do(letting, "asset.reserve", case_id, asset=str(room), right="lease", valid_from=None)
