"""Absences of officials: entered, approved, declined, ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.absences import queries
from engine.absences.commands import (
    AbsenceEntered,
    ApproveAbsence,
    DeclineAbsence,
    EndAbsence,
    EnterAbsence,
    TasksHandedOver,
)
from engine.absences.queries import AbsencesPage, AbsentOfficial
from engine.absences.rules import LONGEST_TEXT
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, code_field, day, person_id, text
from web.api.tasks import ACT, READ
from web.auth import current_actor
from web.engine_access import engine

TAG = "tasks"
ABSENCE = "/work/absences/<uuid:absence_id>"
READS: dict[str, Any] = {"tag": TAG, "scope": READ}
ACTS: dict[str, Any] = {"tag": TAG, "scope": ACT}


class AbsenceAsked(Strict):
    """Days of an absence, with the substitute; of a colleague with the act by which it is approved."""

    municipality = code_field()
    first_on = day()
    last_on = day()
    substitute_id = person_id(required=False, load_default=None, allow_none=True)
    person_id = person_id(required=False, load_default=None, allow_none=True)
    act = text(LONGEST_TEXT, required=False, load_default="")


class AbsenceApproved(Strict):
    """Act by which an absence is approved."""

    act = text(LONGEST_TEXT)


class AbsenceDeclined(Strict):
    """Reason why an absence is declined."""

    reason = text(LONGEST_TEXT)


@operation(
    "GET",
    "/work/absences",
    Who.OFFICE,
    does=("არყოფნები", "List absences of officials and their substitutes"),
    pages=("inbox.absences",),
    gives=shape(AbsencesPage),
    **READS,
)
def list_absences() -> AbsencesPage:
    with engine().read(current_actor()) as tx:
        return queries.page(tx)


@operation(
    "POST",
    "/work/absences",
    Who.OFFICE,
    does=("არყოფნის შეტანა", "Enter an absence"),
    pages=("inbox.enter_absence",),
    takes=AbsenceAsked,
    gives=shape(AbsenceEntered),
    status=201,
    **ACTS,
)
def enter_absence(body: dict[str, Any]) -> AbsenceEntered:
    entered: AbsenceEntered = send(EnterAbsence(**body))
    return entered


@operation(
    "GET",
    ABSENCE,
    Who.OFFICE,
    does=("ერთი არყოფნა", "Get an absence"),
    pages=("inbox.absence",),
    gives=shape(AbsentOfficial),
    **READS,
)
def get_absence(absence_id: UUID) -> AbsentOfficial:
    with engine().read(current_actor()) as tx:
        return queries.absence(tx, absence_id)


@operation(
    "POST",
    f"{ABSENCE}/approval",
    Who.OFFICE,
    does=("არყოფნის დამტკიცება", "Approve an absence by an act"),
    pages=("inbox.approve_absence",),
    takes=AbsenceApproved,
    **ACTS,
)
def approve_absence(body: dict[str, Any], absence_id: UUID) -> None:
    send(ApproveAbsence(absence_id, body["act"]))


@operation(
    "POST",
    f"{ABSENCE}/refusal",
    Who.OFFICE,
    does=("არყოფნაზე უარი", "Decline an absence with a reason"),
    pages=("inbox.decline_absence",),
    takes=AbsenceDeclined,
    **ACTS,
)
def decline_absence(body: dict[str, Any], absence_id: UUID) -> None:
    send(DeclineAbsence(absence_id, body["reason"]))


@operation(
    "POST",
    f"{ABSENCE}/end",
    Who.OFFICE,
    does=("არყოფნის დასრულება", "Withdraw an absence, or end it today"),
    pages=("inbox.end_absence",),
    gives=shape(TasksHandedOver),
    **ACTS,
)
def end_absence(absence_id: UUID) -> TasksHandedOver:
    moved: TasksHandedOver = send(EndAbsence(absence_id))
    return moved
