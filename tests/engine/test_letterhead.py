"""What papers carry of a municipality: as expressions read it, and as its administrator sets it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from engine.catalogue.published import published
from engine.commands.municipalities import SetLetterhead
from engine.commands.reference import LoadMunicipality
from engine.errors import NotAllowed, Rejected
from engine.installation import loading
from engine.queries import rollout
from engine.scope import World
from engine.stores import cases
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office

ACT = "Order No. 5"
TODAY = date(2026, 9, 1)  # of the office's clock
STREET = {"ka": "დემო ქუჩა 1", "en": "Demo Street 1"}


def set_letterhead(office: Office, *, by: Any = None, **more: Any) -> None:
    said = {
        "municipality": "keda",
        "official_name": {"ka": "ქედის მუნიციპალიტეტი", "en": "Municipality of Keda"},
        "address": STREET,
        "phone": "+995 555 00 00 01",
        "email": "keda@demo.invalid",
        "act": ACT,
        "valid_from": TODAY,
        "seen": last_entry(office),
    }
    office.engine.send(SetLetterhead(**{**said, **more}), actor=by or office.staff("municipal_admin"))


def last_entry(office: Office) -> int:
    with office.engine.read(office.staff("municipal_admin")) as tx:
        return rollout.letterheads(tx, "keda")[1][0].entry_id


def carried(office: Office, *names: str) -> list[Any]:
    """Return what a paper of today carries."""
    case_id = office.file().case_id
    with office.engine.read(system(office.place())) as tx:
        row = cases.load(tx, case_id)
        assert row is not None
        world = World(tx, row, published(tx, row.version_id))
        return [world.evaluate(f"municipality.{name}", {}) for name in names]


def test_letterhead__set__is_read_in_each_language(office: Office) -> None:
    before = carried(office, "address_ka", "phone")

    set_letterhead(office)

    assert before == [None, None]
    assert carried(office, "official_en", "address_ka", "address_en", "email") == [
        "Municipality of Keda",
        "დემო ქუჩა 1",
        "Demo Street 1",
        "keda@demo.invalid",
    ]


def test_letterhead__from_a_later_day__is_on_papers_of_that_day(office: Office) -> None:
    set_letterhead(office, valid_from=TODAY + timedelta(2))

    before = carried(office, "address_en")
    office.clock.advance(timedelta(days=2))

    assert (before, carried(office, "address_en")) == ([None], ["Demo Street 1"])


def test_loading_again__after_it_was_set__changes_nothing(office: Office) -> None:
    set_letterhead(office)
    data = json.loads((loading.BPMN / "municipalities" / "keda.json").read_text())
    other = {**data["letterhead"], "address": {"ka": "სხვა", "en": "Other"}}

    office.engine.send(LoadMunicipality({**data, "letterhead": other}), actor=system())

    assert carried(office, "address_en") == ["Demo Street 1"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"official_name": {"en": "Keda"}}, "letterhead.name_missing"),
        ({"email": "keda"}, "letterhead.email_invalid"),
        ({"seen": 0}, "administering.changed_meanwhile"),
        ({"valid_from": TODAY - timedelta(1)}, "administering.day_is_past"),
        ({"act": ""}, "administering.act_needed"),
        ({"phone": "1" * 201}, "administering.too_long"),
    ],
)
def test_letterhead__with_a_mistake__is_refused(office: Office, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Rejected) as caught:
        set_letterhead(office, **more)

    assert caught.value.error_code == code
    assert carried(office, "address_en") == [None]


def test_letterhead__set_by_others_than_the_administrator__is_refused(office: Office) -> None:
    for other in (office.staff("mayor"), office.person(CITIZEN), office.staff("municipal_admin", "telavi")):
        with pytest.raises(NotAllowed):
            set_letterhead(office, by=other)
