"""Incidents of cases: seen, tried again, passed over with a reason, never lost, never a success."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.jobs import Job

from engine.cases.incidents import HARMLESS, LONGEST_DETAIL, Cause, cause_of
from engine.commands.cases import CompleteTask
from engine.commands.jobs import CompleteJob, FailJob
from engine.commands.supervision import RetryIncident, SkipIncident
from engine.errors import Broken, NotAllowed, NotFound, Rejected, Unavailable
from engine.jobs import app
from engine.jobs.backoff import LONGEST_SECONDS, Backoff
from engine.jobs.timers import poll
from engine.operations import ALL
from engine.operations.operation import Operation, Operations
from engine.process import Run
from engine.queries import observations
from engine.tenancy import system
from tests.engine.bookkeeping import found, owner
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.meanwhile import MOVED, sent_meanwhile

SUPERVISOR = "head_of_service"
_VALUES = st.text() | st.integers() | st.lists(st.text())


def test_job__that_gave_up__opens_one_incident_with_its_cause(asking: Office) -> None:
    case_id, job = _stopped(asking)

    (incident,) = asking.incidents(case_id)

    assert (incident.kind, incident.subject, incident.token) == ("job", job.id, "ask:1")
    assert (incident.code, incident.attempts, incident.state) == ("registry.request_refused", 1, "open")
    assert asking.observe(case_id).waiting == ("ask",)
    assert _differences(asking) == []


def test_retry__that_succeeds__resolves_the_incident_and_moves_the_case(asking: Office) -> None:
    case_id, job = _stopped(asking)
    _retry(asking, case_id)
    under_way = asking.incidents(case_id)[0]

    asking.engine.send(CompleteJob(job.id, {"found": True}), actor=system(asking.place()))

    (incident,) = asking.incidents(case_id)
    assert (under_way.state, under_way.retried_at is None) == ("open", False)
    assert (incident.state, incident.how) == ("resolved", "retried")
    assert asking.observe(case_id).waiting == ()
    assert _differences(asking) == []


def test_retry__that_fails_again__counts_it_and_waits_for_people(asking: Office) -> None:
    case_id, job = _stopped(asking)
    _retry(asking, case_id)

    _fail(asking, job.id, "registry.answer_unreadable")

    (incident,) = asking.incidents(case_id)
    assert (incident.attempts, incident.code, incident.retried_at) == (2, "registry.answer_unreadable", None)
    kinds = [event.kind for event in asking.observe(case_id).events]
    assert kinds.count("incident.opened") == 1
    assert _differences(asking) == []


def test_retry__while_one_is_on_its_way__is_refused(asking: Office) -> None:
    case_id, _ = _stopped(asking)
    _retry(asking, case_id)

    with pytest.raises(Rejected) as refused:
        _retry(asking, case_id)

    assert refused.value.error_code == "incident.retry_under_way"


def test_retry__by_others__is_refused_and_foreign_equals_absent(asking: Office) -> None:
    case_id, _ = _stopped(asking)
    (incident,) = asking.incidents(case_id)

    for actor, refusal in (
        (asking.staff("specialist"), NotAllowed),
        (asking.person(CITIZEN), NotAllowed),
        (asking.staff("mayor", "telavi"), NotFound),
    ):
        for command in (RetryIncident(incident.id), SkipIncident(incident.id, "because of a test")):
            with pytest.raises(refusal):
                asking.engine.send(command, actor=actor)


def test_rows__of_an_incident__do_not_exist_for_strangers(asking: Office) -> None:
    _stopped(asking)
    people = (
        asking.staff(SUPERVISOR),
        asking.staff("mayor", "telavi"),
        asking.person(OTHER_CITIZEN),
        system(),
    )

    seen = []
    for actor in people:
        with asking.engine.read(actor) as tx:
            seen.append(tx.scalar("select count(*) from incidents"))

    assert seen == [1, 0, 0, 0]


def test_skip__with_a_reason__goes_on_with_nulls_and_keeps_the_reason(asking: Office) -> None:
    case_id, _ = _stopped(asking)

    _skip(asking, case_id, "The registry is closed; papers were seen at the desk.")

    seen = asking.observe(case_id)
    assert seen.waiting == ()
    assert set(seen.document["registry"].values()) == {None}
    (incident,) = asking.incidents(case_id)
    assert (incident.state, incident.how) == ("resolved", "skipped")
    assert incident.why.startswith("The registry is closed")
    assert "incident.skipped" in [event.kind for event in seen.events]
    assert _differences(asking) == []


def test_skip__with_a_result_given_by_hand__is_what_the_diagram_sees(asking: Office) -> None:
    case_id, _ = _stopped(asking)

    _skip(asking, case_id, "Asked by telephone.", found=True, given_name="x")

    registry = asking.observe(case_id).document["registry"]
    assert (registry["found"], registry["given_name"], registry["source"]) == (True, "x", None)


@pytest.mark.parametrize(
    ("reason", "result", "code"),
    [
        ("  ", {}, "incident.reason_missing"),
        ("x" * 3000, {}, "incident.reason_missing"),
        ("a reason", {"unknown": 1}, "incident.result_unusable"),
        ("a reason", {"found": "x" * 100_000}, "incident.result_unusable"),
    ],
)
def test_skip__without_reason_or_with_an_unusable_result__is_refused(
    asking: Office, reason: str, result: dict[str, Any], code: str
) -> None:
    case_id, _ = _stopped(asking)

    with pytest.raises(Rejected) as refused:
        _skip(asking, case_id, reason, **result)

    assert refused.value.error_code == code
    assert asking.incidents(case_id)[0].state == "open"


def test_reconcile__job_retried_before_the_dead_workers_entry_is_taken_up__finds_no_difference(
    asking: Office,
) -> None:
    case_id, job = _stopped(asking)
    with owner(asking) as connection:  # the worker died after it had said that the job failed
        connection.execute(
            """
            insert into procrastinate_jobs (queue_name, task_name, args, status)
            values ('cases', 'run_job', jsonb_build_object('job_id', %s::text), 'doing')
            """,
            [str(job.id)],
        )
    (asking.engine.settings.home / "mail").mkdir()

    _retry(asking, case_id)

    assert [check.name for check in found(asking) if not check.is_good] == []


def test_skip__of_a_resolved_incident__is_refused(asking: Office) -> None:
    case_id, _ = _stopped(asking)
    _skip(asking, case_id, "a reason")

    for command in (SkipIncident, lambda incident_id, _: RetryIncident(incident_id)):
        with pytest.raises(Rejected) as refused:
            incident = asking.incidents(case_id)[0]
            asking.engine.send(command(incident.id, "a reason"), actor=asking.staff(SUPERVISOR))

        assert refused.value.error_code == "incident.resolved"


def test_incident__of_a_step_that_the_applicant_withdraws__is_over(office: Office) -> None:
    case_id = office.file().case_id
    office.complete(case_id, good=False)
    with office.engine.read(system(office.place())) as tx:
        (job,) = observations.queued_jobs(tx, case_id)
    _fail(office, job.id, "template.unknown")

    assert office.incidents(case_id)[0].state == "open"
    assert _differences(office) == []


def test_job__as_often_as_the_diagram_says__is_tried_and_then_given_up(asking: Office) -> None:
    case_id = asking.file().case_id

    for _ in range(2):
        with pytest.raises(Unavailable):
            asking.run_jobs(case_id, is_last_attempt=False)
    waiting = asking.observe(case_id).waiting
    asking.run_jobs(case_id, is_last_attempt=False)

    assert waiting == ("ask",)
    assert asking.observe(case_id).waiting == ("review",)


def test_job__refused_for_good__is_not_tried_again(asking: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = asking.file().case_id
    _operation(monkeypatch, Rejected("registry.request_refused", system="civil_registry", text="Nino"))

    asking.run_jobs(case_id, is_last_attempt=False)

    (incident,) = asking.incidents(case_id)
    assert (incident.code, incident.params) == ("registry.request_refused", {"system": "civil_registry"})


def test_job__failing_as_nobody_foresaw__opens_an_incident_without_personal_data(
    asking: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    case_id = asking.file().case_id
    _operation(monkeypatch, KeyError("Nino of 00000000101"))

    asking.run_jobs(case_id, is_last_attempt=False)

    (incident,) = asking.incidents(case_id)
    assert (incident.code, incident.params) == ("incident.unexpected", {"type": "KeyError"})
    assert "Nino" not in caplog.text


def test_job__whose_error_path_breaks__opens_an_incident(
    asking: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = asking.file().case_id
    with asking.engine.read(system(asking.place())) as tx:
        (job,) = observations.queued_jobs(tx, case_id)
    monkeypatch.setattr("engine.cases.waits._task", _raise(Broken("task.no_form", element="review")))

    _fail(asking, job.id, "registry.silent", code="registry_unavailable")

    (incident,) = asking.incidents(case_id)
    assert (incident.code, incident.params) == ("task.no_form", {"element": "review"})
    assert asking.observe(case_id).waiting == ("ask",)


def test_timer__whose_step_breaks__keeps_its_instant_and_opens_one_incident(breaking: Office) -> None:
    case_id = breaking.file(note="bad").case_id
    breaking.clock.advance(timedelta(days=6))
    due = _timer(breaking, case_id).due_at

    fired = [poll(breaking.engine), poll(breaking.engine)]
    breaking.clock.advance(timedelta(hours=1, seconds=1))
    fired.append(poll(breaking.engine))

    (incident,) = breaking.incidents(case_id)
    assert fired == [0, 0, 0]
    assert (incident.kind, incident.code, incident.attempts) == ("timer", "run.condition_not_boolean", 2)
    assert _timer(breaking, case_id).due_at == due
    kinds = [event.kind for event in breaking.observe(case_id).events]
    assert kinds.count("incident.opened") == 1
    assert _differences(breaking) == []


def test_timer__failing_as_nobody_foresaw__holds_up_no_other(
    breaking: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = breaking.file(note="bad").case_id
    breaking.clock.advance(timedelta(minutes=1))
    second = breaking.file().case_id
    breaking.clock.advance(timedelta(days=6))
    with monkeypatch.context() as patch:
        _break_once(patch)
        fired = poll(breaking.engine)

    assert fired == 1
    assert breaking.observe(second).waiting == ()
    assert breaking.incidents(first)[0].code == "incident.unexpected"


def test_timer__retried_by_a_supervisor__fires_at_once_and_resolves(
    breaking: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = breaking.file().case_id
    breaking.clock.advance(timedelta(days=6))
    with monkeypatch.context() as patch:
        _break_once(patch)
        poll(breaking.engine)

    _retry(breaking, case_id)
    fired = poll(breaking.engine)

    assert fired == 1
    assert breaking.observe(case_id).waiting == ()
    assert breaking.incidents(case_id)[0].how == "retried"
    assert _differences(breaking) == []


def test_timer__skipped__is_refused_with_what_to_do(breaking: Office) -> None:
    case_id = breaking.file(note="bad").case_id
    breaking.clock.advance(timedelta(days=6))
    poll(breaking.engine)

    with pytest.raises(Rejected) as refused:
        _skip(breaking, case_id, "a reason")

    assert refused.value.error_code == "incident.not_skippable"


def test_clock__whose_expiry_breaks__opens_an_incident_that_a_decision_ends(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = office.file().case_id
    office.clock.advance(timedelta(days=40))
    with monkeypatch.context() as patch:
        patch.setattr("engine.operations.clockwork.fire", _raise(ZeroDivisionError("Nino")))
        poll(office.engine)
    opened = office.incidents(case_id)

    office.complete(case_id, good=False)

    assert {(incident.token, incident.state) for incident in opened} == {("clock:case", "open")}
    assert {incident.how for incident in office.incidents(case_id)} == {"overtaken"}
    assert _differences(office) == []


def test_step__of_a_person_that_breaks__is_taken_back_and_kept_as_an_incident(breaking: Office) -> None:
    case_id = breaking.file().case_id

    with pytest.raises(Broken) as broken:
        breaking.complete(case_id, good=True)

    (incident,) = breaking.incidents(case_id)
    assert broken.value.is_recorded
    assert (incident.kind, incident.token, incident.code) == ("step", "review:1", "run.condition_not_boolean")
    assert breaking.observe(case_id).waiting == ("late", "review")
    assert "task.completed" not in [event.kind for event in breaking.observe(case_id).events]
    assert _differences(breaking) == []


def test_step__broken_twice_and_then_done__is_one_incident_and_resolved(breaking: Office) -> None:
    case_id = breaking.file().case_id
    for _ in range(2):
        with pytest.raises(Broken):
            breaking.complete(case_id, good=True)

    breaking.complete(case_id, good=False)

    (incident,) = breaking.incidents(case_id)
    assert (incident.attempts, incident.state, incident.how) == (2, "resolved", "retried")
    assert _differences(breaking) == []


def test_step__of_a_person_that_breaks__can_not_be_retried_by_a_supervisor_but_dismissed(
    breaking: Office,
) -> None:
    case_id = breaking.file().case_id
    with pytest.raises(Broken):
        breaking.complete(case_id, good=True)

    with pytest.raises(Rejected) as refused:
        _retry(breaking, case_id)
    _skip(breaking, case_id, "The diagram is being corrected.")

    assert refused.value.error_code == "incident.person_must_retry"
    assert breaking.observe(case_id).waiting == ("late", "review")
    assert breaking.incidents(case_id)[0].state == "resolved"
    assert _differences(breaking) == []


def test_step__failing_as_nobody_foresaw__is_broken_recorded_and_without_personal_data(
    breaking: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    case_id = breaking.file().case_id
    task = breaking.task(case_id)
    with monkeypatch.context() as patch:
        patch.setattr("engine.steps.OpenCase.evaluate", _raise(ZeroDivisionError("Nino")))
        with pytest.raises(Broken) as broken:
            breaking.engine.send(CompleteTask(task.id, {"good": True}), actor=breaking.staff("specialist"))

    assert (broken.value.error_code, broken.value.is_recorded) == ("incident.unexpected", True)
    assert breaking.incidents(case_id)[0].params == {"type": "ZeroDivisionError"}
    assert "Nino" not in caplog.text


def test_delivery__stuck_and_skipped__drops_the_message(talking: Office) -> None:
    case_id = talking.file(note="x").case_id
    talking.publish("x", payload=b'{"ok": 1}')

    _skip(talking, case_id, "The sender was mistaken.")

    with talking.engine.read(system(talking.place())) as tx:
        assert tx.scalar("select state from messages") == "dropped"
    assert talking.observe(case_id).waiting == ("heard", "late")
    assert _differences(talking) == []


def test_delivery__stuck_and_retried__breaks_again_and_counts_it(talking: Office) -> None:
    case_id = talking.file(note="x").case_id
    talking.publish("x", payload=b'{"ok": 1}')

    _retry(talking, case_id)
    talking.deliver()

    assert talking.incidents(case_id)[0].attempts == 2
    assert _differences(talking) == []


@given(attempts=st.integers(0, 10_000), chance=st.floats(0, 1), seconds=st.floats(0.1, 60))
def test_backoff__of_any_attempt__grows_and_stays_below_its_limit(
    attempts: int, chance: float, seconds: float
) -> None:
    backoff = Backoff(seconds)

    wait = backoff.wait(attempts, chance)

    assert seconds / 2 <= wait <= LONGEST_SECONDS
    assert backoff.wait(attempts + 1, 0) >= backoff.wait(attempts, 0)


def test_backoff__of_an_error_that_does_not_pass__is_none() -> None:
    job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=0)
    backoff = Backoff(1, most_attempts=2, passing=(Unavailable,))

    assert backoff.get_retry_decision(exception=ValueError(), job=job) is None
    assert backoff.get_retry_decision(exception=Unavailable(), job=job) is not None
    assert backoff.get_retry_decision(exception=Unavailable(), job=job.evolve(attempts=2)) is None


@given(st.dictionaries(st.text(), _VALUES), st.dictionaries(st.sampled_from(sorted(HARMLESS)), _VALUES))
def test_cause__of_any_error__keeps_only_harmless_details(
    said: dict[str, Any], harmless: dict[str, Any]
) -> None:
    foreign = {name: value for name, value in said.items() if name not in HARMLESS | {"code", "self"}}

    cause = cause_of(Broken("x", **foreign, **harmless))

    assert cause == Cause(
        "x",
        {
            name: value[:LONGEST_DETAIL] if isinstance(value, str) else value
            for name, value in harmless.items()
            if not isinstance(value, list)
        },
    )


def _stopped(office: Office) -> tuple[UUID, Any]:
    """Return a case whose question to the registry was refused, with the job."""
    case_id = office.file().case_id
    with office.engine.read(system(office.place())) as tx:
        (job,) = observations.queued_jobs(tx, case_id)
    _fail(office, job.id, "registry.request_refused")
    return case_id, job


def _fail(office: Office, job_id: UUID, cause: str, *, code: str = "job_failed") -> None:
    office.engine.send(FailJob(job_id, code, cause), actor=system(office.place()))
    with owner(office) as connection:  # the worker is done with it
        connection.execute("delete from procrastinate_jobs where args->>'job_id' = %s", [str(job_id)])


def _retry(office: Office, case_id: UUID) -> None:
    incident = office.incidents(case_id)[0]
    office.engine.send(RetryIncident(incident.id), actor=office.staff(SUPERVISOR), key=uuid4())


def _skip(office: Office, case_id: UUID, reason: str, **result: Any) -> None:
    incident = office.incidents(case_id)[0]
    office.engine.send(SkipIncident(incident.id, reason, result), actor=office.staff(SUPERVISOR))


def _timer(office: Office, case_id: UUID) -> Any:
    with office.engine.read(system(office.place())) as tx:
        return tx.one("select * from timers where case_id = :id and token is not null", id=case_id)


def _differences(office: Office) -> list[Any]:
    return [check for check in found(office) if not check.is_good]


def _operation(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    known = ALL.find("civil_registry.person")
    odd = Operation(known.name, known.inputs, known.outputs, perform=_raise(error))
    monkeypatch.setattr(app, "ALL", Operations((odd,)))


def _raise(error: Exception) -> Any:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail


def _break_once(patch: pytest.MonkeyPatch) -> None:
    """Let the next timer of a diagram fail as nobody foresaw."""
    known, calls = Run.fire, []

    def fire(run: Run, token: str) -> Any:
        calls.append(token)
        if len(calls) == 1:
            raise ZeroDivisionError("Nino")
        return known(run, token)

    patch.setattr(Run, "fire", fire)


def test_job__that_stopped_while_its_failure_is_told_again__stops_once(asking: Office) -> None:
    case_id, job = _stopped(asking)
    _retry(asking, case_id)

    told = sent_meanwhile(
        asking,
        FailJob(job.id, "nobody_catches", "registry.down"),
        ("update jobs set state = 'incident' where id = %s", [job.id]),
        (MOVED, [case_id]),
        actor=system(asking.place()),
    )

    assert told is None
    assert len(asking.incidents(case_id)) == 1
    assert asking.incidents(case_id)[0].attempts == 1


@pytest.mark.parametrize("act", ["retry", "skip"])
def test_incident__resolved_while_it_is_looked_at__is_refused_as_resolved(asking: Office, act: str) -> None:
    case_id, _ = _stopped(asking)
    (incident,) = asking.incidents(case_id)
    command = (
        RetryIncident(incident.id) if act == "retry" else SkipIncident(incident.id, "Asked by telephone.")
    )

    with pytest.raises(Rejected) as refused:
        sent_meanwhile(
            asking,
            command,
            (
                "update incidents set state = 'resolved', resolved_at = now(), how = 'retried' where id = %s",
                [incident.id],
            ),
            (MOVED, [case_id]),
            actor=asking.staff(SUPERVISOR),
        )

    assert refused.value.error_code == "incident.resolved"
