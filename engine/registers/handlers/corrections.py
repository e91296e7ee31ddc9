"""Corrections of register entries: one official proposes, another approves and the entry is replaced.

What somebody typed wrongly is no act, so no case decides it; that nobody changes an entry alone is kept by
the second person. The wrong entry stays in the history, superseded by the right one, which holds for the same
days and rests on the same act. Refuses to know how either is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected
from engine.notifications.common import TEXTS
from engine.offices.administration import text
from engine.operations.operation import Operations
from engine.operations.traits import OnRegister
from engine.registers import kept_registers
from engine.registers.commands.corrections import (
    ApproveEntryCorrection,
    ProposeEntryCorrection,
    ReturnEntryCorrection,
)
from engine.registers.kept_registers import KeptRegister
from engine.registers.replacing import replace_entry
from engine.registers.rules import corrections as rules
from engine.registers.store import corrections, entries, place_names
from engine.roles import Right
from engine.routes import Route, Sender
from engine.steps import open_case
from engine.texts import LANGUAGES

RETURNED, TAKEN_BACK, APPROVED = "returned", "taken_back", "approved"
_FIRST_DAY: Final = date(1900, 1, 1)


class GroundMissing(Rejected):
    """A correction rests on one of the grounds, and all but one of them name an act by number and day."""

    code = "register_correction.ground_missing"


class ReasonMissing(Rejected):
    """A correction says what is wrong; one that is sent back says why."""

    code = "register_correction.reason_missing"


class NothingChanged(Rejected):
    """The entry says already what was written."""

    code = "register_correction.nothing_changed"


class OwnEntry(Rejected):
    """Nobody corrects what a register says of themselves."""

    code = "register_correction.own_entry"


class SamePerson(Rejected):
    """A correction is approved by somebody else than whoever proposed it."""

    code = "register_correction.same_person"


class AlreadyProposed(Rejected):
    """Another correction of the entry waits for a second person."""

    code = "register_correction.waits"


class EntryChanged(Rejected):
    """The entry changed since the correction was proposed, or is no more what the register says."""

    code = "register_correction.entry_changed"


class CorrectionEnded(Rejected):
    """The correction has been approved or sent back before."""

    code = "register_correction.ended"


def propose_correction(command: ProposeEntryCorrection, tx: Transaction) -> UUID:
    """Keep the proposal for a second person; proposed twice (a lost answer), it is kept once."""
    register = kept_registers.find(tx, command.register, command.municipality)
    _refuse_without(tx, Right.CORRECT_ENTRIES, register)
    entry = _entry(tx, register, command.entry_id)
    if entry.superseded_by is not None:
        raise EntryChanged
    ground, reason = _ground(command, local_date(tx.now)), _reason(command.reason)
    places = place_names.to_choose(tx, register.place_id, on=local_date(tx.now))
    changed = rules.changes(register.declared, entry.fields, dict(command.written), places)
    if not changed:
        raise NothingChanged
    proposed = {**ground, "reason": reason, "changed": changed, "entry_until": entry.valid_until}
    before, correction_id = corrections.waiting(tx, entry.id), uuid4()
    if before is not None:
        return _same(before, proposed, by=tx.actor.person_id)
    is_kept = corrections.propose(
        tx,
        correction_id,
        entry_id=entry.id,
        register=register.code,
        version_id=register.version_id,
        municipality_id=register.place_id,
        person_id=entry.person_id,
        by=tx.actor.person_id,
        **proposed,
    )
    if not is_kept:
        raise AlreadyProposed  # at the same moment
    _log(
        tx, register, "proposed", correction_id, entry=str(entry.id), fields=sorted(changed), **_said(ground)
    )
    return correction_id


def approve_correction(operations: Operations) -> Callable[[ApproveEntryCorrection, Transaction], None]:
    """Return the handler, which puts the corrected entry in the place of the wrong one."""

    def handle(command: ApproveEntryCorrection, tx: Transaction) -> None:
        kept, register, entry = _waiting(tx, command.correction_id)
        _refuse_without(tx, Right.APPROVE_CORRECTIONS, register)
        if kept.proposed_by == tx.actor.person_id:
            raise SamePerson
        if entry.superseded_by is not None or entry.valid_until != kept.entry_until:
            raise EntryChanged
        case = open_case(tx, operations, entry.case_id)
        corrected_id = case.id_of("corrected", str(kept.id))
        replace_entry(case, register.declared, entry, corrected_id, kept.changed)
        is_ended = corrections.finish(
            tx, kept.id, outcome=APPROVED, by=tx.actor.person_id, corrected_id=corrected_id
        )
        if not is_ended:
            raise CorrectionEnded  # sent back at the same moment
        case.record(
            OnRegister.CORRECTS.value,
            register=register.code,
            fields=_labels(register.declared, kept.changed),
            ground=_ground_in_words(kept.ground),
        )
        case.save_in_place()
        _log(tx, register, "approved", kept.id, entry=str(entry.id), corrected=str(corrected_id))

    return handle


def return_correction(command: ReturnEntryCorrection, tx: Transaction) -> None:
    """Send it back with a remark; whoever proposed it takes it back without one."""
    kept, register, _ = _waiting(tx, command.correction_id)
    is_own = kept.proposed_by == tx.actor.person_id
    _refuse_without(tx, Right.CORRECT_ENTRIES if is_own else Right.APPROVE_CORRECTIONS, register)
    outcome, remark = (TAKEN_BACK, None) if is_own else (RETURNED, _reason(command.remark))
    if not corrections.finish(tx, kept.id, outcome=outcome, by=tx.actor.person_id, remark=remark):
        raise CorrectionEnded
    _log(tx, register, outcome, kept.id, entry=str(kept.entry_id))


def _waiting(tx: Transaction, correction_id: UUID) -> tuple[Any, KeptRegister, Any]:
    """Return a correction that waits, its register and its entry, which nobody else changes until the commit.

    Raises `NotFound` for whoever may not open the entry, `OwnEntry`, `CorrectionEnded`.
    """
    kept = corrections.find(tx, correction_id)
    if kept is None:
        raise NotFound
    register = kept_registers.find(tx, kept.register, kept.municipality)
    entry = _entry(tx, register, kept.entry_id, is_locked=True)
    kept = corrections.find(tx, correction_id)  # of two at once the later sees what the first has done
    if kept.outcome is not None:
        raise CorrectionEnded
    return kept, register, entry


def _entry(tx: Transaction, register: KeptRegister, entry_id: UUID, *, is_locked: bool = False) -> Any:
    entry = entries.entry(tx, entry_id, register=register.code, place=register.place_id, is_locked=is_locked)
    if entry is None:
        raise NotFound
    if entry.person_id is not None and entry.person_id == tx.actor.person_id:
        raise OwnEntry
    return entry


def _refuse_without(tx: Transaction, right: Right, register: KeptRegister) -> None:
    if not tx.actor.may(right, register.place_id):
        raise NotAllowed


def _ground(command: ProposeEntryCorrection, today: date) -> dict[str, Any]:
    """Return the ground with the act that it names. Raises `GroundMissing`."""
    number = text(command.act_number, longest=rules.LONGEST_NUMBER)
    if command.ground == rules.ERROR_IN_WRITING:
        return {"ground": command.ground, "act_number": None, "act_date": None}
    has_act = number and command.act_date is not None and _FIRST_DAY <= command.act_date <= today
    if command.ground not in rules.BY_ACT or not has_act:
        raise GroundMissing
    return {"ground": command.ground, "act_number": number, "act_date": command.act_date}


def _reason(written: str) -> str:
    found = text(written, longest=rules.LONGEST_REASON)
    if not found:
        raise ReasonMissing
    return found


def _same(before: Any, proposed: Mapping[str, Any], *, by: int | None) -> UUID:
    """Return what waits already, where it is the very same. Raises `AlreadyProposed`."""
    is_same = before.proposed_by == by and all(getattr(before, name) == proposed[name] for name in proposed)
    if not is_same:
        raise AlreadyProposed
    found: UUID = before.id
    return found


def _labels(register: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, str]:
    """Return what the corrected fields are called, in each language."""
    fields = [field for field in register["fields"] if field["name"] in changed]
    return {language: ", ".join(field["names"][language] for field in fields) for language in LANGUAGES}


def _ground_in_words(ground: str) -> dict[str, str]:
    return {language: TEXTS.get(language, f"register_correction.{ground}") for language in LANGUAGES}


def _said(ground: Mapping[str, Any]) -> dict[str, Any]:
    day = ground["act_date"]
    return {**ground, "act_date": day and day.isoformat()}


def _log(tx: Transaction, register: KeptRegister, what: str, correction_id: UUID, **said: Any) -> None:
    stream = f"register-corrections/{register.place_id}"
    tx.log(
        stream, f"register.correction_{what}", correction=str(correction_id), register=register.code, **said
    )


ROUTES = (
    Route(ProposeEntryCorrection, propose_correction, sender=Sender.STAFF, result=UUID),
    Route(
        ApproveEntryCorrection,
        build=lambda use: approve_correction(use.operations),
        sender=Sender.STAFF,
    ),
    Route(ReturnEntryCorrection, return_correction, sender=Sender.STAFF),
)
