"""Corrections of register entries: proposed, approved by a second person, sent back; who looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.registers import kept_registers
from engine.registers.commands.corrections import (
    ApproveEntryCorrection,
    ProposeEntryCorrection,
    ReturnEntryCorrection,
)
from engine.registers.queries import corrections
from engine.registers.queries.corrections import EntryCorrection, OwnCorrection, WaitingCorrection
from engine.registers.queries.entry_looks import EntryLooks, entry_looks
from engine.registers.rules.corrections import GROUNDS, LONGEST_NUMBER, LONGEST_REASON, LONGEST_VALUE
from engine.roles import Right
from web.api.callers import Who
from web.api.office_registers import ADDRESS, READS, TAG, OfMunicipality
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, code_field, day, text
from web.auth import current_actor
from web.engine_access import engine

ACTS: dict[str, Any] = {"tag": TAG, "scope": "registers:act"}
CORRECTION = "/register-corrections/<uuid:correction_id>"


@dataclass(frozen=True)
class WaitingCorrections:
    """Corrections that wait for a second person."""

    items: tuple[WaitingCorrection, ...]


@dataclass(frozen=True)
class OwnCorrections:
    """Corrections that were made of entries about the person."""

    items: tuple[OwnCorrection, ...]


@dataclass(frozen=True)
class CorrectionToApprove:
    """A correction, and whether the caller may approve it or end it otherwise."""

    correction: EntryCorrection
    may_approve: bool
    may_return: bool


@dataclass(frozen=True)
class ProposedCorrection:
    """The correction that waits for a second person."""

    correction_id: UUID


class NewCorrection(Strict):
    """Other values of fields of an entry, as a page takes them, with the ground."""

    municipality = code_field(required=False, load_default=None)
    written = fields.Dict(
        keys=fields.String(validate=validate.Length(max=120)), values=text(LONGEST_VALUE), required=True
    )
    ground = fields.String(required=True, validate=validate.OneOf(GROUNDS))
    act_number = text(LONGEST_NUMBER, required=False, load_default="")
    act_date = day(required=False, load_default=None)
    reason = text(LONGEST_REASON)


class CorrectionReturn(Strict):
    """Why a correction is sent back; nothing for one's own."""

    remark = text(LONGEST_REASON, required=False, load_default="")


@operation(
    "POST",
    f"{ADDRESS}/entries/<uuid:entry_id>/corrections",
    Who.OFFICE,
    does=("ჩანაწერის შესწორების წარდგენა", "Propose a correction of an entry"),
    pages=("inbox.correct_entry", "inbox.propose_entry_correction"),
    right=Right.CORRECT_ENTRIES,
    takes=NewCorrection,
    gives=shape(ProposedCorrection),
    status=201,
    **ACTS,
)
def propose_entry_correction(body: dict[str, Any], register: str, entry_id: UUID) -> ProposedCorrection:
    command = ProposeEntryCorrection(
        register,
        body["municipality"],
        entry_id,
        tuple(sorted(body["written"].items())),
        body["ground"],
        body["reason"],
        body["act_number"],
        body["act_date"],
    )
    return ProposedCorrection(send(command))


@operation(
    "GET",
    "/register-corrections",
    Who.STAFF,
    does=("დასამტკიცებელი შესწორებები", "List corrections that wait for approval"),
    pages=("inbox.registers",),
    gives=shape(WaitingCorrections),
    **READS,
)
def list_entry_corrections() -> WaitingCorrections:
    with engine().read(current_actor()) as tx:
        return WaitingCorrections(corrections.waiting(tx))


@operation(
    "GET",
    CORRECTION,
    Who.STAFF,
    does=("ჩანაწერის შესწორება", "Get a correction of an entry"),
    pages=("inbox.entry_correction",),
    gives=shape(CorrectionToApprove),
    **READS,
)
def get_entry_correction(correction_id: UUID) -> CorrectionToApprove:
    with engine().read(current_actor()) as tx:
        found = corrections.page(tx, correction_id)
    return CorrectionToApprove(found.correction, found.may_approve, found.may_return)


@operation(
    "POST",
    f"{CORRECTION}/approval",
    Who.OFFICE,
    does=("შესწორების დამტკიცება მეორე პირად", "Approve a correction as the second person"),
    pages=("inbox.end_entry_correction",),
    right=Right.APPROVE_CORRECTIONS,
    **ACTS,
)
def approve_entry_correction(correction_id: UUID) -> None:
    send(ApproveEntryCorrection(correction_id))


@operation(
    "POST",
    f"{CORRECTION}/return",
    Who.STAFF,
    does=("შესწორების დაბრუნება ან უკან წაღება", "Send a correction back, or take one's own back"),
    pages=("inbox.end_entry_correction",),
    takes=CorrectionReturn,
    **ACTS,
)
def return_entry_correction(body: dict[str, Any], correction_id: UUID) -> None:
    send(ReturnEntryCorrection(correction_id, body["remark"]))


@operation(
    "GET",
    f"{ADDRESS}/entries/<uuid:entry_id>/looks",
    Who.OFFICE,
    does=("ვინ ნახა ჩანაწერი", "List who looked at an entry"),
    pages=("inbox.register_entry_looks",),
    right=Right.SEE_LOOKS,
    asks=OfMunicipality,
    gives=shape(EntryLooks),
    **READS,
)
def list_entry_looks(asked: dict[str, Any], register: str, entry_id: UUID) -> EntryLooks:
    with engine().read(current_actor()) as tx:
        return entry_looks(tx, kept_registers.find(tx, register, asked["municipality"]), entry_id)


@operation(
    "GET",
    "/register-entries/corrections",
    Who.PERSON,
    does=("რა შესწორდა პირის შესახებ", "List what was corrected about the person"),
    pages=("citizen.my_data",),
    gives=shape(OwnCorrections),
    **READS,
)
def list_own_corrections() -> OwnCorrections:
    with engine().read(current_actor()) as tx:
        return OwnCorrections(corrections.own(tx))
