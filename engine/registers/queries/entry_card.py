"""An entry of a register with what is behind it: fields as on a day, history, acts, corrections.

Each look is on record with everybody whom the history names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.cases import sight
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.registers.kept_registers import READ, KeptRegister
from engine.registers.queries.corrections import EntryCorrection, of_rows
from engine.registers.rules import field_words
from engine.registers.rules.states import named, state_of
from engine.registers.store import certificates, corrections, entries
from engine.registers.store.place_names import PlaceNames
from engine.roles import Right

Names = Mapping[str, str]


@dataclass(frozen=True)
class FieldValue:
    """A field of an entry with its value in words."""

    name: str
    label: Names
    value: Names


@dataclass(frozen=True)
class Act:
    """A case and the number of its order; `may_open` says whether the reader sees the case."""

    order_number: str | None
    case_id: UUID
    case_number: str
    may_open: bool


@dataclass(frozen=True)
class HistoryLine:
    """One entry of the history; a superseded one never held, or holds no more what it said.

    `is_corrected`: a second person approved that another entry says it rightly.
    """

    entry_id: UUID
    name: Names | None
    number: str | None
    state: Names | None
    state_code: str
    ground: Names | None
    valid_from: date
    valid_until: date | None
    recorded_at: datetime
    act: Act
    fields: tuple[FieldValue, ...]
    is_superseded: bool
    is_final: bool
    is_corrected: bool = False

    def holds(self, on: date) -> bool:
        """Tell whether the entry holds on a day."""
        is_within = self.valid_from <= on and (self.valid_until is None or on < self.valid_until)
        return is_within and not self.is_superseded


@dataclass(frozen=True)
class NoteLine:
    """Note on an entry, without a change of it."""

    names: Names
    on: date
    case_number: str


@dataclass(frozen=True)
class SubscriberTold:
    """Whom a register tells of changes, and when they took the last of this entry; None: not yet."""

    names: Names
    taken_at: datetime | None
    state: str


@dataclass(frozen=True)
class ExtractLine:
    """A certificate of the entry as it was issued, to the person or the office."""

    certificate_id: UUID
    number: str
    issued_at: datetime


@dataclass(frozen=True)
class EntryCard:
    """The entries of one key. `current` is the one that holds on the day; None where none does.

    `may_correct` and `may_see_looks` are rights of the reader's office.
    """

    entry_id: UUID
    key: str
    current: HistoryLine | None
    history: tuple[HistoryLine, ...]
    notes: tuple[NoteLine, ...]
    told: tuple[SubscriberTold, ...]
    extracts: tuple[ExtractLine, ...]
    read_at: datetime
    corrections: tuple[EntryCorrection, ...]
    may_correct: bool
    may_see_looks: bool

    @property
    def may_extract(self) -> bool:
        """Tell whether an extract can be issued: of what is in force, and about somebody."""
        line = self.current
        return line is not None and line.name is not None and not line.is_final

    @property
    def head(self) -> HistoryLine:
        """The entry by which the card is named: the one of the day, else the newest."""
        return self.current or self.history[0]


def card(tx: Transaction, register: KeptRegister, entry_id: UUID, *, on: date) -> EntryCard:
    """Return the card of an entry of this register as on a day. Raises `NotFound`."""
    asked = entries.entry(tx, entry_id, register=register.code, place=register.place_id)
    if asked is None:
        raise NotFound
    rows = entries.history(tx, register=register.code, place=register.place_id, key=asked.key)
    register.record_look(tx, READ, rows)
    seen = {row.id for row in sight.among(tx, [_Case.of(row) for row in rows])}
    places = PlaceNames(tx, register.place_id)
    ids = [row.id for row in rows]
    made = corrections.of_entries(tx, ids)
    corrected = {correction.entry_id for correction in made if correction.corrected_id is not None}
    history = tuple(
        _line(register, row, places, may_open=row.case_id in seen, is_corrected=row.id in corrected)
        for row in rows
    )
    holding = [line for line in history if line.holds(on)]
    current = next((line for line in holding if line.entry_id == entry_id), next(iter(holding), None))
    return EntryCard(
        entry_id=entry_id,
        key=asked.key,
        current=current,
        history=history,
        notes=tuple(_notes(register, entries.notes(tx, ids))),
        told=tuple(SubscriberTold(row.names, row.ended_at, row.state) for row in entries.told(tx, ids)),
        extracts=tuple(
            ExtractLine(row.id, row.number, row.issued_at) for row in certificates.of_entries(tx, ids)
        ),
        read_at=tx.now,
        corrections=of_rows(tx, register, made, {row.id: row for row in rows}),
        may_correct=tx.actor.may(Right.CORRECT_ENTRIES, register.place_id)
        and tx.actor.person_id not in {row.person_id for row in rows},
        may_see_looks=tx.actor.may(Right.SEE_LOOKS, register.place_id),
    )


@dataclass(frozen=True)
class _Case:
    """Fields of the case of an entry that decide who may look into it."""

    id: UUID
    municipality_id: int
    applicant_id: int
    version_id: int

    @classmethod
    def of(cls, row: Any) -> _Case:
        return cls(row.case_id, row.municipality_id, row.applicant_id, row.version_id)


def _line(
    register: KeptRegister, row: Any, places: PlaceNames, *, may_open: bool, is_corrected: bool
) -> HistoryLine:
    declared = register.declared
    state = state_of(declared, row)
    return HistoryLine(
        entry_id=row.id,
        name=row.person_names,
        number=field_words.number_of(declared, row),
        state=state.names or None,
        state_code=state.code,
        ground=named(declared, row.ground),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        recorded_at=row.recorded_at,
        act=Act(row.order_number, row.case_id, row.case_number, may_open),
        fields=tuple(
            FieldValue(field["name"], field["names"], field_words.in_words(field, value, places))
            for field in declared["fields"]
            if (value := row.fields.get(field["name"])) is not None
        ),
        is_superseded=row.superseded_by is not None,
        is_final=row.is_final,
        is_corrected=is_corrected,
    )


def _notes(register: KeptRegister, rows: list[Any]) -> list[NoteLine]:
    names = {note["code"]: note["names"] for note in register.declared.get("notes", ())}
    return [NoteLine(names[row.note], row.noted_on, row.case_number) for row in rows if row.note in names]
