"""Absences of officials: entered, approved, begun, over; who stands in and what they have in hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.absences import queries
from engine.absences.commands import (
    AbsenceEntered,
    ApproveAbsence,
    DeclineAbsence,
    EndAbsence,
    EnterAbsence,
    TasksHandedOver,
)
from engine.absences.queries import AbsencesPage
from engine.catalogue.published import published
from engine.commands.assignment import ClaimTask, RecuseFromCase
from engine.commands.offices import ReleaseClaims
from engine.errors import EngineError
from engine.jobs.hourly import hand_over_tasks
from engine.queries import colleagues as people
from engine.queries import handovers, inbox
from engine.stores import colleagues, work
from engine.tenancy import Actor, system
from tests.engine.bookkeeping import owner
from tests.engine.kit import Office

CLERK, COLLEAGUE, HEAD, LAWYER, MAYOR = (f"000000020{number}" for number in ("02", "08", "03", "04", "07"))
ACT = "Order No. 7 of 1 September 2026"
TODAY = date(2026, 9, 1)  # of the office's clock
DAY = timedelta(days=1)


def enter(office: Office, by: str, substitute: str | None, **more: Any) -> AbsenceEntered:
    other = office.person(substitute).person_id if substitute else None
    what = {"first_on": TODAY, "last_on": TODAY + 4 * DAY, "substitute_id": other, **more}
    entered: AbsenceEntered = office.engine.send(EnterAbsence("keda", **what), actor=office.person(by))
    return entered


def approve(office: Office, absence_id: UUID, by: str = HEAD, act: str = ACT) -> None:
    office.engine.send(ApproveAbsence(absence_id, act), actor=office.person(by))


def away(office: Office, by: str, substitute: str | None, **more: Any) -> UUID:
    absence_id = enter(office, by, substitute, **more).absence_id
    approve(office, absence_id)
    return absence_id


def claimed(office: Office, by: str = CLERK) -> Any:
    task = office.task(office.file().case_id)
    office.engine.send(ClaimTask(task.id), actor=office.person(by))
    return task


def holder(office: Office, task: Any) -> int | None:
    found: int | None = office.task(task.case_id).claimed_by
    return found


def page(office: Office, by: str) -> AbsencesPage:
    with office.engine.read(office.person(by)) as tx:
        return queries.page(tx)


def roles(office: Office, number: str) -> set[tuple[str, bool]]:
    return {(grant.role, grant.is_acting) for grant in office.person(number).roles}


def refused(attempt: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(EngineError) as caught:
        attempt(*given, **more)
    return caught.value.error_code


def a_day_begins(office: Office, days: int = 1) -> None:
    office.clock.advance(timedelta(days=days))
    hand_over_tasks(office.engine)
    office.engine.send(ReleaseClaims(), actor=system())


def test_absence__approved_by_the_head__gives_the_substitute_what_was_in_hand(office: Office) -> None:
    task, free = claimed(office), office.task(office.file().case_id)
    entered = enter(office, CLERK, COLLEAGUE)
    assert (entered.state, holder(office, task)) == ("asked", office.person(CLERK).person_id)
    assert [row.absence_id for row in page(office, HEAD).to_decide] == [entered.absence_id]

    approve(office, entered.absence_id)

    assert holder(office, task) == office.person(COLLEAGUE).person_id
    assert holder(office, free) is None
    (own,) = page(office, CLERK).own
    assert (own.state, own.act, own.is_now, own.last_on) == ("approved", ACT, True, TODAY + 4 * DAY)
    (row,) = page(office, COLLEAGUE).others
    assert (row.stands_in, row.may_end) == (True, False)


def test_handover__of_a_step__is_on_record_beside_the_case_with_all_names(office: Office) -> None:
    task = claimed(office)
    away(office, CLERK, COLLEAGUE)

    with office.engine.read(office.person(HEAD)) as tx:
        noted = handovers.of_case(tx, task.case_id, published(tx, work.version_of(tx, task.case_id)))

    assert noted[0].kind == "task.handed_over"
    names = [who and who["en"] for who in (noted[0].who, noted[0].to, noted[0].before)]
    assert names == ["Demo Head of Service (Keda)", "Demo Specialist 2 (Keda)", "Demo Specialist 1 (Keda)"]


def test_substitute__of_another_office__holds_it_for_these_days_in_place_of_one_official(
    office: Office,
) -> None:
    claimed(office)
    assert ("specialist", True) not in roles(office, LAWYER)

    away(office, CLERK, LAWYER)

    assert ("specialist", True) in roles(office, LAWYER)
    lawyer, place = office.person(LAWYER), office.place()
    assert lawyer.is_acting_as("specialist", place)
    assert not any(grant.role == "restricted_cases" for grant in lawyer.roles)
    with office.engine.read(lawyer) as tx:
        officials = {
            row.official for row in colleagues.acting(tx, (place,)) if row.person_id == lawyer.person_id
        }
    assert officials == {office.person(CLERK).person_id}  # and not the other specialist
    a_day_begins(office, 5)
    assert ("specialist", True) not in roles(office, LAWYER)


def test_absence__that_lies_ahead__begins_and_ends_by_itself(office: Office) -> None:
    task = claimed(office)
    away(office, CLERK, LAWYER, first_on=TODAY + DAY, last_on=TODAY + 2 * DAY)
    assert holder(office, task) == office.person(CLERK).person_id

    a_day_begins(office)
    during = holder(office, task)
    a_day_begins(office)
    assert holder(office, task) == during == office.person(LAWYER).person_id
    a_day_begins(office)

    assert holder(office, task) == office.person(CLERK).person_id


def test_list__of_the_substitute__says_in_whose_place_each_step_is_done(office: Office) -> None:
    claimed(office)
    office.engine.send(ClaimTask(office.task(office.file().case_id).id), actor=office.person(COLLEAGUE))

    away(office, CLERK, COLLEAGUE)

    with office.engine.read(office.person(COLLEAGUE)) as tx:
        rows = inbox.page(tx, "mine").rows
    officials = [row.official and row.official["en"] for row in rows]
    # What they had themselves stays theirs.
    assert sorted(officials, key=str) == ["Demo Specialist 1 (Keda)", None]


def test_colleague__who_is_away__is_offered_with_the_day_they_are_back(office: Office) -> None:
    away(office, CLERK, COLLEAGUE)

    with office.engine.read(office.person(HEAD)) as tx:
        back = {colleague.person_id: colleague.back_on for colleague in people.supervised(tx)}

    assert back[office.person(CLERK).person_id or 0] == TODAY + 5 * DAY
    assert back[office.person(COLLEAGUE).person_id or 0] is None


def test_absence__where_the_municipality_asks_for_no_approval__holds_at_once(office: Office) -> None:
    task = claimed(office)
    with owner(office) as connection:
        changed = connection.execute("update parameters set value = 'false' where name = 'absences.approved'")
    assert changed.rowcount == 1

    assert enter(office, CLERK, COLLEAGUE).state == "approved"

    assert holder(office, task) == office.person(COLLEAGUE).person_id


def test_steps__taken_by_the_substitute_meanwhile__go_back_to_the_list(office: Office) -> None:
    away(office, CLERK, LAWYER)
    task = claimed(office, by=LAWYER)

    a_day_begins(office, 5)

    assert holder(office, task) is None


def test_absence__without_a_substitute__opens_what_was_in_hand_to_others(office: Office) -> None:
    task = claimed(office)

    away(office, CLERK, None)

    assert holder(office, task) is None


def test_step__closed_to_the_substitute__goes_to_the_list(office: Office) -> None:
    closed, open_ = claimed(office), claimed(office)
    office.engine.send(RecuseFromCase(closed.case_id, "a cousin"), actor=office.person(COLLEAGUE))

    away(office, CLERK, COLLEAGUE)

    assert (holder(office, closed), holder(office, open_)) == (None, office.person(COLLEAGUE).person_id)


def test_official__back_early__has_the_steps_and_ends_the_office(office: Office) -> None:
    task = claimed(office)
    absence_id = away(office, CLERK, LAWYER)

    moved: TasksHandedOver = office.engine.send(EndAbsence(absence_id), actor=office.person(CLERK))

    assert (moved.given_back, holder(office, task)) == (1, office.person(CLERK).person_id)
    assert ("specialist", True) not in roles(office, LAWYER)
    assert page(office, CLERK).own[0].last_on is None
    assert (
        refused(office.engine.send, EndAbsence(absence_id), actor=office.person(CLERK))
        == "absence.not_waiting"
    )


def test_absence__not_approved_yet__is_withdrawn_and_may_be_entered_again(office: Office) -> None:
    absence_id = enter(office, CLERK, COLLEAGUE).absence_id

    # The head declines what waits, with a reason.
    by_head = refused(office.engine.send, EndAbsence(absence_id), actor=office.person(HEAD))
    assert by_head == "absence.not_waiting"
    office.engine.send(EndAbsence(absence_id), actor=office.person(CLERK))

    assert page(office, CLERK).own[0].state == "withdrawn"
    assert refused(approve, office, absence_id) == "absence.not_waiting"
    assert enter(office, CLERK, COLLEAGUE).state == "asked"


def test_absence__declined__tells_why_and_moves_nothing(office: Office) -> None:
    task = claimed(office)
    absence_id = enter(office, CLERK, COLLEAGUE).absence_id
    head = office.person(HEAD)
    assert (
        refused(office.engine.send, DeclineAbsence(absence_id, " "), actor=head) == "absence.reason_missing"
    )

    office.engine.send(DeclineAbsence(absence_id, "The audit is in that week."), actor=head)

    (own,) = page(office, CLERK).own
    assert (own.state, own.reason) == ("declined", "The audit is in that week.")
    assert holder(office, task) == office.person(CLERK).person_id


def test_absence__of_a_colleague__is_entered_by_the_head_with_the_order(office: Office) -> None:
    task = claimed(office)
    ill = {"person_id": office.person(CLERK).person_id}
    assert refused(enter, office, HEAD, COLLEAGUE, **ill) == "absence.act_missing"
    assert refused(enter, office, COLLEAGUE, None, **ill, act=ACT) == "not_allowed"

    assert enter(office, HEAD, COLLEAGUE, **ill, act=ACT).state == "approved"

    assert holder(office, task) == office.person(COLLEAGUE).person_id


def test_mayor__above_whom_nobody_stands__names_the_order_themselves(office: Office) -> None:
    assert refused(enter, office, MAYOR, HEAD) == "absence.act_missing"

    assert enter(office, MAYOR, HEAD, act=ACT).state == "approved"

    assert ("mayor", True) in roles(office, HEAD)


@pytest.mark.parametrize(
    ("absent", "by", "code"),
    [
        (CLERK, CLERK, "not_allowed"),  # nobody approves their own
        (CLERK, LAWYER, "not_allowed"),
        (HEAD, HEAD, "not_allowed"),
        (HEAD, CLERK, "not_allowed"),
        (HEAD, MAYOR, None),
        (CLERK, MAYOR, None),
    ],
)
def test_approval__is_by_whoever_stands_above(office: Office, absent: str, by: str, code: str | None) -> None:
    absence_id = enter(office, absent, COLLEAGUE).absence_id

    if code:
        assert refused(approve, office, absence_id, by) == code
    else:
        approve(office, absence_id, by)
        assert page(office, absent).own[0].state == "approved"


def test_approval__by_who_would_stand_in__is_refused(office: Office) -> None:
    absence_id = enter(office, CLERK, HEAD).absence_id

    assert refused(approve, office, absence_id) == "not_allowed"


def test_absence__elsewhere__does_not_exist(office: Office) -> None:
    absence_id = enter(office, CLERK, COLLEAGUE).absence_id
    stranger: Actor = office.staff("head_of_service", "telavi")

    for command in (
        ApproveAbsence(absence_id, ACT),
        DeclineAbsence(absence_id, "no"),
        EndAbsence(absence_id),
    ):
        assert refused(office.engine.send, command, actor=stranger) == "not_found"
    assert refused(office.engine.send, EnterAbsence("keda", TODAY, TODAY), actor=stranger) == "not_found"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"last_on": TODAY - DAY}, "absence.period_unusable"),
        ({"first_on": TODAY - 3 * DAY, "last_on": TODAY - DAY}, "absence.period_unusable"),
        ({"last_on": TODAY + 400 * DAY}, "absence.period_unusable"),
        ({"substitute_id": 10**9}, "absence.substitute_unusable"),
    ],
)
def test_absence__that_can_not_be__is_refused(office: Office, more: dict[str, Any], code: str) -> None:
    assert refused(enter, office, CLERK, None, **more) == code


def test_absence__its_substitute__is_no_citizen_and_not_oneself(office: Office) -> None:
    assert refused(enter, office, CLERK, "00000000101") == "absence.substitute_unusable"
    assert refused(enter, office, CLERK, CLERK) == "absence.substitute_unusable"


def test_absence__in_days_of_another__is_refused_to_both(office: Office) -> None:
    away(office, CLERK, COLLEAGUE)

    assert refused(enter, office, CLERK, None, first_on=TODAY + 2 * DAY) == "absence.absent_already"
    assert refused(enter, office, COLLEAGUE, CLERK) == "absence.substitute_away"
    assert enter(office, CLERK, None, first_on=TODAY + 5 * DAY, last_on=TODAY + 9 * DAY).state == "asked"
