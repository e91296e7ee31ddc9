"""Parameters of two days beside each other: the country's, and what a council set for its municipality."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from engine.commands.municipalities import SetParameter
from engine.errors import NotAllowed
from engine.queries import law
from engine.queries.law import ComparedParameters
from engine.tenancy import Actor
from tests.engine.kit import Office

TODAY = date(2026, 9, 1)
NATIONAL, FEE = "00000005001", "con.fee.m2"
ACT = "Resolution No. 7 of the council"


def set_value(office: Office, by: Actor, name: str, code: str | None, value: Any, first_on: date) -> None:
    office.engine.send(SetParameter(name, code, value, ACT, first_on, None, None), actor=by)


def compared(office: Office, by: Actor, code: str | None, since: date, until: date) -> ComparedParameters:
    with office.engine.read(by) as tx:
        return law.compared(tx, code, since=since, until=until)


def test_value__that_a_council_set__is_other_from_its_day_on_and_there_alone(office: Office) -> None:
    admin, first_on = office.staff("municipal_admin"), TODAY + timedelta(10)
    set_value(office, admin, FEE, "keda", 75, first_on)

    before = compared(office, admin, "keda", TODAY, first_on - timedelta(1))
    after = compared(office, admin, "keda", TODAY, first_on)
    country = compared(office, office.person(NATIONAL), None, TODAY, first_on)

    assert (before.changes, country.changes) == ((), ())
    (change,) = after.changes
    assert change.name == FEE and change.before is not None and change.after is not None
    assert (change.before.value, change.before.is_own) == (100, False)
    assert (change.after.value, change.after.is_own, change.after.act) == (75, True, {"ka": ACT, "en": ACT})
    assert change.after.who is not None


def test_value__of_the_country__is_other_where_no_council_has_set_its_own(office: Office) -> None:
    admin, national, first_on = (
        office.staff("municipal_admin"),
        office.person(NATIONAL),
        TODAY + timedelta(10),
    )
    set_value(office, national, FEE, None, 120, first_on)

    (country,) = compared(office, national, None, TODAY, first_on).changes
    (here,) = compared(office, admin, "keda", TODAY, first_on).changes
    set_value(office, admin, FEE, "keda", 75, TODAY + timedelta(1))
    own = compared(office, admin, "keda", TODAY + timedelta(1), first_on)

    assert country.after is not None and here.after is not None
    assert (country.after.value, here.after.value, here.after.is_own) == (120, 120, False)
    assert own.changes == (), "the council's own value goes before the country's"


def test_comparison__for_others__is_closed(office: Office) -> None:
    for other in (office.staff("mayor"), office.person("00000000101")):
        for code in ("keda", None):
            with pytest.raises(NotAllowed):
                compared(office, other, code, TODAY, TODAY)
    with pytest.raises(NotAllowed):
        compared(office, office.staff("municipal_admin"), None, TODAY, TODAY)
