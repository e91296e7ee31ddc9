"""Corrections of register entries: both values in words, who proposed and approved, on which ground.

Whoever looks at one looks at its entry, and that is on record. A person reads what was corrected of entries
about them, without who of the office it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.catalogue.published import published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.queries import proposals
from engine.registers import kept_registers
from engine.registers.kept_registers import READ, KeptRegister
from engine.registers.rules import corrections as rules
from engine.registers.rules import field_words
from engine.registers.store import corrections, entries
from engine.registers.store.place_names import PlaceNames, to_choose
from engine.roles import Right
from engine.texts import OFFICIAL

Names = Mapping[str, str]


@dataclass(frozen=True)
class FieldChange:
    """A field with its value before and after the correction; None: without a value."""

    name: str
    label: Names
    before: Names | None
    after: Names | None


@dataclass(frozen=True)
class EntryCorrection:
    """A correction of an entry; without an outcome it waits for a second person.

    `is_outdated`: the entry changed since, so it can only be sent back or taken back.
    """

    correction_id: UUID
    entry_id: UUID
    changes: tuple[FieldChange, ...]
    ground: str
    act_number: str | None
    act_date: date | None
    reason: str
    proposed_by: Names
    proposed_at: datetime
    is_own: bool
    outcome: str | None
    ended_by: Names | None
    ended_at: datetime | None
    remark: str | None
    corrected_id: UUID | None
    is_outdated: bool


@dataclass(frozen=True)
class CorrectionPage:
    """A correction with its register and entry, and what its reader may do."""

    register: KeptRegister
    correction: EntryCorrection
    entry_name: Names | None
    entry_key: str
    may_approve: bool
    may_return: bool


@dataclass(frozen=True)
class CorrectableField:
    """A field as a correction is typed: its value now, and the values to choose from, if there are such."""

    name: str
    label: Names
    type: str
    is_required: bool
    written: str
    options: tuple[tuple[str, Names], ...]


@dataclass(frozen=True)
class CorrectionForm:
    """Form of a correction: the entry, its fields that may be corrected, and what waits of it already."""

    register: KeptRegister
    entry_id: UUID
    name: Names | None
    key: str
    fields: tuple[CorrectableField, ...]
    waiting: UUID | None


@dataclass(frozen=True)
class WaitingCorrection:
    """A correction that waits for a second person, without whom it is about."""

    correction_id: UUID
    register: str
    names: Names
    municipality: str
    place: Names
    proposed_by: Names
    proposed_at: datetime
    is_own: bool


@dataclass(frozen=True)
class OwnCorrection:
    """A correction that was made of an entry about the person."""

    register: Names
    municipality: Names
    entry_id: UUID
    changes: tuple[FieldChange, ...]
    ground: str
    act_number: str | None
    act_date: date | None
    corrected_at: datetime


def form(tx: Transaction, register: KeptRegister, entry_id: UUID) -> CorrectionForm:
    """Return what is typed to correct an entry. Raises `NotFound`, `NotAllowed`."""
    if not tx.actor.may(Right.CORRECT_ENTRIES, register.place_id):
        raise NotAllowed
    row, entry = _looked_at(tx, register, entry_id)
    waiting = corrections.waiting(tx, entry_id)
    places = to_choose(tx, register.place_id, on=local_date(tx.now))
    return CorrectionForm(
        register,
        entry_id,
        entry.person_names,
        row.key,
        tuple(_field(field, row.fields, places) for field in rules.correctable(register.declared)),
        waiting and waiting.id,
    )


def page(tx: Transaction, correction_id: UUID) -> CorrectionPage:
    """Return a correction to whoever may propose or approve such. Raises `NotFound`, `NotAllowed`."""
    kept = corrections.find(tx, correction_id)
    if kept is None:
        raise NotFound
    register = kept_registers.find(tx, kept.register, kept.municipality)
    may_approve = tx.actor.may(Right.APPROVE_CORRECTIONS, register.place_id)
    if not may_approve and not tx.actor.may(Right.CORRECT_ENTRIES, register.place_id):
        raise NotAllowed
    row, entry = _looked_at(tx, register, kept.entry_id)
    found = of_rows(tx, register, [kept], {row.id: row})[0]
    is_open, is_about_reader = found.outcome is None, row.person_id == tx.actor.person_id
    may_approve = may_approve and is_open and not found.is_own and not is_about_reader
    return CorrectionPage(
        register,
        found,
        entry.person_names,
        row.key,
        may_approve=may_approve and not found.is_outdated,
        may_return=may_approve or (is_open and found.is_own),
    )


def of_rows(
    tx: Transaction, register: KeptRegister, rows: Sequence[Any], about: Mapping[UUID, Any]
) -> tuple[EntryCorrection, ...]:
    """Return corrections in words; `about` are the entries by their id."""
    places = PlaceNames(tx, register.place_id)
    ends = proposals.outcomes(tx, rows, tx.actor.person_id)
    return tuple(
        EntryCorrection(
            correction_id=row.id,
            entry_id=row.entry_id,
            changes=_changes(register.declared, row.changed, places),
            ground=row.ground,
            act_number=row.act_number,
            act_date=row.act_date,
            reason=row.reason,
            remark=row.remark,
            corrected_id=row.corrected_id,
            is_outdated=row.outcome is None and _is_outdated(row, about[row.entry_id]),
            **end,
        )
        for row, end in zip(rows, ends, strict=True)
    )


def waiting(tx: Transaction) -> tuple[WaitingCorrection, ...]:
    """Return what waits for a second person in the registers that the actor may open and correct."""
    opened = {(register.municipality, register.code): register for register in kept_registers.opened(tx)}
    allowed = (Right.CORRECT_ENTRIES, Right.APPROVE_CORRECTIONS)
    places = [
        place for place in tx.actor.municipalities if any(tx.actor.may(right, place) for right in allowed)
    ]
    if not places:
        return ()
    rows = [row for row in corrections.open_in(tx, places) if (row.municipality, row.register) in opened]
    ends = proposals.outcomes(tx, rows, tx.actor.person_id)
    return tuple(
        WaitingCorrection(
            correction_id=row.id,
            register=row.register,
            names=opened[row.municipality, row.register].names,
            municipality=row.municipality,
            place=row.place,
            **{name: end[name] for name in ("proposed_by", "proposed_at", "is_own")},
        )
        for row, end in zip(rows, ends, strict=True)
    )


def own(tx: Transaction) -> tuple[OwnCorrection, ...]:
    """Return what was corrected of entries about the signed-in person, the newest first."""
    found = []
    for row in corrections.own(tx, tx.actor.party_id or 0):
        declared = published(tx, row.version_id).register(row.register)
        found.append(
            OwnCorrection(
                register=declared["names"],
                municipality=row.place,
                entry_id=row.corrected_id,
                changes=_changes(declared, row.changed, PlaceNames(tx, row.municipality_id)),
                ground=row.ground,
                act_number=row.act_number,
                act_date=row.act_date,
                corrected_at=row.ended_at,
            )
        )
    return tuple(found)


def _looked_at(tx: Transaction, register: KeptRegister, entry_id: UUID) -> tuple[Any, Any]:
    """Return the entry, and its row with the name; the look is on record. Raises `NotFound`."""
    row = entries.entry(tx, entry_id, register=register.code, place=register.place_id)
    if row is None:
        raise NotFound
    history = entries.history(tx, register=register.code, place=register.place_id, key=row.key)
    entry = next(line for line in history if line.id == entry_id)
    register.record_look(tx, READ, [entry])
    return row, entry


def _is_outdated(kept: Any, entry: Any) -> bool:
    return entry.superseded_by is not None or entry.valid_until != kept.entry_until


def _changes(
    declared: Mapping[str, Any], changed: Mapping[str, Any], places: PlaceNames
) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(
            field["name"],
            field["names"],
            before=_in_words(field, values["before"], places),
            after=_in_words(field, values["after"], places),
        )
        for field in declared["fields"]
        if (values := changed.get(field["name"])) is not None
    )


def _in_words(field: Mapping[str, Any], value: Any, places: PlaceNames) -> Names | None:
    return None if value is None else field_words.in_words(field, value, places)


def _field(
    field: Mapping[str, Any], fields: Mapping[str, Any], places: Mapping[str, Mapping[str, Names]]
) -> CorrectableField:
    options: tuple[tuple[str, Names], ...] = ()
    if field["type"] == "choice":
        options = tuple((option["value"], option["names"]) for option in field.get("options", ()))
    elif field["type"] in places:
        options = tuple(sorted(places[field["type"]].items(), key=lambda place: place[1][OFFICIAL]))
    return CorrectableField(
        field["name"],
        field["names"],
        field["type"],
        field["required"],
        rules.written(field, fields.get(field["name"])),
        options,
    )
