"""Entries of a register as a list: as on a day, found by words, narrowed, with how many are in each state.

What a search for somebody shows is on record with each person shown, as is what is taken away as a file; a
list in which nobody was looked for is not. Refuses to know more of an entry than a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.folding import as_query, asked_words
from engine.queries.search import LONGEST_QUESTION
from engine.registers.kept_registers import EXPORTED, FOUND, KeptRegister
from engine.registers.rules import field_words
from engine.registers.rules.export_parts import NAME
from engine.registers.rules.states import first_state, named, state_of, states_of
from engine.registers.store import entries
from engine.registers.store.entries import Condition
from engine.registers.store.place_names import PlaceNames
from engine.stores.known import known

Names = Mapping[str, str]
PAGE: Final = 50
LONGEST_PAGE: Final = 500
MOST_FOUND: Final = 1_000
COLUMNS: Final = 2


@dataclass(frozen=True)
class EntryFilter:
    """Filter of the entries; `is_ending` are those whose state is planned to end soon."""

    on: date
    question: str = ""
    state: str | None = None
    village: str | None = None
    is_ending: bool = False
    order: str = NAME


@dataclass(frozen=True)
class EntryLine:
    """An entry in a list. `name` is whom it is about; None where it is about nobody: `key` is its name."""

    entry_id: UUID
    key: str
    name: Names | None
    number: str | None
    place: Names | None
    state: Names | None
    state_code: str
    is_final: bool
    valid_from: date
    valid_until: date | None
    order_number: str | None
    case_id: UUID
    ground: Names | None
    planned_end: date | None
    values: tuple[Names | None, ...]


@dataclass(frozen=True)
class EntryPage:
    """A page of the list; `after` leads to the next one, if there is one."""

    lines: tuple[EntryLine, ...]
    after: str | None


@dataclass(frozen=True)
class StateCount:
    """Number of entries in a state on the day."""

    code: str
    names: Names
    number: int


@dataclass(frozen=True)
class EntryCounts:
    """Counts of entries that answer the question, in all and by state; `is_cut`: more do than were seen."""

    total: int
    states: tuple[StateCount, ...]
    ending: int | None  # None where no state of the register is planned to end
    ending_within: int | None  # days
    is_cut: bool


def page(
    tx: Transaction,
    register: KeptRegister,
    asked: EntryFilter,
    *,
    after: str | None = None,
    limit: int = PAGE,
    is_export: bool = False,
) -> EntryPage:
    """Return a page of the list; `after` is the key that the page before it gave."""
    limit = min(limit, LONGEST_PAGE)
    condition = _condition(tx, register, asked)
    if condition is None:
        return EntryPage((), None)
    found = entries.page(tx, condition, order=asked.order, after=_key(after), limit=limit + 1)
    shown = found[:limit]
    if is_export or asked.question:
        register.record_look(tx, EXPORTED if is_export else FOUND, shown)
    places = PlaceNames(tx, register.place_id)
    lines = tuple(_line(register, row, places) for row in shown)
    return EntryPage(lines, str(shown[-1].id) if len(found) > limit else None)


def number(tx: Transaction, register: KeptRegister, asked: EntryFilter) -> int:
    """Return how many entries are asked for; recusal takes nothing from it."""
    condition = _condition(tx, register, asked)
    return 0 if condition is None else entries.count(tx, condition)


def whole(
    tx: Transaction, register: KeptRegister, asked: EntryFilter, *, size: int
) -> Iterator[tuple[list[Any], tuple[EntryLine, ...]]]:
    """Yield all entries that are asked for, some rows at a time with their lines, as of one moment.

    Whoever takes them away records the look at the rows.
    """
    condition = _condition(tx, register, asked)
    if condition is None:
        return
    places = PlaceNames(tx, register.place_id)
    for rows in entries.whole(tx, condition, order=asked.order, size=size):
        yield rows, tuple(_line(register, row, places) for row in rows)


def counts(tx: Transaction, register: KeptRegister, asked: EntryFilter) -> EntryCounts:
    """Return how many entries answer, whatever their state. Numbers, so recusal takes nothing from them."""
    within = ending_within(tx, register, asked.on)
    whole = EntryFilter(asked.on, asked.question, village=asked.village)
    condition = _condition(tx, register, whole)
    if condition is None:
        return EntryCounts(0, (), None if within is None else 0, within, is_cut=False)
    known_states = states_of(register.declared)
    total, numbers = entries.counts(tx, condition, states=tuple(known_states))
    states = tuple(StateCount(code, state.names, numbers[code]) for code, state in known_states.items())
    ending = None
    if within is not None:
        ending = entries.count(tx, _ending(condition, register, asked.on, within))
    return EntryCounts(total, states, ending, within, is_cut=bool(asked.question) and total >= MOST_FOUND)


def ending_within(tx: Transaction, register: KeptRegister, on: date) -> int | None:
    """Return within how many days the end of a state counts as near; None where none is planned."""
    rule = register.declared.get("planned_end")
    row = rule and known(tx, register.place_id).parameter(rule["days"], on=on)
    return int(row.value) if row else None


def _condition(tx: Transaction, register: KeptRegister, asked: EntryFilter) -> Condition | None:
    """Return the condition on the entries that are asked for; None where no word of the question counts."""
    condition = entries.on_day(register=register.code, place=register.place_id, on=asked.on)
    if asked.question:
        words = asked_words(asked.question[:LONGEST_QUESTION])
        if not words:
            return None
        condition = condition.and_(entries.FOUND, question=as_query(words), most_found=MOST_FOUND)
    if asked.village:
        condition = condition.and_(entries.OF_PLACE, village=asked.village)
    if asked.state:
        is_first = asked.state == first_state(register.declared).code
        condition = condition.and_(
            entries.IN_FIRST_STATE if is_first else entries.IN_STATE, state=asked.state
        )
    within = ending_within(tx, register, asked.on) if asked.is_ending else None
    return condition if within is None else _ending(condition, register, asked.on, within)


def _ending(condition: Condition, register: KeptRegister, on: date, within: int) -> Condition:
    rule = register.declared["planned_end"]
    return condition.and_(
        entries.ENDING,
        planned_state=rule["state"],
        planned_field=rule["field"],
        planned_from=on.isoformat(),
        planned_until=(on + timedelta(days=within)).isoformat(),
    )


def _line(register: KeptRegister, row: Any, places: PlaceNames) -> EntryLine:
    state = state_of(register.declared, row)
    shown = field_words.columns(register.declared, most=COLUMNS)
    return EntryLine(
        entry_id=row.id,
        key=row.key,
        name=row.person_names,
        number=field_words.number_of(register.declared, row),
        place=places.of(row.place) if row.place else None,
        state=state.names or None,
        state_code=state.code,
        is_final=row.is_final,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        order_number=row.order_number,
        case_id=row.case_id,
        ground=named(register.declared, row.ground),
        planned_end=_planned_end(register.declared, row),
        values=tuple(
            field_words.in_words(field, row.fields[field["name"]], places)
            if row.fields.get(field["name"]) is not None
            else None
            for field in shown
        ),
    )


def _planned_end(declared: Mapping[str, Any], row: Any) -> date | None:
    rule = declared.get("planned_end")
    day = row.fields.get(rule["field"]) if rule and row.state == rule["state"] else None
    return date.fromisoformat(day) if day else None


def _key(after: str | None) -> UUID | None:
    try:
        return UUID(after) if after else None
    except ValueError:
        raise Rejected("inbox.unknown_page") from None
