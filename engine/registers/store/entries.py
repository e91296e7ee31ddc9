"""Entries of a register of one municipality as the office reads them: as on a day, found, counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction

ON_DAY: Final = """e.register = :register and e.municipality_id = :place and e.superseded_by is null
    and e.valid_from <= :on and (e.valid_until is null or e.valid_until > :on)"""
# Whoever is recused from a case sees nothing of it.
NOT_RECUSED: Final = """not exists (select from stepped_aside a
    where a.case_id = e.case_id and a.person_id = :reader)"""
FOUND: Final = "e.id in (select entries_found(:register, :place, :question, :on, :most_found))"
OF_PLACE: Final = "e.place = :village"
IN_STATE: Final = "e.state = :state"
IN_FIRST_STATE: Final = "(e.state = :state or e.state is null)"  # of before the register knew states
ENDING: Final = (
    "e.state = :planned_state and e.fields->>:planned_field between :planned_from and :planned_until"
)
# A page goes on behind an entry, which the address names by its id and not by whom it is about.
_AT: Final = "(select a.{} from register_entries a where a.id = :after)"
ORDERS: Final[Mapping[str, tuple[str, str]]] = {
    "name": (f"(e.label, e.id) > ({_AT.format('label')}, :after)", "e.label, e.id"),
    "newest": (
        f"(e.valid_from, e.id) < ({_AT.format('valid_from')}, :after)",
        "e.valid_from desc, e.id desc",
    ),
}
PAGE: Final = """
select e.*, c.number as case_number, n.names as person_names, p.personal_number
from (select e.* from register_entries e where {conditions} order by {order} limit :limit) e
join cases c on c.id = e.case_id left join person_names(array[e.person_id]) n on true
left join people p on p.id = e.person_id
order by {order}
"""
WHOLE: Final = """
select e.*, c.number as case_number, n.names as person_names, p.personal_number
from register_entries e
join cases c on c.id = e.case_id left join person_names(array[e.person_id]) n on true
left join people p on p.id = e.person_id
where {conditions} order by {order}
"""
COUNTS: Final = "select {counts} from register_entries e where {conditions}"
COUNT: Final = "select count(*)::int from register_entries e where {conditions}"
ENTRY: Final = f"""
select e.*, c.version_id from register_entries e join cases c on c.id = e.case_id
where e.id = :id and e.register = :register and e.municipality_id = :place and {NOT_RECUSED}
"""
ENTRY_LOCKED: Final = f"{ENTRY} for update of e"
SEEN: Final = f"""
select e.municipality_id, e.person_id, c.version_id from register_entries e join cases c on c.id = e.case_id
where e.id = :id and {NOT_RECUSED}
"""
HISTORY: Final = """
select e.*, c.number as case_number, c.version_id, c.applicant_id, n.names as person_names, p.personal_number
from register_entries e join cases c on c.id = e.case_id left join person_names(array[e.person_id]) n on true
left join people p on p.id = e.person_id
where e.register = :register and e.municipality_id = :place and e.key = :key
order by e.valid_from desc, e.superseded_by is not null, e.recorded_at desc, e.id limit 200
"""
NOTES: Final = """
select n.note, n.noted_on, n.case_id, c.number as case_number from register_notes n
join cases c on c.id = n.case_id
where n.entry_id = any (:ids) order by n.noted_on desc, n.recorded_at desc limit 200
"""
TOLD: Final = """
select distinct on (t.consumer) t.consumer_names as names, t.state, t.ended_at, t.recorded_at
from told_changes t where t.entry_id = any (:ids) order by t.consumer, t.number desc
"""
UNITS: Final = "select code, names from units where municipality_id = :place"


@dataclass
class Condition:
    """Conditions on `register_entries e`, with the parameters of the statement they stand in."""

    parts: list[str]
    params: dict[str, Any] = field(default_factory=dict)

    def and_(self, part: str, **params: Any) -> Condition:
        return Condition([*self.parts, part], {**self.params, **params})

    @property
    def sql(self) -> str:
        return " and ".join(self.parts)


def on_day(*, register: str, place: int, on: date) -> Condition:
    """Return the condition on the entries of a register that hold on a day."""
    return Condition([ON_DAY], {"register": register, "place": place, "on": on})


def page(tx: Transaction, condition: Condition, *, order: str, after: UUID | None, limit: int) -> list[Any]:
    """Return entries in an order, those behind another one in it."""
    condition = condition.and_(NOT_RECUSED, reader=tx.actor.person_id, limit=limit)
    beyond, by = ORDERS[order]
    if after is not None:
        condition = condition.and_(beyond, after=after)
    return tx.all(PAGE.format(conditions=condition.sql, order=by), **condition.params)


def whole(tx: Transaction, condition: Condition, *, order: str, size: int) -> Iterator[list[Any]]:
    """Yield all entries in an order, some at a time, as of the moment at which the first is asked for."""
    condition = condition.and_(NOT_RECUSED, reader=tx.actor.person_id)
    sql = WHOLE.format(conditions=condition.sql, order=ORDERS[order][1])
    yield from tx.some_at_a_time(sql, size=size, **condition.params)


def counts(tx: Transaction, condition: Condition, *, states: Sequence[str]) -> tuple[int, dict[str, int]]:
    """Return how many there are, and how many in each state; the first is that of entries without one.

    Each state is counted by itself: to sort them by their state takes three times as long.
    """
    names = {f"state_{number}": state for number, state in enumerate(states)}
    filters = (
        f"count(*) filter (where e.state = :{name}{'' if number else ' or e.state is null'}) as {name}"
        for number, name in enumerate(names)
    )
    sql = COUNTS.format(counts=", ".join(("count(*) as total", *filters)), conditions=condition.sql)
    (total, *numbers), *_ = tx.all(sql, **names, **condition.params)
    return total, dict(zip(states, numbers, strict=True))


def count(tx: Transaction, condition: Condition) -> int:
    return int(tx.scalar(COUNT.format(conditions=condition.sql), **condition.params))


def in_force(tx: Transaction, *, register: str, place: int, on: date) -> int:
    """Return how many entries hold on a day in a state that is not the last."""
    return count(tx, on_day(register=register, place=place, on=on).and_("not e.is_final"))


def entry(tx: Transaction, entry_id: UUID, *, register: str, place: int, is_locked: bool = False) -> Any:
    """Return an entry, or None. Its row is locked where somebody decides by it."""
    query = ENTRY_LOCKED if is_locked else ENTRY
    return tx.one(query, id=entry_id, register=register, place=place, reader=tx.actor.person_id)


def seen(tx: Transaction, entry_id: UUID) -> Any:
    """Return whose an entry is and under which version of a service it was made, or None."""
    return tx.one(SEEN, id=entry_id, reader=tx.actor.person_id)


def history(tx: Transaction, *, register: str, place: int, key: str) -> list[Any]:
    """Return every entry of a key, the newest first."""
    return tx.all(HISTORY, register=register, place=place, key=key)


def notes(tx: Transaction, ids: list[UUID]) -> list[Any]:
    return tx.all(NOTES, ids=ids)


def told(tx: Transaction, ids: list[UUID]) -> list[Any]:
    """Return the last that each subscriber was to learn of these entries."""
    return tx.all(TOLD, ids=ids)


def units(tx: Transaction, place: int) -> list[Any]:
    return tx.all(UNITS, place=place)
