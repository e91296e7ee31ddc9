"""What a later act does to a decided one: its history, its entry in a register, the place in the country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from engine.errors import Broken, EngineError
from engine.jobs.messages import open_proceeding
from engine.operations import ALL
from engine.steps import open_case
from engine.stores import registers
from engine.tenancy import system
from tests.engine.bookkeeping import found
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.proceeding import QUEUED

GROUND: Mapping[str, Any] = {"ground": "№ 3/1", "law": "art. 60¹"}
ENTRIES = """
select state, valid_from::text, valid_until::text, order_number, superseded_by is not null as is_superseded
from register_entries where register = 'notes' and key = :key order by recorded_at, valid_from, state desc
"""


def granted(office: Office, by: str = CITIZEN) -> Any:
    filed = office.file(by=by)
    office.complete(filed.case_id, good=True)
    return filed


def act(office: Office, about: str, change: str, **inputs: Any) -> tuple[UUID, dict[str, Any]]:
    """Let a later case of the office change the act of an earlier one; return its id and the result."""
    by = office.file(by=OTHER_CITIZEN)
    with office.engine.connections.database.transaction(system(office.place()), now=office.clock.now()) as tx:
        case = open_case(tx, ALL, by.case_id)
        result = ALL.inline("act.change")(case, {"about": about, "change": change, **GROUND, **inputs})
        case.save_in_place()
    return by.case_id, result


def entries(office: Office, key: str = CITIZEN) -> list[tuple[Any, ...]]:
    with office.engine.read(system(office.place())) as tx:
        return [tuple(row) for row in tx.all(ENTRIES, key=key)]


def current(office: Office) -> Any:
    with office.engine.read(system(office.place())) as tx:
        return registers.current(tx, "notes", office.place(), CITIZEN, is_locked=False)


def kinds(office: Office, case_id: UUID) -> list[str]:
    return [event.kind for event in office.observe(case_id).events]


def differences(office: Office) -> dict[str, Any]:
    return {check.name: check.differences for check in found(office) if not check.is_good}


@pytest.mark.parametrize("change", ["annulled", "void"])
def test_act__that_never_had_force__takes_its_entry_back_and_the_place_is_free(
    office: Office, change: str
) -> None:
    filed = granted(office)

    by, result = act(office, filed.number, change)

    assert result == {"number": "KEDA-O-2026-00001", "decided_on": "2026-09-01", "undone": 1}
    assert current(office) is None
    assert [(entry[0], entry[-1]) for entry in entries(office)] == [("kept", True), ("annulled", True)]
    assert kinds(office, filed.case_id)[-3:] == [f"act.{change}", "register.undone", "letter.sent"]
    assert kinds(office, by)[-1] == f"act.{change}_here"
    again = office.file()
    office.complete(again.case_id, good=True)
    assert current(office).case_id == again.case_id
    assert differences(office) == {}


def test_act__changed_by_somebody_else_s_case__is_told_to_its_holder_in_both_languages(
    office: Office,
) -> None:
    filed = granted(office)

    by, _ = act(office, filed.number, "annulled")

    with office.engine.read(office.person(CITIZEN)) as tx:
        letter = tx.one(
            "select * from letters where case_id = :id and template = 'act_changed'", id=filed.case_id
        )
        number = tx.scalar(
            "select act_changes.order_number from act_changes where case_id = :id", id=filed.case_id
        )
    assert letter is not None and "KEDA-O-2026-00001" in letter.subject
    assert "ბათილად იქნა ცნობილი" in letter.body and "№ 3/1" in letter.body and number in letter.body
    assert "was annulled" in letter.others["en"]["body"]
    assert "taken back" in letter.others["en"]["body"]


def test_act__repealed_from_a_day__holds_until_then(office: Office) -> None:
    filed = granted(office)

    act(office, filed.number, "repealed", since="2026-10-01")

    assert current(office) is None
    assert entries(office)[0][:3] == ("kept", "2026-09-01", "2026-10-01")


def test_act__repealed_after_its_entry_has_ended__changes_nothing_in_the_register(office: Office) -> None:
    filed, ending = granted(office), office.file(by=CITIZEN)
    with office.engine.connections.database.transaction(system(office.place()), now=office.clock.now()) as tx:
        case = open_case(tx, ALL, ending.case_id)
        ALL.inline("case.decide")(case, {"outcome": "granted"})
        ended = {"register": "notes", "key": CITIZEN, "state": "ended", "valid_from": "2026-09-20"}
        ALL.inline("register.change")(case, ended)
        case.save_in_place()
    before = entries(office)

    _, result = act(office, filed.number, "repealed", since="2026-10-01")

    assert (result["undone"], entries(office)) == (0, before)
    assert "register.undone" not in kinds(office, filed.case_id)
    assert differences(office) == {}


def test_act__that_changed_an_entry__gives_back_the_one_before(office: Office) -> None:
    first = granted(office)
    ending = office.file(by=CITIZEN)
    with office.engine.connections.database.transaction(system(office.place()), now=office.clock.now()) as tx:
        case = open_case(tx, ALL, ending.case_id)
        ALL.inline("case.decide")(case, {"outcome": "granted"})
        ended = {"register": "notes", "key": CITIZEN, "state": "ended", "valid_from": "2026-09-20"}
        ALL.inline("register.change")(case, ended)
        case.save_in_place()
    assert current(office).is_final

    act(office, ending.number, "annulled")

    now = current(office)
    assert (now.state, str(now.valid_from), now.is_final) == ("kept", "2026-09-20", False)
    assert kinds(office, first.case_id)[-1] != "register.undone"
    assert differences(office) == {}


def test_act__corrected__keeps_its_entry_and_says_what_was_corrected(office: Office) -> None:
    filed = granted(office)

    act(office, filed.number, "corrected", correction="2025 → 2026")
    act(office, filed.number, "corrected", correction="a → b")

    assert current(office).state == "kept"
    assert kinds(office, filed.case_id).count("act.corrected") == 2


def test_act__without_force__is_neither_corrected_nor_annulled(office: Office) -> None:
    filed = granted(office)
    act(office, filed.number, "annulled")

    for change in ("corrected", "repealed"):
        with pytest.raises(EngineError) as refused:
            act(office, filed.number, change, correction="x")
        assert refused.value.error_code == "act.without_force"


def test_act__of_a_running_case_or_none__is_refused(office: Office) -> None:
    running = office.file()

    for number in (running.number, "KEDA-N-2026-000999"):
        with pytest.raises(EngineError) as refused:
            act(office, number, "annulled")
        assert refused.value.error_code == "act.unknown"
    with pytest.raises(Broken):
        act(office, running.number, "burnt")


def test_request__taken_up_anew__is_a_case_with_the_same_answers_and_its_own_term(office: Office) -> None:
    filed = office.file(note="as it was")
    office.complete(filed.case_id, good=False)
    by, _ = act(office, filed.number, "annulled")
    with office.engine.connections.database.transaction(system(office.place()), now=office.clock.now()) as tx:
        case = open_case(tx, ALL, by)
        ALL.inline("case.anew")(case, {"about": filed.number})
        case.save_in_place()
        args = tx.all(QUEUED)[-1].args

    open_proceeding(office.engine, **args)
    open_proceeding(office.engine, **args)

    with office.engine.read(office.person(CITIZEN)) as tx:
        newer = tx.all("select id, number from cases where number > :n order by number", n=filed.number)
    anew = newer[-1].id
    assert office.observe(anew).document["application"] == {"note": "as it was"}
    assert kinds(office, anew)[0] == "case.opened_anew"
    assert office.task(anew) is not None
    with office.engine.read(system(office.place())) as tx:
        linked = tx.all("select about_id from case_links where case_id = :id and kind = 'anew'", id=anew)
    assert [row.about_id for row in linked] == [filed.case_id]
    assert differences(office) == {}
