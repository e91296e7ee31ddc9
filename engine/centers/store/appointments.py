"""Appointments at community centres."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

ADD = """
insert into appointments (id, center, on_day, at_time, place, person_id, name, phone, what, made_by, made_at)
select :id, :center, :on_day, :at_time, p.place, :person_id, :name, :phone, :what, :made_by, :now
from generate_series(1, :places) as p (place)
where not exists (select from appointments a where a.center = :center and a.on_day = :on_day
                  and a.at_time = :at_time and a.place = p.place and a.cancelled_at is null)
order by p.place limit 1
on conflict do nothing
"""
FIND = "select * from appointments where id = :id"
CANCEL = "update appointments set cancelled_at = :now where id = :id and cancelled_at is null"
CAME = "update appointments set came_at = :now where id = :id and came_at is null and cancelled_at is null"
FORGET = "delete from appointments where on_day < :before"
OWN = """
select a.id, a.on_day, a.at_time, a.what, c.names, c.number from appointments a
join centers c on c.number = a.center
where a.person_id = :person_id and a.cancelled_at is null and a.on_day >= :today order by a.on_day, a.at_time
"""
TAKEN = "select at_time, taken from taken_places(:center, :day)"
CANCEL_DAY = """
update appointments set cancelled_at = :now
where center = :center and on_day = :day and cancelled_at is null and came_at is null returning id, person_id
"""
OF_DAY = "select * from center_appointments(:center, :day, :today)"
CENTERS = """
select c.number, c.names, m.id as municipality_id, m.code, m.names as municipality_names from centers c
left join municipalities m on m.code = c.municipality_code order by c.names->>'ka'
"""


def add(tx: Transaction, *, places: int, **columns: Any) -> bool:
    """Keep an appointment; False if every place is taken, or the person has one on that day.

    Who loses the place to somebody else this moment gets the next one.
    """
    return any(tx.run(ADD, places=places, **columns, now=tx.now) == 1 for _ in range(places))


def find(tx: Transaction, appointment_id: UUID) -> Any:
    return tx.one(FIND, id=appointment_id)


def cancel(tx: Transaction, appointment_id: UUID) -> bool:
    return tx.run(CANCEL, id=appointment_id, now=tx.now) == 1


def came(tx: Transaction, appointment_id: UUID) -> bool:
    return tx.run(CAME, id=appointment_id, now=tx.now) == 1


def forget(tx: Transaction, *, before: date) -> None:
    """Erase what was noted of people for days that are long past."""
    tx.run(FORGET, before=before)


def own(tx: Transaction, person_id: int, *, today: date) -> list[Any]:
    return tx.all(OWN, person_id=person_id, today=today)


def cancel_day(tx: Transaction, center: int, day: date) -> list[Any]:
    """Cancel what is still expected on a day; return whose appointments these were."""
    return tx.all(CANCEL_DAY, center=center, day=day, now=tx.now)


def taken(tx: Transaction, center: int, day: date) -> dict[time, int]:
    """Return how many places of each time are taken."""
    return {row.at_time: row.taken for row in tx.all(TAKEN, center=center, day=day)}


def of_day(tx: Transaction, center: int, day: date, *, today: date) -> list[Any]:
    """Return the appointments of a day, for those who work there today."""
    return tx.all(OF_DAY, center=center, day=day, today=today)


def centers(tx: Transaction) -> list[Any]:
    """Return every centre, with its municipality where that is known here."""
    return tx.all(CENTERS)
