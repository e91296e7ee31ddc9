"""Absences of officials are entered, decided and ended; their steps are handed over on the day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from engine.absences import rules, store, substitution
from engine.absences.commands import (
    AbsenceEntered,
    ApproveAbsence,
    DeclineAbsence,
    EndAbsence,
    EnterAbsence,
    HandOverTasks,
    TasksHandedOver,
)
from engine.absences.handover import hand_over_due
from engine.audit.hash_chain import CONFIGURATION
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.formats import show_date
from engine.notifications.common import TEXTS
from engine.offices.administration import as_the_engine, text
from engine.own_parameters import OwnParameter
from engine.roles import NO_WORK
from engine.routes import Route, Sender
from engine.stores import reference
from engine.texts import OFFICIAL


def enter_absence(command: EnterAbsence, tx: Transaction) -> AbsenceEntered:
    """Enter an absence, and approve it where nobody else has to.

    Raises `PeriodUnusable`, `AbsentAlready`, `SubstituteUnusable`, `SubstituteAway`, `SubstituteHolds`,
    `ActMissing`.
    """
    place = reference.municipality(tx, command.municipality)
    if place is None or place.id not in tx.actor.municipalities:
        raise NotFound
    rules.check_period(command.first_on, command.last_on, today=local_date(tx.now))
    person_id = command.person_id or tx.actor.person_id
    assert person_id is not None  # staff are people
    roles = _working_roles(tx, place.id, person_id)
    is_own = person_id == tx.actor.person_id
    if not is_own and not rules.may_decide(tx.actor, place.id, person_id=person_id, roles=roles):
        raise NotAllowed
    period = {"first_on": command.first_on, "until": command.last_on + timedelta(days=1)}
    _check_substitute(tx, place.id, person_id, command.substitute_id, period)
    absence_id = uuid4()
    of_person = {"municipality_id": place.id, "person_id": person_id, "substitute_id": command.substitute_id}
    if not store.add(tx, id=absence_id, **of_person, **period):
        raise rules.AbsentAlready
    _log(tx, "absence.entered", store.locked(tx, absence_id))
    act = _act_at_once(tx, place.id, roles, command.act, is_own=is_own)
    if act is None:
        return AbsenceEntered(absence_id, rules.ASKED)
    _approve(tx, store.locked(tx, absence_id), act)
    return AbsenceEntered(absence_id, rules.APPROVED)


def approve_absence(command: ApproveAbsence, tx: Transaction) -> None:
    """Approve by an act. Raises `NotWaiting`, `ActMissing`, `SubstituteAway`, `SubstituteHolds`."""
    absence = _to_decide(tx, command.absence_id)
    act = text(command.act, longest=rules.LONGEST_TEXT)
    if not act:
        raise rules.ActMissing
    _approve(tx, absence, act)


def decline_absence(command: DeclineAbsence, tx: Transaction) -> None:
    """Decline with a reason. Raises `NotWaiting`, `ReasonMissing`."""
    absence = _to_decide(tx, command.absence_id)
    reason = text(command.reason, longest=rules.LONGEST_TEXT)
    if not reason:
        raise rules.ReasonMissing
    if not store.decide(tx, absence.id, rules.DECLINED, act=None, reason=reason):
        raise rules.NotWaiting
    _log(tx, "absence.declined", absence)


def end_absence(command: EndAbsence, tx: Transaction) -> TasksHandedOver:
    """Withdraw what is not approved yet; end what is, from today on. Raises `NotWaiting`."""
    absence = _seen(tx, command.absence_id)
    is_own = tx.actor.person_id == absence.person_id
    if not is_own and not _may_decide(tx, absence):
        raise NotAllowed
    if is_own and store.withdraw(tx, absence.id):
        _log(tx, "absence.withdrawn", absence)
        return TasksHandedOver()
    today = local_date(tx.now)
    if absence.state != rules.APPROVED or absence.until <= max(today, absence.first_on):
        raise rules.NotWaiting
    with as_the_engine(tx, absence.municipality_id):
        substitution.end(tx, absence, on=today)
        moved = hand_over_due(tx, absence.municipality_id)
    _log(tx, "absence.ended", absence)
    return moved


def hand_over_tasks(command: HandOverTasks, tx: Transaction) -> TasksHandedOver:
    """Hand over and give back what is due in the municipality that the system acts for."""
    del command
    (place,) = tx.actor.municipalities
    return hand_over_due(tx, place)


def _approve(tx: Transaction, absence: Any, act: str) -> None:
    if absence.substitute_id is not None:
        period = {"first_on": absence.first_on, "until": absence.until}
        _check_substitute(tx, absence.municipality_id, absence.person_id, absence.substitute_id, period)
    if not store.decide(tx, absence.id, rules.APPROVED, act=act):
        raise rules.NotWaiting
    with as_the_engine(tx, absence.municipality_id):
        substitution.begin(tx, absence, act=act)
        hand_over_due(tx, absence.municipality_id)
    _log(tx, "absence.approved", absence, act=act)


def _act_at_once(
    tx: Transaction, place: int, roles: Collection[str], said: str, *, is_own: bool
) -> str | None:
    """Return the act by which what is entered holds at once; None where somebody has to approve it."""
    act = text(said, longest=rules.LONGEST_TEXT)
    if rules.heads_all(roles) or not is_own:
        if not act:
            raise rules.ActMissing
        return act
    on = local_date(tx.now)
    row = reference.parameter(tx, OwnParameter.ABSENCE_APPROVED, municipality_id=place, on=on)
    is_approved = row is None or row.kind != "flag" or bool(row.value)
    return None if is_approved else TEXTS.get(OFFICIAL, "absence.own_entry", day=show_date(on) or "")


def _check_substitute(
    tx: Transaction, place: int, person_id: int, substitute_id: int | None, period: dict[str, Any]
) -> None:
    if substitute_id is None:
        return
    if substitute_id == person_id or not _working_roles(tx, place, substitute_id):
        raise rules.SubstituteUnusable
    if store.is_away(tx, substitute_id, municipality_id=place, **period):
        raise rules.SubstituteAway


def _working_roles(tx: Transaction, place: int, person_id: int) -> frozenset[str]:
    """Return the roles by which somebody works for the municipality."""
    held = store.grants(tx, place, (person_id,), on=local_date(tx.now))[person_id]
    return frozenset(grant.role for grant in held if grant.center is None) - NO_WORK


def _to_decide(tx: Transaction, absence_id: UUID) -> Any:
    absence = _seen(tx, absence_id)
    if not _may_decide(tx, absence) or tx.actor.person_id == absence.substitute_id:
        raise NotAllowed
    if absence.state != rules.ASKED:
        raise rules.NotWaiting
    return absence


def _seen(tx: Transaction, absence_id: UUID) -> Any:
    absence = store.locked(tx, absence_id)
    if absence is None or absence.municipality_id not in tx.actor.municipalities:
        raise NotFound
    return absence


def _may_decide(tx: Transaction, absence: Any) -> bool:
    roles = _working_roles(tx, absence.municipality_id, absence.person_id)
    return rules.may_decide(tx.actor, absence.municipality_id, person_id=absence.person_id, roles=roles)


def _log(tx: Transaction, kind: str, absence: Any, **more: str) -> None:
    tx.log(
        CONFIGURATION,
        kind,
        absence=str(absence.id),
        person=absence.person_id,
        substitute=absence.substitute_id,
        municipality=absence.municipality_id,
        first_on=absence.first_on.isoformat(),
        until=absence.until.isoformat(),
        **more,
    )


ROUTES = (
    Route(EnterAbsence, enter_absence, sender=Sender.STAFF, result=AbsenceEntered),
    Route(ApproveAbsence, approve_absence, sender=Sender.STAFF),
    Route(DeclineAbsence, decline_absence, sender=Sender.STAFF),
    Route(EndAbsence, end_absence, sender=Sender.STAFF, result=TasksHandedOver),
    Route(HandOverTasks, hand_over_tasks, sender=Sender.SYSTEM, result=TasksHandedOver),
)
