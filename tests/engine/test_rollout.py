"""The country: municipalities and their states, a new one, values by law and by councils, figures."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.commands.municipalities import EnterMunicipality, SetParameter, SetRollout
from engine.commands.offices import GiveOffice
from engine.commands.reference import LoadReferenceData
from engine.commands.switches import SetSwitch
from engine.errors import NotAllowed, NotFound, Rejected
from engine.installation.loading import BPMN, load_data
from engine.lawbook import LawOfDay
from engine.queries import law, places, rollout
from engine.stores.known import known
from engine.tenancy import Actor, system
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office

NATIONAL, CLERK, ADMIN = "00000005001", "00000000104", "municipal_admin"
ACT = "Resolution No. 9"
TODAY = date(2026, 9, 1)  # of the office's clock
TOMORROW = TODAY + timedelta(1)
FEE, TERM = "con.fee.m2", "con.permit"


def national(office: Office) -> Actor:
    return office.person(NATIONAL)


def enter(office: Office, *, by: Actor | None = None, **more: Any) -> None:
    with office.engine.read(system()) as tx:
        person = tx.one("select given_name, family_name from people where personal_number = :n", n=CLERK)
    said = {
        "code": "new-town",
        "names": {"ka": "ახალქალაქი", "en": "New Town"},
        "region": {"ka": "მხარე", "en": "Region"},
        "kind": "city",
        "act": ACT,
        "valid_from": TODAY,
        "personal_number": CLERK,
        "given_name": person.given_name,
        "family_name": person.family_name,
    }
    office.engine.send(EnterMunicipality(**{**said, **more}), actor=by or national(office))


def test_municipality__entered__works_with_its_first_administrator(office: Office) -> None:
    enter(office)

    admin = office.person(CLERK)
    specialist = GiveOffice(CITIZEN, "specialist", "new-town", ACT, TODAY)
    office.engine.send(specialist, actor=system())
    switch = SetSwitch("new-town", "permits", is_on=True, act=ACT, valid_from=TODAY)
    office.engine.send(switch, actor=admin)
    filed = office.file(municipality="new-town", by=OTHER_CITIZEN)

    assert filed.number.startswith("NEW-TOWN-")
    with office.engine.read(national(office)) as tx:
        (one,) = [place for place in rollout.rollout(tx) if place.municipality.code == "new-town"]
    assert (one.state, one.since, one.services, one.administrators) == ("preparing", TODAY, 1, 1)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"code": "keda"}, "municipality.known"),
        ({"code": "New Town"}, "municipality.code_invalid"),
        ({"names": {"ka": "ახალი"}}, "municipality.names_missing"),
        ({"kind": "village"}, "municipality.state_unknown"),
        ({"given_name": {}}, "office.names_missing"),
        ({"act": ""}, "administering.act_needed"),
    ],
)
def test_municipality__with_a_mistake__is_not_there(office: Office, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Rejected) as caught:
        enter(office, **more)

    assert caught.value.error_code == code
    with office.engine.read(national(office)) as tx:
        assert len(places.municipalities(tx)) == 64
    assert office.person(CLERK).roles == ()


def test_state__set_from_a_day__is_on_the_list(office: Office) -> None:
    state = SetRollout("tbilisi", "planned", ACT, TODAY)

    office.engine.send(state, actor=national(office))
    load_data(office.engine)

    with office.engine.read(national(office)) as tx:
        found = {place.municipality.code: place for place in rollout.rollout(tx)}
    assert (found["tbilisi"].state, found["tbilisi"].act) == ("planned", ACT)
    assert sum(place.state == "live" for place in found.values()) == 55
    with pytest.raises(Rejected) as caught:
        office.engine.send(SetRollout("tbilisi", "somehow", ACT, TODAY), actor=national(office))
    assert caught.value.error_code == "municipality.state_unknown"


def value_of(office: Office, name: str, on: date, municipality: str = "keda") -> Any:
    with office.engine.read(office.person(CITIZEN)) as tx:
        book = LawOfDay(tx, office.place(municipality), on)
        return book.term(name) if name == TERM else book.parameter(name)


def set_parameter(office: Office, name: str, value: Any, *, by: Actor | None = None, **more: Any) -> None:
    said = {"municipality": None, "act": ACT, "valid_from": TOMORROW, **more}
    office.engine.send(SetParameter(name, value=value, **said), actor=by or national(office))


def test_parameter__set_by_law__holds_from_its_day_and_no_file_takes_it_back(office: Office) -> None:
    set_parameter(office, TERM, {"number": 15, "unit": "working_days"})
    load_data(office.engine)

    before, after = value_of(office, TERM, TODAY), value_of(office, TERM, TOMORROW)

    assert (before.number, after.number, after.law.act["en"]) == (20, 15, ACT)


def test_parameter__set_by_law__takes_no_value_from_a_file_any_more(office: Office) -> None:
    set_parameter(office, TERM, {"number": 15, "unit": "working_days"})
    file = json.loads((BPMN / "parameters" / "construction.json").read_text())
    (entry,) = [parameter for parameter in file["parameters"] if parameter["name"] == TERM]
    (other,) = [parameter for parameter in file["parameters"] if parameter["name"] == FEE]
    newer = {**entry, "value": {"number": 10, "unit": "working_days"}, "valid_from": TOMORROW.isoformat()}

    load = LoadReferenceData(parameters=(newer, {**other, "value": 200, "valid_from": TOMORROW.isoformat()}))
    office.engine.send(load, actor=system())

    assert (value_of(office, TERM, TOMORROW).number, value_of(office, FEE, TOMORROW)) == (15, 200)


def test_parameter__set_by_a_council__holds_there_and_ends(office: Office) -> None:
    admin = office.staff(ADMIN)
    period = {"valid_from": TOMORROW, "valid_until": TOMORROW + timedelta(2)}

    set_parameter(office, FEE, 75, by=admin, municipality="keda", **period)
    set_parameter(office, FEE, 90)

    days = [value_of(office, FEE, TODAY + timedelta(n)) for n in range(4)]
    assert days == [100, 75, 75, 90]
    assert value_of(office, FEE, TOMORROW, "telavi") == 90
    with office.engine.read(admin) as tx:
        _, found = law.of_municipality(tx, "keda")
    (fee,) = [parameter for parameter in found if parameter.name == FEE]
    assert (fee.own, fee.next_on) == (None, TOMORROW)
    assert fee.country is not None and fee.country.value == 100
    assert {parameter.name for parameter in found} >= {FEE, "con.fee.metre"} and TERM not in {
        parameter.name for parameter in found
    }


@pytest.mark.parametrize(
    ("name", "value", "more", "code"),
    [
        (FEE, -1, {}, "parameter.value_invalid"),
        (FEE, Decimal("1.5"), {}, "parameter.value_invalid"),
        (FEE, True, {}, "parameter.value_invalid"),
        (FEE, None, {}, "parameter.value_invalid"),
        (TERM, {"number": 0, "unit": "months"}, {}, "parameter.value_invalid"),
        (TERM, {"number": 5, "unit": "weeks"}, {}, "parameter.value_invalid"),
        ("opinion.silence", "consent", {}, "parameter.value_invalid"),
        (FEE, 5, {"valid_from": TODAY}, "administering.day_not_ahead"),
        (FEE, 5, {"valid_until": TOMORROW}, "parameter.period_empty"),
        (FEE, 5, {"act": ""}, "administering.act_needed"),
        ("no.such", 5, {}, "not_found"),
    ],
)
def test_parameter__with_a_mistake__is_refused(
    office: Office, name: str, value: Any, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(Rejected) as caught:
        set_parameter(office, name, value, **more)

    assert caught.value.error_code == code
    assert value_of(office, FEE, TOMORROW) == 100


def test_parameter__that_no_council_may_set__is_not_for_the_administrator(office: Office) -> None:
    admin, value = office.staff(ADMIN), {"number": 5, "unit": "months"}
    for name, municipality in ((TERM, "keda"), (TERM, None), (FEE, "telavi")):
        with pytest.raises(NotAllowed):
            set_parameter(office, name, value, by=admin, municipality=municipality)
    with pytest.raises(NotAllowed):
        set_parameter(office, FEE, 5, municipality="keda")


def test_figures__count_cases_and_show_none(office: Office) -> None:
    first, second = office.file().case_id, office.file(municipality="telavi")
    office.complete(first, good=True)
    del second
    month = {"since": date(2026, 9, 1), "until": date(2026, 10, 1)}

    with office.engine.read(national(office)) as tx:
        found = {figure.municipality["en"]: figure for figure in rollout.figures(tx, **month)}
        before = rollout.figures(tx, since=date(2026, 8, 1), until=date(2026, 9, 1))
        assert tx.scalar("select count(*) from cases") == 0

    # One to four are not told: so few could be recognised.
    assert {place: one.filed for place, one in found.items()} == {"Keda": None, "Telavi": None}
    assert {place: one.decided for place, one in found.items()} == {"Keda": None, "Telavi": 0}
    assert before == ()
    with office.engine.read(office.staff("mayor")) as tx:
        assert tx.all("select * from case_figures(now() - interval '1 year', now(), '2026-09-01')") == []


def test_country__for_others_than_the_national_administrator__is_closed(office: Office) -> None:
    for other in (office.staff(ADMIN), office.staff("mayor"), office.person(CITIZEN)):
        for attempt in (
            lambda by: enter(office, by=by),
            lambda by: set_parameter(office, FEE, 5, by=by),
            lambda by: office.engine.send(SetRollout("keda", "live", ACT, TODAY), actor=by),
        ):
            with pytest.raises(NotAllowed):
                attempt(other)
        with office.engine.read(other) as tx:
            for query in (rollout.rollout, law.of_country):
                with pytest.raises(NotAllowed):
                    query(tx)
    with pytest.raises(NotFound):
        office.engine.send(SetRollout("nowhere", "live", ACT, TODAY), actor=national(office))


def test_demonstration__begun_in_a_later_year__has_sub_programmes_of_that_year(office: Office) -> None:
    clock, keda, summer = office.clock, office.place("keda"), date(2028, 6, 1)
    clock.set(clock.now().replace(year=2028))

    load_data(office.engine)
    load_data(office.engine)

    with office.engine.read(system()) as tx:
        offered = known(tx, keda).programmes(summer)
        periods = [row for row in known(tx, keda).programme_periods() if row.code == "fire"]
    assert len(offered) == 21
    assert {entry["valid_until"] for entry in offered.values()} == {"2029-01-01"}
    assert [row.valid_from.year for row in periods] == [2028, 2026]
