"""Messages: delivered to whoever waits, kept for whoever does not wait yet, never lost and never twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.cases.messages import LARGEST_PAYLOAD, InvalidMessage, read_payload
from engine.commands.applications import FileApplication
from engine.commands.jobs import FireTimer
from engine.commands.messages import DeliverMessage, PublishMessage
from engine.errors import EngineError, NotAllowed, NotFound, Rejected
from engine.jobs.messages import expire
from engine.jobs.timers import poll
from engine.tenancy import system
from tests.engine.bookkeeping import found
from tests.engine.kit import CITIZEN, Office
from tests.engine.test_races import together

ROUNDS = 5


def test_message__case_waits_under_the_key__moves_it_in_the_same_command(talking: Office) -> None:
    case_id = talking.file(note="x").case_id

    published = talking.publish("x")

    seen = talking.observe(case_id)
    assert published.case_id == case_id
    assert seen.waiting == ("review",)
    assert seen.document["heard"] == {"ok": True}
    assert "message.received" in [event.kind for event in seen.events]


def test_message__by_the_number_of_the_case__reaches_it(talking: Office) -> None:
    filed = talking.file(note="x")

    published = talking.publish(filed.number)

    assert published.case_id == filed.case_id


def test_message__two_cases_wait_under_the_key__goes_to_the_one_that_waited_longer(talking: Office) -> None:
    first = talking.file(note="x").case_id
    talking.clock.advance(timedelta(minutes=1))
    second = talking.file(note="x").case_id

    taken = [talking.publish("x").case_id, talking.publish("x").case_id]

    assert taken == [first, second]


def test_message__before_anybody_waits__is_delivered_when_a_case_begins_to_wait(talking: Office) -> None:
    published = talking.publish("x")
    talking.clock.advance(timedelta(hours=23))
    case_id = talking.file(note="x").case_id

    talking.deliver()

    assert published.case_id is None
    assert talking.observe(case_id).waiting == ("review",)
    assert _message(talking, published.message_id).state == "delivered"


def test_message__kept__is_delivered_once_to_the_first_of_two_cases(talking: Office) -> None:
    talking.publish("x")
    first = talking.file(note="x").case_id
    talking.clock.advance(timedelta(minutes=1))
    second = talking.file(note="x").case_id

    talking.deliver()
    talking.deliver()

    assert talking.observe(first).waiting == ("review",)
    assert talking.observe(second).waiting == ("heard", "late")


def test_message__nobody_waits_and_no_lifetime__is_refused_and_leaves_nothing(talking: Office) -> None:
    with pytest.raises(Rejected) as refused:
        talking.publish("x", lifetime=timedelta(0), message_id="1")

    assert refused.value.error_code == "message.nobody_waits"
    assert talking.publish("x", message_id="1").case_id is None


def test_message__lifetime_over__is_ended_with_a_note_and_reaches_nobody(talking: Office) -> None:
    published = talking.publish("x")
    talking.clock.advance(timedelta(days=1, seconds=1))
    case_id = talking.file(note="x").case_id

    ended = [expire(talking.engine), expire(talking.engine)]
    talking.deliver()

    assert ended == [1, 0]
    row = _message(talking, published.message_id)
    assert (row.state, row.payload) == ("expired", None)
    assert talking.observe(case_id).waiting == ("heard", "late")
    with talking.engine.read(system(talking.place())) as tx:
        noted = tx.all("select kind from stream_events where stream like 'messages/%'")
    assert [row.kind for row in noted] == ["message.expired"]


def test_message__case_began_to_wait_in_time_and_the_worker_came_late__is_delivered(talking: Office) -> None:
    talking.publish("x")
    case_id = talking.file(note="x").case_id
    talking.clock.advance(timedelta(days=2))

    expire(talking.engine)

    assert talking.observe(case_id).waiting == ("review",)


def test_message__same_id_again__is_one_and_tells_the_first_result(talking: Office) -> None:
    case_id = talking.file(note="x").case_id
    first = talking.publish("x", message_id="a")
    other = talking.file(note="x").case_id

    again = talking.publish("x", message_id="a")

    assert first == again
    assert first.case_id == case_id
    assert talking.observe(other).waiting == ("heard", "late")


def test_message__same_id_with_other_content__is_refused(talking: Office) -> None:
    talking.publish("x", message_id="a")

    with pytest.raises(Rejected) as refused:
        talking.publish("x", message_id="a", payload=b'{"ok": false}')

    assert refused.value.error_code == "message.id_reused"


def test_message__same_id_in_another_municipality__is_another_message(talking: Office) -> None:
    case_id = talking.file(note="x", municipality="telavi").case_id
    talking.publish("x", message_id="a")

    published = talking.publish("x", municipality="telavi", message_id="a")

    assert published.case_id == case_id


def test_message__for_a_case_of_another_municipality__does_not_find_it(talking: Office) -> None:
    filed = talking.file(note="x", municipality="telavi")

    taken = [talking.publish(key).case_id for key in ("x", filed.number)]

    assert taken == [None, None]
    assert talking.observe(filed.case_id, "telavi").waiting == ("heard", "late")


def test_message__published_into_another_municipality__is_not_found(talking: Office) -> None:
    with pytest.raises(NotFound):
        talking.publish("x", municipality="telavi", by=system(talking.place("keda")))
    with pytest.raises(NotFound):
        talking.publish("x", by=system())


def test_message__published_by_a_person__is_refused(talking: Office) -> None:
    for actor in (talking.person(CITIZEN), talking.staff("mayor")):
        with pytest.raises(NotAllowed):
            talking.publish("x", by=actor)


def test_message__for_a_finished_case__is_kept_and_ends_with_its_lifetime(talking: Office) -> None:
    filed = talking.file(note="x")
    talking.publish(filed.number, payload=b'{"ok": false}')
    assert talking.observe(filed.case_id).waiting == ()

    published = talking.publish(filed.number)
    talking.clock.advance(timedelta(days=2))
    expire(talking.engine)

    assert published.case_id is None
    assert _message(talking, published.message_id).state == "expired"


def test_message__to_another_case_from_a_diagram__arrives_with_its_content(talking: Office) -> None:
    receiver = talking.file(note="x").case_id
    sender = talking.file(note="to x").case_id

    talking.deliver()

    assert talking.observe(receiver).document["heard"] == {"ok": True, "said": "to x"}
    assert "message.sent" in [event.kind for event in talking.observe(sender).events]


def test_message__from_a_diagram_before_anybody_waits__is_kept(talking: Office) -> None:
    talking.file(note="to x")
    talking.deliver()
    receiver = talking.file(note="x").case_id

    talking.deliver()

    assert talking.observe(receiver).waiting == ("review",)


def test_message__from_a_diagram__does_not_leave_the_municipality(talking: Office) -> None:
    receiver = talking.file(note="x", municipality="telavi").case_id
    talking.file(note="to x")

    talking.deliver()

    assert talking.observe(receiver, "telavi").waiting == ("heard", "late")


def test_messages__two_at_once_for_one_case__one_is_taken_and_one_is_kept(talking: Office) -> None:
    actor = system(talking.place())
    for number in range(ROUNDS):
        key = f"x{number}"
        talking.file(note=key)
        command = PublishMessage("keda", "answer", key, b'{"ok": true}', timedelta(days=1))

        results = together(talking, (command, actor, uuid4()), (command, actor, uuid4()))

        assert sorted(result.case_id is None for result in results) == [False, True]


def test_message_and_timer__at_once__one_of_both_happens(talking: Office) -> None:
    actor = system(talking.place())
    for number in range(ROUNDS):
        key = f"x{number}"
        case_id = talking.file(note=key).case_id
        with talking.engine.read(actor) as tx:
            timer = tx.one("select id from timers where case_id = :id and token is not null", id=case_id)
        talking.clock.advance(timedelta(days=6))
        command = PublishMessage("keda", "answer", key, b'{"ok": true}', timedelta(days=1))

        published, _ = together(talking, (command, actor, None), (FireTimer(timer.id), actor, None))

        seen = talking.observe(case_id)
        assert seen.waiting in (("review",), ())
        assert (published.case_id is None) == (seen.waiting == ())
        assert _message(talking, published.message_id).state == ("delivered" if seen.waiting else "kept")


def test_message_and_waiting__at_once__always_meet(talking: Office) -> None:
    actor = system(talking.place())
    for number in range(2 * ROUNDS):
        key = f"x{number}"
        publish = PublishMessage("keda", "answer", key, b'{"ok": true}', timedelta(days=1))
        begin = FileApplication(talking.service, "keda", {"note": key})

        _, filed = together(talking, (publish, actor, None), (begin, talking.person(CITIZEN), None))
        talking.deliver()

        assert not isinstance(filed, str)
        assert talking.observe(filed.case_id).waiting == ("review",)


def test_message__same_id_twice_at_once__is_one(talking: Office) -> None:
    actor = system(talking.place())
    for number in range(ROUNDS):
        key = f"x{number}"
        for _ in range(2):
            talking.file(note=key)
        command = PublishMessage("keda", "answer", key, b'{"ok": true}', timedelta(days=1), message_id=key)

        first, second = together(talking, (command, actor, None), (command, actor, None))

        assert first == second


def test_delivery__whose_step_breaks__keeps_the_message_and_opens_an_incident(talking: Office) -> None:
    case_id = talking.file(note="x").case_id

    published = talking.publish("x", payload=b'{"ok": "perhaps"}')
    talking.engine.send(DeliverMessage(published.message_id), actor=system(talking.place()))

    seen = talking.observe(case_id)
    assert published.case_id is None
    assert seen.waiting == ("heard", "late")
    assert "heard" not in seen.document
    (incident,) = talking.incidents(case_id)
    assert (incident.kind, incident.code, incident.attempts) == ("message", "run.condition_not_boolean", 2)
    assert incident.token == "heard:1"
    assert [event.kind for event in seen.events].count("incident.opened") == 1
    assert "perhaps" not in str(incident.params)


def test_delivery__broken_and_the_case_goes_another_way__ends_the_incident_and_the_message(
    talking: Office,
) -> None:
    case_id = talking.file(note="x").case_id
    published = talking.publish("x", payload=b'{"ok": "perhaps"}')
    talking.clock.advance(timedelta(days=6))

    expire(talking.engine)
    kept = _message(talking, published.message_id).state
    poll(talking.engine)
    expire(talking.engine)

    (incident,) = talking.incidents(case_id)
    assert kept == "kept"
    assert (incident.state, incident.how) == ("resolved", "overtaken")
    assert _message(talking, published.message_id).state == "expired"


def test_rows__on_their_way__are_seen_by_the_system_of_the_municipality_alone(talking: Office) -> None:
    talking.publish("x")
    actors = [system(talking.place()), talking.staff("mayor"), talking.person(CITIZEN), system()]

    seen = []
    for actor in [*actors, system(talking.place("telavi"))]:
        with talking.engine.read(actor) as tx:
            seen.append(tx.scalar("select count(*) from messages"))

    assert seen == [1, 0, 0, 0, 0]


def test_reconcile__messages_on_their_way_delivered_and_stuck__finds_no_difference(talking: Office) -> None:
    talking.publish("y")
    for note in ("x", "to x", "y", "z"):
        talking.file(note=note)
    talking.publish("z", payload=b'{"ok": "perhaps"}')

    before = [check for check in found(talking) if not check.is_good]
    talking.deliver()
    after = [check for check in found(talking) if not check.is_good]

    assert (before, after) == ([], [])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "message.name_invalid"),
        ({"name": "n" * 201}, "message.name_invalid"),
        ({"name": "a\x00b"}, "message.name_invalid"),
        ({"message_id": "\x07"}, "message.name_invalid"),
        ({"lifetime": timedelta(days=-1)}, "message.lifetime_invalid"),
        ({"lifetime": timedelta(days=4000)}, "message.lifetime_invalid"),
        ({"payload": b"{"}, "message.payload_not_json"),
        ({"payload": b"\xff"}, "message.payload_not_json"),
        ({"payload": b'"\\u0000"'}, "message.payload_not_json"),
        ({"payload": b"NaN"}, "message.payload_not_json"),
        ({"payload": b'{"a": 1, "a": 2}'}, "message.payload_not_json"),
        ({"payload": b"[" * 100 + b"]" * 100}, "message.payload_too_deep"),
        ({"payload": b"[" * 30_000 + b"]" * 30_000}, "message.payload_not_json"),
        ({"payload": b'"' + b"x" * LARGEST_PAYLOAD + b'"'}, "message.payload_too_large"),
    ],
)
def test_message__that_no_case_could_hold__is_refused_by_name(
    talking: Office, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(EngineError) as refused:
        talking.publish("x", **changes)

    assert refused.value.error_code == code


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_payload__of_any_bytes__is_read_or_refused(content: bytes) -> None:
    try:
        read_payload(content)
    except InvalidMessage as refused:
        assert refused.error_code.startswith("message.payload_")


def _message(office: Office, message_id: UUID) -> Any:
    with office.engine.read(system(office.place())) as tx:
        return tx.one("select * from messages where id = :id", id=message_id)
