"""Corrections of register entries: two people, a ground, both values kept, nobody's identity touched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from engine import reconcile
from engine.errors import EngineError, NotAllowed, NotFound, Rejected
from engine.operations import ALL
from engine.registers import kept_registers
from engine.registers.commands.corrections import (
    ApproveEntryCorrection,
    ProposeEntryCorrection,
    ReturnEntryCorrection,
)
from engine.registers.operations.undoing import undo
from engine.registers.queries import corrections, entry_card
from engine.registers.queries.register_history import own_history
from engine.registers.rules import corrections as rules
from engine.steps import open_case
from engine.stores import people
from engine.tenancy import Actor, system
from tests.cohorts.kit import Residents
from tests.engine.test_races import together

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
SETTLEMENT = {"settlement": "keda-demo-3"}
FIELD = {"name": "f", "names": {"ka": "ვ", "en": "F"}, "required": False}


@pytest.fixture
def office(register_office: Residents) -> Residents:
    return register_office


def entry_of(office: Residents, key: int) -> UUID:
    """Return the entry of a resident that holds."""
    return UUID(
        str(
            office.sql(
                "select id from register_entries where key = %(key)s and superseded_by is null"
                " and valid_until is null",
                key=f"{10**10 + key}",
            )[0][0]
        )
    )


def propose(
    office: Residents,
    key: int = 7,
    written: Mapping[str, str] = SETTLEMENT,
    *,
    by: Actor | None = None,
    **more: Any,
) -> UUID:
    said = {"ground": rules.ERROR_IN_WRITING, "reason": "The clerk chose the wrong village.", **more}
    entry_id = said.pop("entry_id", None) or entry_of(office, key)
    command = ProposeEntryCorrection("residents", "keda", entry_id, tuple(written.items()), **said)
    proposed: UUID = office.engine.send(command, actor=by or office.staff("specialist"))
    return proposed


def approve(office: Residents, correction_id: UUID, *, by: str = "head_of_service") -> None:
    office.engine.send(ApproveEntryCorrection(correction_id), actor=office.staff(by))


def card(office: Residents, key: int) -> entry_card.EntryCard:
    with office.engine.read(office.staff("head_of_service")) as tx:
        register = kept_registers.find(tx, "residents")
        return entry_card.card(tx, register, entry_of(office, key), on=TODAY)


def person(office: Residents, key: int) -> Actor:
    with office.engine.read(system()) as tx:
        return Actor(people.id_of(tx, f"{10**10 + key}"))


def village(office: Residents, key: int) -> str:
    return str(
        office.sql("select place from register_entries where id = %(id)s", id=entry_of(office, key))[0][0]
    )


def test_correction__approved_by_a_second_person__replaces_the_entry_and_keeps_both_values(
    office: Residents,
) -> None:
    before = entry_of(office, 7)

    correction_id = propose(office)
    assert village(office, 7) == "keda-demo-1"  # nothing happens before the second person
    approve(office, correction_id)

    after = card(office, 7)
    old, new = (next(line for line in after.history if line.is_superseded is it) for it in (True, False))
    assert (village(office, 7), old.entry_id, new.entry_id) == ("keda-demo-3", before, after.entry_id)
    assert (old.valid_from, old.act) == (new.valid_from, new.act)
    (made,) = after.corrections
    change = made.changes[0]
    assert (change.name, change.before, change.after) == (
        "settlement",
        *(next(f.value for f in line.fields if f.name == "settlement") for line in (old, new)),
    )
    assert (made.ground, made.outcome, made.corrected_id) == ("error_in_writing", "approved", new.entry_id)
    assert made.proposed_by != made.ended_by and made.ended_by is not None


def test_correction__made__is_an_event_of_the_case_and_breaks_no_invariant(office: Residents) -> None:
    before = differences(office)

    approve(office, propose(office))

    kinds = office.sql("select kind, body from events order by seq desc limit 1")
    assert kinds[0][0] == "register.corrected"
    assert differences(office) == before


def differences(office: Residents) -> set[str]:
    """Return what reconciling finds, but for how many: the generated residents have no events."""
    found = reconcile.reconcile(office.engine)
    return {line.split(":")[0] for check in found for line in check.differences}


def test_notes__of_the_wrong_entry__go_on_with_the_corrected_one(office: Residents) -> None:
    office.sql(
        "insert into register_notes select gen_random_uuid(), id, municipality_id, person_id, 'confirmed',"
        " '2026-08-01', case_id, now() from register_entries where id = any (%(ids)s)",
        ids=[entry_of(office, 7), entry_of(office, 8)],
    )

    approve(office, propose(office))

    noted = {row[0] for row in office.sql("select entry_id from register_notes")}
    assert noted == {entry_of(office, 7), entry_of(office, 8)}
    assert [note.on for note in card(office, 7).notes] == [date(2026, 8, 1)]


def test_notes__passed_on_to_another_entry__stay_where_they_are(office: Residents) -> None:
    office.sql(
        "insert into register_notes select gen_random_uuid(), id, municipality_id, person_id, 'confirmed',"
        " '2026-08-01', case_id, now() from register_entries where id = %(id)s",
        id=entry_of(office, 7),
    )

    with office.engine.connections.database.transaction(office.staff("specialist"), now=NOW) as tx:
        tx.scalar("select pass_notes(:before, :after)", before=entry_of(office, 7), after=entry_of(office, 8))

    assert office.sql("select entry_id from register_notes") == [(entry_of(office, 7),)]


def test_correction__by_the_proposer__is_refused_though_they_may_approve(office: Residents) -> None:
    head = office.staff("head_of_service")
    correction_id = propose(office, by=head)

    with pytest.raises(Rejected) as refused:
        approve(office, correction_id)

    assert refused.value.error_code == "register_correction.same_person"
    approve(office, correction_id, by="mayor")
    assert village(office, 7) == "keda-demo-3"


def test_database__told_that_one_person_did_both__refuses(office: Residents) -> None:
    correction_id = propose(office)

    with pytest.raises(psycopg.errors.CheckViolation):
        office.sql(
            "update register_corrections set outcome = 'approved', ended_by = proposed_by, ended_at = now(),"
            " corrected_id = entry_id where id = %(id)s",
            id=correction_id,
        )


@pytest.mark.parametrize("role", ["specialist", "lawyer", "chancellery"])
def test_correction__approved_without_the_right__is_refused(office: Residents, role: str) -> None:
    correction_id = propose(office, by=office.staff("head_of_service"))

    with pytest.raises(NotAllowed):
        approve(office, correction_id, by=role)


@pytest.mark.parametrize("role", ["mayor", "lawyer", "chancellery"])
def test_correction__proposed_without_the_right__is_refused(office: Residents, role: str) -> None:
    with pytest.raises(NotAllowed):
        propose(office, by=office.staff(role))


@pytest.mark.parametrize(
    ("written", "said", "code"),
    [
        ({"given_name": "Nino"}, {}, "not_correctable"),
        ({"order_number": "1"}, {}, "not_correctable"),
        ({"nothing": "1"}, {}, "not_correctable"),
        ({"settlement": "telavi-demo-1"}, {}, "value_unusable"),
        ({"residence_from": "tomorrow"}, {}, "value_unusable"),
        ({"residence_from": " "}, {}, "value_missing"),
        ({"settlement": "keda-demo-1"}, {}, "nothing_changed"),
        ({}, {}, "nothing_changed"),
        (SETTLEMENT, {"reason": " "}, "reason_missing"),
        (SETTLEMENT, {"ground": "whim"}, "ground_missing"),
        (SETTLEMENT, {"ground": "court"}, "ground_missing"),
        (SETTLEMENT, {"ground": "court", "act_number": "2/1"}, "ground_missing"),
        (
            SETTLEMENT,
            {"ground": "court", "act_number": "2/1", "act_date": date(2027, 1, 1)},
            "ground_missing",
        ),
    ],
)
def test_proposal__that_can_not_be_kept__says_why(
    office: Residents, written: Mapping[str, str], said: dict[str, Any], code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        propose(office, written=written, **said)

    assert refused.value.error_code == f"register_correction.{code}"
    assert office.count("register_corrections") == 0


def test_proposal__of_an_entry_about_oneself__is_refused_for_both(office: Residents) -> None:
    specialist, head = office.staff("specialist"), office.staff("head_of_service")
    for official, key in ((specialist, 7), (head, 8)):
        office.sql(
            "update register_entries set person_id = %(id)s where key = %(key)s",
            id=official.person_id,
            key=f"{10**10 + key}",
        )
    correction_id = propose(office, 8)

    with pytest.raises(Rejected) as proposing:
        propose(office, 7)
    with pytest.raises(Rejected) as approving:
        approve(office, correction_id)

    codes = {refused.value.error_code for refused in (proposing, approving)}
    assert codes == {"register_correction.own_entry"}


def test_proposal__sent_twice__is_kept_once_and_another_waits(office: Residents) -> None:
    first = propose(office)

    assert propose(office) == first
    with pytest.raises(Rejected) as refused:
        propose(office, written={"residence_from": "2001-01-01"})
    assert refused.value.error_code == "register_correction.waits"


def test_correction__sent_back_with_a_remark__can_be_proposed_again(office: Residents) -> None:
    correction_id = propose(office)
    head = office.staff("head_of_service")

    with pytest.raises(Rejected) as refused:
        office.engine.send(ReturnEntryCorrection(correction_id), actor=head)
    office.engine.send(ReturnEntryCorrection(correction_id, "Which paper says so?"), actor=head)

    assert refused.value.error_code == "register_correction.reason_missing"
    with office.engine.read(office.staff("specialist")) as tx:
        shown = corrections.page(tx, correction_id).correction
    assert (shown.outcome, shown.remark) == ("returned", "Which paper says so?")
    with pytest.raises(Rejected) as ended:
        approve(office, correction_id)
    assert ended.value.error_code == "register_correction.ended"
    approve(office, propose(office))
    assert village(office, 7) == "keda-demo-3"


def test_correction__taken_back__waits_no_more(office: Residents) -> None:
    correction_id = propose(office)

    office.engine.send(ReturnEntryCorrection(correction_id), actor=office.staff("specialist"))

    with office.engine.read(office.staff("head_of_service")) as tx:
        assert corrections.waiting(tx) == ()
        assert corrections.page(tx, correction_id).correction.outcome == "taken_back"


def test_correction__of_an_entry_that_changed_meanwhile__has_to_be_renewed(office: Residents) -> None:
    correction_id = propose(office)
    office.sql(
        "update register_entries set valid_until = '2026-08-01' where id = %(id)s", id=entry_of(office, 7)
    )

    with pytest.raises(Rejected) as refused:
        approve(office, correction_id)

    assert refused.value.error_code == "register_correction.entry_changed"
    with office.engine.read(office.staff("head_of_service")) as tx:
        shown = corrections.page(tx, correction_id)
    assert (shown.correction.is_outdated, shown.may_approve, shown.may_return) == (True, False, True)


def test_correction__approved_by_two_at_once__is_made_once(office: Residents) -> None:
    correction_id = propose(office)
    command = ApproveEntryCorrection(correction_id)

    results = together(
        office, *((command, office.staff(role), uuid4()) for role in ("head_of_service", "mayor"))
    )

    assert sorted(map(str, results)) == ["None", "register_correction.ended"]
    assert office.count("register_entries where key = '10000000007'") == 2


def test_correction__of_a_replaced_entry__is_refused(office: Residents) -> None:
    before = entry_of(office, 7)
    approve(office, propose(office))

    with pytest.raises(Rejected) as refused:
        propose(office, entry_id=before, written={"residence_from": "2001-01-01"})

    assert refused.value.error_code == "register_correction.entry_changed"


def test_correction__for_a_recused_official__does_not_exist(office: Residents) -> None:
    correction_id = propose(office)
    head = office.staff("head_of_service")
    office.sql(
        "insert into stepped_aside (case_id, municipality_id, person_id, ground, reason, since)"
        " select case_id, municipality_id, %(id)s, 'declared', 'Kin.', now()"
        " from register_entries where id = %(entry)s",
        id=head.person_id,
        entry=entry_of(office, 7),
    )

    with pytest.raises(NotFound):
        approve(office, correction_id)


def test_person__whose_entry_was_corrected__sees_it_and_nobody_else_does(office: Residents) -> None:
    later = {"ground": "later_act", "act_number": "KEDA-O-2026-00009", "act_date": date(2026, 8, 1)}
    approve(office, propose(office, **later))
    propose(office, 8)  # waits, and is no business of the person yet
    office.sql("update cases set applicant_id = %(id)s", id=person(office, 7).person_id)

    with office.engine.read(person(office, 7)) as tx:
        (seen,) = corrections.own(tx)
        history = own_history(tx)
    assert (seen.ground, seen.act_number, seen.act_date) == tuple(later.values())
    assert [change.name for change in seen.changes] == ["settlement"]
    marks = {period.is_corrected: period.is_superseded for period in history[0].periods}
    assert marks == {True: True, False: False}
    for stranger in (8, 9):
        with office.engine.read(person(office, stranger)) as tx:
            assert corrections.own(tx) == ()


def test_subscribers__of_a_correction__learn_what_differs_for_them(office: Residents) -> None:
    approve(office, propose(office))
    approve(office, propose(office, 8, {"residence_from": "2001-01-01"}))

    told = office.sql("select consumer, content->'fields'->>'settlement' from told_changes order by number")
    assert told == [("electricity_supplier", "keda-demo-3")]


def test_entry__corrected_and_then_undone__leaves_what_was_before_it(office: Residents) -> None:
    approve(office, propose(office))
    case_id = office.sql("select id from cases order by filed_at limit 1")[0][0]
    office.sql("delete from register_entries where key <> '10000000007' and superseded_by is null")

    with office.engine.connections.database.transaction(
        system(office.place), now=office.engine.clock.now()
    ) as tx:
        case = open_case(tx, ALL, case_id)
        undone = undo(case, since=None, order_number="1")
        case.save_in_place()

    assert undone == 1
    rows = office.sql(
        "select count(*) from register_entries where key = '10000000007' and superseded_by is null"
    )
    assert rows == [(0,)]


@pytest.mark.parametrize(
    ("type", "written", "value"),
    [
        ("text", "  two words ", "two words"),
        ("integer", "12", 12),
        ("number", "0,5", rules.Decimal("0.5")),
        ("money", "12,50", 1250),
        ("flag", "no", False),
        ("date", "01.02.2026", "2026-02-01"),
        ("date", "2026-02-01", "2026-02-01"),
        ("choice", "a", "a"),
        ("unit", "u", "u"),
        ("text", "", None),
    ],
)
def test_value__as_typed__is_read_and_written_back(type: str, written: str, value: Any) -> None:
    field = {**FIELD, "type": type, "options": [{"value": "a", "names": {}}]}
    places = {"unit": {"u"}, "settlement": {"s"}}

    read = rules.read(field, written, places)

    assert read == value
    assert rules.read(field, rules.written(field, read), places) == value


@pytest.mark.parametrize(
    ("type", "written"),
    [("integer", "1.5"), ("number", "x"), ("money", "1,234"), ("flag", "maybe"), ("date", "31.02.2026"),
     ("choice", "b"), ("settlement", "u"), ("text", "a\x00b")],
)  # fmt: skip
def test_value__that_is_none__is_refused(type: str, written: str) -> None:
    field = {**FIELD, "type": type, "options": [{"value": "a", "names": {}}]}

    with pytest.raises(EngineError) as refused:
        rules.read(field, written, {"unit": {"u"}, "settlement": {"s"}})

    assert refused.value.error_code == "register_correction.value_unusable"


@pytest.mark.parametrize(
    "path",
    sorted((Path(__file__).parents[2] / "bpmn").glob("*/registers/*.json")),
    ids=lambda path: path.stem,
)
def test_register__by_its_file__names_fields_that_no_correction_touches(path: Path) -> None:
    register = json.loads(path.read_text())
    names = [field["name"] for field in register["fields"]]

    kept = set(register["key"]["fields"])

    assert kept <= set(names)
    assert [field["name"] for field in rules.correctable(register)] == [n for n in names if n not in kept]
    older = replace_key(register)
    assert not {"given_name", "family_name", "order_number"} & {f["name"] for f in rules.correctable(older)}


def replace_key(register: dict[str, Any]) -> dict[str, Any]:
    """Return the register as a release before wrote it."""
    return {**register, "key": {name: value for name, value in register["key"].items() if name != "fields"}}
