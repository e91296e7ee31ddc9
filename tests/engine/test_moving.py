"""A supervisor puts a case at another step: logged, with legal basis, deadlines set, nothing left behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.clock import local_date
from engine.commands.supervision import MoveToken
from engine.errors import Broken, NotAllowed, NotFound, Rejected, Stale
from engine.jobs.timers import poll
from engine.tenancy import Actor, system
from tests.engine.bookkeeping import found
from tests.engine.kit import CITIZEN, Office

BASIS = "General Administrative Code, art. 103"


def test_move__waiting_step__cancels_it_and_opens_the_other_with_its_deadline(breaking: Office) -> None:
    case_id = breaking.file().case_id

    _move(breaking, case_id, "review:1", "answer")

    assert breaking.task(case_id, "review") is None
    task = breaking.task(case_id, "answer")
    assert local_date(task.due_at) > local_date(breaking.clock.now())
    assert breaking.observe(case_id).waiting == ("answer",)
    assert [check for check in found(breaking) if not check.is_good] == []


def test_move__done__is_an_event_with_who_what_and_legal_basis(breaking: Office) -> None:
    case_id = breaking.file().case_id
    actor = breaking.staff("mayor")

    _move(breaking, case_id, "review:1", "answer", by=actor)

    (event,) = (event for event in breaking.observe(case_id).events if event.kind == "case.token_moved")
    assert event.body["legal_basis"] == BASIS
    assert event.body["since"] == {"ka": "განხილვა", "en": "Review"}
    assert event.body["to"]["en"] == "Answer"
    with breaking.engine.read(system(breaking.place())) as tx:
        who = tx.scalar("select actor_id from events where kind = 'case.token_moved'")
    assert who == actor.person_id


def test_move__off_a_step_that_broke__resolves_its_incident(breaking: Office) -> None:
    case_id = breaking.file().case_id
    with pytest.raises(Broken):
        breaking.complete(case_id, good=True)

    _move(breaking, case_id, "review:1", "answer")

    (incident,) = breaking.incidents(case_id)
    assert (incident.state, incident.how, incident.why) == ("resolved", "moved", BASIS)
    assert [check for check in found(breaking) if not check.is_good] == []


def test_move__off_a_timer_that_breaks__ends_its_incident(breaking: Office) -> None:
    case_id = breaking.file(note="bad").case_id
    breaking.clock.advance(timedelta(days=6))
    poll(breaking.engine)

    _move(breaking, case_id, "review:1", "answer")

    assert breaking.incidents(case_id)[0].how == "overtaken"
    assert poll(breaking.engine) == 0
    assert [check for check in found(breaking) if not check.is_good] == []


def test_move__off_a_parked_job__cancels_it(asking: Office) -> None:
    case_id = asking.file().case_id

    _move(asking, case_id, "ask:1", "review")
    asking.run_jobs(case_id)

    assert asking.observe(case_id).waiting == ("review",)
    assert "registry" not in asking.observe(case_id).document


def test_move__into_an_end__ends_the_case(breaking: Office) -> None:
    case_id = breaking.file().case_id

    _move(breaking, case_id, "review:1", "left")

    assert breaking.observe(case_id).waiting == ()
    assert "case.finished" in [event.kind for event in breaking.observe(case_id).events]


@pytest.mark.parametrize(
    ("token", "element", "code"),
    [
        ("review:1", "application", "run.move_to_beginning"),
        ("review:1", "late", "run.move_to_beginning"),
        ("review:1", "nowhere", "run.move_target_unknown"),
        ("late:1", "answer", "run.move_boundary_event"),
        ("review:2", "answer", "case.nothing_waits"),
    ],
)
def test_move__that_the_diagram_does_not_allow__is_refused_by_name(
    breaking: Office, token: str, element: str, code: str
) -> None:
    case_id = breaking.file().case_id

    with pytest.raises(Rejected) as refused:
        _move(breaking, case_id, token, element)

    assert refused.value.error_code == code
    assert breaking.observe(case_id).waiting == ("late", "review")


def test_move__without_a_legal_basis__is_refused(breaking: Office) -> None:
    case_id = breaking.file().case_id

    with pytest.raises(Rejected) as refused:
        _move(breaking, case_id, "review:1", "answer", basis=" \n ")

    assert refused.value.error_code == "incident.reason_missing"


def test_move__of_a_case_that_moved_meanwhile__is_stale(breaking: Office) -> None:
    case_id = breaking.file().case_id
    version = _version(breaking, case_id)
    breaking.complete(case_id, good=False)

    with pytest.raises(Stale):
        _move(breaking, case_id, "review:1", "answer", version=version)


def test_move__by_others__is_refused_and_foreign_equals_absent(breaking: Office) -> None:
    case_id = breaking.file().case_id

    for actor, refusal in (
        (breaking.staff("specialist"), NotAllowed),
        (breaking.person(CITIZEN), NotAllowed),
        (breaking.staff("mayor", "telavi"), NotFound),
        (breaking.staff("head_of_service", "telavi"), NotFound),
    ):
        with pytest.raises(refusal):
            _move(breaking, case_id, "review:1", "answer", by=actor)


def test_move__whose_new_step_breaks__is_taken_back_and_kept_as_an_incident(breaking: Office) -> None:
    case_id = breaking.file(note="bad").case_id

    with pytest.raises(Broken) as broken:
        _move(breaking, case_id, "review:1", "why")

    assert broken.value.is_recorded
    assert breaking.observe(case_id).waiting == ("late", "review")
    assert breaking.incidents(case_id)[0].token == "review:1"


def _move(
    office: Office,
    case_id: UUID,
    token: str,
    element: str,
    *,
    by: Actor | None = None,
    basis: str = BASIS,
    version: int | None = None,
) -> Any:
    seen = _version(office, case_id) if version is None else version
    command = MoveToken(case_id, token, element, basis, seen)
    return office.engine.send(command, actor=by or office.staff("head_of_service"))


def _version(office: Office, case_id: UUID) -> int:
    with office.engine.read(system(office.place())) as tx:
        return int(tx.scalar("select version from cases where id = :id", id=case_id))
