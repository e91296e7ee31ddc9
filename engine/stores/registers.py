"""Entries of registers. Append-only: superseded, never overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.db.pool import Transaction, as_json
from engine.entry_words import found_by

INSERT = """
insert into register_entries (id, register, municipality_id, is_single, key, person_id, fields,
    valid_from, valid_until, case_id, order_number, superseded_by, state, ground, is_final, recorded_at,
    label, words, place)
values (:id, :register, :municipality_id, :is_single, :key, :person_id, cast(:fields as jsonb),
    :valid_from, :valid_until, :case_id, :order_number, :superseded_by, :state, :ground, :is_final, :now,
    :label, array_to_tsvector(cast(:words as text[])), :place)
on conflict do nothing
"""
PARTY = """
select n.names, coalesce(p.personal_number, p.company_number) as number
from person_names(array[cast(:id as bigint)]) n left join people p on p.id = n.id
"""
HOLD = "select hold_nationally(:register, :person_id, :valid_from, :entry_id)"
PASS_HOLDING = "select pass_holding(:register, :person_id, :from_id, :to_id, :free_from)"
PASS_NOTES = "select pass_notes(:from_id, :to_id)"
CURRENT = """
select * from register_entries
where register = :register and municipality_id = :municipality_id and key = :key
  and valid_until is null and superseded_by is null
"""
CURRENT_LOCKED = f"{CURRENT} for update"
# Whatever would still hold on the day or later.
REACHING = """
select * from register_entries
where register = :register and municipality_id = :municipality_id and key = :key and superseded_by is null
  and (valid_until is null or valid_until > :on)
"""
# The newest state of each key, of those that people hold by their number. What a restricted case gave is told
# to no other case: the system, which asks here, would see it.
OF_PEOPLE = """
select e.*, p.personal_number from register_entries e join people p on p.id = e.person_id
where e.register = :register and e.municipality_id = :municipality_id and p.personal_number = any (:people)
  and e.valid_until is null and e.superseded_by is null and e.valid_from >= :since
  and not exists (select from restricted_cases r where r.case_id = e.case_id)
order by e.valid_from desc, e.recorded_at desc, e.key
"""
# The newest state of each key, of those that name people in a field of theirs.
NAMING = """
select e.*, p.personal_number from register_entries e left join people p on p.id = e.person_id
where e.register = :register and e.municipality_id = :municipality_id
  and string_to_array(e.fields->>:field, ' ') && cast(:people as text[])
  and e.valid_until is null and e.superseded_by is null
  and (cast(:since as date) is null or e.valid_from >= :since)
order by e.valid_from desc, e.recorded_at desc, e.key
"""
# The entry that another one changed: it ended where that began, or was superseded by it. What was only
# corrected is the same entry.
BEFORE = """
with recursive same as (
    select cast(:id as uuid) as id
    union select k.entry_id from register_corrections k join same on k.corrected_id = same.id
)
select * from register_entries
where register = :register and municipality_id = :municipality_id and key = :key
  and id not in (select id from same)
  and (superseded_by in (select id from same) or (superseded_by is null and valid_until = :on))
order by recorded_at desc limit 1
"""
END = "update register_entries set valid_until = :on where id = :id"
SUPERSEDE = "update register_entries set superseded_by = :by where id = :id"
ADD_NOTE = """
insert into register_notes (id, entry_id, municipality_id, person_id, note, noted_on, case_id, recorded_at)
values (:id, :entry_id, :municipality_id, :person_id, :note, :on, :case_id, :now)
"""
OF_CASE = "select * from register_entries where case_id = :case_id order by recorded_at, register, id"
HAS_VALID = """
select exists (select from register_entries where register = :register and key = :key
               and valid_from <= :on and (valid_until is null or valid_until > :on) and superseded_by is null)
"""


def has_valid(tx: Transaction, *, register: str, key: str, on: date) -> bool:
    """Tell whether the register has an entry for the key, valid on the day, that the actor may see."""
    return bool(tx.scalar(HAS_VALID, register=register, key=key, on=on))


def insert(
    tx: Transaction,
    *,
    state: str | None = None,
    ground: str | None = None,
    is_final: bool = False,
    valid_until: date | None = None,
    superseded_by: Any = None,
    **columns: Any,
) -> bool:
    """Add an entry; False where a register of single entries has a current one for the key."""
    columns |= _found_by(tx, **columns)
    columns |= {"state": state, "ground": ground, "is_final": is_final, "fields": as_json(columns["fields"])}
    columns |= {"valid_until": valid_until, "superseded_by": superseded_by}
    return tx.run(INSERT, **columns, now=tx.now) == 1


def _found_by(
    tx: Transaction,
    *,
    key: str,
    person_id: int | None,
    fields: Mapping[str, Any],
    order_number: str | None,
    **_: Any,
) -> dict[str, Any]:
    """Return under which name an entry is listed, by which words it is found, and in which village it is."""
    person = None if person_id is None else tx.one(PARTY, id=person_id)
    found = found_by(person, key=key, order_number=order_number, fields=fields)
    return {"label": found.label, "words": found.words, "place": found.place}


def hold_nationally(
    tx: Transaction, *, register: str, person_id: int, valid_from: Any, entry_id: Any
) -> bool:
    """Claim the register's one place in the country for the person; False if it is taken."""
    return bool(
        tx.scalar(HOLD, register=register, person_id=person_id, valid_from=valid_from, entry_id=entry_id)
    )


def of_case(tx: Transaction, case_id: Any) -> list[Any]:
    return tx.all(OF_CASE, case_id=case_id)


def current(tx: Transaction, register: str, municipality_id: int, key: str, *, is_locked: bool = True) -> Any:
    """Return the newest entry of a key, or None. Its row is locked where somebody decides by it."""
    query = CURRENT_LOCKED if is_locked else CURRENT
    return tx.one(query, register=register, municipality_id=municipality_id, key=key)


def of_people(
    tx: Transaction, register: str, municipality_id: int, *, people: list[str], since: date
) -> list[Any]:
    """Return the newest state of each entry that these people hold and that began since the day."""
    return tx.all(OF_PEOPLE, register=register, municipality_id=municipality_id, people=people, since=since)


def naming(
    tx: Transaction,
    register: str,
    municipality_id: int,
    *,
    field: str,
    people: list[str],
    since: date | None,
) -> list[Any]:
    """Return the newest state of each entry, since a given day, whose field names one of these."""
    place = {"register": register, "municipality_id": municipality_id}
    return tx.all(NAMING, **place, field=field, people=people, since=since)


def reaching(tx: Transaction, entry: Any, *, on: date) -> list[Any]:
    """Return the entries of the same key that would hold on the day or later."""
    return tx.all(
        REACHING, register=entry.register, municipality_id=entry.municipality_id, key=entry.key, on=on
    )


def before(tx: Transaction, entry: Any) -> Any:
    """Return the entry of the same key that this one changed; None where it was the first."""
    return tx.one(
        BEFORE,
        register=entry.register,
        municipality_id=entry.municipality_id,
        key=entry.key,
        id=entry.id,
        on=entry.valid_from,
    )


def end(tx: Transaction, entry: Any, *, on: date, by: Any) -> None:
    """Let an entry hold to the day, exclusive; one that was to begin then or later never holds."""
    if entry.valid_from < on:
        tx.run(END, id=entry.id, on=on)
    else:
        tx.run(SUPERSEDE, id=entry.id, by=by)


def supersede(tx: Transaction, entry: Any, *, by: Any) -> None:
    """Let an entry never have held: another one says what is right of the same days."""
    tx.run(SUPERSEDE, id=entry.id, by=by)


def pass_notes(tx: Transaction, entry: Any, *, to: Any) -> None:
    """Let what was noted of an entry go on with the corrected one in its place."""
    tx.scalar(PASS_NOTES, from_id=entry.id, to_id=to)


def pass_holding(tx: Transaction, entry: Any, *, to: Any, free_from: date | None) -> None:
    """Give the entry's one place in the country to the next entry; with a day it is free from then on."""
    tx.scalar(
        PASS_HOLDING,
        register=entry.register,
        person_id=entry.person_id,
        from_id=entry.id,
        to_id=to,
        free_from=free_from,
    )


def add_note(tx: Transaction, *, id: Any, entry: Any, note: str, on: date, case_id: Any) -> None:
    """Note something of an entry, which stays as it is."""
    tx.run(
        ADD_NOTE,
        id=id,
        entry_id=entry.id,
        municipality_id=entry.municipality_id,
        person_id=entry.person_id,
        note=note,
        on=on,
        case_id=case_id,
        now=tx.now,
    )
