"""A signal reaches every other case of the municipality that waits for it, each once."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from engine.commands.cases import CompleteTask
from engine.commands.messages import BroadcastSignal, DeliverSignal
from engine.errors import NotAllowed, NotFound, NotSignedIn
from engine.tenancy import Actor, system
from tests.engine.kit import OTHER_CITIZEN, Office
from tests.engine.test_races import together


def test_signal__thrown_by_a_case__reaches_all_others_that_wait(announcing: Office) -> None:
    waiting = [announcing.file().case_id, announcing.file(by=OTHER_CITIZEN).case_id]
    thrower = announcing.file(note="stop").case_id

    announcing.deliver()

    for case_id in waiting:
        seen = announcing.observe(case_id)
        assert seen.waiting == ("answer",)
        assert seen.document["stopped"] == {"said": "stop"}
    assert "signal.thrown" in [event.kind for event in announcing.observe(thrower).events]


def test_signal__delivered_twice__moves_each_case_once(announcing: Office) -> None:
    case_id = announcing.file().case_id
    announcing.file(note="stop")

    announcing.deliver()
    announcing.deliver()

    kinds = [event.kind for event in announcing.observe(case_id).events]
    assert kinds.count("signal.received") == 1


def test_signal__case_that_begins_to_wait_later__does_not_have_it(announcing: Office) -> None:
    announcing.file(note="stop")
    case_id = announcing.file().case_id

    announcing.deliver()

    assert announcing.observe(case_id).waiting == ("review", "stopped")


def test_signal__case_that_stopped_waiting_meanwhile__has_missed_it(announcing: Office) -> None:
    case_id = announcing.file().case_id
    announcing.file(note="stop")
    announcing.complete(case_id, good=True)

    announcing.deliver()

    assert announcing.observe(case_id).waiting == ()
    assert _states(announcing) == ["missed"]


def test_signal__of_another_municipality__stays_there(announcing: Office) -> None:
    case_id = announcing.file(municipality="telavi").case_id
    announcing.file(note="stop")

    announcing.deliver()

    assert announcing.observe(case_id, "telavi").waiting == ("review", "stopped")


def test_signal__broadcast_by_a_supervisor_or_the_system__reaches_the_cases(announcing: Office) -> None:
    for actor in (announcing.staff("head_of_service"), system(announcing.place())):
        case_id = announcing.file().case_id

        announcing.engine.send(BroadcastSignal("keda", "stop", b'{"said": "all"}'), actor=actor)
        announcing.deliver()

        assert announcing.observe(case_id).document["stopped"] == {"said": "all"}


def test_signal__broadcast_by_others__is_refused(announcing: Office) -> None:
    refusals = {
        NotAllowed: [announcing.staff("specialist"), announcing.person(OTHER_CITIZEN)],
        NotFound: [announcing.staff("mayor", "telavi"), system()],
        NotSignedIn: [Actor()],
    }

    for refusal, actors in refusals.items():
        for actor in actors:
            with pytest.raises(refusal):
                announcing.engine.send(BroadcastSignal("keda", "stop"), actor=actor)


def test_signal__and_the_step_it_interrupts_at_once__one_of_both_happens(announcing: Office) -> None:
    actor = system(announcing.place())
    for _ in range(5):
        case_id = announcing.file().case_id
        task = announcing.task(case_id)
        signal_id = _thrown(announcing)

        together(
            announcing,
            (DeliverSignal(signal_id, case_id), actor, None),
            (CompleteTask(task.id, {"good": True}), announcing.staff("specialist"), uuid4()),
        )

        kinds = [event.kind for event in announcing.observe(case_id).events]
        assert kinds.count("signal.received") + kinds.count("task.completed") == 1


def _thrown(office: Office) -> UUID:
    office.engine.send(BroadcastSignal("keda", "stop"), actor=system(office.place()))
    with office.engine.read(system(office.place())) as tx:
        return UUID(str(tx.scalar("select signal_id from signal_deliveries where state = 'queued'")))


def _states(office: Office) -> list[str]:
    with office.engine.read(system(office.place())) as tx:
        return [row.state for row in tx.all("select state from signal_deliveries")]
