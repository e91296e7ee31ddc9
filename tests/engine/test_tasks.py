"""Claiming, releasing, completing, withdrawing; and the statement that records a step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from engine.commands.assignment import ClaimTask, ReleaseTask
from engine.commands.cases import CompleteTask, WithdrawCase
from engine.db.pool import as_json
from engine.errors import InvalidForm, NotAllowed, NotFound, Rejected, Stale, TaskTaken
from engine.queries import cases, inbox, letters, tasks
from engine.stores import registers
from engine.stores.known import known
from engine.tenancy import system
from tests.engine.kit import CITIZEN, MORNING, OTHER_CITIZEN, Office
from tests.engine.wire import listening


def test_completing__good_review__decides_and_enters_the_register(office: Office) -> None:
    case_id = office.file().case_id

    office.complete(case_id, good=True)

    seen = office.observe(case_id)
    assert (seen.status, seen.outcome) == ("decided", "granted")
    (entry,) = seen.entries
    assert entry == {
        "key": CITIZEN,
        "valid_from": "2026-09-01",
        "state": "kept",
        "ground": None,
        "note": "a note",
    }
    assert seen.document["grant"]["number"] == "KEDA-O-2026-00001"
    assert seen.waiting == ("tell",)


def test_completing__then_worker__sends_the_letter_and_finishes(office: Office) -> None:
    case_id = office.file().case_id
    office.complete(case_id, good=False)

    office.run_jobs(case_id)

    seen = office.observe(case_id)
    assert seen.letters == ("told",)
    assert seen.document["told"] == {"letter": _letter(office, case_id), "sent_at": MORNING.isoformat()}
    assert (seen.outcome, seen.entries, seen.waiting) == ("refused", (), ())
    assert seen.events[-1].kind == "case.finished"


def test_completing__twice__tells_who_acted(office: Office) -> None:
    case_id = office.file().case_id
    task, actor = office.task(case_id), office.staff("specialist")
    office.engine.send(CompleteTask(task.id, {"good": True}), actor=actor)

    with pytest.raises(Stale) as refused:
        office.engine.send(CompleteTask(task.id, {"good": False}), actor=actor)

    assert refused.value.params["who"] is not None
    assert office.observe(case_id).outcome == "granted"


def test_completing__same_key_twice__does_it_once(office: Office) -> None:
    case_id, key = office.file().case_id, uuid4()
    task, actor = office.task(case_id), office.staff("specialist")

    first = office.engine.send(CompleteTask(task.id, {"good": True}), actor=actor, key=key)
    second = office.engine.send(CompleteTask(task.id, {"good": True}), actor=actor, key=key)

    assert first == second
    assert len(office.observe(case_id).entries) == 1


def test_completing__old_version__is_stale(office: Office) -> None:
    case_id = office.file().case_id
    task = office.task(case_id)

    with pytest.raises(Stale):
        office.engine.send(
            CompleteTask(task.id, {"good": True}, expected_version=0), actor=office.staff("specialist")
        )


@pytest.mark.parametrize("role", ["mayor", "lawyer"])
def test_completing__other_role__is_refused(office: Office, role: str) -> None:
    task = office.task(office.file().case_id)

    with pytest.raises(NotAllowed):
        office.engine.send(CompleteTask(task.id, {"good": True}), actor=office.staff(role))


@pytest.mark.parametrize("stranger", ["other_municipality", "applicant", "other_citizen"])
def test_completing__stranger__learns_nothing(office: Office, stranger: str) -> None:
    task = office.task(office.file().case_id)
    actor = {
        "other_municipality": lambda: office.staff("specialist", "telavi"),
        "applicant": lambda: office.person(CITIZEN),
        "other_citizen": lambda: office.person(OTHER_CITIZEN),
    }[stranger]()

    # The applicant sees that the case exists, so may be told that the step is not theirs.
    with pytest.raises(NotAllowed if stranger == "applicant" else NotFound):
        office.engine.send(CompleteTask(task.id, {"good": True}), actor=actor)


def test_completing__claimed_by_a_colleague__is_refused_by_name(office: Office) -> None:
    task = office.task(office.file().case_id)
    first, second = _two_specialists(office)
    office.engine.send(ClaimTask(task.id), actor=first)

    with pytest.raises(TaskTaken) as refused:
        office.engine.send(CompleteTask(task.id, {"good": True}), actor=second)

    assert refused.value.params["who"] is not None


def test_claiming__by_two__one_has_it(office: Office) -> None:
    task = office.task(office.file().case_id)
    first, second = _two_specialists(office)
    office.engine.send(ClaimTask(task.id), actor=first)

    with pytest.raises(TaskTaken):
        office.engine.send(ClaimTask(task.id), actor=second)
    office.engine.send(ReleaseTask(task.id), actor=first)
    office.engine.send(ClaimTask(task.id), actor=second)

    assert office.task(task.case_id).claimed_by == second.person_id


def test_withdrawing__while_in_review__closes_every_task(office: Office) -> None:
    case_id = office.file().case_id

    office.engine.send(WithdrawCase(case_id), actor=office.person(CITIZEN))

    seen = office.observe(case_id)
    assert (seen.status, seen.outcome, seen.waiting) == ("left_without_decision", "withdrawn", ())
    assert office.task(case_id) is None


def test_withdrawing__after_the_decision__is_refused(office: Office) -> None:
    case_id = office.file().case_id
    office.complete(case_id, good=True)

    with pytest.raises(Rejected) as refused:
        office.engine.send(WithdrawCase(case_id), actor=office.person(CITIZEN))

    assert refused.value.error_code == "case.not_withdrawable"


def test_granting__a_second_time__is_refused_and_the_task_stays(office: Office) -> None:
    first, second = office.file().case_id, office.file().case_id
    office.complete(first, good=True)

    with pytest.raises(Rejected) as refused:
        office.complete(second, good=True)

    assert refused.value.error_code == "register.already_held"
    assert office.task(second) is not None
    assert office.observe(second).entries == ()


def test_granting__same_person_in_another_municipality__does_not_say_where(office: Office) -> None:
    office.complete(office.file().case_id, good=True)
    filed = office.file(municipality="telavi")
    with office.engine.read(office.staff("specialist", "telavi")) as tx:
        task = next(row for row in inbox.page(tx, "unit").rows if row.case_id == filed.case_id)

    with pytest.raises(Rejected) as refused:
        office.engine.send(
            CompleteTask(task.task_id, {"good": True}), actor=office.staff("specialist", "telavi")
        )

    assert refused.value.params == {}


def test_register__of_single_entries__refuses_a_second_current_one(office: Office) -> None:
    case_id = office.file().case_id
    office.complete(case_id, good=True)
    entry = {
        "register": "notes",
        "municipality_id": office.place(),
        "is_single": True,
        "key": CITIZEN,
        "person_id": None,
        "fields": {},
        "valid_from": date(2026, 9, 2),
        "case_id": case_id,
        "order_number": None,
    }

    with office.engine.read(system(office.place())) as tx:
        assert not registers.insert(tx, id=uuid4(), **entry)
        assert registers.insert(tx, id=uuid4(), **{**entry, "key": "another"})


def test_pages__case_and_task__show_answers_deadline_and_timeline(office: Office) -> None:
    filed = office.file()
    task = office.task(filed.case_id)

    with office.engine.read(office.staff("specialist")) as tx:
        page = tasks.view(tx, task.id, "en")
    with office.engine.read(office.person(CITIZEN)) as tx:
        case = cases.view(tx, filed.case_id, "ka")

    assert page.may_claim
    assert page.case.sections[0].rows[0].value == "a note"
    assert case.deadline is not None
    assert case.deadline.due_on == filed.due_on
    assert [entry.kind for entry in case.timeline] == ["case.filed", "clock.started", "task.opened"]
    assert case.may_withdraw
    assert case.turn == "office"


def test_reading__a_case__is_recorded(office: Office) -> None:
    filed, actor = office.file(), office.staff("specialist")

    with office.engine.read(actor) as tx:
        cases.view(tx, filed.case_id, "ka")

    with office.engine.read(office.person(CITIZEN)) as tx:
        reads = tx.all("select * from stream_events where stream = :name", name=f"reads/{filed.case_id}")
    assert [(row.kind, row.actor_id) for row in reads] == [("case.read", actor.person_id)]


def test_completing__plain_step__is_one_statement_that_reads_and_one_that_records(plain: Office) -> None:
    for _ in range(3):  # what is kept of the version and the place is read, the statements are prepared
        plain.complete(plain.file().case_id, good=True, key=uuid4())
    task, actor = plain.task(plain.file().case_id), plain.staff("specialist")

    with listening(plain.engine) as wire:
        plain.engine.send(CompleteTask(task.id, {"good": True}), actor=actor, key=uuid4())

    assert (wire.executed, wire.round_trips, wire.statements) == (2, 2, [])
    assert plain.observe(task.case_id).waiting == ("answer",)


def test_completing__step_with_an_operation__is_written_in_one_transaction(office: Office) -> None:
    for _ in range(2):
        office.complete(office.file().case_id, good=False)
    task, actor = office.task(office.file().case_id), office.staff("specialist")

    with listening(office.engine) as wire:
        office.engine.send(CompleteTask(task.id, {"good": False}), actor=actor)

    # Besides reading and recording: begin, the four statements of the decision, commit.
    assert wire.executed == 8


def test_reference_data__changed_by_another_transaction__is_read_anew(plain: Office) -> None:
    phones = []
    for phone in ("1", "2"):
        letterhead = {"letterhead": {"phone": phone}}
        with plain.engine.read(system()) as tx:
            tx.run("update municipalities set data = data || cast(:new as jsonb)", new=as_json(letterhead))

        with plain.engine.read(system(plain.place())) as tx:
            phones.append(known(tx, plain.place()).municipality.data["letterhead"]["phone"])

    assert phones == ["1", "2"]


def test_reference_data__being_changed_by_this_transaction__is_not_kept(plain: Office) -> None:
    place = plain.place()
    with pytest.raises(ZeroDivisionError), plain.engine.read(system()) as tx:
        tx.run('update municipalities set data = \'{"taken": "back"}\'')
        assert known(tx, place).municipality.data == {"taken": "back"}
        raise ZeroDivisionError

    with plain.engine.read(system(place)) as tx:
        assert "taken" not in known(tx, place).municipality.data


def test_completing__invalid_answers__keeps_the_task_open(office: Office) -> None:
    task = office.task(office.file().case_id)

    with pytest.raises(InvalidForm):
        office.engine.send(CompleteTask(task.id, {"good": "perhaps"}), actor=office.staff("specialist"))

    assert office.task(task.case_id).state == 0


def _letter(office: Office, case_id):  # type: ignore[no-untyped-def]
    with office.engine.read(office.person(CITIZEN)) as tx:
        (letter,) = letters.of_case(tx, case_id)
    return str(letter.letter_id)


def _two_specialists(office: Office):  # type: ignore[no-untyped-def]
    """Return the specialist and a colleague who gets the same role."""

    first = office.staff("specialist")
    return first, replace(office.person(OTHER_CITIZEN), roles=first.roles)
