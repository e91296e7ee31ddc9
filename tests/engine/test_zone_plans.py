"""Zones of a municipality's plan: proposed by one, approved by another, in force from their day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine import plans
from engine.commands.reference import LoadMunicipality
from engine.commands.zones import ApproveZones, DeclineZones, ProposeZones
from engine.errors import NotAllowed, NotFound, Rejected
from engine.handlers import zones as handler
from engine.installation.demo_places import with_demo
from engine.queries import zones as queries
from engine.stores import reference
from engine.stores.known import known
from engine.tenancy import Actor, system
from tests.engine.kit import MORNING, Office
from tests.engine.test_races import ROUNDS, together
from tests.engine.test_settlement_lists import refused
from tests.engine.test_zone_reading import BESIDE, BOW, feature, file_of

TODAY, ACT = date(2026, 9, 1), "Resolution No. 31 of the council"
LATER = TODAY + timedelta(10)
FILE = file_of(feature(code="new-1"), feature(BESIDE, "new-2", is_buildable=False))


def propose(office: Office, content: str = FILE, first_on: date = LATER, act: str = ACT) -> UUID:
    command = ProposeZones("keda", content, act, first_on)
    plan_id: UUID = office.engine.send(command, actor=office.staff("municipal_admin"))
    return plan_id


def seen(office: Office, by: Actor, plan_id: UUID) -> str:
    """Return the digest of what is shown of a proposal."""
    with office.engine.read(by) as tx:
        return queries.proposed(tx, "keda", plan_id).digest


def approve(office: Office, by: Actor, plan_id: UUID) -> None:
    office.engine.send(ApproveZones("keda", plan_id, seen(office, by, plan_id)), actor=by)


def in_force(office: Office, day: date) -> dict[str, Any]:
    """Return the zones that cases of a day go by."""
    with office.engine.read(system()) as tx:
        place = reference.municipality(tx, "keda")
        return {zone["code"]: zone for zone in plans.zones_on(known(tx, place.id).municipality.data, day)}


def test_zones__approved_by_a_second_person__take_the_place_of_others_on_their_day(office: Office) -> None:
    before = in_force(office, TODAY)

    plan_id = propose(office)
    meanwhile = in_force(office, LATER)
    approve(office, office.staff("mayor"), plan_id)

    assert before and meanwhile == before, "nothing holds before somebody else approves it"
    assert in_force(office, LATER - timedelta(1)).keys() == before.keys()
    after = in_force(office, LATER)
    assert after.keys() == {"new-1", "new-2"}
    assert (after["new-1"]["source"], float(after["new-1"]["k2_max"])) == (ACT, 1.2)
    plot = [(41.904, 41.604), (41.906, 41.604), (41.906, 41.606), (41.904, 41.606)]
    found = plans.zone_of(plot, after.values())
    assert found is not None and found["code"] == "new-1"
    with office.engine.read(system()) as tx:
        kinds = [row.kind for row in tx.all("select kind from stream_events where kind like 'zones.%'")]
    assert sorted(kinds) == ["zones.approved", "zones.proposed"]


def test_zones__by_whoever_proposed_them__are_not_approved(office: Office) -> None:
    plan_id = propose(office)

    assert refused(approve, office, office.staff("municipal_admin"), plan_id) == "zone_plan.same_person"
    approve(office, office.staff("head_of_service"), plan_id)
    assert refused(approve, office, office.staff("mayor"), plan_id) == "zone_plan.ended"


def test_zones__proposed_twice__wait_once_and_declined_change_nothing(office: Office) -> None:
    first = propose(office)
    office.clock.advance(timedelta(minutes=1))
    before = in_force(office, LATER)

    assert propose(office) == first
    office.engine.send(DeclineZones("keda", first), actor=office.staff("municipal_admin"))

    assert in_force(office, LATER) == before
    assert propose(office) != first


@pytest.mark.parametrize(
    ("content", "first_on", "act", "code"),
    [
        (file_of(feature(BOW)), LATER, ACT, "zone_plan.invalid"),
        ("no json", LATER, ACT, "zone_plan.invalid"),
        (FILE, TODAY - timedelta(1), ACT, "administering.day_is_past"),
        (FILE, LATER, " ", "administering.act_needed"),
    ],
)
def test_zones__wrong_of_a_past_day_or_without_an_act__are_not_proposed(
    office: Office, content: str, first_on: date, act: str, code: str
) -> None:
    assert refused(propose, office, content, first_on, act) == code


def test_zones__whose_day_has_passed_meanwhile__are_not_approved(office: Office) -> None:
    plan_id = propose(office, first_on=TODAY)
    office.clock.advance(timedelta(days=1))

    assert refused(approve, office, office.staff("mayor"), plan_id) == "administering.day_is_past"


def test_file_of_the_installation__loaded_again__takes_back_no_zones(office: Office) -> None:
    approve(office, office.staff("mayor"), propose(office))
    before = in_force(office, LATER)
    names = {"ka": "ქედა", "en": "Keda"}
    file = {"code": "keda", "names": names, "region": names, "modules": [], "mms": True, "court": None}
    file |= {"letterhead": {}, "languages": ["ka", "en"], "units": [], "settlements": [], "zones": []}

    office.engine.send(LoadMunicipality(with_demo(file)), actor=system())

    assert in_force(office, LATER) == before


def test_zones__for_others__are_closed(office: Office) -> None:
    plan_id = propose(office)
    for other in (office.staff("specialist"), office.person("00000000101"), office.person("00000005001")):
        for command in (
            ProposeZones("keda", FILE, ACT, LATER),
            ApproveZones("keda", plan_id, ""),
            DeclineZones("keda", plan_id),
        ):
            with pytest.raises(NotAllowed):
                office.engine.send(command, actor=other)
        with office.engine.read(other) as tx, pytest.raises(NotAllowed):
            queries.proposed(tx, "keda", plan_id)
    with pytest.raises(NotAllowed):
        office.engine.send(ProposeZones("keda", FILE, ACT, LATER), actor=office.staff("mayor"))
    with office.engine.read(office.staff("mayor")) as tx, pytest.raises(NotFound):
        queries.proposed(tx, "keda", UUID(int=7))
    with office.engine.read(office.staff("mayor")) as tx, pytest.raises(Rejected):
        queries.proposed(tx, "telavi", plan_id)


def test_zones__declined_while_they_are_approved__do_not_begin(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, plan_id = in_force(office, LATER), propose(office)
    monkeypatch.setattr(handler.store, "finish", lambda *given, **named: False)

    assert refused(approve, office, office.staff("mayor"), plan_id) == "zone_plan.ended"
    assert in_force(office, LATER) == before


def test_zones__proposed_twice_at_the_same_instant__wait_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, ticks = office.staff("municipal_admin"), count()
    monkeypatch.setattr(office.clock, "now", lambda: MORNING + timedelta(milliseconds=next(ticks)))
    for number in range(ROUNDS):
        command = ProposeZones("keda", FILE, f"{ACT}, {number}", LATER)

        first, second = together(office, (command, by, uuid4()), (command, by, uuid4()))

        assert first == second
    with office.engine.read(office.staff("mayor")) as tx:
        assert len(queries.of_municipality(tx, "keda").proposed) == ROUNDS


def test_zones__of_two_acts_at_the_same_instant__both_wait(office: Office) -> None:
    assert propose(office) != propose(office, act="Resolution No. 32")

    with office.engine.read(office.staff("mayor")) as tx:
        assert len(queries.of_municipality(tx, "keda").proposed) == 2


def test_zones__shown_before_another_plan_was_approved__are_looked_at_again(office: Office) -> None:
    mayor, other = office.staff("mayor"), file_of(feature(code="other"))
    plan_id = propose(office)
    shown = seen(office, mayor, plan_id)
    approve(office, mayor, propose(office, other, LATER - timedelta(1), "Resolution No. 30"))

    with pytest.raises(Rejected) as raised:
        office.engine.send(ApproveZones("keda", plan_id, shown), actor=mayor)

    assert raised.value.error_code == "administering.changed_meanwhile"
    assert in_force(office, LATER).keys() == {"other"}
    approve(office, mayor, plan_id)
    assert in_force(office, LATER).keys() == {"new-1", "new-2"}


def test_proposal__beside_what_is_in_force__says_what_becomes_of_each_zone(office: Office) -> None:
    mayor = office.staff("mayor")
    approve(office, mayor, propose(office, first_on=TODAY))
    plan_id = propose(office, file_of(feature(code="new-1", height_max=9), feature(BESIDE, "third")))

    with office.engine.read(mayor) as tx:
        page = queries.proposed(tx, "keda", plan_id)

    told = {change.code: (change.what, tuple(part.part for part in change.parts)) for change in page.changes}
    assert told == {
        "new-1": ("changed", ("height_max",)),
        "new-2": ("ended", ()),
        "third": ("new", ()),
    }


def test_two_days__compared__name_zones_that_are_other_and_their_act(office: Office) -> None:
    mayor = office.staff("mayor")
    approve(office, mayor, propose(office, first_on=TODAY))
    approve(office, mayor, propose(office, file_of(feature(code="new-1", height_max=9)), act="No. 32"))

    with office.engine.read(mayor) as tx:
        found = queries.compared(tx, "keda", since=TODAY, until=LATER).changes
        same = queries.compared(tx, "keda", since=TODAY, until=LATER - timedelta(1)).changes

    assert same == ()
    changed, ended = found
    (part,) = changed.parts
    assert (part.part, part.before, part.after, changed.source) == ("height_max", "12", "9", "No. 32")
    assert (ended.code, ended.what, ended.source) == ("new-2", "ended", ACT)
    with office.engine.read(office.staff("specialist")) as tx, pytest.raises(NotAllowed):
        queries.compared(tx, "keda", since=TODAY, until=LATER)
