"""Finding cases by what people say of them."""

from __future__ import annotations

import psycopg
import pytest

from engine.queries import case_search
from engine.tenancy import Actor
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office


def numbers(office: Office, question: str, *, by: Actor | None = None) -> list[str]:
    with office.engine.read(by or office.staff("specialist")) as tx:
        return [case.number for case in case_search.search(tx, question).cases]


@pytest.mark.parametrize(
    "question",
    [
        "წყაროსთან",
        "tskarostan",
        "cyarostan",
        "ძველი წყარო",
        "00000000101",
        "000 000 001 01",
        "21.04.33.101",
        "210433101",
        "555 00 01 01",
        "+995 555 00 01 01",
    ],
)
def test_search__by_what_was_filed__finds_the_case_however_it_is_typed(office: Office, question: str) -> None:
    note = office.file(note="ძველი წყაროსთან").number
    plot = office.file(note="21.04.33.101").number
    phone = office.file(note="+995555000101").number
    office.file(by=OTHER_CITIZEN, note="სხვა რამ")

    wanted = {"2": {plot}, "5": {phone}, "+": {phone}, "0": {note, plot, phone}}.get(question[0], {note})
    assert set(numbers(office, question)) == wanted


def test_search__by_number__finds_it_by_its_beginning_too(office: Office) -> None:
    number = office.file().number

    assert numbers(office, number) == numbers(office, number.lower()) == [number]
    assert numbers(office, number[:-2]) == [number]


def test_search__by_others__finds_nothing(office: Office) -> None:
    number = office.file().number

    assert numbers(office, number, by=office.staff("specialist", "telavi")) == []
    assert numbers(office, number, by=office.person(CITIZEN)) == []


@pytest.mark.parametrize("question", ["", " ", "'", "a & b", "|", "1", "':*", "\x00", "ქ" * 500])
def test_search__that_asks_nothing__finds_nothing_and_breaks_nothing(office: Office, question: str) -> None:
    office.file()

    assert numbers(office, question) == []


def test_search__older_hit_behind_many_of_no_concern__is_found(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_search, "MOST", 2)
    inspector = office.staff("inspector")
    own = [office.file().case_id for _ in range(3)]
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        connection.execute(
            "update tasks set person_id = %s where case_id = any (%s)", (inspector.person_id, own)
        )
    for _ in range(12):
        office.file()

    with office.engine.read(inspector) as tx:
        found = case_search.search(tx, "Demo")

    assert found.is_cut
    assert {case.case_id for case in found.cases} < set(own)
