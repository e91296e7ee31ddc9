"""Hours of centres, how many come at once, closed days, reminders; and the queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.centers.commands.appointments import CancelAppointment, MakeAppointment
from engine.centers.commands.queue import CallNext, EndTicket, SetCenterDay, SetCenterHours, TakeTicket
from engine.centers.jobs import notify_of_appointment, remind
from engine.centers.queries import appointments, queue
from engine.errors import NotAllowed, NotFound, Rejected
from tests.cash.desks import CENTER, ELSEWHERE, HEAD, OPERATOR
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.test_on_behalf import stored
from tests.engine.test_races import together
from tests.notifications.smtp_server import SmtpServer, listening

THIRD = "00000000107"
WEDNESDAY = date(2026, 9, 2)  # tomorrow


@pytest.fixture
def post(plain: Office) -> Iterator[list[bytes]]:
    """What the office mails, over real SMTP."""
    desk = SmtpServer()
    with listening(desk) as port:
        known = replace(plain.engine.connections, smtp_url=f"smtp://127.0.0.1:{port}")
        plain.engine = replace(plain.engine, connections=known)
        yield desk.accepted


def open_from(office: Office, *, by: str = HEAD, **changes: Any) -> None:
    days = {"2": ("10:00", "12:00"), "3": ("10:00", "12:00"), "6": ("10:00", "11:00")}
    entry = {"days": days, "minutes": 30, "places": 1, **changes}
    command = SetCenterHours(CENTER, date(2026, 9, 1), **entry)
    office.engine.send(command, actor=office.person(by))


def book(office: Office, by: str, *, at: str = "10:30", day: date = WEDNESDAY) -> Any:
    return office.engine.send(MakeAppointment(CENTER, day, at, "demo"), actor=office.person(by))


def free(office: Office, day: date = WEDNESDAY) -> list[str]:
    with office.engine.read(office.person(CITIZEN)) as tx:
        return [f"{instant:%H:%M}" for instant in appointments.free(tx, CENTER, day)]


def refused(office: Office, command: Any, by: str) -> str:
    with pytest.raises(Rejected) as error:
        office.engine.send(command, actor=office.person(by))
    return error.value.error_code


def test_hours__of_a_center__are_what_its_head_has_entered(plain: Office) -> None:
    before = free(plain)
    open_from(plain)

    assert before == []
    assert free(plain) == ["10:00", "10:30", "11:00", "11:30"]
    assert free(plain, date(2026, 9, 5)) == ["10:00", "10:30"]  # a Saturday
    assert free(plain, date(2026, 9, 3)) == []  # a Thursday
    open_from(plain, minutes=45)
    assert free(plain) == ["10:00", "10:45"]


def test_hours__that_make_no_sense_or_of_another_center__are_refused(plain: Office) -> None:
    def entry(**changes: Any) -> SetCenterHours:
        given = {"days": {"3": ("10:00", "12:00")}, "minutes": 30, "places": 1, **changes}
        return SetCenterHours(changes.pop("center", CENTER), date(2026, 9, 1), **given)

    for wrong in ({"days": {"3": ("12:00", "10:00")}}, {"days": {"8": ("10:00", "12:00")}}, {"places": 0}):
        assert refused(plain, entry(**wrong), HEAD) == "center_hours.invalid"
    for who in (OPERATOR, ELSEWHERE, CITIZEN):
        with pytest.raises(NotAllowed):
            plain.engine.send(entry(), actor=plain.person(who))
    plain.engine.send(entry(), actor=plain.person("00000005001"))  # who keeps the directory


def test_places__two_at_once__are_taken_by_two_and_no_third(plain: Office) -> None:
    open_from(plain, places=2)
    people = [plain.person(person) for person in (CITIZEN, OTHER_CITIZEN, THIRD)]

    results = together(
        plain, *((MakeAppointment(CENTER, WEDNESDAY, "10:30", "demo"), who, uuid4()) for who in people)
    )

    assert results.count("appointment.taken") == 1
    assert "10:30" not in free(plain)


def test_day__that_is_closed__cancels_and_tells_who_had_an_appointment(
    plain: Office, post: list[bytes]
) -> None:
    open_from(plain)
    book(plain, CITIZEN)
    command = SetCenterDay(CENTER, WEDNESDAY, True, "demo")

    silent = refused(plain, SetCenterDay(CENTER, WEDNESDAY, True, " "), HEAD)
    plain.engine.send(command, actor=plain.person(HEAD))

    assert silent == "center_hours.why_missing"
    assert free(plain) == []
    with plain.engine.read(plain.person(CITIZEN)) as tx:
        assert appointments.own(tx) == ()
    (notice,) = stored(plain, "select id from appointment_notices where kind = 'closed'")
    notify_of_appointment(plain.engine, notice)
    notify_of_appointment(plain.engine, notice)
    assert len(post) == 1
    plain.engine.send(SetCenterDay(CENTER, WEDNESDAY, False, "demo"), actor=plain.person(HEAD))
    assert "10:30" in free(plain)


def test_reminder__the_day_before__is_sent_once_and_not_for_what_was_cancelled(
    plain: Office, post: list[bytes]
) -> None:
    open_from(plain)
    day = WEDNESDAY + timedelta(days=7)
    for who, at in ((CITIZEN, "10:00"), (OTHER_CITIZEN, "10:30")):
        book(plain, who, at=at, day=day)
    assert remind(plain.engine) == 0

    plain.clock.advance(timedelta(days=7))
    told = remind(plain.engine)
    with plain.engine.read(plain.person(OTHER_CITIZEN)) as tx:
        (own,) = appointments.own(tx)
    plain.engine.send(CancelAppointment(own.appointment_id), actor=plain.person(OTHER_CITIZEN))
    for notice in _notices(plain):
        notify_of_appointment(plain.engine, notice)

    assert (told, remind(plain.engine)) == (2, 0)
    assert len(post) == 1
    assert stored(plain, "select count(*) from appointment_notices where told_by = 'seen'") == (1,)


def _notices(office: Office) -> tuple[UUID, ...]:
    (ids,) = stored(office, "select array_agg(id) from appointment_notices")
    return tuple(ids)


def test_queue__numbers_of_a_day__are_called_in_their_order_and_settled_once(plain: Office) -> None:
    operator = plain.person(OPERATOR)
    first, second, third = (plain.engine.send(TakeTicket(), actor=operator) for _ in range(3))
    plain.engine.send(EndTicket(first.ticket_id, False), actor=operator)  # has gone before being called

    uncalled = refused(plain, EndTicket(second.ticket_id, True), OPERATOR)
    together(plain, *((CallNext(), operator, uuid4()) for _ in range(2)))
    nobody = refused(plain, CallNext(), OPERATOR)
    plain.engine.send(EndTicket(second.ticket_id, True), actor=operator)
    twice = refused(plain, EndTicket(second.ticket_id, False), OPERATOR)

    assert [ticket.number for ticket in (first, second, third)] == [1, 2, 3]
    assert (uncalled, nobody, twice) == ("queue.not_called", "queue.nobody_waits", "queue.not_called")
    with plain.engine.read(operator) as tx:
        assert [waiting.state for waiting in queue.of_today(tx)] == ["gone", "served", "called"]
    plain.clock.advance(timedelta(days=1))
    assert plain.engine.send(TakeTicket(), actor=operator).number == 1


def test_queue__of_another_center__does_not_exist(plain: Office) -> None:
    ticket = plain.engine.send(TakeTicket(), actor=plain.person(OPERATOR))
    elsewhere = plain.person(ELSEWHERE)

    with pytest.raises(NotFound):
        plain.engine.send(EndTicket(ticket.ticket_id, False), actor=elsewhere)
    with plain.engine.read(elsewhere) as tx:
        assert queue.of_today(tx) == ()
    with pytest.raises(NotAllowed):
        plain.engine.send(TakeTicket(), actor=plain.person(CITIZEN))
