"""Entries that change their state: the history they make, and one place in the country for each person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from engine.errors import Broken, Rejected
from engine.folding import fold
from engine.operations import ALL
from engine.steps import open_case
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office

ENTRIES = """
select state, ground, valid_from, valid_until, superseded_by is not null as is_superseded, fields
from register_entries order by valid_from, recorded_at, is_final
"""


def do(office: Office, case_id: UUID, operation: str, *, municipality: str = "keda", **inputs: Any) -> Any:
    """Let a case do an operation on the register, in a commit of its own."""
    place = office.place(municipality)
    database, now = office.engine.connections.database, office.clock.now()
    with database.transaction(system(place), now=now) as tx:
        case = open_case(tx, ALL, case_id)
        result = ALL.inline(operation)(case, {"register": "notes", "key": CITIZEN, **inputs})
        case.save_in_place()
    return result


def enter(office: Office, case_id: UUID, valid_from: str, **more: Any) -> Any:
    inputs = {"person": CITIZEN, "fields": {"note": "first"}, "valid_from": valid_from, **more}
    return do(office, case_id, "register.enter", **inputs)


def end(office: Office, case_id: UUID, valid_from: str, **more: Any) -> Any:
    return do(office, case_id, "register.change", state="ended", valid_from=valid_from, **more)


def entries(office: Office) -> list[tuple[Any, ...]]:
    with office.engine.read(system(office.place())) as tx:
        return [
            (row.state, row.valid_from.isoformat(), row.valid_until and row.valid_until.isoformat())
            for row in tx.all(ENTRIES)
            if not row.is_superseded
        ]


def test_change__of_an_entry__ends_it_where_the_next_begins(office: Office) -> None:
    case_id = office.file().case_id
    enter(office, case_id, "2026-09-01")

    end(office, case_id, "2026-10-01", ground="asked", fields={"note": None})

    assert entries(office) == [("kept", "2026-09-01", "2026-10-01"), ("ended", "2026-10-01", None)]
    found = do(office, case_id, "register.find")
    assert (found["found"], found["state"], found["ground"], found["since"], found["fields"]) == (
        True,
        "ended",
        "asked",
        "2026-10-01",
        {},
    )


def test_change__from_the_first_day__supersedes_what_never_held(office: Office) -> None:
    case_id = office.file().case_id
    enter(office, case_id, "2026-09-01")

    end(office, case_id, "2026-09-01")

    assert entries(office) == [("ended", "2026-09-01", None)]


def test_change__without_an_entry_or_after_the_last_state__is_refused(office: Office) -> None:
    case_id = office.file().case_id
    with pytest.raises(Rejected) as nothing:
        end(office, case_id, "2026-09-01")
    enter(office, case_id, "2026-09-01")
    with pytest.raises(Rejected) as same:
        do(office, case_id, "register.change", state="kept", valid_from="2026-09-02")
    end(office, case_id, "2026-10-01")

    with pytest.raises(Rejected) as over:
        end(office, case_id, "2026-11-01")

    codes = [refused.value.error_code for refused in (nothing, same, over)]
    assert codes == ["register.no_entry", "register.state_does_not_follow", "register.no_entry"]


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"state": "lost"}, "register.state_unknown"),
        ({"state": "ended", "ground": "no"}, "register.ground_unknown"),
        ({"state": "ended", "person": CITIZEN}, "register.person_fixed"),  # one per person in the country
        ({"state": "ended", "ground": "asked", "valid_from": "soon"}, "register.day_unusable"),
    ],
)
def test_change__to_what_the_register_does_not_know__is_a_mistake(
    office: Office, inputs: dict[str, str], code: str
) -> None:
    case_id = office.file().case_id
    enter(office, case_id, "2026-09-01")

    with pytest.raises(Broken) as broken:
        do(office, case_id, "register.change", **{"valid_from": "2026-09-02", **inputs})

    assert broken.value.error_code == code


def test_place_in_the_country__after_the_last_state__is_free_from_its_day(office: Office) -> None:
    here, there = office.file().case_id, office.file(municipality="telavi").case_id
    enter(office, here, "2026-09-01")
    with pytest.raises(Rejected) as held:
        enter(office, there, "2026-12-01", municipality="telavi")
    end(office, here, "2026-11-01")

    with pytest.raises(Rejected) as early:
        enter(office, there, "2026-10-31", municipality="telavi")
    enter(office, there, "2026-11-01", municipality="telavi")

    assert {held.value.error_code, early.value.error_code} == {"register.already_held"}


def test_entering_anew__after_the_last_state__ends_it_and_not_before_its_day(office: Office) -> None:
    first, second = office.file().case_id, office.file().case_id
    enter(office, first, "2026-09-01")
    end(office, first, "2026-10-01")
    with pytest.raises(Rejected):
        enter(office, second, "2026-09-30")

    enter(office, second, "2026-12-01")

    assert entries(office) == [
        ("kept", "2026-09-01", "2026-10-01"),
        ("ended", "2026-10-01", "2026-12-01"),
        ("kept", "2026-12-01", None),
    ]


def test_entering__somebody__keeps_by_what_the_entry_is_found(office: Office) -> None:
    enter(office, office.file().case_id, "2026-09-01", fields={"note": "ძველი წყარო", "order_number": "X-7"})

    with office.engine.read(system(office.place())) as tx:
        row = tx.one("select label, tsvector_to_array(words) as words from register_entries")
    assert row.label.startswith("დემო მოქალაქე")
    assert {CITIZEN, fold("წყარო"), "x7", fold("მოქალაქე"), fold("Citizen")} <= {*row.words}
