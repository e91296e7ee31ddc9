"""When the office of a municipality is open: entered from a day by an act, named by letters of that day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from engine.commands.municipalities import SetOfficeHours
from engine.errors import NotAllowed
from engine.queries import places, rollout
from engine.stores.known import known
from engine.tenancy import system
from tests.engine.kit import Office
from tests.engine.test_court import carried
from tests.engine.test_settlement_lists import refused

TODAY, ACT = date(2026, 9, 1), "Order No. 8"
LATER = TODAY + timedelta(10)
HOURS = {"ka": "ორშაბათი–პარასკევი, 10:00–18:00", "en": "Monday to Friday, 10:00–18:00"}
DAYS = {"ka": "ორშაბათი, 11:00–14:00", "en": "Monday, 11:00–14:00"}


def set_hours(
    office: Office,
    hours: Mapping[str, str] = HOURS,
    reception: Mapping[str, str] = DAYS,
    first_on: date = TODAY,
    *,
    act: str = ACT,
    seen: int | None = None,
    by: str = "municipal_admin",
) -> None:
    with office.engine.read(office.staff("municipal_admin")) as tx:
        entries = rollout.office_hours(tx, "keda")[1]
    last = entries[0].entry_id if entries else 0
    command = SetOfficeHours("keda", hours, reception, act, first_on, last if seen is None else seen)
    office.engine.send(command, actor=office.staff(by))


def of_letters(office: Office, day: date) -> Mapping[str, Any]:
    with office.engine.read(system()) as tx:
        return known(tx, office.place()).office_hours(day)


def test_hours__entered_from_a_day__are_those_of_letters_and_of_the_page_of_that_day(office: Office) -> None:
    set_hours(office, first_on=LATER)
    with office.engine.read(system()) as tx:
        before = places.office(tx, "keda")
    office.clock.advance(timedelta(10))

    with office.engine.read(system()) as tx:
        contact = places.office(tx, "keda")

    assert of_letters(office, LATER - timedelta(1)) == {} and before.hours == {}
    assert of_letters(office, LATER) == {"hours": HOURS, "reception": DAYS}
    assert (contact.hours, contact.reception) == (HOURS, DAYS)


def test_hours__entered_again__keep_what_was_before(office: Office) -> None:
    set_hours(office)
    set_hours(office, {"ka": "ყოველდღე", "en": "Every day"}, {}, LATER)

    with office.engine.read(office.staff("municipal_admin")) as tx:
        last, first = rollout.office_hours(tx, "keda")[1]

    assert (first.hours, first.reception, first.act) == (HOURS, DAYS, ACT)
    assert (last.reception, last.valid_from) == (None, LATER)
    assert of_letters(office, TODAY)["hours"] == HOURS


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hours": {"ka": "ყოველდღე"}}, "office_hours.invalid"),
        ({"reception": {"en": "Monday"}}, "office_hours.invalid"),
        ({"first_on": TODAY - timedelta(1)}, "administering.day_is_past"),
        ({"act": " "}, "administering.act_needed"),
        ({"seen": 7}, "administering.changed_meanwhile"),
        ({"hours": {**HOURS, "ka": "ა" * 201}}, "administering.too_long"),
    ],
)
def test_hours__that_can_not_be__are_refused(office: Office, changes: dict[str, Any], code: str) -> None:
    assert refused(lambda: set_hours(office, **changes)) == code
    assert of_letters(office, TODAY) == {}


def test_hours__by_others__are_refused(office: Office) -> None:
    for role in ("mayor", "specialist"):
        with pytest.raises(NotAllowed):
            set_hours(office, by=role)


def test_letters__of_a_municipality__see_its_hours(office: Office) -> None:
    names = ("hours_ka", "hours_en", "reception_en")
    before = carried(office, *names)

    set_hours(office)

    assert before == [None, None, None]
    assert carried(office, *names) == [HOURS["ka"], HOURS["en"], DAYS["en"]]
