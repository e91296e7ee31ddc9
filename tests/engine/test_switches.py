"""Modules and services of a municipality, on and off from a day; nothing begins what is off."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from engine import canonical
from engine.clock import local_date
from engine.commands.applications import FileApplication
from engine.commands.base import Command
from engine.commands.drafts import SaveDraft
from engine.commands.reference import LoadMunicipality
from engine.commands.signing import OpenApplicationSigning
from engine.commands.switches import SetSwitch
from engine.errors import NotAllowed, NotFound, Rejected
from engine.installation.loading import BPMN
from engine.queries import catalogue, places
from engine.queries import switches as queries
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office

ACT = "Resolution No. 7 of the council"
ADMIN = "municipal_admin"


def switch(office: Office, code: str = "permits", *, is_on: bool = False, days: int = 0, **more: Any) -> None:
    today = local_date(office.clock.now())
    command = SetSwitch(
        more.pop("municipality", "keda"),
        code,
        is_on,
        more.pop("act", ACT),
        today + timedelta(days),
        more.pop("until", None),
    )
    office.engine.send(command, actor=more.pop("by", None) or office.staff(ADMIN))


def offered(office: Office, municipality: str = "keda") -> list[str]:
    """Return what the start page of the municipality lists."""
    with office.engine.read(office.person(CITIZEN)) as tx:
        place = places.municipality(tx, municipality)
        return [service.code for event in catalogue.by_life_event(tx, place) for service in event.services]


def refused(attempt: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(Rejected) as caught:
        attempt(*given, **more)
    return caught.value.error_code


def test_module__switched_off_from_a_day__is_offered_until_then_and_not_after(office: Office) -> None:
    switch(office, days=2)

    before = offered(office)
    office.file()
    office.clock.advance(timedelta(days=2))

    assert (before, offered(office), offered(office, "telavi")) == (
        ["permits.note"],
        [],
        ["permits.note"],
    )
    with pytest.raises(NotFound):
        office.file()
    office.file(municipality="telavi", by=CITIZEN)


def test_service__off_for_a_period__comes_back_after_it(office: Office) -> None:
    today = local_date(office.clock.now())
    switch(office, "permits.note", days=1, until=today + timedelta(3))

    seen = []
    for _ in range(4):
        seen.append(offered(office))
        office.clock.advance(timedelta(days=1))

    assert seen == [["permits.note"], [], [], ["permits.note"]]


def test_module__off_and_on_again__counts_as_it_was_entered_last(office: Office) -> None:
    switch(office, days=5)
    switch(office, is_on=True, days=3)

    office.clock.advance(timedelta(days=10))

    assert offered(office) == ["permits.note"]


def test_service__of_a_module_that_is_off__is_off_though_it_was_switched_on(office: Office) -> None:
    switch(office)
    switch(office, "permits.note", is_on=True)

    assert offered(office) == []


@pytest.mark.parametrize("code", ["permits", "permits.note"])
@pytest.mark.parametrize(
    "command",
    [
        FileApplication("permits.note", "keda", {"note": "a note"}),
        SaveDraft("permits.note", "keda", {"note": "a note"}),
        OpenApplicationSigning("permits.note", "keda", {"note": "a note"}, "ka"),
    ],
    ids=lambda command: type(command).__name__ if isinstance(command, Command) else command,
)
def test_whatever_begins_a_case__of_what_is_off__finds_nothing(
    office: Office, command: Command, code: str
) -> None:
    citizen = office.person(CITIZEN)
    office.engine.send(command, actor=citizen)
    switch(office, code)

    with pytest.raises(NotFound):
        office.engine.send(command, actor=citizen)


def test_open_case__of_a_module_that_is_switched_off__runs_to_its_end(office: Office) -> None:
    case_id = office.file().case_id
    switch(office)

    office.complete(case_id, good=True)
    office.run_jobs(case_id)

    assert office.observe(case_id).status in ("decided", "closed")


def test_loading_again__after_a_switch__changes_nothing(office: Office) -> None:
    data = json.loads((BPMN / "municipalities" / "keda.json").read_text())
    switch(office)
    before = entries(office)

    office.engine.send(LoadMunicipality({**data, "modules": ["permits"]}), actor=system())

    assert (entries(office), offered(office)) == (before, [])


def entries(office: Office) -> list[Any]:
    with office.engine.read(office.staff(ADMIN)) as tx:
        return list(queries.page(tx, "keda").entries)


def test_switch__by_others_than_its_administrator__is_refused(office: Office) -> None:
    for other in (office.staff("mayor"), office.staff(ADMIN, "telavi"), office.person(CITIZEN)):
        with pytest.raises(NotAllowed):
            switch(office, by=other)
    with office.engine.read(office.staff("mayor")) as tx, pytest.raises(NotAllowed):
        queries.page(tx, "keda")


@pytest.mark.parametrize(
    ("code", "more", "error"),
    [
        ("nothing", {}, "switch.unknown"),
        ("permits.nothing", {}, "switch.unknown"),
        ("permits", {"days": -1}, "administering.day_is_past"),
        ("permits", {"act": " "}, "administering.act_needed"),
        ("permits", {"act": "x" * 501}, "administering.too_long"),
        ("permits", {"until": date(2026, 9, 1)}, "switch.period_empty"),
    ],
)
def test_switch__with_a_mistake__is_refused(
    office: Office, code: str, more: dict[str, Any], error: str
) -> None:
    assert refused(switch, office, code, **more) == error
    assert offered(office) == ["permits.note"]


def test_switch__entered__stands_in_the_chain_with_who_and_by_which_act(office: Office) -> None:
    admin = office.staff(ADMIN)

    switch(office, days=1)

    with office.engine.read(system()) as tx:
        row = tx.one("select kind, actor_id, body from stream_events where kind = 'switch.set'")
    body = canonical.loads(bytes(row.body))
    assert (row.actor_id, body["code"], body["is_on"], body["act"]) == (
        admin.person_id,
        "permits",
        False,
        ACT,
    )


def test_page__of_the_switches__says_when_what_stands_otherwise(office: Office) -> None:
    today = local_date(office.clock.now())
    switch(office, days=4)
    switch(office, "permits.note", days=1, until=today + timedelta(2))

    with office.engine.read(office.staff(ADMIN)) as tx:
        page = queries.page(tx, "keda")

    (permits,) = (module for module in page.modules if module.module.code == "permits")
    assert (permits.module.is_on, permits.module.changes_on) == (True, today + timedelta(4))
    assert [(service.is_on, service.changes_on) for service in permits.services] == [
        (True, today + timedelta(1))
    ]
    assert [(entry.code, entry.act) for entry in page.entries][:2] == [
        ("permits.note", ACT),
        ("permits", ACT),
    ]
